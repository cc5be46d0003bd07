"""A sentence as tokens: its quantities, and its words for what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from transforms.casualty_words import PERSONS, PLURALS
from transforms.quantities import Quantity, Token

HYPHENS: Final = frozenset("-\u2010\u2011")
LONGEST_GROUP: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A word for what happened: from which token to which, and how it takes a number."""

    first: int
    last: int
    name: str
    uses: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as tokens, with its quantities and events, by the tokens where they begin and end."""

    start: int
    text: str
    tokens: Sequence[Token]
    events: Sequence[Event]
    quantities: Sequence[Quantity]
    events_from: Mapping[int, Event]
    events_until: Mapping[int, Event]
    quantities_from: Mapping[int, Quantity]
    quantities_until: Mapping[int, Quantity]

    def words(self, first: int, last: int) -> list[str]:
        """Return the words of some tokens."""
        return [token.word for token in self.tokens[max(first, 0) : max(last, 0)]]

    def word(self, place: int) -> str:
        """Return one word; empty outside the sentence."""
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""

    def events_within(self, first: int, last: int) -> list[Event]:
        """Return the events that begin at some tokens."""
        return [self.events_from[place] for place in range(first, last) if place in self.events_from]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the code points of the text that some tokens cover."""
        if first >= last:
            return None
        return self.start + self.tokens[first].start, self.start + self.tokens[last - 1].end


def is_person(word: str) -> bool:
    """Whether a word is one for people, singular or plural."""
    return word in PERSONS or word.removesuffix("s") in PERSONS or word in PLURALS


def begins_quantity(sentence: Sentence, place: int) -> bool:
    """Whether a number of people begins at a token."""
    return place in sentence.quantities_from


def begins_phrase(sentence: Sentence, place: int) -> bool:
    """Whether an object may begin here: an article, a number, a name."""
    word = sentence.word(place)
    opens = {"a", "an", "the", "their", "his", "her", "himself", "herself", "themselves"}
    return word in opens or begins_quantity(sentence, place)
