"""Attributed figures: how many were killed, wounded, displaced or detained, of whom, and who says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from transforms.casualty_words import MENTIONED
from transforms.claim_doubts import find_doubts
from transforms.claimants import Claim, choose_claim, find_claims
from transforms.figure_echoes import find_echoes
from transforms.figure_events import Link, link_quantities
from transforms.figure_scenes import find_dateline, find_day, find_place, read_scenes
from transforms.figure_sentences import parse_sentence
from transforms.figure_times import (
    CARRIES_ON,
    DATED,
    GOES_ON,
    TODAY,
    find_anniversaries,
    find_past,
    find_present,
    is_background,
)
from transforms.figure_tokens import Sentence
from transforms.figure_victims import find_victims
from transforms.reading import Reading
from transforms.records import Figure, Mention, Quote

SENTENCE_END: Final = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]?[A-Z0-9])")
ABBREVIATED: Final = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Capt|Maj|Sgt|Gov|Sen|Rep|St|No|NO|Prof|Rev|vs|Jr|Sr"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
ECHOES: Final = re.compile(
    r"\b(?:claim|count|report|sa(?:id|ys?)\b|g[ai]ve|admit|acknowledg|confirm|estimat|insist|st(?:and|ood|ick|uck)|spoke|figure"
    r"|toll|left\b|puts?\b|according|corrected|revised)",
    re.IGNORECASE,
)
"""What a sentence must hold in which a bare number may repeat what was counted before."""
ENDING: Final = re.compile(r"(?:['\u2019]s?|,)$")
LONGEST_SILENCE: Final = 3
MANY_DEATHS: Final = 10_000
COUNTED: Final = re.compile(
    r"\b(?:toll|loss|lost|lose|losing|number of (?:victims|casualties)|hostages?|captives?|prisoners?"
    r"|custody|victims|forced|driven|fatally|held|hold(?:ing)?|treat(?:ed|ing)|left)\b",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Course:
    """What the sentences read so far leave to those behind them."""

    named: set[str] = field(default_factory=set)
    """Surnames of victims who were counted."""
    event: str | None = None
    """What happened to those whom the last number counted."""
    silent: int = 0
    """Sentences since that number."""
    paragraph: int = 0
    """Where the paragraph begins."""
    was_past: bool = False
    """Whether the sentence before told of a past event, in the same paragraph."""
    present: int | None = None
    """The year up to which dates are of another time."""
    dateline: Mention | None = None
    """The place with which the article begins."""


def find_figures(reading: Reading, quotes: tuple[Quote, ...] = ()) -> tuple[Figure, ...]:
    """Return the figures of a text in its order, each with the sentence that says it; none is ever averaged.

    Numbers of past conflicts and totals of years are marked as background; a single paragraph that has no
    other figures is about them.
    """
    found: list[Figure] = []
    course = Course(
        dateline=find_dateline(reading.text, reading.mentions), present=find_present(list_sentences(reading))
    )
    for passage in reading.passages:
        course.paragraph, course.was_past = passage.start, False
        for start, end in split_sentences(reading.text, passage.start, passage.start + len(passage.doc.text)):
            text = reading.text[start:end]
            figures = []
            if MENTIONED.search(text) or (course.event and ECHOES.search(text)):
                figures = read_sentence(reading, start, text, quotes, course)
            remember(course, figures, text)
            found += figures
    if len(reading.passages) == 1 and all(figure.background for figure in found):
        return tuple(replace(figure, background=False) for figure in found)
    return tuple(found)


def list_sentences(reading: Reading) -> Iterator[str]:
    """Yield the sentences of all paragraphs, if any has a date with its year, to tell of which time it is."""
    if DATED.search(reading.text) is None:
        return
    for passage in reading.passages:
        for start, end in split_sentences(reading.text, passage.start, passage.start + len(passage.doc.text)):
            yield reading.text[start:end]


def remember(course: Course, figures: Sequence[Figure], text: str) -> None:
    """Keep what the last number of a sentence counted, for as long as a bare number may mean it, and its time."""
    course.was_past = all(one.background for one in figures) if figures else bool(find_past(text, course.present))
    if figures and figures[-1].method != "named":
        course.event, course.silent = figures[-1].happened, 0
    else:
        course.silent += 1
    if course.silent > LONGEST_SILENCE:
        course.event = None


def read_sentence(
    reading: Reading, start: int, text: str, quotes: Sequence[Quote], course: Course
) -> list[Figure]:
    """Return the figures of one sentence that begins at `start`."""
    sentence = parse_sentence(start, text)
    links = link_quantities(sentence) if sentence.events or COUNTED.search(text) else []
    links += find_echoes(sentence, links, course.event)
    mentions = tuple(reading.mentions_within(start, start + len(text)))
    links += find_victims(sentence, mentions, course.named)
    if not links:
        return []
    claims = find_claims(reading, start, sentence.tokens)
    past = find_past(text, course.present)
    is_past = GOES_ON.match(text) is not None and has_past(reading.text, course.paragraph, start)
    is_past |= course.was_past and CARRIES_ON.match(text) is not None and TODAY.search(text) is None
    doubts = find_doubts(text, start)
    anniversaries = find_anniversaries(text)
    links.sort(key=lambda link: link.quantity.first)
    numbers = [locate_number(sentence, link) for link in links]
    scenes = read_scenes(
        reading.text, (start, start + len(text)), mentions, claims, [number[0] for number in numbers]
    )
    is_near = all(one is course.dateline for one in mentions if one.kind == "LOC")
    figures = []
    for link, number in zip(links, numbers, strict=True):
        at = number[0] - start
        is_old = is_past or is_presupposed(link) or is_background(text, past, at)
        is_old |= any(first < at < last for first, last in anniversaries)
        claim = choose_claim(claims, number, quotes, reading.text, doubts)
        place = find_place(scenes, number) or (course.dateline if is_near and not is_old else None)
        day = find_day(scenes, number)
        if is_old and day is not None and TODAY.search(day.text):
            day = None
        figures.append(make_figure(sentence, link, claim, place=place, day=day, is_past=is_old))
    return figures


def is_presupposed(link: Link) -> bool:
    """Whether deaths are only mentioned that are too many for one event: `a war means the death of 70,000`."""
    return link.method == "noun" and link.event == "killed" and (link.quantity.low or 0) >= MANY_DEATHS


def has_past(text: str, paragraph: int, until: int) -> bool:
    """Whether the sentences of a paragraph before a place tell of a past event."""
    return any(find_past(text[start:end]) for start, end in split_sentences(text, paragraph, until))


def locate_number(sentence: Sentence, link: Link) -> tuple[int, int]:
    """Return the code points of a number with the words that bound it."""
    span = sentence.span(link.quantity.first, link.quantity.last) or (sentence.start, sentence.start)
    return trim_owner(sentence, span)


def trim_owner(sentence: Sentence, span: tuple[int, int]) -> tuple[int, int]:
    """Return a span without the ending of an owner, as of `Ola Brandt's murder`, or a comma."""
    words = sentence.text[span[0] - sentence.start : span[1] - sentence.start]
    bare = ENDING.sub("", words)
    return (span[0], span[0] + len(bare)) if bare else span


def make_figure(
    sentence: Sentence,
    link: Link,
    claim: Claim | None,
    *,
    place: Mention | None,
    day: Mention | None,
    is_past: bool,
) -> Figure:
    """Return a figure with its spans, who claims it, where and when."""
    number = locate_number(sentence, link)
    group = sentence.span(*link.group) if link.group else None
    group = trim_owner(sentence, group) if group else None
    return Figure(
        low=link.quantity.low,
        high=link.quantity.high,
        bound=link.quantity.bound,
        happened=link.event,
        group=sentence.text[group[0] - sentence.start : group[1] - sentence.start] if group else None,
        claimant=claim.name if claim else None,
        number=number,
        sentence=(sentence.start, sentence.start + len(sentence.text.rstrip())),
        background=is_past,
        method=link.method,
        place=place.text if place else None,
        date=day.text if day else None,
        group_span=group,
        claimant_span=claim.span if claim else None,
        place_span=(place.start, place.end) if place else None,
        date_span=(day.start, day.end) if day else None,
        claimant_entity_id=claim.entity_id if claim else None,
    )


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph by their punctuation: a number's own sentence is all that is needed."""
    begin = start
    for match in SENTENCE_END.finditer(text, start, end):
        if ABBREVIATED.search(text, max(begin, match.start() - 6), match.start()):
            continue
        if match.end() < end:
            yield begin, match.start()
            begin = match.end()
    if text[begin:end].strip():
        yield begin, end
