"""The articles as written (files in `articles/`) and as published: dated, numbered, in their version.

Each article belongs to one of ten slots. A day's slot is its ordinal modulo ten, so any ten days in a row
hold each article once, and an article keeps its day and address when the demo is started on a later day. The
outlets' archives go back a year: the same articles come round every ten days, under other dates and addresses.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from dateline.demo.blocks import Block, fill_moments, find_sentence, parse_blocks
from dateline.demo.outlets import OUTLETS, Outlet

DAYS = 10
YEAR = 365
WRONG_DATE = datetime(2099, 1, 1, tzinfo=UTC)
QUOTATION = re.compile(r"“([^”]+)”|«\s([^»]+)\s»")

Stated = Literal["second", "day", "wrong", "undated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFigure:
    """A number that the text gives, who gives it, and the sentence that it stands in."""

    claimant: str | None
    group: str | None
    happened: str
    low: int | None
    """None, as `high` is, where a bound such as `vague:dozens` names no number."""
    high: int | None
    bound: str
    background: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedQuote:
    """Words that the text attributes; direct and mixed ones stand in quotation marks."""

    content: str
    speaker: str
    kind: Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article file: its front matter and its body, for no day in particular."""

    source_id: str
    slug: str
    slot: int
    at: time
    fields: Mapping[str, Any] = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article as an outlet publishes it on its day."""

    outlet: Outlet
    slug: str
    number: int
    event: str
    title: str
    summary: str
    authors: tuple[str, ...]
    section: str
    tags: tuple[str, ...]
    language: str
    filed_at: datetime
    modified_at: datetime | None
    stated: Stated
    blocks: tuple[Block, ...]
    figures: tuple[ExpectedFigure, ...]
    quotes: tuple[ExpectedQuote, ...]
    paywall: bool
    soft_404: bool
    listed: bool
    copy_of: "Piece | None"

    @property
    def text(self) -> str:
        """The article's text: paragraphs with an empty line between them."""
        return "\n\n".join(block.text for block in self.blocks if block.in_text)

    @property
    def stated_at(self) -> datetime | None:
        """The moment of publication that the outlet gives, in its own zone; None for an undated article."""
        if self.stated == "undated":
            return None
        return (WRONG_DATE if self.stated == "wrong" else self.filed_at).astimezone(self.outlet.zone)

    @property
    def changed_at(self) -> datetime:
        """When the article last changed, in the outlet's zone."""
        return (self.modified_at or self.filed_at).astimezone(self.outlet.zone)

    @property
    def local_day(self) -> date:
        """The outlet's own date of publication."""
        return self.filed_at.astimezone(self.outlet.zone).date()

    @property
    def path(self) -> str:
        """The article's address on its outlet."""
        return PATHS[self.outlet.source_id].format(
            day=self.local_day, slug=self.slug, number=self.number, section=self.section.lower()
        )


PATHS = {
    "meridian": "/{day:%Y/%m/%d}/{slug}/",
    "northwire": "/item/NW{number}/{slug}",
    "harbourpost": "/{section}/{slug}-{number}.html",
    "fourthquarter": "/stories/{number}/{slug}",
}


@lru_cache(maxsize=1)
def load_stories() -> tuple[Story, ...]:
    """Read every article file of the package, ordered by outlet, slot and hour."""
    folder = files("dateline.demo") / "articles"
    found = [
        parse_story(entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".md")
    ]
    return tuple(sorted(found, key=lambda story: (story.source_id, story.slot, story.at, story.slug)))


def parse_story(content: str) -> Story:
    """Return the story of one file: front matter between two lines of three dashes, then the body."""
    _, front, body = content.split("---\n", 2)
    fields = yaml.safe_load(front)
    return Story(
        source_id=fields["source"],
        slug=fields["slug"],
        slot=fields["slot"],
        at=time.fromisoformat(fields["at"]),
        fields=fields,
        body=body,
    )


def publish_pieces(run_day: date, *, edited: bool, days: int = DAYS) -> tuple[Piece, ...]:
    """Return what the four outlets published in the `days` days before `run_day`, oldest first.

    Edits are made within ten days: what is older has the version that it had first.
    """
    published: list[Piece] = []
    for back in range(days, 0, -1):
        published += publish_day(run_day - timedelta(days=back), edited=edited and back <= DAYS)
    return tuple(published)


@lru_cache(maxsize=2 * YEAR)
def publish_day(day: date, *, edited: bool) -> tuple[Piece, ...]:
    """Return what the four outlets published on one UTC day, in the order of the hours."""
    wire = {piece.slug: piece for piece in _write_day(day, edited=False) if piece.outlet.source_id == "northwire"}
    originals = {story.slug: story for story in load_stories() if story.source_id == "northwire"}
    pieces = []
    for piece, story in zip(_write_day(day, edited=edited), _stories_of(day), strict=True):
        slug = story.fields.get("copy_of")
        pieces.append(_copy_piece(piece, story, wire[slug], originals[slug]) if slug else piece)
    return tuple(sorted(pieces, key=lambda piece: (piece.filed_at, piece.outlet.source_id)))


