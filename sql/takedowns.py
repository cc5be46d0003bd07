"""Takedowns: what an address leads to, its erasure in one transaction, and the tombstones that stay."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.entities import erase_entities
from sql.loader import read_query
from sql.stories import describe_stories, lock_stories
from transforms.identity import is_listing_path

TRIES = 3
LOST_RACES = (
    psycopg.errors.ForeignKeyViolation,  # of an entity that an article elsewhere came to name
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)
ERASURES = (
    "delete_findings",
    "delete_rederivations",
    "delete_story_places",
    "delete_versions",
    "erase_articles",
    "free_copies",
    "erase_captures",
    "erase_staged_articles",
    "delete_erased_analyses",
    "erase_cases",
    "erase_ledger",
    "erase_frontier",
)
"""In this order: rows go after those that point to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What an address leads to; `copies` are other articles that say the same, and are not among `articles`."""

    asked_url: str
    urls: tuple[str, ...]
    articles: tuple[Row, ...]
    captures: tuple[Row, ...]
    copies: tuple[Row, ...]
    sources: tuple[str, ...]
    earlier: Row | None

    @property
    def keys(self) -> dict[str, Any]:
        """The traces as query parameters."""
        return {
            "urls": list(self.urls),
            "article_ids": [row["article_id"] for row in self.articles],
            "capture_ids": [row["capture_id"] for row in self.captures],
        }

    @property
    def is_known(self) -> bool:
        """Whether any run has met the address, or it was taken down before."""
        return bool(self.articles or self.captures or self.sources or self.earlier)

    @property
    def fresh_captures(self) -> tuple[Row, ...]:
        """The captures that no takedown has erased yet."""
        return tuple(row for row in self.captures if row["erased_at"] is None)


def find_traces(connection: Connection, url: str, *, with_copies: bool) -> Traces:
    """Return all that an address in normal form leads to: articles, their addresses, captures, copies."""
    articles = _select(connection, "select_takedown_articles", urls=[url], article_ids=[])
    urls = _list_addresses(connection, {url}, articles)
    copies = _select(connection, "select_takedown_copies", urls=urls, article_ids=_ids(articles))
    if with_copies and copies:
        both = [*_ids(articles), *_ids(copies)]
        articles = _select(connection, "select_takedown_articles", urls=[url], article_ids=both)
        urls, copies = _list_addresses(connection, {url}, articles), []
    captures = _select(connection, "select_takedown_captures", urls=urls, article_ids=_ids(articles))
    forms = sorted(set(_list_forms(captures, urls)))
    foreign = _select(connection, "select_foreign_addresses", urls=forms, article_ids=_ids(articles))
    urls = sorted({*urls, *forms} - {row["url"] for row in foreign})
    known = _select(connection, "select_known_sources", urls=urls)
    earlier = connection.execute(read_query("select_takedown"), {"urls": [url]}).fetchone()
    return Traces(
        asked_url=earlier["asked_url"] if earlier else url,
        urls=tuple(urls),
        articles=tuple(articles),
        captures=tuple(captures),
        copies=tuple(copies),
        sources=tuple(sorted({row["source_id"] for row in (*articles, *captures, *known)})),
        earlier=earlier,
    )


def take_down(connection: Connection, url: str, *, because: str, by: str, with_copies: bool) -> Traces:
    """Erase all that an address leads to from the tables and set tombstones; return what it was.

    One transaction. Grouping, publications of its sources, validation of its runs and writers of pages wait
    meanwhile, so that none of them brings back what is erased. Again, the same. The archive is cleaned afterwards,
    as the rows then say.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with connection.transaction():
                return _take_down(connection, url, because=because, by=by, with_copies=with_copies)
        except LOST_RACES:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _take_down(connection: Connection, url: str, *, because: str, by: str, with_copies: bool) -> Traces:
    lock_stories(connection)
    before = find_traces(connection, url, with_copies=with_copies)
    for source_id in before.sources:
        connection.execute(read_query("lock_publication"), {"source_id": source_id})
    connection.execute(read_query("share_staged_runs"), before.keys)
    connection.execute(read_query("lock_takedown"))
    found = find_traces(connection, url, with_copies=with_copies)
    if not set(found.sources) <= set(before.sources):
        raise psycopg.errors.SerializationFailure("another source came to have the page: its lock is needed too")
    keys = found.keys | {"taken_down_by": by}
    entities = _select(connection, "select_named_entities", **keys)
    stories = {row["story_id"] for row in _select(connection, "select_story_ids", **keys)}
    stones = Jsonb([stone | {"because": because, "taken_down_by": by} for stone in _describe_tombstones(found)])
    has_more = bool(found.fresh_captures)
    connection.execute(read_query("insert_tombstones"), keys | {"items": stones, "has_more": has_more})
    for query in ERASURES:
        connection.execute(read_query(query), keys)
    describe_stories(connection, stories)
    erase_entities(connection, [row["entity_id"] for row in entities])
    return found


