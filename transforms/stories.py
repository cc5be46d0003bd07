"""Articles grouped into stories, each about one event: week by week, each week going on from the one before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from transforms.linkage import Matrix, link_rows
from transforms.story_words import Report, build_vectors

__all__ = ["WINDOW", "Part", "Report", "Story", "find_week", "group_reports", "group_week"]

WINDOW: Final = 7
"""Days that two articles on one event may lie apart; a week, so that only neighbouring weeks touch."""
LATEST: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A week's articles on one event: ids in order, and how near each lies to the others (0 to 1).

    `earlier` is the number of the part of the week before that it goes on from.
    """

    reports: tuple[str, ...]
    similarities: Mapping[str, float]
    earlier: int | None = None

    @property
    def central(self) -> str:
        """The article nearest to the others, the first of several."""
        return max(self.reports, key=self.similarities.__getitem__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles on one event: ids in order of their days, the most central one, and how near each lies (0 to 1)."""

    reports: tuple[str, ...]
    central: str
    similarities: Mapping[str, float]


def find_week(day: date) -> date:
    """Return the Monday of a day's week, for the first days of all the first day."""
    return day - timedelta(days=min(day.weekday(), (day - date.min).days))


def order_report(report: Report) -> tuple[date, datetime, str]:
    """Return what articles are ordered by: day, time where it is known, id."""
    at = report.published_at
    if at is None:
        at = LATEST
    elif at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return report.day or date.max, at, report.report_id


def group_week(earlier: Sequence[Sequence[Report]], week: Iterable[Report]) -> list[Part]:
    """Return the parts that a week's articles make, given the parts of the week before; the same for any order.

    Parts grow by average linkage over words and names, whose weights are those of both weeks. New articles join a
    part of the week before or make a new one; two of these are never joined. Further back or ahead plays no role.
    """
    import numpy as np

    parts = [sorted(part, key=order_report) for part in earlier]
    fresh = sorted(week, key=order_report)
    before = [report for part in parts for report in part]
    reports = sorted((*before, *fresh), key=order_report)
    if not fresh:
        return []
    places = {report.report_id: place for place, report in enumerate(reports)}
    owned = [[places[report.report_id] for report in part] for part in parts]
    vectors = build_vectors(reports)
    days = np.array([report.day.toordinal() if report.day else np.nan for report in reports])
    return [
        Part(
            reports=tuple(reports[row].report_id for row in group.rows),
            similarities=_measure(
                vectors, reports, group.rows, owned[group.earlier] if group.earlier is not None else []
            ),
            earlier=group.earlier,
        )
        for group in link_rows(vectors, days, owned, window=WINDOW)
    ]


def group_reports(reports: Iterable[Report]) -> list[Story]:
    """Return the stories that articles make, each article in one; the same for any order of the articles.

    Weeks are grouped one after the other; articles without a day come last and may join any story. A copy is in
    its original's story, and no report of its own.
    """
    every = {report.report_id: report for report in sorted(reports, key=order_report)}
    originals = {one: find_root(one, every) for one in every}
    weeks: defaultdict[date | None, list[Report]] = defaultdict(list)
    copies: defaultdict[str, list[str]] = defaultdict(list)
    for one, original in originals.items():
        day = every[one].day
        if one == original:
            weeks[find_week(day) if day else None].append(every[one])
        else:
            copies[original].append(one)
    stories = [_tell(parts, every, copies) for parts in _chain_weeks(weeks, every)]
    return sorted(stories, key=lambda story: order_report(every[story.reports[0]]))


def _chain_weeks(weeks: Mapping[date | None, Sequence[Report]], every: Mapping[str, Report]) -> list[list[Part]]:
    """Return the parts of each story, in order; weeks come in order, and last what has no day."""
    stories: list[list[Part]] = []
    latest: list[int] = []
    previous: date | None = None
    for week, members in weeks.items():
        if week is None:
            numbers = list(range(len(stories)))
        else:
            numbers = latest if previous and week - previous == timedelta(days=7) else []
        before = [stories[number] if week is None else stories[number][-1:] for number in numbers]
        reports = [[every[one] for part in parts for one in part.reports] for parts in before]
        latest = []
        for part in group_week(reports, members):
            if part.earlier is None:
                stories.append([])
            latest.append(len(stories) - 1 if part.earlier is None else numbers[part.earlier])
            stories[latest[-1]].append(part)
        previous = week
    return stories


def find_root(report_id: str, every: Mapping[str, Report]) -> str:
    """Return the article that a copy goes back to, itself for what is none; of a circle each is its own."""
    seen = [report_id]
    while (original := every[seen[-1]].original_id) is not None and original in every:
        if original in seen:
            return report_id
        seen.append(original)
    return seen[-1]


def _tell(parts: Sequence[Part], every: Mapping[str, Report], copies: Mapping[str, Sequence[str]]) -> Story:
    similarities = {one: value for part in parts for one, value in part.similarities.items()}
    similarities |= {copy: similarities[one] for one in list(similarities) for copy in copies.get(one, ())}
    largest = max(parts, key=lambda part: len(part.reports))
    reports = sorted(similarities, key=lambda one: order_report(every[one]))
    return Story(reports=tuple(reports), central=largest.central, similarities=similarities)


def _measure(
    vectors: Matrix, reports: Sequence[Report], rows: Sequence[int], before: Sequence[int]
) -> dict[str, float]:
    """Return how near each row lies to the others of its story, this week and the week before; 1 for one alone."""
    import numpy as np

    if len(rows) + len(before) == 1:
        return {reports[rows[0]].report_id: 1.0}
    own = vectors[list(rows)]
    total = np.asarray(vectors[[*rows, *before]].sum(axis=0)).ravel()
    norms = np.asarray(own.multiply(own).sum(axis=1)).ravel()
    means = (own @ total - norms) / (len(rows) + len(before) - 1)
    return {
        reports[row].report_id: round(min(max(float(mean), 0.0), 1.0), 3)
        for row, mean in zip(rows, means, strict=True)
    }
