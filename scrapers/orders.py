"""What a crawl's child process is told: one frozen record, passed as JSON over its standard input."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sql.shards import Attempt
from transforms.records import Source, Strategy
from transforms.windows import Mode, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """Everything that one shard attempt needs; the database URL is a secret and never stands in arguments."""

    attempt: Attempt
    number: int
    window: Window
    sources: tuple[Source, ...]
    last_looks: Mapping[str, datetime]
    database_url: str
    archive: str
    user_agent: str
    deadline: float
    request_timeout: float
    recheck_after: float
    max_body: int
    max_listing: int
    url_budget: int
    listing_budget: int
    byte_budget: int
    loopback_ports: tuple[int, ...]
    honour_noarchive: bool
    parent: int

    def to_json(self) -> str:
        """Return the order as JSON."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        plain["attempt"], plain["window"] = asdict(self.attempt), asdict(self.window)
        plain["sources"] = [_source_to_plain(source) for source in self.sources]
        plain["last_looks"] = dict(self.last_looks)
        return json.dumps(plain, default=str)

    @classmethod
    def from_json(cls, text: str) -> "CrawlOrder":
        """Return the order that `to_json` wrote."""
        plain = json.loads(text)
        attempt = plain["attempt"]
        window = plain["window"]
        return cls(
            **{
                **plain,
                "attempt": Attempt(
                    run_id=attempt["run_id"],
                    shard_id=attempt["shard_id"],
                    token=UUID(attempt["token"]),
                    started_on=date.fromisoformat(attempt["started_on"]),
                ),
                "window": Window(
                    first_day=date.fromisoformat(window["first_day"]),
                    last_day=date.fromisoformat(window["last_day"]),
                    mode=Mode(window["mode"]),
                ),
                "sources": tuple(_source_from_plain(source) for source in plain["sources"]),
                "last_looks": {
                    source_id: datetime.fromisoformat(at) for source_id, at in plain["last_looks"].items()
                },
                "loopback_ports": tuple(plain["loopback_ports"]),
            }
        )


def _source_to_plain(source: Source) -> dict[str, Any]:
    plain = {field.name: getattr(source, field.name) for field in fields(source) if field.name != "entry"}
    plain["strategies"] = [
        {"kind": strategy.kind, "url": strategy.url, "options": dict(strategy.options)}
        for strategy in source.strategies
    ]
    plain["overrides"] = dict(source.overrides)
    return plain


def _source_from_plain(plain: dict[str, Any]) -> Source:
    """Make lists tuples again, and dates dates."""
    days = {name: date.fromisoformat(plain[name]) for name in ("evidence_on", "verified_on") if plain.get(name)}
    lists = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    source = Source(**{**plain, **lists, **days})
    return replace(source, strategies=tuple(Strategy(**strategy) for strategy in plain["strategies"]))