def share_takedown(connection: Connection) -> None:
    """Let takedowns wait until the transaction ends; wait for one that is under way."""
    connection.execute(read_query("share_takedown"))


def erase_staged(connection: Connection, capture_ids: Sequence[int]) -> None:
    """Erase staged rows of captures that were taken down."""
    for query in ("erase_staged_articles", "delete_erased_analyses"):
        connection.execute(read_query(query), {"capture_ids": list(capture_ids)})


def list_takedowns(connection: Connection) -> list[Row]:
    """Return every takedown, the latest first."""
    return connection.execute(read_query("select_takedown_list")).fetchall()


def select_takedowns_to_wipe(connection: Connection, *, asked_url: str | None = None) -> list[Row]:
    """Return the takedowns, or the one, of which records may still lie in the archive."""
    return _select(connection, "select_takedowns_to_wipe", asked_url=asked_url)


def select_erased_files(connection: Connection, urls: Sequence[str]) -> list[str]:
    """Return the files in which records of taken-down addresses are still to be erased."""
    return [row["warc_file"] for row in _select(connection, "select_erased_files", urls=list(urls))]


def finish_takedown(connection: Connection, asked_url: str) -> None:
    """Note that nothing of a takedown is left in the archive."""
    connection.execute(read_query("finish_takedown"), {"asked_url": asked_url})


def select_files_to_wipe(connection: Connection) -> list[Row]:
    """Return the files that hold records which are to be erased, and how many."""
    return _select(connection, "select_files_to_wipe")


@contextmanager
def hold_file(connection: Connection, file: str) -> Iterator[list[Row]]:
    """Give the records of a file that are to be erased, alone with it; at the end they are marked as erased."""
    with connection.transaction():
        connection.execute(read_query("lock_file"), {"warc_file": file})
        records = _select(connection, "select_records_to_wipe", warc_file=file)
        yield records
        wiped = [row["capture_id"] for row in records]
        connection.execute(read_query("mark_wiped"), {"capture_ids": wiped})


def is_file_over(connection: Connection, file: str) -> bool:
    """Whether no capture lives in a file, and no run that writes to it is under way."""
    use = _select(connection, "select_file_use", warc_file=file)[0]
    return not (use["is_alive"] or use["is_written"])


def has_live_captures(connection: Connection) -> bool:
    """Whether there should be anything in the archive."""
    return bool(_select(connection, "has_live_captures")[0]["found"])


def _list_addresses(connection: Connection, urls: Collection[str], articles: Iterable[Row]) -> list[str]:
    known = _select(connection, "select_takedown_addresses", article_ids=_ids(articles))
    return sorted({*urls, *(row["url"] for row in known)})


def _list_forms(captures: Iterable[Row], urls: Collection[str]) -> Iterator[str]:
    """Yield further addresses of the same pages; a home or section page that a dead address led to is none."""
    for capture in captures:
        yield capture["url"]
        if capture["final_url"] in urls or not is_listing_path(capture["final_url"]):
            yield capture["final_url"]


def _describe_tombstones(found: Traces) -> Iterator[dict[str, Any]]:
    source_of = {row[form]: row["source_id"] for form in ("final_url", "url") for row in found.captures}
    for url in found.urls:
        source_id = source_of.get(url) or next(iter(found.sources), None)
        yield {"url": url, "asked_url": found.asked_url, "source_id": source_id}


def _select(connection: Connection, query: str, **keys: Any) -> list[Row]:  # noqa: ANN401 - parameters of many types
    return connection.execute(read_query(query), keys).fetchall()


def _ids(articles: Iterable[Row]) -> list[UUID]:
    return [row["article_id"] for row in articles]
