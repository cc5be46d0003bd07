"""Web archives as a source: each HTML page of a WARC file becomes a capture of ours, without any network."""

import asyncio
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import IO, Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from scrapers.choices import choose_step, open_terms, widen_terms
from scrapers.content import decode_body, is_html
from scrapers.deadline import Deadline
from scrapers.guards import LONGEST_URL, shorten
from scrapers.ledger import Ledger, new_capture, storable
from scrapers.looks import lost_look
from scrapers.orders import CrawlOrder
from scrapers.refusals import Refused
from scrapers.warc import Exchange, digest_body
from sql.crawl import StrategyLook, UrlOutcome
from transforms.identity import host_of, normalise_url
from transforms.outcomes import Outcome, Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy
from transforms.window_check import Wish
from transforms.wording import describe_failure

NETWORK_SCHEMES: Final = frozenset({"http", "https", "ftp", "ftps", "sftp", "ws", "wss"})
"""fsspec would reach these past our guards and slots."""
GZIP: Final = b"\x1f\x8b\x08"
SCAN: Final = 1024 * 1024
MOST_DAMAGE: Final = 100
"""Damaged places after which the rest of a file is given up."""
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)
"""How far an archive's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """One response record that may be a page."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Which records of a file are taken: bodies up to `limit` bytes, of these hosts (None: of any), no younger."""

    limit: int
    hosts: frozenset[str] | None
    latest: datetime


@dataclass(slots=True)
class Tally:
    """What a file held."""

    entries: int = 0
    pruned: dict[Reason, int] = field(default_factory=dict)
    damaged: int = 0
    first_damage: str | None = None
    oldest: datetime | None = None
    newest: datetime | None = None

    def note_damage(self, words: str) -> None:
        """Count a damaged place; the first one is told."""
        self.damaged += 1
        self.first_damage = self.first_damage or words

    def prune(self, reason: Reason) -> None:
        """Count a record that is no candidate."""
        self.pruned[reason] = self.pruned.get(reason, 0) + 1

    def see(self, at: datetime) -> None:
        """Widen the span of the pages' dates."""
        self.oldest = min(at, self.oldest or at)
        self.newest = max(at, self.newest or at)


async def read_archive(
    order: CrawlOrder, source: Source, strategy: Strategy, position: int, *, ledger: Ledger, deadline: Deadline
) -> StrategyLook:
    """Copy a WARC file's pages into our archive and return what the file held."""
    started = datetime.now(UTC)
    try:
        async with deadline.scope():
            stream = await asyncio.to_thread(open_archive, strategy.url)
    except (OSError, ValueError, ImportError) as error:  # a TimeoutError is an OSError
        problem, words = _name_problem(error), describe_failure(error)
        if deadline.is_over:
            problem, words = StrategyProblem.DEADLINE, "the crawl's deadline came while it was opened"
        return lost_look(source, strategy, position, started, problem, f"{strategy.url}: {words}")
    tally = Tally()
    intake = Intake(
        limit=order.max_body,
        hosts=None if strategy.options.get("hosts") == "any" else frozenset(source.hosts),
        latest=datetime.now(UTC) + AHEAD,
    )
    pages = iterate_pages(stream, tally, intake)
    ended_by: StrategyProblem | None = None
    seen: set[str] = set()
    try:
        while (page := await _read_next(pages, deadline)) is not None:
            if deadline.is_over or len(seen) >= order.url_budget:
                ended_by = StrategyProblem.DEADLINE if deadline.is_over else StrategyProblem.BUDGET
                break
            if page.url in seen:
                tally.prune(Reason.EXCLUDED)
                continue
            seen.add(page.url)
            tally.see(page.fetched_at)
            await _keep_page(order, source, strategy, page, ledger=ledger)
    except TimeoutError:  # a thread still reads: closing the file would wait for it
        ended_by = StrategyProblem.DEADLINE
    else:
        stream.close()
    return _describe(source, strategy, position, started, tally, ended_by)


async def _read_next(pages: Iterator[ArchivedPage], deadline: Deadline) -> ArchivedPage | None:
    """Return the next page, None after the last; raise TimeoutError at the deadline."""
    async with deadline.scope():
        return await asyncio.to_thread(next, pages, None)


