"""Whether a source is as it was: its last days against its own 28 days before them, by robust statistics.

Counts are compared with the same weekday's counts of the last four weeks: median, and a spread that is never less
than a Poisson count's own (square root of the median), so that a weekend is no silence and four numbers are not
trusted too far. The spread is 1.4826 times the median absolute deviation (Rousseeuw and Croux 1993).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

HISTORY: Final = timedelta(days=28)
OLD_ENOUGH: Final = 14
"""Days seen in full, of the 28, before a source's silence means anything."""
MAD_TO_SIGMA: Final = 1.4826
FEWER: Final = 3.0
MORE: Final = 5.0
"""Spreads below and above the median that are remarkable; floods are less urgent than silence."""
FEWEST_EXPECTED: Final = 6
"""Articles that a weekday must usually have before a zero is remarkable by itself."""
FEWEST_MORE: Final = 10
FEWEST_NOW: Final = 5
FEWEST_BEFORE: Final = 10
"""Articles to judge quality from."""
MOVED: Final = 0.6
"""Total variation distance between two shares of methods from which a field counts as read in another way."""
MOVED_FIELDS: Final = 2


class Symptom(StrEnum):
    """What is remarkable about a source."""

    SILENT = "silent"
    FEWER = "fewer"
    MORE = "more"
    DATES_LOST = "dates_lost"
    BODIES_LOST = "bodies_lost"
    LAYOUT_CHANGED = "layout_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Articles of a span of time: how many, how many with a date, their words, and which methods found each field.

    `low_words` is the tenth percentile of their words. `methods` gives the share of articles by field and method.
    """

    articles: int = 0
    dated: int = 0
    median_words: float | None = None
    low_words: float | None = None
    methods: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHistory:
    """What is known of a source on the day that is judged.

    `counts` has articles by published day, of the day itself and the 28 before it; `days_seen` says how many of
    those 28 were seen in full, and `seen` whether the day was. `before` samples the 28 days, `now` this run.
    """

    source_id: str
    day: date
    counts: Mapping[date, int]
    days_seen: int
    seen: bool
    before: Sample
    now: Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One symptom and the sentence that says it with its numbers."""

    symptom: Symptom
    in_words: str


def judge_health(history: SourceHistory) -> tuple[Complaint, ...]:
    """Return what is remarkable about a source, the gravest first; too young a source has no usual volume."""
    found = [judge_volume(history), judge_dates(history), judge_bodies(history), judge_layout(history)]
    return tuple(complaint for complaint in found if complaint)


def is_old_enough(history: SourceHistory) -> bool:
    """Whether so much of the last 28 days was seen that their silence means something."""
    return history.days_seen >= OLD_ENOUGH


def judge_volume(history: SourceHistory) -> Complaint | None:
    """Compare the day's count with its weekday's, and the silence up to it with the longest one before."""
    if not is_old_enough(history) or not history.seen:
        return None
    silence = judge_silence(history)
    if silence:
        return silence
    usual = [history.counts.get(history.day - timedelta(weeks=back), 0) for back in range(1, 5)]
    middle = median(usual)
    spread = max(MAD_TO_SIGMA * median(abs(count - middle) for count in usual), middle**0.5, 1.0)
    count = history.counts.get(history.day, 0)
    words = f"{count} on {history.day:%A} {history.day}, usually about {middle:g} on a {history.day:%A}"
    if count == 0 and min(usual) > 0 and middle >= FEWEST_EXPECTED:
        return Complaint(symptom=Symptom.SILENT, in_words=f"no article{words.removeprefix('0')}")
    if count < middle - FEWER * spread:
        return Complaint(symptom=Symptom.FEWER, in_words=f"{words.replace(' on', ' articles on', 1)}")
    if count > middle + MORE * spread and count >= FEWEST_MORE:
        return Complaint(symptom=Symptom.MORE, in_words=f"{words.replace(' on', ' articles on', 1)}")
    return None


def judge_silence(history: SourceHistory) -> Complaint | None:
    """Compare the days since the last article with the longest pause within the 28 days."""
    active = sorted(day for day, count in history.counts.items() if count and day <= history.day)
    if len(active) < 3:
        return None
    longest = max(later - earlier for earlier, later in pairwise(active)).days
    silent = (history.day - active[-1]).days
    if silent <= 2 * longest or silent < 2:
        return None
    words = f"no article for {silent} days (the last of {active[-1]}); its longest pause before was {longest}"
    return Complaint(symptom=Symptom.SILENT, in_words=words)


def judge_dates(history: SourceHistory) -> Complaint | None:
    """Compare the share of articles with a date."""
    before, now = history.before, history.now
    if not _can_compare(before, now):
        return None
    was, share = before.dated / before.articles, now.dated / now.articles
    if was < 0.5 or share > was / 2:
        return None
    words = f"{now.dated} of {now.articles} articles have a date, {was:.0%} did before"
    return Complaint(symptom=Symptom.DATES_LOST, in_words=words)


def judge_bodies(history: SourceHistory) -> Complaint | None:
    """Compare the median length of the texts with the shortest tenth of those before."""
    before, now = history.before, history.now
    if not _can_compare(before, now) or now.median_words is None or before.low_words is None:
        return None
    if now.median_words >= before.low_words or now.median_words > (before.median_words or 0) / 2:
        return None
    words = (
        f"half of {now.articles} texts have at most {now.median_words:g} words, usually {before.median_words:g}"
    )
    return Complaint(symptom=Symptom.BODIES_LOST, in_words=words)


def judge_layout(history: SourceHistory) -> Complaint | None:
    """Compare by which methods the fields were found; two fields or more found otherwise mean another layout."""
    before, now = history.before, history.now
    if not _can_compare(before, now):
        return None
    moved = sorted(
        name
        for name in before.methods.keys() | now.methods.keys()
        if measure_distance(before.methods.get(name, {}), now.methods.get(name, {})) >= MOVED
    )
    if len(moved) < MOVED_FIELDS:
        return None
    return Complaint(
        symptom=Symptom.LAYOUT_CHANGED, in_words=f"{', '.join(moved)} are found in another way than before"
    )


def measure_distance(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the total variation distance of two shares of methods; what is missing to 1 was not found at all."""
    names = one.keys() | other.keys()
    missing = abs((1 - sum(one.values())) - (1 - sum(other.values())))
    return (sum(abs(one.get(name, 0.0) - other.get(name, 0.0)) for name in names) + missing) / 2


def _can_compare(before: Sample, now: Sample) -> bool:
    return before.articles >= FEWEST_BEFORE and now.articles >= FEWEST_NOW


def name_complaints(complaints: Sequence[Complaint]) -> str:
    """Return the complaints as one sentence's end."""
    return "; ".join(complaint.in_words for complaint in complaints)
