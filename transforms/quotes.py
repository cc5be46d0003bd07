"""Quotes and attributed statements: who said, thinks or wants what, in whose words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from transforms.reading import Passage, Reading
from transforms.records import Mention, Quote
from transforms.speech_cues import CLAUSE, INFINITIVE, LEMMAS, NOUNS, OBJECT, PREPOSITIONAL, SPEAKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Interval = tuple[int, int]

OPENING: Final = "\u201c\u201e\u00ab\""
MARK: Final = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\"]|''|``")
CUE: Final = re.compile(rf"(?i)\baccording to\b|\b(?:{'|'.join(sorted(LEMMAS, key=len, reverse=True))}|{'|'.join(sorted(NOUNS))})\b")
TRANSCRIPT: Final = re.compile(r"[\"\u201c]?\s*([A-Z][A-Z.' -]{2,40}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}):\s")
"""How a line of an interview begins."""
SMALL: Final = frozenset("a an and at by for from in of on or the to with".split())
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
PRONOUNS: Final = frozenset({"he", "she", "they", "it", "we", "i", "you", "who", "that", "which"})
NEAR: Final = 16
"""Tokens between quotation marks and the verb that belongs to them."""
STOPS: Final = frozenset({".", ";", "!", "?"})
DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014", "\u2015"})


@dataclass(slots=True, kw_only=True)
class Finding:
    """An attribution in one Doc: content as token ranges, end exclusive; the source as code points of the text."""

    content: list[Interval]
    source: Interval | None
    cue: Interval | None
    method: str


@dataclass(slots=True, kw_only=True)
class Carried:
    """What one paragraph leaves to the next: who spoke last, and whether more is announced."""

    speaker: Interval | None = None
    goes_on: bool = False


def needs_parse(paragraph: str) -> bool:
    """Whether a paragraph may hold a quote: it has a quotation mark, or a word that attributes."""
    return MARK.search(paragraph) is not None or CUE.search(paragraph) is not None


def find_quotes(reading: Reading) -> tuple[Quote, ...]:
    """Return the quotes of a text in its order, each with its speaker where one is named."""
    quotes: list[Quote] = []
    carried = Carried()
    for passage in reading.passages:
        if passage.parsed:
            found = read_passage(passage, carried)
            quotes += [make_quote(reading, passage, one) for one in found]
        else:
            carried = Carried()
    return tuple(sorted(quotes, key=lambda one: one.content[0]))


def read_passage(passage: Passage, carried: Carried) -> list[Finding]:
    """Return the attributions of one paragraph, and leave to the next who spoke."""
    doc = passage.doc
    marked = find_marked(doc)
    found: list[Finding] = []
    for token in doc:
        found += read_cue(token, marked, passage)
    found = leave_out_nested(snap_to_marks(doc, found, marked))
    found += read_marked(passage, found, marked, carried)
    leave_to_next(passage, found, marked, carried)
    return found


def snap_to_marks(doc: "Doc", found: list[Finding], marked: Sequence[Interval]) -> list[Finding]:
    """Extend contents to the quotation marks that they begin or end within."""
    for one in found:
        parts: list[Interval] = []
        for first, last in one.content:
            for opened, closed in marked:
                if first < closed and opened < last and not (one.cue and opened < one.cue[0] < closed):
                    first, last = min(first, opened), max(last, closed)
            parts.append((first, last))
        one.content = merge(parts)
    return found


def leave_out_nested(found: list[Finding]) -> list[Finding]:
    """Leave out wishes and topics that lie inside what somebody else is said to have said."""
    outer = [part for one in found if one.method in {"clause", "according_to"} for part in one.content]
    return [
        one
        for one in found
        if one.method in {"clause", "according_to"}
        or not any(one.cue and first <= one.cue[0] < last for first, last in outer)
    ]


def merge(parts: Sequence[Interval]) -> list[Interval]:
    """Return intervals in order, those that overlap joined."""
    merged: list[Interval] = []
    for first, last in sorted(parts):
        if merged and first < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def read_marked(
    passage: Passage, found: Sequence[Finding], marked: Sequence[Interval], carried: Carried
) -> list[Finding]:
    """Return attributions of what stands in quotation marks and belongs to no cue's clause."""
    doc, more = passage.doc, []
    last: Finding | None = None
    named = find_named_speaker(passage)
    for opened, closed in marked:
        owner = next((one for one in found if any(s < closed and opened < e for s, e in one.content)), None)
        if not is_speech(doc, opened, closed):
            continue
        if owner is not None:
            last = owner
            continue
        beside = named or find_beside(passage, opened, closed)
        by_cue = [one for one in [*found, *more] if beside and one.cue == beside[1] and one.method != "object"]
        if by_cue:
            last = by_cue[0]
            last.content = merge([*last.content, (opened, closed)])
        elif beside is not None:
            last = Finding(content=[(opened, closed)], source=beside[0], cue=beside[1], method="marks")
            more.append(last)
        elif last is not None:
            last.content = merge([*last.content, (opened, closed)])
        elif carried.speaker is not None and (carried.goes_on or opened <= 1):
            last = Finding(content=[(opened, closed)], source=carried.speaker, cue=None, method="carried_on")
            more.append(last)
    return more


