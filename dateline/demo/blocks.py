"""The little markup that the articles are written in: one block a paragraph, three inline marks.

A paragraph is plain text with `*emphasis*` and `[linked words](slug)`. A block that starts with `## `
is a subheading, with `> ` a quotation set apart. A block that starts with `!` is furniture, which stands
in the page and is no part of the text: `!figure caption | credit`, `!readmore slug`, `!newsletter`,
`!pull words`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["paragraph", "subheading", "blockquote", "figure", "readmore", "newsletter", "pull"]

TEXT_KINDS = frozenset({"paragraph", "subheading", "blockquote"})
INLINE = re.compile(r"\*(?P<em>[^*]+)\*|\[(?P<label>[^\]]+)\]\((?P<target>[^)]+)\)")
MOMENT = re.compile(r"\{(?P<word>weekday|date|jour)(?P<days>[+-]\d+)?\}")
SENTENCE_END = re.compile(r"[.!?](?:”|\s?»)?(?=\s+[A-ZÀ-Ý“«])")

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of an article; `source` still has its inline marks."""

    kind: Kind
    source: str

    @property
    def text(self) -> str:
        """The block's words without marks."""
        return INLINE.sub(lambda match: match["em"] or match["label"], self.source)

    @property
    def in_text(self) -> bool:
        """Whether the block belongs to the article's text."""
        return self.kind in TEXT_KINDS

    def render(self, plain: Callable[[str], str], mark: Callable[[re.Match[str]], str]) -> str:
        """Return the block with `plain` applied between the inline marks and `mark` to each of them."""
        parts, end = [], 0
        for match in INLINE.finditer(self.source):
            parts += [plain(self.source[end : match.start()]), mark(match)]
            end = match.end()
        return "".join([*parts, plain(self.source[end:])])


def parse_blocks(body: str) -> tuple[Block, ...]:
    """Split an article's body into blocks."""
    chunks = (" ".join(chunk.split()) for chunk in re.split(r"\n\s*\n", body.strip()))
    return tuple(parse_block(chunk) for chunk in chunks if chunk)


def parse_block(chunk: str) -> Block:
    """Return one block; raise ValueError for furniture that nobody knows."""
    if chunk.startswith("## "):
        return Block(kind="subheading", source=chunk[3:])
    if chunk.startswith("> "):
        return Block(kind="blockquote", source=chunk[2:])
    if not chunk.startswith("!"):
        return Block(kind="paragraph", source=chunk)
    word, _, rest = chunk[1:].partition(" ")
    kinds: dict[str, Kind] = {
        "figure": "figure",
        "readmore": "readmore",
        "newsletter": "newsletter",
        "pull": "pull",
    }
    if word not in kinds:
        raise ValueError(f"unknown furniture !{word} in a demo article")
    return Block(kind=kinds[word], source=rest)


def write_day(day: date) -> str:
    """Return a day as a British newspaper writes it: 20 November."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def fill_moments(text: str, day: date) -> str:
    """Replace `{weekday-1}`, `{date+2}` and `{jour}` by the day so far from `day`."""

    def moment(match: re.Match[str]) -> str:
        then = day + timedelta(days=int(match["days"] or 0))
        if match["word"] == "date":
            return write_day(then)
        return (JOURS if match["word"] == "jour" else WEEKDAYS)[then.weekday()]

    return MOMENT.sub(moment, text)


def find_sentence(text: str, fragment: str) -> str:
    """Return the one sentence of the text that holds the fragment; raise ValueError when there is none."""
    for paragraph in text.split("\n\n"):
        at = paragraph.find(fragment)
        if at >= 0:
            ends = [match.end() for match in SENTENCE_END.finditer(paragraph)]
            first = max((end for end in ends if end <= at), default=0)
            last = min((end for end in ends if end > at), default=len(paragraph))
            return paragraph[first:last].strip()
    raise ValueError(f"{fragment!r} is not in the text")
