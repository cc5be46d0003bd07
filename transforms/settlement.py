"""How a run ended: how far each source could be seen day by day, what is unwell, the night's one message."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from transforms.outcomes import Outcome, Reach, Reason, StrategyProblem

RANK: Final = (Reach.UNREACHABLE, Reach.PARTIAL, Reach.FULL)
NEWEST_FIRST: Final = ("feed:", "wordpress:", "listing:")
"""Strategies whose listings run from the newest entry back, so that days after the oldest one were seen whole."""
BAD_STATES: Final = ("failed", "upstream_failed")
LONGEST_REASON: Final = 200
DEAD_LINKS: Final = (Reason.NOT_FOUND, Reason.GONE)
PUT_OFF_BY_SITE: Final = (Reason.ROBOTS_UNREACHABLE, Reason.RETRY_AFTER)
ANSWERED: Final = frozenset(
    {
        (Outcome.UNCHANGED, ""),
        (Outcome.SKIPPED, Reason.NOARCHIVE),
        (Outcome.SKIPPED, Reason.EXCLUDED),
    }
)
"""Outcomes without a capture for which the site must have answered."""
FEWEST_FAILURES: Final = 3
OUTCOMES_IN_ORDER: Final = tuple(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one discovery strategy saw in one run."""

    strategy: str
    position: int
    finished: bool
    oldest_at: datetime | None
    listing_ended: bool
    reach: Reach
    problem: StrategyProblem | None
    detail: str | None
    wanted_since: datetime | None = None
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReach:
    """How far one day of a source was seen, and why no further."""

    reach: Reach
    problem: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNight:
    """All that settle looks at of one source; `fetched` is how many pages this very run has fetched of it."""

    source_id: str
    reach: DayReach | None = None
    shard_trouble: str | None = None
    held_because: str | None = None
    pending: int = 0
    outcomes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    fetched: int = 0
    found: int = 0
    days_covered: int = 0
    expected_minimum: int | None = None
    expected_maximum: int | None = None
    expected_days: int = 7


def find_reach(seen: Iterable[Seen], day: date | None, *, excuse: str | None = None) -> DayReach:
    """Return the best reach of any strategy into one day; without any, the day is unreachable.

    Without a day: of archives that are read whole, whatever days they hold. `excuse` says in words why there are
    no observations.
    """
    judged = [(_judge(one, day), one) for one in sorted(seen, key=lambda one: one.position)]
    if not judged:
        return DayReach(reach=Reach.UNREACHABLE, problem="no_look", detail=excuse or "discovery saw nothing")
    reach, best = max(judged, key=lambda pair: RANK.index(pair[0]))
    if reach is Reach.FULL:
        return _doubt_early_look(best, day)
    return DayReach(reach=reach, problem=best.problem or "listing_too_short", detail=best.detail)


def find_best_reach(days: Iterable[DayReach]) -> DayReach:
    """Return the best of several days' reaches, the earlier one first among equals."""
    return max(days, key=lambda day: RANK.index(day.reach))


def find_unwell(night: SourceNight) -> str | None:
    """Return why a source is unwell, in words; None if it is well."""
    reasons = [
        night.shard_trouble and f"crawl failed: {night.shard_trouble}",
        _describe_unreachable(night) if not night.shard_trouble else None,
        _describe_failed_fetches(night),
        (night.pending and not night.shard_trouble)
        and f"{night.pending} URLs not processed: the next run takes them",
        night.held_because is not None and f"held back: {night.held_because}",
        _describe_bounds(night),
    ]
    return ", ".join(_shorten(reason) for reason in reasons if reason) or None


def find_failed_tasks(states: Mapping[str, Sequence[str]], *, named: Iterable[str] = ()) -> list[str]:
    """Return each task with failed instances in words, in the run's order; `named` ones are told elsewhere."""
    told = set(named)
    troubles = []
    for task, instances in states.items():
        counts = Counter(state for state in instances if state in BAD_STATES)
        if counts and task not in told:
            what = " and ".join(f"{number} {state}" for state, number in counts.items())
            troubles.append(f"{task}: {what}" if len(instances) > 1 else f"{task} {' and '.join(counts)}")
    return troubles


