"""A text as the model has read it: what the finders of entities, places, quotes and figures share."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.records import Entity, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One paragraph: its spaCy Doc, and the code point of the text where the Doc begins.

    The Doc always has entities; tags, parts of speech, dependencies and sentences only if `parsed`.
    """

    start: int
    doc: "Doc"
    parsed: bool

    def locate(self, span: "Span") -> tuple[int, int]:
        """Return a span of this Doc's tokens as code points of the text, end exclusive."""
        return self.start + span.start_char, self.start + span.end_char


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One text, its paragraphs in order, and its mentions resolved to entities, in order."""

    text: str
    passages: tuple[Passage, ...]
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()

    def mentions_within(self, start: int, end: int) -> Iterator[Mention]:
        """Yield the mentions that lie wholly in a span of the text."""
        place = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        while place < len(self.mentions) and self.mentions[place].start < end:
            if self.mentions[place].end <= end:
                yield self.mentions[place]
            place += 1