def find_named_speaker(passage: Passage) -> tuple[Interval, Interval] | None:
    """Return the speaker of a transcript's line, and the colon behind the name: `WARREN: I would not.`"""
    match = TRANSCRIPT.match(passage.doc.text)
    if match is None:
        return None
    colon = next((token.i for token in passage.doc if token.text == ":" or token.text.endswith(":")), None)
    if colon is None:
        return None
    return (passage.start + match.start(1), passage.start + match.end(1)), (colon, colon + 1)


def is_speech(doc: "Doc", opened: int, closed: int) -> bool:
    """Whether words in quotation marks are said, and not a title or a word held at arm's length."""
    inside = [token for token in doc[opened:closed] if token.is_alpha]
    words = len(inside)
    if words < 8 and all(token.is_title or token.is_upper or token.lower_ in SMALL for token in inside):
        return False  # the name of a book, a broadcast
    ends = any(token.text in ",.?!\u2026" for token in doc[max(opened, closed - 2) : closed + 1])
    return words >= 5 or (words >= 2 and ends)


def find_beside(passage: Passage, opened: int, closed: int) -> tuple[Interval | None, Interval] | None:
    """Return source and cue of a speaking verb right behind or before quotation marks."""
    doc = passage.doc
    for place in list_beside(doc, opened, closed):
        token = doc[place]
        if LEMMAS.get(token.lower_) in SPEAKING and token.pos_ in {"VERB", "AUX"}:
            source = find_source(token)
            if source is None or opened <= source.i < closed:
                source = find_near_source(doc, token)
            if source is not None:
                return passage.locate(doc[slice(*trim_source(source))]), (place, place + 1)
    if closed < len(doc) and doc[closed].text in DASHES and closed + 1 < len(doc):
        first = closed + 1
        last = first
        while last < len(doc) and last - first < 8 and not doc[last].is_punct:
            last += 1
        if last > first and doc[first].is_title:
            return passage.locate(doc[first:last]), (closed, closed + 1)
    return None


def list_beside(doc: "Doc", opened: int, closed: int) -> Iterator[int]:
    """Yield the tokens behind and before quotation marks, as far as their sentence goes."""
    for place in range(closed, min(closed + NEAR, len(doc))):
        if doc[place].text in STOPS or MARK.fullmatch(doc[place].text):
            break
        yield place
    for place in range(opened - 1, max(opened - NEAR - 1, -1), -1):
        if doc[place].text in STOPS or MARK.fullmatch(doc[place].text):
            break
        yield place


def find_near_source(doc: "Doc", token: "Token") -> "Token | None":
    """Return the noun beside a speaking verb whose subject the parser missed: behind it first, then before it."""
    behind = range(token.i + 1, min(token.i + 8, len(doc)))
    before = range(token.i - 1, max(token.i - 4, -1), -1)
    for places in (behind, before):
        for place in places:
            one = doc[place]
            if one.is_punct or one.pos_ in {"VERB", "ADP", "SCONJ"} or MARK.fullmatch(one.text):
                break
            if one.pos_ in {"PROPN", "NOUN", "PRON"} and one.dep_ not in {"compound", "poss", "npadvmod"}:
                return one
    return None


