"""WARC records: what is kept of one exchange, and how it is written down."""

import base64
import gzip
import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import uuid4

STRIPPED: Final = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})
"""Headers that are never kept: they can hold somebody's credentials."""
RECODED: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer hold for the decoded body: kept under another name."""
ORIGINAL: Final = "X-Archive-Orig-"
PHRASES: Final = {200: "OK", 203: "Non-Authoritative Information"}
LINE_BREAKS: Final = re.compile(r"[\r\n\0]+")
ERASED: Final = b"note: erased\r\n"
GZIP_HEAD: Final = b"\x1f\x8b\x08\x10\0\0\0\0\0\xff"
"""Of a member with a comment: deflate, no time, no system."""
EMPTY_BLOCK: Final = b"\0\0\0\xff\xff"
FILE_NAME: Final = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)/(?P<shard>[A-Za-z0-9-]+-\d{3,})-[A-Za-z0-9]{9,16}(-\d{3,})?\.warc\.gz(\.part)?"
)
Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer, as they are kept: the body decoded, the headers as they came."""

    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request_headers: tuple[tuple[str, str], ...] = ()
    note: str | None = None


def digest_body(body: bytes) -> str:
    """Return `sha256:` and the hexadecimal digest of a decoded body."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def name_file(*, run_id: str, shard: int, attempt: str, now: datetime) -> str:
    """Return a WARC file's name in the archive: day, run, shard and attempt, in safe characters."""
    token = re.sub("[^A-Za-z0-9]", "", attempt)[:16]
    return f"{now.astimezone(UTC):%Y-%m-%d}/{name_shard(run_id, shard)}-{token}.warc.gz"


def name_shard(run_id: str, shard: int) -> str:
    """Return with what the names of a shard's WARC files begin, behind their day."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", run_id).strip("-")[:100] or "run"
    return f"{slug}-{shard:03d}"


def read_shard(file: str) -> str | None:
    """Return that beginning of a file's name; None for a file that no crawl of ours has named."""
    named = FILE_NAME.fullmatch(file)
    return named["shard"] if named else None


def read_day(file: str) -> date | None:
    """Return the UTC day on which an attempt began its file; None for a file that no crawl of ours has named."""
    named = FILE_NAME.fullmatch(file)
    try:
        return date.fromisoformat(named["day"]) if named else None
    except ValueError:
        return None


def keep_headers(headers: Headers, *, body: bytes) -> list[tuple[str, str]]:
    """Return the headers that fit the decoded body, without cookies and credentials."""
    kept = []
    for name, value in headers:
        lower = name.lower()
        if lower in RECODED:
            kept.append((ORIGINAL + name, value))
        elif lower not in STRIPPED:
            kept.append((name, value))
    return [*kept, ("Content-Length", str(len(body)))]


def render_exchange(exchange: Exchange) -> tuple[bytes, bytes]:
    """Return the gzip members of the response record and of the request record (empty without a request)."""
    response_id = _new_id()
    kept = keep_headers(exchange.headers, body=exchange.body)
    response = _render_record(
        {
            "WARC-Type": "response",
            "WARC-Record-ID": response_id,
            "WARC-Date": _stamp(exchange.fetched_at),
            "WARC-Target-URI": exchange.url,
            "WARC-Payload-Digest": _digest(exchange.body),
            **({"WARC-Source-URI": exchange.note} if exchange.note else {}),
            "Content-Type": "application/http; msgtype=response",
        },
        _render_head(f"HTTP/1.1 {exchange.status} {PHRASES.get(exchange.status, 'Answer')}", kept) + exchange.body,
    )
    if not exchange.request_headers:
        return response, b""
    host, slash, path = exchange.url.partition("://")[2].partition("/")
    asked = [(name, value) for name, value in exchange.request_headers if name.lower() not in STRIPPED]
    request = _render_record(
        {
            "WARC-Type": "request",
            "WARC-Record-ID": _new_id(),
            "WARC-Concurrent-To": response_id,
            "WARC-Date": _stamp(exchange.fetched_at),
            "WARC-Target-URI": exchange.url,
            "Content-Type": "application/http; msgtype=request",
        },
        _render_head(f"GET {slash or '/'}{path} HTTP/1.1", [("Host", host), *asked]),
    )
    return response, request


def render_info(file: str) -> bytes:
    """Return the warcinfo record with which a file begins."""
    about = "software: Dateline\r\nformat: WARC File Format 1.1\r\nconformsTo: ISO 28500:2017\r\n"
    return _render_record(
        {
            "WARC-Type": "warcinfo",
            "WARC-Record-ID": _new_id(),
            "WARC-Date": _stamp(datetime.now(UTC)),
            "WARC-Filename": file.rpartition("/")[2],
            "Content-Type": "application/warc-fields",
        },
        about.encode(),
    )


def render_stub(length: int, now: datetime) -> bytes:
    """Return a gzip member of exactly so many bytes, whose record says only that something was erased.

    It is filled up with empty blocks, which unfold to nothing. A place that is too short even for that gets
    zeros, which no reader takes for a record.
    """
    fields = {
        "WARC-Type": "metadata",
        "WARC-Record-ID": _new_id(),
        "WARC-Date": _stamp(now),
        "Content-Type": "application/warc-fields",
        "Content-Length": str(len(ERASED)),
    }
    record = _render_head("WARC/1.1", fields.items()) + ERASED + b"\r\n\r\n"
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(record) + packer.flush()
    blocks, comment = divmod(length - len(GZIP_HEAD) - 1 - len(packed) - 8, len(EMPTY_BLOCK))
    if blocks < 0:
        return bytes(length)
    filling = b" " * comment + b"\0" + EMPTY_BLOCK * blocks
    return GZIP_HEAD + filling + packed + struct.pack("<II", zlib.crc32(record), len(record))


def _render_record(fields: Mapping[str, str], block: bytes) -> bytes:
    """Return one record as a gzip member of its own, so that it can be read alone."""
    all_fields = {**fields, "WARC-Block-Digest": _digest(block), "Content-Length": str(len(block))}
    return gzip.compress(_render_head("WARC/1.1", all_fields.items()) + block + b"\r\n\r\n", 6, mtime=0)


def _render_head(first: str, headers: Headers) -> bytes:
    """Return header lines; what would break a line is made a space."""
    lines = [first, *(f"{LINE_BREAKS.sub(' ', name)}: {LINE_BREAKS.sub(' ', value)}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def _digest(content: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode()


def _new_id() -> str:
    return f"<{uuid4().urn}>"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
