"""What a perfect pipeline would find on the demo outlets: the acceptance tests' truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import yaml

from dateline.demo import magazine, newspaper, wire
from dateline.demo.stories import DAYS, YEAR, ExpectedFigure, ExpectedQuote, Piece, publish_pieces

__all__ = ["ExpectedArticle", "ExpectedFigure", "ExpectedQuote", "truth"]

FEEDS: Mapping[str, int | None] = MappingProxyType(
    {
        "meridian": None,
        "northwire": wire.FEED_SIZE,
        "harbourpost": newspaper.FEED_SIZE,
        "fourthquarter": magazine.FEED_SIZE,
    }
)
"""How many of the newest listed articles each outlet's feed shows; None: all, page by page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedArticle:
    """One article's expected values.

    `published_day` is the UTC day of `published_at`, or the outlet's local date when the page states only a
    day; both are None for an undated article and for one that states an impossible date. `text` has no
    headline, caption, link line or box. `event` groups the articles on one event. `copy_of` names the
    source and path of the wire item that this is a copy of. `in_feed`, `in_rest`, `in_sitemap` and `in_archive`
    say which endpoints list it on the run day.
    """

    source_id: str
    path: str
    title: str
    authors: tuple[str, ...]
    published_at: datetime | None
    published_day: date | None
    filed_day: date
    modified_at: datetime | None
    text: str
    language: str
    tags: tuple[str, ...]
    section: str
    event: str
    truncated: bool
    rejected: Literal["soft_404"] | None
    copy_of: tuple[str, str] | None
    figures: tuple[ExpectedFigure, ...]
    quotes: tuple[ExpectedQuote, ...]
    persons: tuple[str, ...]
    orgs: tuple[str, ...]
    countries: tuple[str, ...]
    in_feed: bool
    in_rest: bool
    in_sitemap: bool
    in_archive: bool

    @property
    def is_reachable(self) -> bool:
        """Whether any way into its outlet leads to it."""
        return self.in_feed or self.in_rest or self.in_sitemap or self.in_archive


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The names that the articles speak of; `countries` has each country's surface forms."""

    persons: tuple[str, ...]
    organizations: tuple[str, ...]
    countries: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def load_world() -> World:
    """Read the names of the demo's world."""
    content = yaml.safe_load((files("dateline.demo") / "world.yaml").read_text(encoding="utf-8"))
    return World(
        persons=tuple(content["persons"]),
        organizations=tuple(content["organizations"]),
        countries={code: tuple(forms) for code, forms in content["countries"].items()},
    )


def truth(run_day: date, *, edited: bool = False, days: int = DAYS) -> tuple[ExpectedArticle, ...]:
    """Return every article of the `days` days before `run_day`, oldest first, in its first or edited version."""
    pieces = publish_pieces(run_day, edited=edited, days=YEAR)
    fed = {piece.path for source_id, most in FEEDS.items() for piece in _list_newest(pieces, source_id, most)}
    first = run_day - timedelta(days=days)
    return tuple(_expect(piece, in_feed=piece.path in fed) for piece in pieces if piece.filed_at.date() >= first)


def _list_newest(pieces: Sequence[Piece], source_id: str, most: int | None) -> list[Piece]:
    listed = [piece for piece in reversed(pieces) if piece.outlet.source_id == source_id and piece.listed]
    return listed[:most]


def _expect(piece: Piece, *, in_feed: bool) -> ExpectedArticle:
    published_at = piece.filed_at.astimezone(UTC) if piece.stated == "second" else None
    source_id = piece.outlet.source_id
    world, text = load_world(), piece.text
    return ExpectedArticle(
        source_id=source_id,
        path=piece.path,
        title=piece.title,
        authors=piece.authors,
        published_at=published_at,
        published_day=piece.local_day if piece.stated == "day" else published_at and published_at.date(),
        filed_day=piece.filed_at.date(),
        modified_at=piece.modified_at,
        text=text,
        language=piece.language,
        tags=piece.tags,
        section=piece.section,
        event=piece.event,
        truncated=piece.paywall,
        rejected="soft_404" if piece.soft_404 else None,
        copy_of=(piece.copy_of.outlet.source_id, piece.copy_of.path) if piece.copy_of else None,
        figures=piece.figures,
        quotes=piece.quotes,
        persons=tuple(name for name in world.persons if name in text),
        orgs=tuple(name for name in world.organizations if name in text),
        countries=tuple(code for code, forms in world.countries.items() if any(form in text for form in forms)),
        in_feed=in_feed,
        in_rest=source_id == "meridian",
        in_sitemap=source_id in ("meridian", "harbourpost"),
        in_archive=source_id == "fourthquarter",
    )
