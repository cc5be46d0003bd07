"""A night's rows as crawl, clean, analyse and validate leave them for publish and settle."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from dateline.settings import Settings
from dateline.steps.publish import publish_run
from scrapers.archive import ArchiveWriter, read_response
from scrapers.stores import open_store
from scrapers.warc import Exchange, digest_body, name_file
from sql.connection import Connection
from transforms.extract import EXTRACTOR, extract_article
from transforms.identity import digest_content
from transforms.records import Page

DAY = date(2026, 11, 21)
MORNING = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
HASH = (Path(__file__).parents[2] / "support" / "hash_published.sql").read_text()
TEXT = "Ferries to the islands run again after the storm, the harbour office said. {} people had waited."


def hash_published(connection: Connection) -> str:
    """Return one hash of the published rows, without run ids and clock columns."""
    return connection.execute(HASH).fetchone()["published_hash"]


@dataclass
class Night:
    """Writes the rows of runs; times go up by a minute a page unless told otherwise."""

    connection: Connection
    settings: Settings
    numbers: Any = field(default_factory=lambda: count(1))

    def insert(self, table: str, values: dict[str, Any], returning: str | None = None) -> Any:
        names = ", ".join(values)
        slots = ", ".join(f"%({name})s" for name in values)
        tail = f" returning {returning}" if returning else ""
        done = self.connection.execute(f"insert into {table} ({names}) values ({slots}){tail}", values)
        return done.fetchone()[returning] if returning else None

    def source(self, source_id: str, **columns: Any) -> None:
        values = {
            "source_id": source_id,
            "name": f"The {source_id.title()}",
            "kind": "news",
            "languages": ["en"],
            "timezone": "UTC",
            "homepage": f"https://{source_id}.example/",
            "entry": Jsonb({"hosts": []}),
            "enabled": True,
        }
        self.insert("crawl.sources", values | columns)

    def plan(
        self,
        run_id: str,
        sources: tuple[str, ...] = ("alpha",),
        *,
        day: date = DAY,
        mode: str = "look_back",
        reach: str = "full",
    ) -> str:
        """A planned and crawled run: a shard and one observation a source."""
        values = {"run_id": run_id, "dag_id": "nightly", "mode": mode, "first_day": day, "last_day": day}
        self.insert("crawl.runs", values | {"sources": list(sources), "started_at": MORNING})
        for number, source_id in enumerate(sources):
            if not self.fetch("select 1 from crawl.sources where source_id = %s", source_id):
                self.source(source_id)
            shard = {"run_id": run_id, "shard_id": number, "label": source_id, "sources": [source_id]}
            self.insert("crawl.shards", shard | {"state": "done"})
            if reach:
                self.observe(run_id, source_id, shard_id=number, reach=reach)
        return run_id

    def observe(self, run_id: str, source_id: str, **columns: Any) -> None:
        values = {
            "run_id": run_id,
            "source_id": source_id,
            "strategy": f"feed:https://{source_id}.example/feed",
            "position": 0,
            "shard_id": 0,
            "attempt_token": uuid4(),
            "started_at": MORNING,
            "finished_at": MORNING + timedelta(minutes=1),
            "requests": 1,
            "entries": 10,
            "listing_ended": False,
            "reach": "full",
        }
        self.insert("crawl.observations", values | columns)

    def note(self, run_id: str, source_id: str, url: str, **columns: Any) -> None:
        """A ledger row, and the frontier's row that discovery makes."""
        values = {"started_on": MORNING.date(), "run_id": run_id, "source_id": source_id, "url": url}
        self.insert("crawl.ledger", values | {"shard_id": 0} | columns)
        self.connection.execute(
            "insert into crawl.urls (source_id, url) values (%s, %s) on conflict do nothing", [source_id, url]
        )

    def page(
        self,
        run_id: str,
        url: str,
        *,
        source: str = "alpha",
        text: str | None = None,
        title: str | None = "Ferries run again",
        batch: int = 0,
        final_url: str | None = None,
        fetched_at: datetime | None = None,
        capture: dict[str, Any] | None = None,
        analysis: dict[str, Any] | None = None,
        noted: bool = True,
        **article: Any,
    ) -> int:
        """A page that was captured, cleaned and analysed; returns its capture."""
        number = next(self.numbers)
        capture_id = self.insert(
            "crawl.captures",
            {
                "source_id": source,
                "run_id": run_id,
                "shard_id": 0,
                "url": url,
                "final_url": final_url or url,
                "status": 200,
                "headers": Jsonb({"ETag": f'"{number}"', "Content-Type": "text/html"}),
                "fetched_at": fetched_at or MORNING + timedelta(minutes=number),
                "body_digest": f"sha256:{number:064x}",
                "body_bytes": 1000,
                "warc_file": "night.warc.gz",
                "warc_offset": number,
                "warc_length": 1,
                "claimed_by": run_id,
            }
            | (capture or {}),
            "capture_id",
        )
        if noted:
            self.note(run_id, source, url, capture_id=capture_id)
        self.stage(run_id, capture_id, url, source=source, text=text, title=title, batch=batch, **article)
        if "outcome" not in article:
            self.analyse(run_id, capture_id, batch, **(analysis or {}))
        return capture_id

    def stage(
        self,
        run_id: str,
        capture_id: int,
        url: str,
        *,
        source: str,
        text: str | None,
        title: str | None,
        batch: int,
        **columns: Any,
    ) -> None:
        self.connection.execute(
            "insert into staging.batches"
            " (run_id, batch_id, attempt_token, captures, cleaned_at, analysed_at, validated_at)"
            " values (%s, %s, gen_random_uuid(), 0, now(), now(), now()) on conflict do nothing",
            [run_id, batch],
        )
        self.connection.execute(
            "update staging.batches set captures = captures + 1 where run_id = %s and batch_id = %s",
            [run_id, batch],
        )
        linked = {"run_id": run_id, "batch_id": batch, "capture_id": capture_id}
        self.insert("staging.batch_captures", linked)
        values = {
            **linked,
            "attempt_token": uuid4(),
            "source_id": source,
            "url": url,
            "title": title,
            "authors": ["Ida Korr"],
            "published_at": datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
            "published_day": DAY,
            "published_precision": "minute",
            "language": "en",
            "body": text or TEXT.format(url),
            "methods": Jsonb({"title": "json_ld"}),
            "extractor": "test/1",
        } | columns
        digest = digest_content(values["title"], values["authors"], values["published_at"], values["body"])
        self.insert("staging.articles", {"content_digest": digest} | values)

    def analyse(self, run_id: str, capture_id: int, batch: int, **columns: Any) -> None:
        mention = {"start": 11, "end": 22, "text": "the islands", "label": "LOC", "kind": "LOC"}
        values = {
            "run_id": run_id,
            "capture_id": capture_id,
            "batch_id": batch,
            "attempt_token": uuid4(),
            "mentions": Jsonb([mention]),
            "model_name": "test_model",
            "model_version": "1",
        }
        self.insert("staging.analyses", values | columns)

    def publish(self, run_id: str) -> dict[str, int]:
        return publish_run(self.settings, run_id=run_id)

    def fetch(self, query: str, *values: Any) -> list[dict[str, Any]]:
        return self.connection.execute(query, values).fetchall()

    def outcomes(self, run_id: str) -> dict[str, tuple[str | None, str | None]]:
        """Outcome and reason by address, from the ledger."""
        rows = self.fetch("select url, outcome, reason from crawl.ledger where run_id = %s", run_id)
        return {row["url"]: (row["outcome"], row["reason"]) for row in rows}

    def versions(self, url: str) -> list[dict[str, Any]]:
        """Number, title, changed fields and capture of the versions of the article at an address."""
        return self.fetch(
            "select v.version_no, v.title, v.changed, v.capture_id, v.fetched_at, v.body"
            " from news.article_versions v join news.article_urls u using (article_id)"
            " where u.url = %s order by v.version_no",
            url,
        )

    @property
    def hash(self) -> str:
        return hash_published(self.connection)