def write_message(
    *,
    sources: int,
    outcomes: Mapping[str, int],
    unwell: Mapping[str, str],
    tasks: Sequence[str],
    remarkable: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the night's one message: what came, or first of all what is unwell or not as it was."""
    came = describe_outcomes(outcomes)
    parts = []
    if unwell:
        listed = "; ".join(f"{source_id}: {why}" for source_id, why in unwell.items())
        parts.append(f"{len(unwell)} of {sources} sources unwell: {listed}")
    if tasks:
        parts.append(f"tasks failed: {'; '.join(tasks)}")
    if remarkable:
        listed = "; ".join(f"{source_id}: {why}" for source_id, why in remarkable.items())
        parts.append(f"{len(remarkable)} of {sources} sources not as they were: {listed}")
    return " | ".join([*parts, came]) if parts else came


def describe_outcomes(outcomes: Mapping[str, int]) -> str:
    """Return counts by outcome in words; zero new articles say so."""
    new = outcomes.get(Outcome.STORED, 0) + outcomes.get(Outcome.UPDATED, 0)
    shown = [
        f"{outcomes.get(outcome, 0)} {outcome}"
        for outcome in OUTCOMES_IN_ORDER
        if outcomes.get(outcome) or outcome is Outcome.STORED
    ]
    return ("" if new else "nothing new: ") + ", ".join(shown)


def list_days(first: date, last: date) -> list[date]:
    """Return the days from first to last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _judge(seen: Seen, day: date | None) -> Reach:
    """How far one strategy saw into one day: a listing too short for the window may hold its last days."""
    if not seen.finished:
        return Reach.UNREACHABLE
    if seen.reach is Reach.FULL or day is None:
        return seen.reach
    # Entries beyond the budget were seen, dates and all, but left out: no day of theirs is covered in full.
    left_out = seen.problem is StrategyProblem.BUDGET
    if seen.oldest_at is None or left_out or not seen.strategy.startswith(NEWEST_FIRST):
        return seen.reach
    starts = datetime.combine(day, time.min, UTC)
    if seen.oldest_at < starts:
        return Reach.FULL
    return Reach.PARTIAL if seen.oldest_at < starts + timedelta(days=1) else Reach.UNREACHABLE


def _doubt_early_look(seen: Seen, day: date | None) -> DayReach:
    """Return full only for a day that was over: before its end a zero does not mean that there was nothing."""
    if day is None:
        return DayReach(reach=Reach.FULL)
    ends = datetime.combine(day, time.min, UTC) + timedelta(days=1)
    if seen.started_at is None or seen.started_at >= ends:
        return DayReach(reach=Reach.FULL)
    detail = f"looked at {seen.started_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC, before the day's end"
    return DayReach(reach=Reach.PARTIAL, problem="day_not_over", detail=detail)


def _describe_unreachable(night: SourceNight) -> str | None:
    if night.reach is None or night.reach.reach is not Reach.UNREACHABLE:
        return None
    why = night.reach.detail or night.reach.problem or "no strategy saw anything of the window"
    return f"unreachable ({night.reach.problem}): {why}" if night.reach.detail else f"unreachable: {why}"


def _describe_failed_fetches(night: SourceNight) -> str | None:
    """Describe a site of which no page answers; a dead link or two is everyday life."""
    failed = {reason: number for (outcome, reason), number in night.outcomes.items() if outcome == Outcome.FAILED}
    put_off = {reason: night.outcomes.get((Outcome.DEFERRED, reason), 0) for reason in PUT_OFF_BY_SITE}
    troubles = {reason: number for reason, number in failed.items() if reason not in DEAD_LINKS} | put_off
    answered = night.fetched > 0 or not ANSWERED.isdisjoint(night.outcomes)
    if answered or sum(troubles.values()) < FEWEST_FAILURES:
        return None
    mostly = max(troubles, key=lambda reason: (troubles[reason], reason))
    urls = sum(failed.values()) + sum(put_off.values())
    what = f"none of {urls} URLs was answered" if any(put_off.values()) else f"all {urls} fetches failed"
    return f"{what}, mostly {mostly}"


def _describe_bounds(night: SourceNight) -> str | None:
    """Too few only when every day is covered: a source that is new must not cry wolf."""
    days = night.expected_days
    low, high = night.expected_minimum, night.expected_maximum
    if low is not None and night.found < low and night.days_covered >= days:
        return f"{night.found} found in {days} days, expected at least {low}"
    if high is not None and night.found > high:
        return f"{night.found} found in {days} days, expected at most {high}"
    return None


def _shorten(text: object) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"
