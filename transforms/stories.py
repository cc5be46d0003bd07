"""Articles grouped into stories: each about one event, over a window of days."""

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

Matrix = Any  # a csr_matrix of scipy, which has no types
Places = Any  # an array of numpy, imported only where it is needed

WORD: Final = re.compile(r"[^\W\d_]{2,}|\d[\d,.]*\d|\d")
NAME: Final = re.compile(r"[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)*")
POSSESSIVE: Final = re.compile(r"['\u2019]s$")
SUFFIXES: Final = ("ing", "ed", "es", "s")
STOP_WORDS: Final = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "day",
        "did",
        "do",
        "does",
        "first",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "last",
        "like",
        "me",
        "more",
        "new",
        "no",
        "not",
        "now",
        "of",
        "on",
        "one",
        "or",
        "other",
        "our",
        "out",
        "over",
        "people",
        "said",
        "say",
        "says",
        "she",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "there",
        "they",
        "this",
        "time",
        "to",
        "told",
        "two",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "would",
        "year",
        "years",
        "you",
        "your",
    ]
)
TITLE_WEIGHT: Final = 3
HEAD: Final = 2000
"""Characters of the text in which names count: later ones are background."""
NAMES_SHARE: Final = 0.3
"""How much names count beside all words."""
NEAR: Final = 0.11
"""Mean similarity from which two groups of articles are about one event."""
FAINT: Final = 0.04
"""Similarities below this are taken for none."""
COMMON: Final = 0.2
"""Share of all articles from which a word tells none of them apart, in windows of some size."""
MANY: Final = 200
FEWEST: Final = 8
"""Articles that the rarity of a word is told from at least: what two alone on one event share is not common."""
BLOCK: Final = 512
"""Articles that are compared with those of their days at a time."""
WINDOW: Final = 7
"""Days that two articles on one event may lie apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article as stories are made of it.

    `names` are the normalised names of its entities; without any, capitalised words stand for them. `story_id`
    is the story that it stays in, for articles whose story reaches out of the window.
    """

    report_id: str
    title: str
    text: str
    day: date | None = None
    names: tuple[str, ...] = ()
    story_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles on one event: ids in order of their days, the most central one, and how near each lies (0 to 1)."""

    reports: tuple[str, ...]
    central: str
    similarities: Mapping[str, float]
    story_id: str | None = None


def group_reports(reports: Sequence[Report]) -> list[Story]:
    """Return the stories that articles make, each article in one; the same for any order of the articles.

    Groups grow by average linkage over the cosine of word and name weights (TF-IDF); articles more than a window
    of days apart are never near. Articles of one kept story stay together, and two kept stories stay two.
    """
    ordered = sorted(reports, key=lambda one: (one.day or date.max, one.report_id))
    near = measure_nearness(ordered)
    groups = _link(ordered, near)
    return [_describe(group, ordered, near) for group in sorted(groups, key=min)]


def measure_nearness(reports: Sequence[Report]) -> dict[tuple[int, int], float]:
    """Return how near articles lie by their places, pairs in order, those that are far apart left out.

    A block of articles at a time, and only those of its days, so that memory grows with the articles of two weeks.
    """
    words = _make_matrix(_weigh([_count_words(one) for one in reports]))
    names = _make_matrix(_weigh([_count_names(one) for one in reports]))
    near: dict[tuple[int, int], float] = {}
    for rows, columns in _list_blocks(reports):
        products = (1 - NAMES_SHARE) * _multiply(words, rows, columns)
        products = (products + NAMES_SHARE * _multiply(names, rows, columns)).tocoo()
        kept = products.data >= FAINT
        pairs = zip(rows[products.row[kept]].tolist(), columns[products.col[kept]].tolist(), strict=True)
        near |= {
            pair: value
            for pair, value in zip(pairs, products.data[kept].tolist(), strict=True)
            if pair[0] < pair[1] and _is_in_window(reports, pair)
        }
    return near


def _list_blocks(reports: Sequence[Report]) -> Iterator[tuple[Places, Places]]:
    """Yield the places of some articles, and of those from there on that may lie in their window."""
    import numpy as np

    days = np.array([one.day.toordinal() if one.day else np.nan for one in reports])
    for start in range(0, len(reports), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(reports)))
        own = days[rows]
        columns = np.arange(start, len(reports))
        if not np.isnan(own).any():
            others = days[columns]
            columns = columns[~((others < own.min() - WINDOW) | (others > own.max() + WINDOW))]
        yield rows, columns


def _is_in_window(reports: Sequence[Report], pair: tuple[int, int]) -> bool:
    one, other = reports[pair[0]].day, reports[pair[1]].day
    return one is None or other is None or abs((one - other).days) <= WINDOW


def _count_words(report: Report) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, weight in ((report.title, TITLE_WEIGHT), (report.text, 1)):
        for word in WORD.findall(text.casefold()):
            if word not in STOP_WORDS:
                counts[_stem(word)] += weight
    return counts


def _stem(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def _count_names(report: Report) -> Counter[str]:
    if report.names:
        return Counter(report.names)
    head = f"{report.title}\n{report.text[:HEAD]}"
    found: Counter[str] = Counter()
    for name in NAME.finditer(head):
        before = head[max(0, name.start() - 2) : name.start()].strip()
        if name.start() and before not in {".", "!", "?", "\u201c", '"'} and head[name.start() - 1] != "\n":
            found[POSSESSIVE.sub("", name[0]).casefold()] += 1
    return found


def _weigh(counts: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """Return unit vectors: logarithmic counts times inverse document frequencies."""
    spread = Counter(word for one in counts for word in one)
    most = max(COMMON * len(counts), MANY * COMMON)
    total = max(len(counts), FEWEST)
    vectors: list[dict[str, float]] = []
    for one in counts:
        vector = {
            word: (1 + math.log(count)) * math.log((total + 1) / (spread[word] + 0.5))
            for word, count in one.items()
            if spread[word] <= most
        }
        norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vectors.append({word: weight / norm for word, weight in vector.items()})
    return vectors


def _make_matrix(vectors: Sequence[Mapping[str, float]]) -> Matrix:
    """Return vectors as the rows of a sparse matrix."""
    import numpy as np
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    places: dict[str, int] = {}
    columns = [places.setdefault(word, len(places)) for vector in vectors for word in vector]
    weights = [weight for vector in vectors for weight in vector.values()]
    starts = np.cumsum([0, *map(len, vectors)])
    return csr_matrix((weights, columns, starts), shape=(len(vectors), max(len(places), 1)))


def _multiply(matrix: Matrix, rows: Places, columns: Places) -> Matrix:
    """Return the products of some rows with others, those left out that say nothing."""
    products = matrix[rows] @ matrix[columns].T
    products.data[products.data < FAINT / 2] = 0
    products.eliminate_zeros()
    return products


def _link(reports: Sequence[Report], near: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Return groups of places by average linkage: of pairs as near the first is joined first."""
    groups: dict[int, list[int]] = {}
    kept: dict[str, int] = {}
    home: dict[int, int] = {}
    for place, report in enumerate(reports):
        owner = kept.setdefault(report.story_id, place) if report.story_id else place
        groups.setdefault(owner, []).append(place)
        home[place] = owner
    sums: dict[int, dict[int, float]] = {owner: {} for owner in groups}
    for (one, other), value in sorted(near.items()):
        first, second = home[one], home[other]
        if first != second:
            sums[first][second] = sums[first].get(second, 0.0) + value
            sums[second][first] = sums[second].get(first, 0.0) + value
    anchored = {owner for owner in groups if reports[owner].story_id}
    heap = [
        (-total / (len(groups[one]) * len(groups[other])), one, other)
        for one, totals in sums.items()
        for other, total in totals.items()
        if one < other
    ]
    heapq.heapify(heap)
    while heap:
        score, one, other = heapq.heappop(heap)
        if -score < NEAR:
            break
        current = sums.get(one, {}).get(other)
        if current is None or other not in groups or one not in groups:
            continue
        if abs(-score - current / (len(groups[one]) * len(groups[other]))) > 1e-12:
            continue  # a score of before one of them grew
        if one in anchored and other in anchored:
            continue
        _merge(groups, sums, heap, one, other)
        if other in anchored:
            anchored.add(one)
    return list(groups.values())


