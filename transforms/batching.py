"""How a run's captures are dealt into batches: balanced, whatever their source, the same each time."""

from collections.abc import Iterable
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

    Each source is dealt out like a hand of cards, so that no batch holds all of the one with the longest
    pages. The order of the input does not matter.
    """
    ordered = [capture for _, capture in sorted(captures)]
    return tuple(tuple(sorted(ordered[number::batches])) for number in range(batches))
