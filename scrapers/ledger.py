"""What one attempt writes: the ledger's rows, and captures whose records are durable."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from scrapers.archive import ArchiveWriter
from scrapers.desk import Desk
from scrapers.guards import LONGEST_URL
from scrapers.warc import STRIPPED, Exchange, digest_body
from sql import crawl, looks, shards
from sql.connection import Connection
from sql.crawl import NewCapture, UrlOutcome, UrlState
from sql.looks import RememberedLook, StrategyLook
from sql.shards import Attempt
from transforms.outcomes import Reason
from transforms.records import Candidate
from transforms.window_check import Wish

log = logging.getLogger(__name__)


class Ledger:
    """All writes of one shard attempt, one after another in the desk's thread.

    A capture's row is written only when its record is durable, and in the same thread, so that a crawl that
    is stopped between the two leaves at worst a record without a row.
    """

    def __init__(self, desk: Desk, attempt: Attempt, writer: ArchiveWriter) -> None:
        self._desk = desk
        self._attempt = attempt
        self._writer = writer
        self._pending: dict[str, list[NewCapture]] = {}
        self._lost: dict[str, Exception] = {}

    async def note(self, candidates: Sequence[Candidate], wish: Wish) -> None:
        """Note URLs in ledger and frontier, wanted as the wish says."""
        if candidates:
            await self._desk.ask(crawl.note_candidates, self._attempt, candidates, wish)

    async def look_up(self, candidate: Candidate) -> UrlState:
        """Return what is known of a URL."""
        return await self._desk.ask(crawl.read_url_state, self._attempt, candidate.source_id, candidate.url)

    async def is_taken_down(self, urls: Sequence[str]) -> bool:
        """Whether one of the addresses was taken down."""
        return await self._desk.ask(crawl.is_taken_down, urls)

    async def is_captured(self, candidate: Candidate, body_digest: str, *, waiting: bool) -> bool:
        """Whether the page was captured with this very body, and decided, unless those that wait count too."""
        asked = {"source_id": candidate.source_id, "url": candidate.url, "body_digest": body_digest}
        return await self._desk.ask(crawl.is_captured, **asked, waiting=waiting)

    async def decide(self, candidate: Candidate, decided: UrlOutcome) -> None:
        """Write a URL's outcome."""
        await self._desk.ask(crawl.decide, self._attempt, candidate.source_id, candidate.url, decided)
        if decided.reason is not Reason.NOT_DUE:
            log.info(
                "event=decided run=%s source=%s step=crawl url=%s outcome=%s reason=%s",
                *(self._attempt.run_id, candidate.source_id, candidate.url, decided.outcome, decided.reason),
            )

    async def adopt(self, candidate: Candidate, capture_id: int, wish: Wish) -> bool:
        """Take over a capture that waits; False when another run was quicker."""
        return await self._desk.ask(
            crawl.adopt_capture, self._attempt, candidate.source_id, candidate.url, capture_id, wish
        )

    async def write_look(self, look: StrategyLook) -> None:
        """Write what a strategy saw."""
        await self._desk.ask(looks.write_look, self._attempt, look)

    async def read_deferred(
        self, source_id: str, *, since: datetime, until: datetime | None, budget: int
    ) -> list[Candidate]:
        """Return what earlier runs put off and this one wants."""
        return await self._desk.ask(
            crawl.read_deferred, source_id=source_id, since=since, until=until, budget=budget
        )

    async def read_remembered_look(self, source_id: str, strategy: str) -> RememberedLook | None:
        """Return what a strategy's last completed look saw."""
        return await self._desk.ask(looks.read_remembered_look, source_id=source_id, strategy=strategy)

    async def read_known_urls(
        self, source_id: str, *, young_since: date, listed_since: date | None, most: int
    ) -> list[Candidate]:
        """Return the addresses that are looked at whether or not a listing shows them."""
        return await self._desk.ask(
            looks.read_known_urls,
            source_id=source_id,
            young_since=young_since,
            listed_since=listed_since,
            most=most,
        )

    async def pass_over_known(self, source_id: str, urls: Sequence[str]) -> int:
        """Decide known articles that there was no room to look at again; return how many."""
        return await self._desk.ask(looks.pass_over_known, self._attempt, source_id, urls)

    async def read_known_days(self, source_id: str, *, most: int) -> dict[str, date]:
        """Return on which day a source's addresses were published, the latest ones, as far as that is known."""
        return await self._desk.ask(looks.read_known_days, source_id=source_id, most=most)

    async def defer_rest(
        self, source_id: str, *, reason: Reason, detail: str, urls: Sequence[str] | None = None
    ) -> int:
        """Put off the URLs of a source (all, or these) with neither capture nor outcome; return how many."""
        return await self._desk.ask(
            crawl.defer_rest, self._attempt, source_id, reason=reason, detail=detail, urls=urls
        )

    async def finish_source(self, source_id: str, *, failure: str | None) -> None:
        """Write how the crawl of a source ended."""
        await self._desk.ask(shards.finish_source, self._attempt, source_id, failure=failure)

    async def store(self, exchange: Exchange, capture: NewCapture) -> None:
        """Write a record, and its row as soon as the record is durable."""
        await self._desk.ask(self._store, exchange, capture)

    async def flush(self, source_id: str) -> None:
        """Make every record durable and write the rows of a source that wait for it."""
        await self._desk.ask(self._flush, source_id)

    def _store(self, connection: Connection, exchange: Exchange, capture: NewCapture) -> None:
        place = self._writer.append(exchange)
        placed = replace(capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)
        self._pending.setdefault(capture.source_id, []).append(placed)
        if self._writer.is_durable or self._writer.is_due:
            self._flush(connection, capture.source_id)

    def _flush(self, connection: Connection, source_id: str) -> None:
        self._seal()
        if error := self._lost.pop(source_id, None):
            raise error
        # Rows that a table refuses are gone from here, and are nobody else's trouble.
        if captures := self._pending.pop(source_id, None):
            crawl.record_captures(connection, self._attempt, captures)

    def _seal(self) -> None:
        """Make the file durable; when it is lost, every source that had records in it is to hear of it."""
        try:
            self._writer.seal()
        except Exception as error:  # noqa: BLE001 - whatever a store raises; it is raised again for each source
            self._lost.update(dict.fromkeys(self._pending, error))
            self._pending.clear()