class BlockedArchive(ValueError):
    """An archive behind an address that only a crawl may reach."""


def open_archive(url: str) -> IO[bytes]:
    """Open a path, a file:// URL or an fsspec URL of storage; web addresses are refused."""
    scheme, mark, rest = url.partition("://")
    if not mark or scheme == "file":
        return open(rest if mark else url, "rb")  # noqa: PTH123 - the caller closes it
    if NETWORK_SCHEMES & set(url.split("://", maxsplit=1)[0].split("::")) or "http" in scheme:
        raise BlockedArchive("archives are read from files and object stores, not from web addresses")
    import fsspec  # type: ignore[import-untyped]

    opened: IO[bytes] = fsspec.open(url, "rb").open()
    return opened


def iterate_pages(stream: IO[bytes], tally: Tally, intake: Intake) -> Iterator[ArchivedPage]:
    """Yield the pages of a WARC file; after a damaged place go on with the next whole record."""
    start: int | None = 0
    gaps = 0
    while start is not None and gaps < MOST_DAMAGE:
        stream.seek(start)
        position = 0
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False):
                position = record.stream_pos
                tally.entries += 1
                page = read_page(record, tally, intake)
                if page is not None:
                    yield page
        except (OSError, ValueError, EOFError) as error:
            gaps += 1
            tally.note_damage(f"{shorten(str(error))} after offset {start + position}")
            start = find_record(stream, start + position + 1)
        else:
            return


def find_record(stream: IO[bytes], start: int) -> int | None:
    """Return where the next gzip member begins that holds a WARC record; None if there is none."""
    stream.seek(start)
    offset, window = start, stream.read(SCAN)
    while window:
        found = window.find(GZIP)
        while found >= 0:
            if _begins_record(window[found : found + 4096]):
                return offset + found
            found = window.find(GZIP, found + 1)
        rest = window[-len(GZIP) + 1 :]
        fresh = stream.read(SCAN)
        offset += len(window) - len(rest)
        window = rest + fresh if fresh else b""
    return None


def read_page(record: WarcRecord, tally: Tally, intake: Intake) -> ArchivedPage | None:
    """Return a record's page; None for what is none: counted, with the reason."""
    url = normalise_url(storable(record.headers.get("WARC-Target-URI", "") or "").strip("<>"))
    host = host_of(url)
    if host is None or len(url.encode()) > LONGEST_URL or (intake.hosts is not None and host not in intake.hosts):
        tally.prune(Reason.EXCLUDED)
        return None
    record.parse_http()
    status = record.http_headers.status_code if record.http_headers else None
    if status != 200:
        tally.prune(Reason.EXCLUDED)
        return None
    at = read_date(record, latest=intake.latest)
    if at is None:
        tally.prune(Reason.UNDATED)
        tally.note_damage(f"the record of {shorten(url)} has no WARC-Date that can be")
        return None
    try:
        headers = tuple(record.http_headers.to_tuples())
        return ArchivedPage(
            url=url, status=200, headers=headers, body=_read_body(record, headers, intake.limit), fetched_at=at
        )
    except Refused as refused:
        tally.prune(refused.reason)
        if refused.reason is Reason.UNREADABLE:
            tally.note_damage(f"the record of {shorten(url)}: {refused.detail}")
        return None


def read_date(record: WarcRecord, *, latest: datetime) -> datetime | None:
    """Return when a record was captured; None without a date, and for one that cannot be."""
    stated: datetime | None = record.record_date  # fastwarc's own types leave out that there may be none
    try:
        at = stated.astimezone(UTC) if stated else None
    except OverflowError:  # beyond what a calendar has
        return None
    return at if at and EARLIEST <= at <= latest else None


def _read_body(record: WarcRecord, headers: tuple[tuple[str, str], ...], limit: int) -> bytes:
    """Return a record's payload, decoded; raise Refused for what is no page, too large, torn or badly coded."""
    joined = {name.lower(): value for name, value in headers}
    if not is_html(joined.get("content-type")):
        raise Refused(Reason.NOT_HTML, "no HTML")
    if record.content_length > 2 * limit:
        raise Refused(Reason.TOO_LARGE, f"more than {2 * limit} bytes")
    body = decode_body(_unchunk(record, joined), joined.get("content-encoding", ""), limit=limit)
    if len(body) > limit:
        raise Refused(Reason.TOO_LARGE, f"more than {limit} bytes")
    return body


