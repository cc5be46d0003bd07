"""How a run's captures are dealt into batches: balanced, whatever their source, the same each time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from math import ceil

LARGEST = 1000
"""Captures after which a batch is split: what one retry has to do again stays within minutes."""
MOST_BATCHES = 1000
"""Airflow maps at most 1024 tasks."""


def count_batches(captures: int, *, smallest: int, aim: int) -> int:
    """Return into how many batches to deal: `aim` (one a worker), more if they would be larger than 1000.

    No batch has fewer than `smallest` captures unless there is only one batch; no captures, no batch.
    """
    if captures == 0:
        return 0
    wanted = max(aim, ceil(captures / LARGEST))
    return max(1, min(wanted, captures // smallest, MOST_BATCHES))


def deal_batches(captures: Iterable[tuple[str, int]], batches: int) -> tuple[tuple[int, ...], ...]:
    """Deal (source, capture id) pairs into that many batches whose sizes differ by at most one.

    Sources take turns, so that no batch holds all of the source with the longest pages. The order of the
    input does not matter.
    """
    by_source: dict[str, list[int]] = defaultdict(list)
    for source, capture in sorted(captures):
        by_source[source].append(capture)
    turns = _take_turns(list(by_source.values()))
    return tuple(tuple(sorted(turns[number::batches])) for number in range(batches))


def _take_turns(lists: Sequence[Sequence[int]]) -> list[int]:
    return [capture for capture in chain.from_iterable(zip_longest(*lists)) if capture is not None]