def new_capture(
    candidate: Candidate,
    exchange: Exchange,
    *,
    final_url: str,
    redirects: tuple[str, ...] = (),
    wanted_since: datetime | None,
    wanted_until: datetime | None,
) -> NewCapture:
    """Return the row of an exchange that is about to be stored; its place comes with the record."""
    headers = join_headers(exchange.headers)
    return NewCapture(
        source_id=candidate.source_id,
        url=candidate.url,
        final_url=final_url,
        redirects=redirects,
        status=exchange.status,
        headers=headers,
        content_type=headers.get("content-type"),
        fetched_at=exchange.fetched_at,
        body_digest=digest_body(exchange.body),
        body_bytes=len(exchange.body),
        warc_file="",
        warc_offset=0,
        warc_length=0,
        strategy=candidate.strategy,
        listed_published_at=candidate.published_at,
        listed_published_raw=candidate.published_raw,
        listed_title=candidate.title,
        wanted_since=wanted_since,
        wanted_until=wanted_until,
    )


def join_headers(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return headers in lower case, repeated ones joined, without cookies and credentials."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        key = storable(name.lower())
        if key not in STRIPPED:
            joined[key] = f"{joined[key]}, {storable(value)}" if key in joined else storable(value)
    return joined


def sift_candidates(candidates: Sequence[Candidate]) -> tuple[list[Candidate], int]:
    """Return candidates that tables can take, and how many cannot: their addresses are too long."""
    clean = [
        replace(
            candidate,
            url=storable(candidate.url),
            title=storable(candidate.title) if candidate.title else None,
            published_raw=storable(candidate.published_raw) if candidate.published_raw else None,
        )
        for candidate in candidates
    ]
    kept = [candidate for candidate in clean if len(candidate.url.encode()) <= LONGEST_URL]
    return kept, len(clean) - len(kept)


def storable(text: str) -> str:
    """Return text without what Postgres cannot hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
