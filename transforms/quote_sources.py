"""Whose words stand in quotation marks that no verb's clause holds: who is named beside, behind or before them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from transforms.person_nouns import is_person_noun
from transforms.quote_clauses import PERSONS, Attribution, find_near_source, find_source, locate_source
from transforms.quote_marks import Range
from transforms.quote_worth import can_speak
from transforms.reading import Passage
from transforms.speech_cues import SPEAKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Place = tuple[int, int]
"""Code points of the text, end exclusive."""

NEAR: Final = 16
"""Tokens between quotation marks and the verb that belongs to them."""
ANNOUNCING: Final = frozenset({"advcl", "ccomp", "csubj", "parataxis"})
STOPS: Final = frozenset({".", ";", "!", "?"})
ENDINGS: Final = frozenset({".", "!", "?", "\u2026"})
DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014", "\u2015"})
LONGEST_SIGNATURE: Final = 8
"""Tokens of a name behind a dash, as under a motto."""


def find_beside(passage: Passage, mark: Range, bounds: frozenset[int]) -> tuple[Place, Range] | None:
    """Return source and cue of a speaking verb right behind or before quotation marks, or of a signature."""
    doc = passage.doc
    for place in _list_beside(doc, mark, bounds):
        source = _find_speaker_of(doc[place], mark)
        if source is not None and (SPEAKING[doc[place].lower_] != "read" or can_speak(source, "read")):
            return locate_source(passage, source), (place, place + 1)
    return _find_signature_behind(passage, mark) or _find_announcer(passage, mark)


def find_speaker_before(passage: Passage, found: Sequence[Attribution], mark: Range) -> Place | None:
    """Return who speaks in the sentence before quotation marks that hold whole sentences."""
    doc = passage.doc
    first = mark[0]
    if first < 2 or doc[first - 1].text not in STOPS or doc[mark[1] - 2].text not in ENDINGS:
        return None
    sentence = doc[first - 2].sent
    before = [
        one
        for one in found
        if one.source and one.cue and one.method == "clause" and sentence.start <= one.cue[0] < first
    ]
    if before:
        return before[-1].source
    root = sentence.root
    subject = next((one for one in root.children if one.dep_ == "nsubj" and one.i < root.i), None)
    if subject is None or not _is_person(subject) or doc[first + 1].lower_ == subject.lower_:
        return None
    return locate_source(passage, subject)


def find_announcer(doc: "Doc", colon: int) -> "Token | None":
    """Return the subject of the main verb before a colon: `She used these words:`.

    The main verb may be taken for a clause of what stands behind the colon.
    """
    sentence = doc[colon].sent
    root = sentence.root
    if root.i > colon:
        heads = (one for one in root.children if one.i < colon and one.dep_ in ANNOUNCING)
        root = next((one for one in heads if any(child.dep_ == "nsubj" for child in one.children)), root)
    return find_source(root) if root.i < colon and root.tag_.startswith(("VB", "MD")) else None


def is_speaking(token: "Token") -> bool:
    """Whether a token is a verb that can stand beside words in quotation marks."""
    return token.lower_ in SPEAKING and (token.tag_.startswith(("VB", "MD")) or _is_mistaken(token))


def _is_mistaken(token: "Token") -> bool:
    """Whether a verb behind a name was taken for a noun: `Kerr remembers.`."""
    doc, place = token.doc, token.i
    ends = place + 1 == len(doc) or doc[place + 1].is_punct
    return ends and place > 0 and token.tag_ in {"NNS", "NNPS"} and doc[place - 1].is_title


def _find_signature_behind(passage: Passage, mark: Range) -> tuple[Place, Range] | None:
    """Return the name behind a dash behind quotation marks."""
    doc = passage.doc
    dash = _skip_spaces(doc, mark[1])
    first = _skip_spaces(doc, dash + 1)
    if first >= len(doc) or doc[dash].text not in DASHES or not doc[first].is_title:
        return None
    last = first
    while last < min(len(doc), first + LONGEST_SIGNATURE) and not (doc[last].is_punct or doc[last].is_space):
        last += 1
    return passage.locate(doc[first:last]), (dash, dash + 1)


def _find_announcer(passage: Passage, mark: Range) -> tuple[Place, Range] | None:
    """Return the subject of a sentence that ends in a colon before quotation marks, and the colon."""
    colon = mark[0] - 1
    source = find_announcer(passage.doc, colon) if colon >= 0 and passage.doc[colon].text == ":" else None
    return (locate_source(passage, source), (colon, colon + 1)) if source is not None else None


def _skip_spaces(doc: "Doc", place: int) -> int:
    while place < len(doc) and doc[place].is_space:
        place += 1
    return place


def _find_speaker_of(token: "Token", mark: Range) -> "Token | None":
    if not is_speaking(token):
        return None
    if _is_mistaken(token):
        return token.doc[token.i - 1]
    source = find_source(token)
    if source is not None and not mark[0] <= source.i < mark[1]:
        return source
    outside = (one for one in token.children if one.dep_ == "nsubj" and not mark[0] <= one.i < mark[1])
    return next(outside, None) or find_near_source(token)


def _list_beside(doc: "Doc", mark: Range, bounds: frozenset[int]) -> Iterator[int]:
    """Yield the tokens behind and before quotation marks, as far as their sentence goes."""
    behind = range(mark[1], min(mark[1] + NEAR, len(doc)))
    if _begins_anew(doc, mark):
        behind = range(0)
    before = range(mark[0] - 1, max(mark[0] - NEAR - 1, -1), -1)
    for places in (behind, before):
        for place in places:
            if doc[place].text in STOPS or place in bounds:
                break
            yield place


def _begins_anew(doc: "Doc", mark: Range) -> bool:
    """Whether another sentence begins behind words in quotation marks."""
    first, last = mark
    return last < len(doc) and last - first > 2 and doc[last - 2].text == "." and doc[last].is_title


def _is_person(token: "Token") -> bool:
    """Whether a subject is one person, by pronoun, name or noun."""
    return (
        token.lower_ in {"he", "she"}
        or token.ent_type_ in PERSONS
        or (token.tag_ == "NN" and is_person_noun(token.lower_))
    )
