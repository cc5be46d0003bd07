"""Quotes and attributed statements: who said, thinks or wants what, in whose words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from transforms.quote_clauses import Attribution, find_in_clauses, find_near_source, find_source, locate_source
from transforms.quote_marks import (
    Range,
    holds_mark,
    is_left_open,
    is_speech,
    list_bounds,
    mark_all,
    merge_ranges,
    overlaps,
)
from transforms.reading import Passage, Reading
from transforms.records import Quote
from transforms.register import Register, Speaker, open_register
from transforms.speakers import Earlier, resolve_speaker
from transforms.speech_cues import SPEAKING, TELLING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Place = tuple[int, int]
"""Code points of the text, end exclusive."""

WORD: Final = re.compile(r"[a-z]+")
TRANSCRIPT: Final = re.compile(r"[\"\u201c]?\s*([A-Z][A-Z.' -]{2,40}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}):\s")
"""How a line of an interview begins: `KERR: I would not.`"""
SIGNATURE: Final = re.compile(r"(?:--?|[\u2013-\u2015])\s*([A-Z][\w.'\u2019-]*(?: [\w.'\u2019-]+){0,5})(?=,|$)")
"""A paragraph below a quote that says whose it is."""
NEAR: Final = 16
"""Tokens between quotation marks and the verb that belongs to them."""
STOPS: Final = frozenset({".", ";", "!", "?"})
DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014", "\u2015"})
LONGEST_SIGNATURE: Final = 8
"""Tokens of a name behind a dash, as under a motto."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one paragraph leaves to the next: who spoke last, and whether more is announced.

    `open_at` is where the paragraph ends (in code points of the text) if its last quotation mark never closes.
    """

    speaker: Place | None = None
    goes_on: bool = False
    open_at: int | None = None


def needs_parse(paragraph: str) -> bool:
    """Whether a paragraph may hold a quote: it has a quotation mark, or a word that attributes."""
    return holds_mark(paragraph) or not TELLING.isdisjoint(WORD.findall(paragraph.lower()))


def find_quotes(reading: Reading) -> tuple[Quote, ...]:
    """Return the quotes of a text in its order, each with its speaker where one is named.

    Cues are looked up by what they govern (`speech_cues`) in the dependency parse; words in quotation marks that
    no clause holds go to the speaking verb beside them, or to who spoke last. Passages without a parse have none.
    """
    marks = mark_all([passage.doc for passage in reading.passages])
    register = open_register(reading, marks)
    quotes: list[Quote] = []
    earlier = Earlier()
    carried = Carried()
    for number, passage in enumerate(reading.passages):
        if not passage.parsed:
            carried = Carried()
            continue
        signature = _find_signature(reading, number + 1)
        marked = marks[number]
        before = carried
        found, carried = read_passage(passage, marked, replace(before, speaker=signature or before.speaker))
        for one in sorted(found, key=lambda one: one.content[0]):
            quote = _make_quote(register, passage, marked, one, earlier)
            if one.method == "carried_on" and signature is None and _goes_on(quotes, before):
                quotes[-1] = replace(quotes[-1], content=quotes[-1].content + quote.content)
                continue
            quotes.append(quote)
            if one.source:
                earlier.phrases.append(one.stands_for or one.source)
    return tuple(quotes)


def read_passage(
    passage: Passage, marked: Sequence[Range], carried: Carried
) -> tuple[tuple[Attribution, ...], Carried]:
    """Return the attributions of one parsed paragraph, and what it leaves to the next.

    What stands in no quotation marks and has no source (`it is believed that`) is attributed to nobody: left out.
    """
    found = [_snap_to_marks(one, marked) for one in find_in_clauses(passage, marked)]
    found = _read_marked(passage, found, marked, carried)
    attributed = tuple(one for one in found if one.source or _name_kind(one, marked) != "indirect")
    return attributed, _leave_to_next(passage, found, marked)


def _goes_on(quotes: Sequence[Quote], carried: Carried) -> bool:
    """Whether the last quote is the one whose quotation mark the paragraph before left open."""
    return bool(quotes) and carried.open_at is not None and quotes[-1].content[-1][1] == carried.open_at


def _find_signature(reading: Reading, number: int) -> Place | None:
    """Return the name that a paragraph gives behind a dash, as the speaker of the quote above it."""
    if number >= len(reading.passages):
        return None
    passage = reading.passages[number]
    match = SIGNATURE.match(passage.doc.text)
    return (passage.start + match.start(1), passage.start + match.end(1)) if match else None


def _snap_to_marks(one: Attribution, marked: Sequence[Range]) -> Attribution:
    """Return an attribution whose content takes in the whole of the quotation marks that it touches."""
    parts: list[Range] = []
    for part in one.content:
        touched = [
            mark for mark in marked if overlaps(mark, part) and not (one.cue and mark[0] < one.cue[0] < mark[1])
        ]
        parts.append((min(mark[0] for mark in [*touched, part]), max(mark[1] for mark in [*touched, part])))
    return replace(one, content=merge_ranges(parts))


def _read_marked(
    passage: Passage, found: Sequence[Attribution], marked: Sequence[Range], carried: Carried
) -> list[Attribution]:
    """Return all attributions, with what stands in quotation marks and belongs to no cue's clause."""
    owned = list(found)
    last: int | None = None
    named = _find_named_speaker(passage)
    bounds = frozenset(list_bounds(marked))
    for mark in (one for one in marked if is_speech(passage.doc, one)):
        holder = next(
            (n for n, one in enumerate(found) if any(overlaps(mark, part) for part in one.content)), None
        )
        if holder is not None:
            last = holder
            continue
        beside = named or _find_beside(passage, mark, bounds)
        taken = _find_same_cue(owned, beside[1]) if beside else last
        if taken is not None:
            last = taken
            owned[last] = replace(owned[last], content=merge_ranges([*owned[last].content, mark]))
            continue
        if beside is None and (carried.speaker is None or not (carried.goes_on or mark[0] <= 1)):
            continue
        source, cue = beside or (carried.speaker, None)
        method = "marks" if beside else "carried_on"
        last = len(owned)
        owned.append(Attribution(content=(mark,), source=source, cue=cue, method=method))
    return owned


