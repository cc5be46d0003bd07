"""Quotes and attributed statements: who said, thinks or wants what, in whose words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from transforms.interview_turns import find_turns
from transforms.quote_clauses import Attribution, find_in_clauses, find_source, locate_source
from transforms.quote_marks import (
    Range,
    holds_speech,
    is_left_open,
    is_speech,
    list_bounds,
    mark_all,
    merge_ranges,
    overlaps,
)
from transforms.quote_sources import find_announcer, find_beside, find_speaker_before, is_speaking
from transforms.reading import Passage, Reading
from transforms.records import Quote
from transforms.register import Register, Speaker, open_register
from transforms.speakers import Earlier, resolve_speaker
from transforms.speech_cues import TELLING

Place = tuple[int, int]
"""Code points of the text, end exclusive."""

WORD: Final = re.compile(r"[a-z]+")
LONG: Final = 600
"""Code points of a paragraph that is long enough to tell language from what repeats itself."""
LONGEST_MEAN: Final = 25
"""Code points to a word, signs and spaces in it."""
MOST_REPEATED: Final = 20
"""Times that a word stands in a paragraph, all in all."""
SIGNATURE: Final = re.compile(r"(?:--?|[\u2013-\u2015])\s*([A-Z][\w.'\u2019-]*(?: [\w.'\u2019-]+){0,5})(?=,|$)")
"""A paragraph below a quote that says whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one paragraph leaves to the next: who spoke last, and whether more is announced.

    `open_at` is where the paragraph ends (in code points of the text) if its last quotation mark never closes.
    """

    speaker: Place | None = None
    goes_on: bool = False
    open_at: int | None = None


def needs_parse(paragraph: str) -> bool:
    """Whether a paragraph may hold a quote: speech in quotation marks, or a word that attributes.

    A long one that says the same few words again and again, or is mostly signs, is no language and has none.
    """
    words = WORD.findall(paragraph.lower())
    if len(paragraph) > LONG:
        kinds = set(words)
        if len(paragraph) > len(words) * LONGEST_MEAN or len(words) > len(kinds) * MOST_REPEATED:
            return False
    return holds_speech(paragraph) or not TELLING.isdisjoint(words)


def find_quotes(reading: Reading) -> tuple[Quote, ...]:
    """Return the quotes of a text in its order, each with its speaker where one is named.

    Cues are looked up by what they govern (`speech_cues`) in the dependency parse; words in quotation marks that
    no clause holds go to the speaking verb beside them, or to who spoke last. Passages without a parse have none.
    """
    paragraphs = [spell_passage(reading.text, passage) for passage in reading.passages]
    marks = mark_all([passage.doc for passage in reading.passages], paragraphs)
    register = open_register(reading, marks)
    turns = find_turns(reading, paragraphs)
    quotes: list[Quote] = []
    earlier = Earlier()
    carried = Carried()
    for number, passage in enumerate(reading.passages):
        if (turn := turns.get(number)) is not None:
            quote = _make_quote(register, passage, (), turn, earlier)
            if turn.method == "turn_goes_on" and quotes:
                quotes[-1] = replace(quotes[-1], content=quotes[-1].content + quote.content)
            else:
                quotes.append(quote)
            carried = Carried()
            continue
        if not passage.parsed:
            carried = Carried()
            continue
        signature = _find_signature(reading, paragraphs, number + 1)
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


def spell_passage(text: str, passage: Passage) -> str:
    """Return a passage's words from the text: a Doc would put them together token by token, each time."""
    return text[passage.start : passage.locate(passage.doc[:])[1]]


def _goes_on(quotes: Sequence[Quote], carried: Carried) -> bool:
    """Whether the last quote is the one whose quotation mark the paragraph before left open."""
    return bool(quotes) and carried.open_at is not None and quotes[-1].content[-1][1] == carried.open_at


def _find_signature(reading: Reading, paragraphs: Sequence[str], number: int) -> Place | None:
    """Return the name that a paragraph gives behind a dash, as the speaker of the quote above it."""
    if number >= len(reading.passages):
        return None
    passage = reading.passages[number]
    match = SIGNATURE.match(paragraphs[number])
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
    waiting: list[Range] = []
    bounds = frozenset(list_bounds(marked))
    for mark in (one for one in marked if is_speech(passage.doc, one)):
        holder = next(
            (n for n, one in enumerate(found) if any(overlaps(mark, part) for part in one.content)), None
        )
        if holder is not None:
            last = holder
            continue
        beside = find_beside(passage, mark, bounds)
        taken = _find_same_cue(owned, beside[1]) if beside else last
        if taken is not None:
            last = taken
            owned[last] = replace(owned[last], content=merge_ranges([*owned[last].content, mark]))
            continue
        source, cue, method = (*beside, "marks") if beside else (None, None, "carried_on")
        if beside is None and carried.speaker is not None and (carried.goes_on or mark[0] <= 1):
            source = carried.speaker
        elif beside is None:
            source = find_speaker_before(passage, found, mark)
        if source is None:
            waiting.append(mark)
            continue
        last = len(owned)
        owned.append(Attribution(content=(mark,), source=source, cue=cue, method=method))
    return _give_waiting(owned, waiting)


def _give_waiting(owned: list[Attribution], waiting: Sequence[Range]) -> list[Attribution]:
    """Give words in quotation marks that nobody says to who says what stands in those right behind them."""
    if not waiting:
        return owned
    starts = {part[0]: n for n, one in enumerate(owned) for part in one.content if one.method != "object"}
    for mark in reversed(waiting):
        if (n := starts.get(mark[1])) is not None:
            owned[n] = replace(owned[n], content=merge_ranges([mark, *owned[n].content]))
            starts[mark[0]] = n
    return owned


def _find_same_cue(found: Sequence[Attribution], cue: Range) -> int | None:
    return next((n for n, one in enumerate(found) if one.cue == cue and one.method != "object"), None)


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
    end = passage.locate(doc[:])[1]
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
    if found.method == "turn" or all(
        any(mark[0] <= first and last <= mark[1] for mark in marked) for first, last in found.content
    ):
        return "direct"
    return "mixed" if any(overlaps(mark, part) for mark in marked for part in found.content) else "indirect"
