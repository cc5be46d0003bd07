"""Rows to begin with: sources, runs, captures and staged articles, written as the steps before would have."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from sql.connection import Connection

TEXT = (
    "Engineers reopened the bridge over the Dren on Saturday after a week of repairs.\n\n"
    "Traffic moved slowly in both directions, officials in Halmar said, and lorries wait until Monday."
)


def _insert(connection: Connection, table: str, values: dict[str, Any], returning: str = "") -> Any:
    columns = ", ".join(values)
    slots = ", ".join(f"%({name})s" for name in values)
    query = f"insert into {table} ({columns}) values ({slots}) {returning}"
    cursor = connection.execute(query, values)
    return cursor.fetchone() if returning else None


def _name_first_word(body: str) -> Jsonb:
    word = body.split(maxsplit=1)[0]
    return Jsonb([{"start": body.index(word), "end": body.index(word) + len(word), "text": word, "label": "ORG"}])


@dataclass
class Rows:
    """Writes rows of one database; each method takes columns that differ from the usual."""

    connection: Connection
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def source(self, source_id: str, **columns: Any) -> str:
        values = {
            "source_id": source_id,
            "name": source_id.title(),
            "kind": "news",
            "languages": ["en"],
            "timezone": "UTC",
            "homepage": f"https://{source_id}.example/",
            "entry": Jsonb({"overrides": {}}),
        }
        _insert(self.connection, "crawl.sources", values | columns)
        return source_id

    def run(self, run_id: str, *, mode: str = "exact", day: date = date(2026, 11, 21), **columns: Any) -> str:
        values = {
            "run_id": run_id,
            "dag_id": "command",
            "mode": mode,
            "first_day": day,
            "last_day": day,
            "sources": ["meridian"],
        }
        _insert(self.connection, "crawl.runs", values | columns)
        return run_id

    def capture(self, run_id: str, source_id: str = "meridian", *, noted: bool = True, **columns: Any) -> int:
        number = next(self.numbers)
        values = {
            "source_id": source_id,
            "run_id": run_id,
            "shard_id": 0,
            "url": f"https://{source_id}.example/{number}",
            "final_url": f"https://{source_id}.example/{number}",
            "status": 200,
            "headers": Jsonb({}),
            "content_type": "text/html",
            "fetched_at": datetime(2026, 11, 22, 2, 5, tzinfo=UTC),
            "body_digest": f"sha256:{number:064x}",
            "body_bytes": 100,
            "warc_file": "none.warc.gz",
            "warc_offset": number,
            "warc_length": 1,
            "wanted_since": datetime(2026, 11, 21, tzinfo=UTC),
            "wanted_until": datetime(2026, 11, 22, tzinfo=UTC),
            "claimed_by": run_id,
        } | columns
        capture_id = int(_insert(self.connection, "crawl.captures", values, "returning capture_id")["capture_id"])
        if noted:
            self.note(run_id, source_id, values["url"], capture_id=capture_id)
        return capture_id

    def note(self, run_id: str, source_id: str, url: str, **columns: Any) -> None:
        """A row of the run's ledger."""
        started = self.connection.execute(
            "select (started_at at time zone 'UTC')::date as day from crawl.runs where run_id = %s", [run_id]
        ).fetchone()
        assert started
        values = {"started_on": started["day"], "run_id": run_id, "source_id": source_id, "url": url}
        _insert(self.connection, "crawl.ledger", values | columns)

    def batch(self, run_id: str, batch_id: int = 0) -> None:
        self.connection.execute(
            "insert into staging.batches (run_id, batch_id, attempt_token, captures, cleaned_at)"
            " values (%s, %s, gen_random_uuid(), 0, now()) on conflict do nothing",
            [run_id, batch_id],
        )

    def article(
        self, run_id: str, source_id: str = "meridian", *, analysis: dict[str, Any] | None = None, **columns: Any
    ) -> int:
        """A staged and analysed article with capture, ledger row and batch; a sound one unless told otherwise."""
        self.batch(run_id)
        capture = self.capture(run_id, source_id)
        self.connection.execute(
            "insert into staging.batch_captures (run_id, batch_id, capture_id) values (%s, 0, %s)",
            [run_id, capture],
        )
        values = {
            "run_id": run_id,
            "capture_id": capture,
            "batch_id": 0,
            "attempt_token": "00000000-0000-0000-0000-000000000000",
            "source_id": source_id,
            "url": f"https://{source_id}.example/{capture}",
            "title": f"Bridge {capture} over the Dren reopens",
            "authors": ["Mara Velin"],
            "published_at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
            "published_day": date(2026, 11, 21),
            "published_precision": "minute",
            "language": "en",
            "body": f"{TEXT}\n\nThis is report number {capture}.",
            "methods": Jsonb({"title": "json_ld"}),
            "extractor": "test/1",
            "content_digest": f"{capture:064x}",
        }
        _insert(self.connection, "staging.articles", values | columns)
        if (values | columns).get("outcome") is None:
            self.analysis(
                run_id, capture, **{"mentions": _name_first_word((values | columns)["body"])} | (analysis or {})
            )
        return capture

    def analysis(self, run_id: str, capture: int, **columns: Any) -> None:
        values = {
            "run_id": run_id,
            "capture_id": capture,
            "batch_id": 0,
            "attempt_token": "00000000-0000-0000-0000-000000000000",
            "model_name": "test",
            "model_version": "1",
        }
        _insert(self.connection, "staging.analyses", values | columns)


@pytest.fixture
def rows(database: Connection) -> Rows:
    """Write rows of this test's database."""
    return Rows(database)


@pytest.fixture
def fetch(database: Connection) -> Callable[..., list[dict[str, Any]]]:
    """Run a query on this test's database and return its rows."""

    def run_query(query: str, *values: Any) -> list[dict[str, Any]]:
        return database.execute(query, values).fetchall()

    return run_query