@pytest.fixture
def night(database: Connection, settings: Settings) -> Night:
    """Write the rows of runs into this test's database."""
    return Night(database, settings)


@pytest.fixture
def fetch(database: Connection) -> Callable[..., list[dict[str, Any]]]:
    """Run a query on this test's database and return its rows."""
    return lambda query, *values: database.execute(query, values).fetchall()


@dataclass
class Vault:
    """Real records for a night's pages: one WARC file a run, as a crawl of shard 0 would have written it."""

    night: Night
    writers: dict[str, ArchiveWriter] = field(default_factory=dict)
    archive: str = ""

    def keep(self, run_id: str, url: str, words: str) -> dict[str, Any]:
        """Write a page's record and its request's; return the columns of its capture."""
        if run_id not in self.writers:
            name = name_file(run_id=run_id, shard=0, attempt="1aaaaaaaa", now=MORNING)
            self.writers[run_id] = ArchiveWriter(self.archive, name)
        body = f"<html><body><p>{words}</p></body></html>".encode()
        exchange = Exchange(
            url=url,
            fetched_at=MORNING,
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=body,
            request_headers=(("User-Agent", "Dateline"),),
        )
        place = self.writers[run_id].append(exchange)
        return {
            "body_digest": digest_body(body),
            "body_bytes": len(body),
            "warc_file": place.file,
            "warc_offset": place.offset,
            "warc_length": place.length,
        }

    def page(self, run_id: str, url: str, words: str = TEXT, **columns: Any) -> int:
        """A page as `night.page`, whose record lies in the archive."""
        final_url = columns.get("final_url") or url
        capture = self.keep(run_id, final_url, words) | columns.pop("capture", {})
        return self.night.page(run_id, url, text=words, capture=capture, **columns)

    def close(self) -> None:
        """Make all records durable."""
        for writer in self.writers.values():
            writer.seal()
            writer.close()
        self.writers.clear()

    def read(self, capture_id: int) -> bytes:
        """The body of a capture's record; raises ArchiveDamaged."""
        [row] = self.night.fetch("select * from crawl.captures where capture_id = %s", capture_id)
        return read_response(
            self.archive,
            file=row["warc_file"],
            offset=row["warc_offset"],
            length=row["warc_length"],
            digest=row["body_digest"],
        )

    def texts(self) -> bytes:
        """All that a reader finds in the archive, unpacked."""
        store = open_store(self.archive)
        return b"".join(gzip.decompress(store.open_read(file).read()) for file in store.files())

    def tell(self, words: str) -> list[str]:
        """Return the tables in which words stand anywhere, and `archive` if they stand there."""
        tables = self.night.fetch(
            "select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace::regnamespace"
            "::text in ('crawl', 'staging', 'news', 'quality') order by 1"
        )
        found = [
            row["name"]
            for row in tables
            if self.night.fetch(
                f"select 1 from {row['name']} as one where one::text ilike %s limit 1", f"%{words}%"
            )
        ]
        return found + (["archive"] if words.encode() in self.texts() else [])