def _merge(
    groups: dict[int, list[int]],
    sums: dict[int, dict[int, float]],
    heap: list[tuple[float, int, int]],
    one: int,
    other: int,
) -> None:
    """Join the second group to the first, and offer its new neighbours."""
    groups[one] += groups.pop(other)
    for neighbour, total in sums.pop(other).items():
        if neighbour == one:
            continue
        sums[one][neighbour] = sums[one].get(neighbour, 0.0) + total
        del sums[neighbour][other]
        sums[neighbour][one] = sums[one][neighbour]
    sums[one].pop(other, None)
    for neighbour, total in sums[one].items():
        score = total / (len(groups[one]) * len(groups[neighbour]))
        heapq.heappush(heap, (-score, min(one, neighbour), max(one, neighbour)))


def _describe(group: Sequence[int], reports: Sequence[Report], near: Mapping[tuple[int, int], float]) -> Story:
    members = sorted(group)
    total = {
        place: sum(near.get((min(place, other), max(place, other)), 0.0) for other in members if other != place)
        for place in members
    }
    central = max(members, key=lambda place: (round(total[place], 9), -place))
    others = max(len(members) - 1, 1)
    return Story(
        reports=tuple(reports[place].report_id for place in members),
        central=reports[central].report_id,
        similarities={
            reports[place].report_id: round(min(total[place] / others, 1.0), 3) if len(members) > 1 else 1.0
            for place in members
        },
        story_id=next((reports[place].story_id for place in members if reports[place].story_id), None),
    )
