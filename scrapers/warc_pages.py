"""The pages of a WARC file: what is taken, what is counted, and what lies behind a damaged place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from scrapers.content import decode_body, is_html
from scrapers.guards import LONGEST_URL, shorten
from scrapers.ledger import storable
from scrapers.refusals import Refused
from scrapers.warc_damage import find_record, find_torn_end
from transforms.identity import host_of, normalise_url
from transforms.outcomes import Reason

MOST_DAMAGE: Final = 100
"""Damaged places after which the rest of a file is given up."""
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)


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


def iterate_pages(stream: IO[bytes], tally: Tally, intake: Intake) -> Iterator[ArchivedPage]:
    """Yield the pages of a WARC file; after a damaged place go on with the next whole record.

    A file whose end cuts its last record off is damaged there.
    """
    start: int | None = 0
    gaps = 0
    while start is not None and gaps < MOST_DAMAGE:
        stream.seek(start)
        position, known = 0, tally.damaged
        try:
            for record in ArchiveIterator(stream, parse_http=False):
                position, known = record.stream_pos, tally.damaged
                if record.record_type != WarcRecordType.response:
                    continue
                tally.entries += 1
                page = read_page(record, tally, intake)
                if page is not None:
                    yield page
        except (OSError, ValueError, EOFError) as error:
            gaps += 1
            tally.note_damage(f"{shorten(str(error))} after offset {start + position}")
            start = find_record(stream, start + position + 1)
        else:
            torn = find_torn_end(stream, start + position) if tally.damaged == known else None
            if torn is not None:
                tally.note_damage(f"cut off after offset {torn}")
            return


def read_page(record: WarcRecord, tally: Tally, intake: Intake) -> ArchivedPage | None:
    """Return a record's page; None for what is none: counted, with the reason."""
    target = storable(record.headers.get("WARC-Target-URI", "") or "").strip("<>")
    if not target:
        tally.prune(Reason.UNREADABLE)
        return None
    url = normalise_url(target)
    host = host_of(url)
    if host is None or len(url.encode()) > LONGEST_URL or (intake.hosts is not None and host not in intake.hosts):
        tally.prune(Reason.EXCLUDED)
        return None
    announced = record.content_length
    if announced <= 2 * intake.limit:
        record.freeze()  # read whole, as fastwarc passes over the end of a file in silence
    if record.content_length < announced:
        tally.prune(Reason.UNREADABLE)
        tally.note_damage(f"the record of {shorten(url)} ends after {record.content_length} of {announced} bytes")
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
    """Return a record's payload, decoded; raise Refused for what is no page, too large or badly coded."""
    joined = join_headers(headers)
    if not is_html(joined.get("content-type")):
        raise Refused(Reason.NOT_HTML, "no HTML")
    if record.content_length > 2 * limit:
        raise Refused(Reason.TOO_LARGE, f"more than {2 * limit} bytes")
    body = decode_body(_unchunk(record, joined), joined.get("content-encoding", ""), limit=limit)
    if len(body) > limit:
        raise Refused(Reason.TOO_LARGE, f"more than {limit} bytes")
    return body


def join_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return header lines by name in lower case; lines of one name are joined as RFC 9110 has it."""
    joined: dict[str, str] = {}
    for name, value in headers:
        known = joined.get(name.lower())
        joined[name.lower()] = value if known is None else f"{known}, {value}"
    return joined


def _unchunk(record: Any, headers: dict[str, str]) -> bytes:  # noqa: ANN401 - fastwarc's record is native
    """Return the payload; a body kept with its chunked transfer coding is put together."""
    body: bytes = record.reader.read()
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