def _find_same_cue(found: Sequence[Attribution], cue: Range) -> int | None:
    return next((n for n, one in enumerate(found) if one.cue == cue and one.method != "object"), None)


def _find_named_speaker(passage: Passage) -> tuple[Place, Range] | None:
    """Return the speaker of an interview's line, and the colon behind the name."""
    match = TRANSCRIPT.match(passage.doc.text)
    colon = next((token.i for token in passage.doc if token.text.endswith(":")), None) if match else None
    if match is None or colon is None:
        return None
    return (passage.start + match.start(1), passage.start + match.end(1)), (colon, colon + 1)


def _find_beside(passage: Passage, mark: Range, bounds: frozenset[int]) -> tuple[Place, Range] | None:
    """Return source and cue of a speaking verb right behind or before quotation marks, or of a signature."""
    doc = passage.doc
    for place in _list_beside(doc, mark, bounds):
        source = _find_speaker_of(doc[place], mark)
        if source is not None:
            return locate_source(passage, source), (place, place + 1)
    return _find_signature_behind(passage, mark) or _find_announcer(passage, mark)


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


def find_announcer(doc: "Doc", colon: int) -> "Token | None":
    """Return the subject of the main verb before a colon: `She used these words:`."""
    root = doc[colon].sent.root
    return find_source(root) if root.i < colon and root.tag_.startswith(("VB", "MD")) else None


def _skip_spaces(doc: "Doc", place: int) -> int:
    while place < len(doc) and doc[place].is_space:
        place += 1
    return place


def _find_speaker_of(token: "Token", mark: Range) -> "Token | None":
    if not is_speaking(token):
        return None
    source = find_source(token)
    return find_near_source(token) if source is None or mark[0] <= source.i < mark[1] else source


def is_speaking(token: "Token") -> bool:
    """Whether a token is a verb that can stand beside words in quotation marks."""
    return SPEAKING.get(token.lower_) is not None and token.tag_.startswith(("VB", "MD"))


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


def _leave_to_next(passage: Passage, found: Sequence[Attribution], marked: Sequence[Range]) -> Carried:
    """Return who spoke last aloud, and whether the paragraph announces more of it."""
    doc = passage.doc
    if len(doc) == 0:
        return Carried()
    announces = doc[-1].text == ":"
    if announces:
        for token in reversed(doc):
            if is_speaking(token) and (source := find_source(token)) is not None:
                return Carried(speaker=locate_source(passage, source), goes_on=True)
        if (source := find_announcer(doc, len(doc) - 1)) is not None:
            return Carried(speaker=locate_source(passage, source), goes_on=True)
    aloud = [
        one
        for one in found
        if one.source
        and (
            one.method in {"marks", "carried_on"}
            or (one.method == "clause" and any(overlaps(mark, part) for mark in marked for part in one.content))
        )
    ]
    is_open = is_left_open(doc, marked)
    last = max(aloud, key=lambda one: one.content[0]) if aloud else None
    speaker = last.stands_for or last.source if last else None
    end = passage.start + len(doc.text)
    return Carried(speaker=speaker, goes_on=announces or is_open, open_at=end if is_open else None)


def _make_quote(
    register: Register, passage: Passage, marked: Sequence[Range], found: Attribution, earlier: Earlier
) -> Quote:
    """Return an attribution as code points of the text, with its kind and the speaker's name."""
    doc = passage.doc
    content = tuple(passage.locate(doc[first:last]) for first, last in found.content)
    speaker: Speaker | None = None
    if found.source:
        speaker = resolve_speaker(register, found.stands_for or found.source, earlier, content)
    return Quote(
        kind=_name_kind(found, marked),
        content=content,
        cue=passage.locate(doc[found.cue[0] : found.cue[1]]) if found.cue else None,
        speaker=found.source,
        speaker_name=speaker.name if speaker else None,
        method=found.method,
        speaker_entity_id=speaker.entity_id if speaker else None,
    )


def _name_kind(found: Attribution, marked: Sequence[Range]) -> Literal["direct", "mixed", "indirect"]:
    """Return whether all of what is said stands in quotation marks, a part of it, or nothing."""
    if all(any(mark[0] <= first and last <= mark[1] for mark in marked) for first, last in found.content):
        return "direct"
    return "mixed" if any(overlaps(mark, part) for mark in marked for part in found.content) else "indirect"
