"""Interviews as turns: `KERR: I would not.`, `Q:` and `A:`, a name and a colon before each."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from transforms.quote_clauses import Attribution
from transforms.quote_marks import is_mark
from transforms.reading import Passage, Reading

if TYPE_CHECKING:
    from transforms.records import Mention

Place = tuple[int, int]
"""Code points of the text, end exclusive."""

TURN: Final = re.compile(
    r"[\"\u201c*_]{0,3}(?P<label>[^\W\d_][\w.'\u2019-]{0,30}(?: [A-Z][\w.'\u2019-]{0,30}){0,3})"
    r"[*_]{0,3}:[*_]{0,3}\s+(?=\S)"
)
QUESTIONS: Final = frozenset({"q", "question"})
ANSWERS: Final = frozenset({"a", "answer"})
ENDINGS: Final = (".", "!", "?", "\u2026", ".\u201d", '."')
FIRST_PERSON: Final = re.compile(r"\b(?:I|[Ww]e|us|me|[Mm]y|[Oo]urs?)\b")
LONGEST_TURN: Final = 12
"""Paragraphs of one answer."""
NO_SPEAKERS: Final = frozenset(
    {"analysis", "by", "caption", "comment", "contact", "correction", "credit", "editor's note", "figure",
     "graphic", "image", "listen", "more", "note", "opinion", "photo", "photograph", "picture", "poll", "read",
     "read more", "related", "see also", "source", "sources", "table", "tags", "update", "video", "watch"}
)  # fmt: skip
"""What stands before a colon at a paragraph's start, again and again, and is nobody."""


def find_turns(reading: Reading, paragraphs: Sequence[str]) -> Mapping[int, Attribution]:
    """Return what is said in each turn of an interview, by the number of its passage, without bare questions.

    A text has turns if two labels begin its paragraphs, and one of these is Q or A, a person of the text, used
    again, or before a question that the next answers. A name before words in quotation marks needs no other.
    """
    matches = map(_match_turn, paragraphs)
    labelled = {number: match for number, match in enumerate(matches) if match is not None}
    if not labelled:
        return {}
    labels = Counter(match["label"].lower() for match in labelled.values())
    interviewee = _find_interviewee(reading, min(labelled))
    persons = _list_persons(reading)
    is_answered = any(match.string.endswith("?") and number + 1 in labelled for number, match in labelled.items())
    is_known = is_answered or any(label in QUESTIONS | ANSWERS or label.split()[-1] in persons for label in labels)
    is_interview = len(labels) > 1 and (is_known or max(labels.values()) > 1)
    turns: dict[int, Attribution] = {}
    for number, match in labelled.items():
        label = match["label"].lower()
        is_turn = is_interview or _is_quoted(match) or _tells_of_itself(match, label.split()[-1] in persons)
        if label in QUESTIONS or not (is_turn or _is_answer(paragraphs, number, label)):
            continue
        known = interviewee if label in ANSWERS else persons.get(label.split()[-1])
        turn = _make_turn(reading.passages[number], match, known)
        if turn is not None:
            turns[number] = turn
    is_strict = is_interview and (bool(labels.keys() & ANSWERS) or min(labels.values()) > 1)
    if is_strict:
        turns.update(_continue_turns(reading, paragraphs, turns, labelled))
    return turns


def _continue_turns(
    reading: Reading,
    paragraphs: Sequence[str],
    turns: Mapping[int, Attribution],
    labelled: Mapping[int, re.Match[str]],
) -> dict[int, Attribution]:
    """Return the paragraphs between a turn and the next label, which go on with it until one names the speaker."""
    more: dict[int, Attribution] = {}
    for number, following in pairwise(sorted(labelled)):
        if number not in turns or following - number > LONGEST_TURN:
            continue
        name = labelled[number]["label"].split()[-1].lower()
        for later in range(number + 1, following):
            if name not in ANSWERS and name in paragraphs[later].lower():
                break
            content = ((0, len(reading.passages[later].doc)),)
            more[later] = replace(turns[number], content=content, cue=None, method="turn_goes_on")
    return more


def _is_answer(paragraphs: Sequence[str], number: int, label: str) -> bool:
    """Whether `A:` stands below a question that has no label."""
    return label in ANSWERS and number > 0 and paragraphs[number - 1].endswith("?")


def _tells_of_itself(match: re.Match[str], is_person: bool) -> bool:
    """Whether a person of the text stands before whole sentences in the first person, as in a live blog."""
    words = match.string[match.end() :]
    return is_person and words.endswith(ENDINGS) and FIRST_PERSON.search(words) is not None


def _is_quoted(match: re.Match[str]) -> bool:
    """Whether a name of several words, or in capitals, stands before words in quotation marks."""
    label = match["label"]
    return (" " in label or label.isupper()) and is_mark(match.string[match.end()])


def _match_turn(paragraph: str) -> re.Match[str] | None:
    match = TURN.match(paragraph)
    is_speaker = match is not None and match["label"][0].isupper() and match["label"].lower() not in NO_SPEAKERS
    return match if is_speaker else None


def _list_persons(reading: Reading) -> Mapping[str, Place]:
    """Return where each person is first named, by the last word of the name in lower case."""
    persons: dict[str, Place] = {}
    for mention in reading.mentions:
        if mention.kind == "PER" and " " in mention.text:
            persons.setdefault(mention.text.split()[-1].lower(), (mention.start, mention.end))
    return persons


def _find_interviewee(reading: Reading, first: int) -> Place | None:
    """Return where the person is named who is named most before the first turn."""
    end = reading.passages[first].start
    named: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.kind == "PER" and mention.end <= end:
            named.setdefault(mention.entity_id or mention.text, []).append(mention)
    most = max(named.values(), key=len, default=None)
    return (most[0].start, most[0].end) if most else None


def _make_turn(passage: Passage, match: re.Match[str], known: Place | None) -> Attribution | None:
    """Return a turn's words as attributed to its label, which may stand for a person named elsewhere."""
    doc = passage.doc
    first = next((token.i for token in doc if token.idx >= match.end()), len(doc))
    colon = next((token.i for token in doc[:first] if token.text.endswith(":")), None)
    if first == len(doc):
        return None
    return Attribution(
        content=((first, len(doc)),),
        source=(passage.start + match.start("label"), passage.start + match.end("label")),
        cue=(colon, colon + 1) if colon is not None else None,
        method="turn",
        stands_for=known,
    )