@pytest.fixture
def vault(night: Night) -> Vault:
    """Keep a night's pages in an archive in a folder."""
    return Vault(night, archive=night.settings.archive)


PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>{date}{section}</head><body><article>
<h1>{title}</h1>
<p>Ferries to the outer islands ran again on Saturday after three days of storm, the harbour office said.</p>
<p>Some four hundred people had waited in the terminal, and the first boat left at {crossing} for {slug}.</p>
<p>Mayor Ida Korr of Velburg thanked the crews, who had cleared the quay of sand and seaweed in the night.</p>
</article></body></html>"""


@dataclass
class Pages:
    """Stages pages that lie in a real archive, as the present extractor reads them or an older one did."""

    night: Night
    places: dict[str, str] = field(default_factory=dict)

    def add(
        self,
        run: str,
        slug: str,
        *,
        source: str = "alpha",
        crossing: str = "dawn",
        title_tag: str | None = None,
        section: str | None = None,
        dated: bool = True,
        body: bytes | None = None,
        **reading: Any,
    ) -> str:
        """Archive a page, stage what `reading` says an extractor made of it, and return its address."""
        night, url = self.night, f"https://{source}.example/world/{slug}-run-again-after-the-storm"
        if not night.fetch("select 1 from crawl.runs where run_id = %s", run):
            night.plan(run, ("alpha", "beta"))
        title = title_tag or f"Ferries run again to {slug}"
        date_tag = "<meta property='article:published_time' content='2026-11-21T09:00:00Z'>" if dated else ""
        section_tag = f"<meta property='article:section' content='{section}'>" if section else ""
        page = (
            body
            or PAGE.format(title=title, date=date_tag, section=section_tag, crossing=crossing, slug=slug).encode()
        )
        if not reading:
            reading = self.read(page, url)
        night.page(run, url, source=source, capture=self.archive(url, page), **{"title": title} | reading)
        return url

    def archive(self, url: str, body: bytes) -> dict[str, Any]:
        """Write the page into a file of its own and return where it lies, as a capture's columns."""
        writer = ArchiveWriter(self.night.settings.archive, f"page-{next(self.night.numbers)}.warc.gz")
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        place = writer.append(Exchange(url=url, status=200, headers=headers, body=body, fetched_at=MORNING))
        writer.close()
        self.places[url] = place.file
        return {
            "body_digest": digest_body(body),
            "warc_file": place.file,
            "warc_offset": place.offset,
            "warc_length": place.length,
            "content_type": "text/html; charset=utf-8",
        }

    def read(self, body: bytes, url: str) -> dict[str, Any]:
        """Return what the present extractor makes of a page."""
        article = extract_article(Page(body=body, url=url, content_type="text/html; charset=utf-8")).article
        return {
            "title": article.title,
            "text": article.text,
            "authors": list(article.authors),
            "published_at": article.published_at,
            "published_day": article.published_day,
            "extractor": EXTRACTOR,
        }

    def damage(self, url: str) -> None:
        """Turn a bit in the middle of the page's record."""
        path = Path(self.night.settings.archive) / self.places[url]
        held = bytearray(path.read_bytes())
        held[-len(held) // 3] ^= 0x10
        path.write_bytes(held)

    def remove(self, url: str) -> None:
        """Lose the file in which the page lies."""
        (Path(self.night.settings.archive) / self.places[url]).unlink()


@pytest.fixture
def pages(night: Night) -> Pages:
    """Stage pages that lie in this test's archive."""
    return Pages(night)