async def _keep_page(
    order: CrawlOrder, source: Source, strategy: Strategy, page: ArchivedPage, *, ledger: Ledger
) -> None:
    """Bring one archived page to a capture or an outcome."""
    terms = open_terms(order, source)
    everything = strategy.is_read_whole
    wish = Wish(everything=True) if everything else terms.wish
    candidate = Candidate(source_id=source.source_id, url=page.url, strategy=strategy.key)
    await ledger.note([candidate], wish)
    state = await ledger.look_up(candidate)
    terms = widen_terms(replace(terms, wish=wish), state)
    wish = terms.wish
    # Reading an archive costs its site nothing, so a page is always due; its bytes say whether it is new.
    step = choose_step(replace(state, fetched_at=None), terms)
    if step == "done":
        return
    if isinstance(step, UrlOutcome):
        await ledger.decide(candidate, step)
        return
    if step == "adopt" and state.waiting_capture and await ledger.adopt(candidate, state.waiting_capture, wish):
        return
    if await ledger.is_captured(candidate, digest_body(page.body)):
        await ledger.decide(candidate, UrlOutcome(outcome=Outcome.UNCHANGED, article_id=state.article_id))
        return
    exchange = Exchange(
        url=page.url,
        fetched_at=page.fetched_at,
        status=page.status,
        headers=page.headers,
        body=page.body,
        note=strategy.url,
    )
    capture = new_capture(
        candidate,
        exchange,
        final_url=page.url,
        wanted_since=None if everything else wish.since,
        wanted_until=None if everything else wish.until,
    )
    await ledger.store(exchange, capture)


def _describe(
    source: Source,
    strategy: Strategy,
    position: int,
    started: datetime,
    tally: Tally,
    problem: StrategyProblem | None,
) -> StrategyLook:
    """Return what a file held: all of it, all but damaged places, or a part."""
    whole = problem is None
    if whole and tally.damaged:
        problem = StrategyProblem.MALFORMED
    elif whole and not tally.entries:
        problem = StrategyProblem.EMPTY
    reach = Reach.FULL if problem is None else Reach.PARTIAL if tally.entries else Reach.UNREACHABLE
    detail = f"{tally.damaged} damaged places in {strategy.url}: {tally.first_damage}" if tally.damaged else None
    look = lost_look(source, strategy, position, started, StrategyProblem.EMPTY, "")
    return replace(
        look,
        entries=tally.entries,
        oldest_at=tally.oldest,
        newest_at=tally.newest,
        listing_ended=whole,
        reach=reach,
        problem=problem,
        detail=shorten(detail, 500) if detail else None,
        pruned=tally.pruned,
    )


def _name_problem(error: Exception) -> StrategyProblem:
    if isinstance(error, BlockedArchive):
        return StrategyProblem.BLOCKED
    return StrategyProblem.MISSING if isinstance(error, FileNotFoundError) else StrategyProblem.NETWORK


def _begins_record(member: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(member, 5) == b"WARC/"
    except zlib.error:
        return False


def _unchunk(record: Any, headers: dict[str, str]) -> bytes:  # noqa: ANN401 - fastwarc's record is native
    """Return the payload; a body kept with its chunked transfer coding is put together. Refuse a torn one."""
    length = record.content_length
    body: bytes = record.reader.read()
    if len(body) < length:
        raise Refused(Reason.UNREADABLE, f"it ends after {len(body)} of {length} bytes")
    if headers.get("transfer-encoding", "").strip().lower() != "chunked":
        return body
    joined, position = bytearray(), 0
    while position < len(body):  # never cut: a copy of the rest for each of a million chunks takes hours
        end = body.find(b"\r\n", position)
        line = body[position : end if end >= 0 else position + 100]
        try:
            length = int(line[:100].partition(b";")[0].strip(), 16)
        except ValueError:
            return body  # it was unchunked before it was kept
        if end < 0 or length <= 0:
            break
        joined += body[end + 2 : end + 2 + length]
        position = end + 2 + length + 2
    return bytes(joined)
