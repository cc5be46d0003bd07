"""Publication: what a run staged of one source becomes the published rows; every write is set-based."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.entities import describe_entities, find_nameless
from sql.errors import StaleAttempt
from sql.loader import read_query
from transforms.publication import Decision, KnownArticle, Publication, Version
from transforms.records import Article
from transforms.resolution import Address, Arrival, Content

TRIES = 3
LOST_RACES = (
    psycopg.errors.ForeignKeyViolation,  # of an entity that went with a takedown elsewhere
    psycopg.errors.UniqueViolation,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)

FINDINGS = ("insert_article_entities", "insert_mentions", "insert_places", "insert_quotes", "insert_figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The source and run that one transaction publishes, with the batches that are whole and their tokens."""

    run_id: str
    source_id: str
    batches: Mapping[int, UUID]

    @property
    def keys(self) -> dict[str, Any]:
        """The target as query parameters."""
        return {
            "run_id": self.run_id,
            "source_id": self.source_id,
            "batches": list(self.batches),
            "tokens": list(self.batches.values()),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the published tables know of the arrivals' addresses and words."""

    addresses: tuple[Address, ...]
    digests: Mapping[str, UUID]
    articles: Mapping[UUID, KnownArticle]


def select_batches(connection: Connection, run_id: str) -> list[Row]:
    """Return each batch of a run with its counts."""
    return connection.execute(read_query("select_batches_to_publish"), {"run_id": run_id}).fetchall()


def select_sources(connection: Connection, run_id: str) -> list[str]:
    """Return the sources that a run touched, in the order of locking."""
    rows = connection.execute(read_query("select_sources_to_publish"), {"run_id": run_id})
    return [row["source_id"] for row in rows]


def publish_in_transaction(
    connection: Connection, target: Target, work: Callable[[], Mapping[str, int]]
) -> dict[str, int]:
    """Run `work` in one transaction under the source's lock and return its counts.

    Two sources may meet at one address, or wait for each other's rows: the one that loses starts again. Raises
    StaleAttempt when a batch was cleaned, analysed or planned anew since it was judged.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with connection.transaction():
                connection.execute(read_query("lock_publication"), target.keys)
                _hold_batches(connection, target)
                return dict(work())
        except LOST_RACES:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _hold_batches(connection: Connection, target: Target) -> None:
    connection.execute(read_query("share_run"), target.keys)
    held = connection.execute(read_query("share_batches"), target.keys).fetchall()
    if len(held) < len(target.batches):
        raise StaleAttempt(f"batches of run {target.run_id!r} were taken by newer attempts: publish after them")


def select_source(connection: Connection, source_id: str) -> Row:
    """Return homepage, own hosts and hold of a source; nulls for one that was never planned."""
    row = connection.execute(read_query("select_source_to_publish"), {"source_id": source_id}).fetchone()
    if row is None:
        raise AssertionError("the query makes its own row")
    return row


def select_arrivals(connection: Connection, target: Target) -> list[Row]:
    """Return the staged rows that no run has decided, their captures locked."""
    return connection.execute(read_query("select_arrivals"), target.keys).fetchall()


def find_known(connection: Connection, target: Target, arrivals: Iterable[Arrival]) -> Known:
    """Return whose the arrivals' addresses and words are already."""
    urls: set[str] = set()
    digests: set[str] = set()
    for arrival in arrivals:
        urls |= arrival.addresses | ({arrival.canonical} if arrival.canonical else set())
        digests.add(arrival.content_digest)
    rows = connection.execute(read_query("select_addresses"), {"urls": sorted(urls)})
    addresses = tuple(Address(**row) for row in rows)
    twins = connection.execute(
        read_query("select_twins"), {"source_id": target.source_id, "digests": sorted(digests)}
    )
    by_digest = {row["content_digest"]: row["article_id"] for row in twins}
    ids = {address.article_id for address in addresses} | set(by_digest.values())
    return Known(addresses=addresses, digests=by_digest, articles=_select_articles(connection, target.run_id, ids))


def select_captures(connection: Connection, capture_ids: Collection[int]) -> list[Row]:
    """Return captures to derive again; those that are gone from the archive are left out."""
    keys = {"capture_ids": sorted(capture_ids)}
    return connection.execute(read_query("select_captures_to_derive"), keys).fetchall()


def update_derivation(
    connection: Connection, *, run_id: str, article_id: UUID, version_no: int, article: Article, digest: str
) -> None:
    """Replace what is derived of a stored version."""
    connection.execute(
        read_query("update_derivation"),
        {
            "run_id": run_id,
            "article_id": article_id,
            "version_no": version_no,
            "title": article.title,
            "authors": list(article.authors),
            "published_at": None if article.published_precision == "day" else article.published_at,
            "published_day": article.published_day,
            "published_raw": article.published_raw,
            "published_precision": article.published_precision,
            "published_problem": article.published_problem,
            "modified_at": article.modified_at,
            "body": article.text,
            "content_digest": digest,
            "methods": Jsonb(dict(article.methods)),
            "extractor": article.extractor,
        },
    )


def hold_arrivals(connection: Connection, target: Target, capture_ids: Sequence[int]) -> None:
    """Put the staged rows of a held source into quarantine."""
    connection.execute(read_query("hold_arrivals"), target.keys | {"capture_ids": list(capture_ids)})


def write_publications(
    connection: Connection,
    target: Target,
    publications: Sequence[Publication],
    *,
    addresses: Iterable[Address],
    merges: Mapping[UUID, UUID],
) -> None:
    """Write articles, versions, addresses and what was found in the texts."""
    derived = [publication for publication in publications if publication.capture_id is not None]
    write_items(connection, "copy_versions", target, _list_versions(publications, "copy_of"))
    described = [_describe_article(one) for one in derived]
    write_items(connection, "note_changed_texts", target, described)
    write_items(connection, "upsert_articles", target, described)
    write_items(connection, "move_versions", target, _list_versions(publications, "was"))
    keys = {"article_ids": sorted({one.article_id for one in publications})}
    connection.execute(read_query("place_versions"), keys)
    write_items(connection, "insert_versions", target, _list_versions(publications, "capture_id"))
    write_items(connection, "update_version_numbers", target, _list_late(publications))
    write_items(connection, "upsert_addresses", target, [asdict(address) for address in addresses])
    pairs = [{"article_id": one, "into_article_id": other} for one, other in merges.items()]
    write_items(connection, "merge_articles", target, pairs)
    write_items(connection, "move_copies", target, pairs)
    anew = {one.article_id: one.capture_id for one in derived if not one.keep_analysis}
    replace_findings(connection, target, anew)
    connection.execute(read_query("mark_copies"), target.keys | keys)


def write_decisions(connection: Connection, target: Target, decisions: Sequence[Decision]) -> None:
    """Write what became of each capture: the captures themselves, the ledger, the frontier, the quarantine."""
    items = [asdict(decision) for decision in decisions]
    for query in ("decide_captures", "decide_ledger", "advance_urls"):
        write_items(connection, query, target, items)
    published = [one.capture_id for one in decisions if one.article_id is not None and one.reason is None]
    connection.execute(read_query("release_quarantine"), target.keys | {"capture_ids": published})


def advance_source(connection: Connection, target: Target) -> None:
    """Advance what the crawl alone could say of the source: the frontier, gone articles, last looks."""
    for query in ("advance_urls_without_capture", "mark_gone_articles", "advance_looks"):
        connection.execute(read_query(query), target.keys)


def write_items(connection: Connection, query: str, target: Target, items: Sequence[Mapping[str, Any]]) -> None:
    """Run a query over items, if there are any, as one JSON parameter."""
    if items:
        connection.execute(read_query(query), target.keys | {"items": Jsonb(list(map(_plain, items)))})


def _plain(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in item.items()}


def _describe_article(one: Publication) -> dict[str, Any]:
    return {
        "article_id": one.article_id,
        "capture_id": one.capture_id,
        "url": one.url,
        "version_no": one.version_no,
        "original_url": one.original_url,
    }


def _list_versions(publications: Iterable[Publication], kind: str) -> list[dict[str, Any]]:
    return [
        asdict(row) | {"article_id": publication.article_id}
        for publication in publications
        for row in publication.versions
        if getattr(row, kind) is not None
    ]


def _list_late(publications: Iterable[Publication]) -> list[dict[str, Any]]:
    return [
        {"article_id": one.article_id, "version_no": one.version_no}
        for one in publications
        if one.capture_id is None and one.version_no is not None
    ]


def replace_findings(connection: Connection, target: Target, captures: Mapping[UUID, int | None]) -> None:
    """Write what was found in the texts of articles in place of what was: article id → the text's capture.

    Entities that no text names any more go.
    """
    items = [{"article_id": article_id, "capture_id": capture} for article_id, capture in captures.items()]
    keys = {"article_ids": list(captures), "capture_ids": list(captures.values())}
    named = [row["entity_id"] for row in connection.execute(read_query("select_named_entities"), keys)]
    connection.execute(read_query("delete_findings"), keys)
    connection.execute(read_query("insert_entities"), target.keys | keys)
    held = connection.execute(read_query("hold_entities"), target.keys | keys | {"entity_ids": named})
    entities = [row["entity_id"] for row in held]
    for query in FINDINGS:
        write_items(connection, query, target, items)
    describe_entities(connection, entities)
    connection.execute(read_query("delete_nameless_entities"), {"entity_ids": find_nameless(connection, entities)})


def _select_articles(connection: Connection, run_id: str, ids: Collection[UUID]) -> dict[UUID, KnownArticle]:
    keys = {"run_id": run_id, "article_ids": sorted(ids)}
    versions: dict[UUID, list[Version]] = {}
    for row in connection.execute(read_query("select_known_versions"), keys):
        versions.setdefault(row["article_id"], []).append(_read_version(row))
    rows = connection.execute(read_query("select_known_articles"), keys)
    return {row["article_id"]: _read_article(row, tuple(versions.get(row["article_id"], ()))) for row in rows}


def _read_version(row: Row) -> Version:
    return Version(
        version_no=row["version_no"],
        capture_id=row["capture_id"],
        fetched_at=row["fetched_at"],
        extractor=row["extractor"],
        content=read_content(row),
    )


def _read_article(row: Row, versions: tuple[Version, ...]) -> KnownArticle:
    return KnownArticle(
        article_id=row["article_id"],
        source_id=row["source_id"],
        url=row["url"],
        seen_at=row["fetched_at"],
        seen_capture_id=row["capture_id"],
        seen_urls=frozenset(url for url in (row["seen_url"], row["seen_final_url"]) if url),
        versions=versions,
        model_name=row["model_name"],
        looked_at=row["looked_at"],
        taken_down=row["taken_down"],
    )


def read_content(row: Row) -> Content:
    """Return what makes a version from a row that has its columns and `text_digest`."""
    return Content(
        title=row["title"],
        authors=tuple(row["authors"]),
        published_at=row["published_at"],
        published_day=row["published_day"],
        text_digest=row["text_digest"],
    )
