"""What an outlet is asked and what it answers, free of sockets."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime

from dateline.demo.outlets import Outlet
from dateline.demo.stories import Piece

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request: path without query, the query's last values, header names in lower case."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer; `changed_at` and `tagged` promise Last-Modified and ETag, and with them 304."""

    body: str
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    changed_at: datetime | None = None
    tagged: bool = False

    @property
    def etag(self) -> str | None:
        """The strong validator of the body, if the outlet gives one."""
        return f'"{hashlib.sha256(self.body.encode()).hexdigest()[:20]}"' if self.tagged else None

    @property
    def all_headers(self) -> dict[str, str]:
        """The headers that the outlet sets, validators included."""
        headers = {"Content-Type": self.content_type, **self.headers}
        if self.etag:
            headers["ETag"] = self.etag
        if self.changed_at:
            headers["Last-Modified"] = write_http_date(self.changed_at)
        return headers

    def is_fresh(self, request: Request) -> bool:
        """Whether the asker's copy is still good; If-None-Match goes before If-Modified-Since (RFC 9110)."""
        if self.status != 200:
            return False
        tags = request.headers.get("if-none-match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return self.etag is not None and bool(known & {self.etag, "*"})
        since = request.headers.get("if-modified-since")
        if since is None or self.changed_at is None:
            return False
        try:
            return self.changed_at.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One outlet at its address, with what it has published (newest first) and where the others are."""

    outlet: Outlet
    base: str
    pieces: tuple[Piece, ...]
    run_day: date
    bases: Mapping[str, str]

    def url(self, path: str) -> str:
        """Return the absolute address of a path on this outlet."""
        return self.base + path

    def find_path(self, path: str) -> Piece | None:
        """Return the article at a path."""
        return next((piece for piece in self.pieces if piece.path == path), None)

    def find_slug(self, slug: str, *, near: Piece) -> Piece | None:
        """Return the article of that slug, of those that came round the one nearest in time to `near`."""
        named = [piece for piece in self.pieces if piece.slug == slug]
        return min(named, key=lambda piece: abs(piece.filed_at - near.filed_at), default=None)

    def related(self, piece: Piece, count: int = 3) -> tuple[Piece, ...]:
        """Return other articles for the boxes beside this one: those on its event, then the newest."""
        others = [other for other in self.pieces if other is not piece and not other.soft_404]
        others.sort(
            key=lambda other: (
                other.event != piece.event,
                abs(other.filed_at - piece.filed_at),
                -other.filed_at.timestamp(),
            )
        )
        return tuple(others[:count])


def write_http_date(moment: datetime) -> str:
    """Return a moment as HTTP headers write it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def read_positive(text: str | None, default: int) -> int | None:
    """Return a positive whole number, the default when there is none, None when it is something else."""
    if text is None:
        return default
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else None