def leave_to_next(passage: Passage, found: Sequence[Finding], marked: Sequence[Interval], carried: Carried) -> None:
    """Note who spoke last, and whether the paragraph announces more of it."""
    doc = passage.doc
    spoken = [one for one in found if one.source and one.method in {"marks", "clause", "carried_on"}]
    aloud = [one for one in spoken if one.method != "clause" or any(s < c and o < e for s, e in one.content for o, c in marked)]
    ends = doc[len(doc) - 1].text if len(doc) else ""
    is_open = bool(marked) and marked[-1][1] == len(doc) and not MARK.fullmatch(ends)
    carried.goes_on = ends == ":" or is_open
    carried.speaker = max(aloud, key=lambda one: one.content[0]).source if aloud else None
    if ends == ":":
        for token in reversed(list(doc)):
            if LEMMAS.get(token.lower_) in SPEAKING and (source := find_source(token)) is not None:
                carried.speaker = passage.locate(doc[slice(*trim_source(source))])
                break


def read_cue(token: "Token", marked: Sequence[Interval], passage: Passage) -> Iterator[Finding]:
    """Yield what one word attributes."""
    lower = token.lower_
    if lower == "according" and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        yield from read_according(token, passage)
        return
    verb = LEMMAS.get(lower)
    if verb and token.pos_ in {"VERB", "AUX"} and not is_inside(token.i, marked):
        yield from read_verb(token, verb, passage)


def read_verb(token: "Token", verb: str, passage: Passage) -> Iterator[Finding]:
    method, content = find_content(token, verb)
    if not content:
        return
    source = find_source(token)
    if source is not None and any(first <= source.i < last for first, last in content):
        source = find_near_source(token.doc, token)
    yield Finding(
        content=content,
        source=passage.locate(token.doc[slice(*trim_source(source))]) if source is not None else None,
        cue=(token.i, token.i + 1),
        method=method,
    )


def find_content(token: "Token", verb: str) -> tuple[str, list[Interval]]:
    """Return the tokens that a verb attributes, and how: its clause, its infinitive, or its object."""
    children = list(token.children)
    clause = next((one for one in children if one.dep_ == "ccomp"), None)
    if verb in CLAUSE and clause is not None:
        return "clause", around(token, clause)
    wish = next((one for one in children if one.dep_ == "xcomp"), None)
    if verb in INFINITIVE and wish is not None:
        return "infinitive", [span_of(wish)]
    target = next((one for one in children if one.dep_ in {"dobj", "oprd"} and one.i > token.i), None)
    if verb in OBJECT and target is not None:
        return "object", [(target.left_edge.i, end_of_phrase(token, target))]
    for preposition in children:
        if preposition.lower_ in PREPOSITIONAL.get(verb, ()) and preposition.i > token.i:
            objects = [one for one in preposition.children if one.dep_ in {"pobj", "pcomp"}]
            if objects:
                return "preposition", [span_of(objects[0])]
    return "", []


def end_of_phrase(verb: "Token", target: "Token") -> int:
    """Return where what is said of an object ends: `accused them of fraud`, `described it as a success`."""
    tails = [
        child.right_edge.i
        for child in verb.children
        if child.i > target.i and (child.dep_ in {"oprd", "xcomp"} or child.lower_ in {"of", "as", "for", "over"})
    ]
    return max([target.right_edge.i, *tails]) + 1


def around(token: "Token", clause: "Token") -> list[Interval]:
    first, last = clause.left_edge.i, clause.right_edge.i + 1
    if not first <= token.i < last:
        return [(first, last)]
    inner = [child for child in token.children if child.i != clause.i]
    low = min([token.i, *(child.left_edge.i for child in inner if child.dep_ in SUBJECTS)])
    high = max([token.i + 1, *(child.right_edge.i + 1 for child in inner if child.dep_ in SUBJECTS)])
    return [part for part in ((first, low), (high, last)) if part[1] > part[0]]


