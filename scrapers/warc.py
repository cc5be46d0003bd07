"""WARC records: what is kept of one exchange, and how it is written down."""

import base64
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

STRIPPED: Final = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})
"""Headers that are never kept: they can hold somebody's credentials."""
RECODED: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer hold for the decoded body: kept under another name."""
ORIGINAL: Final = "X-Archive-Orig-"
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
    writer, out = _open_writer()
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        http_headers=StatusAndHeaders(
            f"{exchange.status} {_phrase(exchange.status)}",
            keep_headers(exchange.headers, body=exchange.body),
            protocol="HTTP/1.1",
        ),
        warc_headers_dict={
            "WARC-Date": _stamp(exchange.fetched_at),
            "WARC-Payload-Digest": "sha256:" + base64.b32encode(hashlib.sha256(exchange.body).digest()).decode(),
            **({"WARC-Source-URI": exchange.note} if exchange.note else {}),
        },
    )
    writer.write_record(response)
    first = out.getvalue()
    if not exchange.request_headers:
        return first, b""
    request = writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=_request_head(exchange),
        warc_headers_dict={
            "WARC-Date": _stamp(exchange.fetched_at),
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    writer.write_record(request)
    return first, out.getvalue()[len(first) :]


def render_info(file: str) -> bytes:
    """Return the warcinfo record with which a file begins."""
    writer, out = _open_writer()
    about = {"software": "Dateline 0.1", "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
    writer.write_record(writer.create_warcinfo_record(file, about))
    return out.getvalue()


def _open_writer() -> tuple[Any, io.BytesIO]:
    out = io.BytesIO()
    return WARCWriter(out, gzip=True, warc_version="1.1"), out


def _request_head(exchange: Exchange) -> Any:  # noqa: ANN401 - warcio is untyped
    _, _, rest = exchange.url.partition("://")
    host, slash, path = rest.partition("/")
    kept = [(name, value) for name, value in exchange.request_headers if name.lower() not in STRIPPED]
    return StatusAndHeaders(f"GET {slash or '/'}{path} HTTP/1.1", [("Host", host), *kept], is_http_request=True)


def _phrase(status: int) -> str:
    return "OK" if status == 200 else "Non-Authoritative Information" if status == 203 else "Answer"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
