"""Named mentions with exact spans: a model reads paragraphs, never a newline."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from transforms.records import Mention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH: Final = 32
"""Paragraphs a batch: more costs memory (1 GB at 128) and wins nothing."""
LONGEST_PARAGRAPH: Final = 6_000
"""Longer lines (no article has them) are read in pieces, so that memory stays bounded."""
LONG_RUN: Final = re.compile(r"\S{200,}")
LETTERS_IN_WORDS: Final = 0.7
TEXTS_AT_ONCE: Final = 64
RECOGNISERS: Final = frozenset({"ner", "beam_ner", "entity_ruler", "span_ruler"})
VECTORS: Final = frozenset({"tok2vec", "transformer", "curated_transformer"})

KINDS: Final = MappingProxyType(
    {
        "PER": "PER",
        "PERSON": "PER",
        "ORG": "ORG",
        "LOC": "LOC",
        "GPE": "LOC",
        "FAC": "LOC",
        "MISC": "MISC",
        "NORP": "MISC",
        "EVENT": "MISC",
        "PRODUCT": "MISC",
        "WORK_OF_ART": "MISC",
        "LAW": "MISC",
        "LANGUAGE": "MISC",
    }
)
"""The models' labels as PER, ORG, LOC or MISC; dates, numbers and the like have no kind."""

EDGES: Final = (
    " \t\u00a0\u2009\u202f\u00ad\u200b\u200e\u200f\u2060\ufeff\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb,;:()[]"
)
POSSESSIVES: Final = ("'s", "\u2019s")


def find_mentions(nlp: "Language", texts: Iterable[str]) -> Iterator[tuple[Mention, ...]]:
    """Yield each text's mentions in order, one tuple a text, spans in code points of that text.

    `nlp` is any spaCy pipeline with an entity recogniser; pipes that it does not need are left out of the
    calls. All texts' paragraphs share batches, so short articles cost no more than long ones.
    """
    disabled = unneeded_pipes(nlp)
    for batch in _take(texts, TEXTS_AT_ONCE):
        found: list[list[Mention]] = [[] for _ in batch]
        pieces = (
            (mask_rubbish(piece), (number, start))
            for number, text in enumerate(batch)
            for start, piece in split_paragraphs(text)
        )
        docs = nlp.pipe(pieces, as_tuples=True, batch_size=BATCH, disable=disabled)
        for doc, (number, start) in docs:
            found[number].extend(read_mentions(doc, start, batch[number]))
        yield from map(tuple, found)


def unneeded_pipes(nlp: "Language") -> list[str]:
    """Return the names of the pipes that entities do not need: tagger, parser, and vectors only for these."""
    return [name for name in nlp.pipe_names if not _is_needed(nlp, name)]


def _is_needed(nlp: "Language", name: str) -> bool:
    factory = nlp.get_pipe_meta(name).factory
    if factory in VECTORS:
        listeners = getattr(nlp.get_pipe(name), "listening_components", ())
        return any(nlp.get_pipe_meta(listener).factory in RECOGNISERS for listener in listeners)
    return factory in RECOGNISERS


def split_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield (start, paragraph) of each line that says something; none holds a line break of any kind."""
    start = 0
    for line in text.splitlines(keepends=True):
        paragraph = line.rstrip()
        lead = len(paragraph) - len(paragraph.lstrip())
        for offset in range(lead, len(paragraph), LONGEST_PARAGRAPH):
            yield start + offset, paragraph[offset : offset + LONGEST_PARAGRAPH]
        start += len(line)


def mask_rubbish(paragraph: str) -> str:
    """Return a paragraph of the same length with long unbroken runs of signs blanked.

    spaCy's tokeniser takes signs off a word one by one, so its time grows with the square of such a run:
    20,000 of them cost half a minute. Runs that are mostly letters, as in Chinese, stay.
    """
    return LONG_RUN.sub(_blank_signs, paragraph)


def _blank_signs(run: re.Match[str]) -> str:
    word = run[0]
    said = sum(map(str.isalnum, word))
    return word if said >= len(word) * LETTERS_IN_WORDS else " " * len(word)


def read_mentions(doc: "Doc", start: int, text: str) -> Iterator[Mention]:
    """Yield the mentions in one paragraph that starts at `start` of `text`."""
    for entity in doc.ents:
        first, last = trim_span(text, start + entity.start_char, start + entity.end_char)
        if first < last:
            yield Mention(
                start=first,
                end=last,
                text=text[first:last],
                label=entity.label_,
                kind=KINDS.get(entity.label_),
            )


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space, quotation marks, stray punctuation and a possessive at its edges.

    A bracket that opens in the span and closes behind it is no part of the name: `VIENNA (Northwire` is VIENNA.
    """
    while True:
        before = start, end
        end = _find_unclosed(text, start, end)
        if text[start:end].endswith(POSSESSIVES):
            end -= 2
        while start < end and text[start] in EDGES:
            start += 1
        while start < end and text[end - 1] in EDGES and not _closes_bracket(text, start, end):
            end -= 1
        if (start, end) == before:
            return start, end


def _find_unclosed(text: str, start: int, end: int) -> int:
    """Return where the first bracket opens that does not close within the span, after its start; else its end."""
    open_at: list[int] = []
    for position in range(start + 1, end):
        if text[position] in "([":
            open_at.append(position)
        elif text[position] in ")]" and open_at:
            open_at.pop()
    return open_at[0] if open_at else end


def _closes_bracket(text: str, start: int, end: int) -> bool:
    """Whether the last character closes a bracket that opens within the span."""
    opening = {")": "(", "]": "["}.get(text[end - 1])
    return opening is not None and opening in text[start:end]


def _take(texts: Iterable[str], count: int) -> Iterator[list[str]]:
    """Yield lists of at most `count` texts."""
    source = iter(texts)
    while batch := list(islice(source, count)):
        yield batch