def _stories_of(day: date) -> list[Story]:
    return [story for story in load_stories() if story.slot == day.toordinal() % DAYS]


def _write_day(day: date, *, edited: bool) -> Iterator[Piece]:
    numbers: dict[str, int] = {}
    for story in _stories_of(day):
        place = numbers[story.source_id] = numbers.get(story.source_id, 0) + 1
        yield _make_piece(story, day, place, edited=edited)


def _make_piece(story: Story, day: date, place: int, *, edited: bool) -> Piece:
    fields = story.fields
    edit: Mapping[str, Any] = fields.get("edit") or {} if edited else {}
    filed_at = datetime.combine(day, story.at, UTC)
    body = _apply_replacements(story.body, edit.get("replace", ()))
    blocks = parse_blocks(fill_moments(body, day))
    text = "\n\n".join(block.text for block in blocks if block.in_text)
    return Piece(
        outlet=OUTLETS[story.source_id],
        slug=story.slug,
        number=(day.toordinal() - 730_000) * 10 + place,
        event=f"{fields['event']}-{day.toordinal() // DAYS}" if fields.get("event") else "",
        title=edit.get("title", fields.get("title", "")),
        summary=fill_moments(fields.get("summary", ""), day) or first_sentence(text),
        authors=tuple(fields.get("authors", ())),
        section=fields.get("section", ""),
        tags=tuple(fields.get("tags", ())),
        language=fields.get("language", "en"),
        filed_at=filed_at,
        modified_at=filed_at + timedelta(hours=edit["after_hours"]) if edit else None,
        stated=fields.get("stated", "second"),
        blocks=blocks,
        figures=tuple(_read_figure(entry, text) for entry in edit.get("figures", fields.get("figures", ()))),
        quotes=_read_quotes(text, edit.get("speakers", fields.get("speakers", ())), fields.get("indirect", ())),
        paywall=fields.get("paywall", False),
        soft_404=fields.get("soft_404", False),
        listed=fields.get("listed", True),
        copy_of=None,
    )


def _copy_piece(shell: Piece, story: Story, original: Piece, written: Story) -> Piece:
    """Return the outlet's copy of a wire item: the wire's first version, lightly edited, credited."""
    body = "\n\n".join(_write_block(block) for block in original.blocks if block.in_text)
    blocks = parse_blocks(_apply_replacements(body, story.fields.get("replace", ())))
    text = "\n\n".join(block.text for block in blocks)
    return replace(
        shell,
        event=original.event,
        summary=first_sentence(text),
        authors=original.authors,
        blocks=blocks,
        figures=tuple(
            _read_figure(entry, text) for entry in written.fields.get("figures", ()) if entry["in"] in text
        ),
        quotes=tuple(quote for quote in original.quotes if quote.content in text),
        copy_of=original,
    )


def _write_block(block: Block) -> str:
    return {"subheading": "## ", "blockquote": "> "}.get(block.kind, "") + block.source


def _apply_replacements(body: str, replacements: Iterator[list[str]] | tuple[()]) -> str:
    for old, new in replacements:
        if old not in body:
            raise ValueError(f"a demo article's edit replaces {old!r}, which is not there")
        body = body.replace(old, new)
    return body


def first_sentence(text: str) -> str:
    """Return the text's first sentence."""
    return find_sentence(text, text[:20]) if text else ""


def _read_figure(entry: Mapping[str, Any], text: str) -> ExpectedFigure:
    return ExpectedFigure(
        claimant=entry.get("claimant"),
        group=entry.get("group"),
        happened=entry["happened"],
        low=entry["low"],
        high=entry.get("high", entry["low"]),
        bound=entry.get("bound", "exact"),
        background=entry.get("background", False),
        sentence=find_sentence(text, entry["in"]),
    )


def _read_quotes(text: str, speakers: list[str], indirect: list[Mapping[str, str]]) -> tuple[ExpectedQuote, ...]:
    contents = [match[1] or match[2] for match in QUOTATION.finditer(text)]
    if len(contents) != len(speakers):
        raise ValueError(f"{len(speakers)} speakers for {len(contents)} quotations, the first {contents[:1]}")
    marked = [
        ExpectedQuote(content=content, speaker=speaker, kind=_quote_kind(content))
        for content, speaker in zip(contents, speakers, strict=True)
        if speaker
    ]
    told = [
        ExpectedQuote(content=find_fragment(text, entry["says"]), speaker=entry["speaker"], kind="indirect")
        for entry in indirect
    ]
    return (*marked, *told)


def find_fragment(text: str, fragment: str) -> str:
    """Return the fragment; raise ValueError when the text does not hold it."""
    if fragment not in text:
        raise ValueError(f"{fragment!r} is not in the text")
    return fragment


def _quote_kind(content: str) -> Literal["direct", "mixed"]:
    return "direct" if content[0].isupper() and content[-1] in ".,?!" and " " in content else "mixed"