def span_of(token: "Token") -> Interval:
    return token.left_edge.i, token.right_edge.i + 1


def find_source(token: "Token") -> "Token | None":
    """Return the head of the noun phrase that a verb's words are attributed to."""
    for child in token.children:
        if child.dep_ in {"nsubj", "csubj"}:
            if child.lower_ in {"who", "that", "which"} and token.dep_ == "relcl":
                return token.head
            return child
        if child.dep_ == "agent":
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    if token.dep_ in {"conj", "advcl", "xcomp", "pcomp", "prep"} and token.head.i != token.i:
        return find_source(token.head)
    if token.dep_ in {"acl", "relcl"}:
        return token.head
    return None


def trim_source(head: "Token") -> Interval:
    """Return a source's phrase without relative clauses and appositions."""
    first, last = head.left_edge.i, head.right_edge.i + 1
    for child in head.children:
        if child.i > head.i and child.dep_ in {"relcl", "appos", "acl", "punct", "conj", "cc"} and child.dep_ not in {"conj", "cc"}:
            last = min(last, child.left_edge.i)
    return first, max(last, head.i + 1)


def read_according(token: "Token", passage: Passage) -> Iterator[Finding]:
    """Yield what `according to X` attributes: the rest of its sentence."""
    to = token.doc[token.i + 1]
    heads = [one for one in to.children if one.dep_ == "pobj"]
    sentence = token.sent
    if not heads:
        return
    first, last = token.i, heads[0].right_edge.i + 1
    parts = [(sentence.start, first), (last, sentence.end)]
    content = [part for part in map(lambda part: strip_marks(token.doc, part), parts) if part[1] - part[0] > 1]
    if content:
        yield Finding(
            content=content,
            source=passage.locate(token.doc[slice(*trim_source(heads[0]))]),
            cue=(token.i, token.i + 2),
            method="according_to",
        )


def strip_marks(doc: "Doc", part: Interval) -> Interval:
    first, last = part
    while first < last and doc[first].is_punct and doc[first].text not in OPENING:
        first += 1
    while last > first and doc[last - 1].text in {",", ".", ":", ";", "-", "\u2014"}:
        last -= 1
    return first, last


def find_marked(doc: "Doc") -> list[Interval]:
    """Return the tokens between quotation marks, marks included; one that never closes runs to the end."""
    found: list[Interval] = []
    opened: int | None = None
    for token in doc:
        if not MARK.fullmatch(token.text):
            continue
        if opened is None:
            if token.text not in "\u201d\u00bb":
                opened = token.i
        elif token.text not in "\u201c\u201e\u00ab":
            found.append((opened, token.i + 1))
            opened = None
    if opened is not None:
        found.append((opened, len(doc)))
    return found


def is_inside(place: int, marked: Sequence[Interval]) -> bool:
    return any(first < place < last for first, last in marked)


def make_quote(reading: Reading, passage: Passage, found: Finding) -> Quote:
    """Return a finding as code points of the text, with kind and speaker's name."""
    doc = passage.doc
    marked = find_marked(doc)
    content = tuple(passage.locate(doc[first:last]) for first, last in found.content)
    return Quote(
        kind=name_kind(found, marked),
        content=content,
        cue=passage.locate(doc[slice(*found.cue)]) if found.cue else None,
        speaker=found.source,
        speaker_name=reading.text[slice(*found.source)] if found.source else None,
        method=found.method,
    )


def name_kind(found: Finding, marked: Sequence[Interval]) -> Literal["direct", "mixed", "indirect"]:
    """Return whether all of what is said stands in quotation marks, a part of it, or nothing."""
    if all(any(opened <= first and last <= closed for opened, closed in marked) for first, last in found.content):
        return "direct"
    has_marks = any(opened < last and first < closed for first, last in found.content for opened, closed in marked)
    return "mixed" if has_marks else "indirect"
