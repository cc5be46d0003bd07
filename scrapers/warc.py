"""WARC records: what is kept of one exchange, and how it is written down."""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

STRIPPED: Final = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})
"""Headers that are never kept: they can hold somebody's credentials."""
RECODED: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer hold for the decoded body: kept under another name."""
ORIGINAL: Final = "X-Archive-Orig-"
PHRASES: Final = {200: "OK", 203: "Non-Authoritative Information"}
LINE_BREAKS: Final = re.compile(r"[\r\n\0]+")
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
    slug = re.sub(r"[^A-Za-z0-9]+", "-", run_id).strip("-")[:100] or "run"
    return f"{now.astimezone(UTC):%Y-%m-%d}/{slug}-{shard:03d}-{re.sub('[^A-Za-z0-9]', '', attempt)[:16]}.warc.gz"


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
