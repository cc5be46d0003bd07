"""Sums, shifts and memory along the blocks of a page, as arrays of one number a block."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

LONG_AGO: Final = 99.0
"""Blocks since something that never was."""


def measure_depths(parents: list[int]) -> Places:
    """Return how many steps each element is below its root; a parent stands before its children."""
    depths = [0] * len(parents)
    for number, parent in enumerate(parents):
        if parent != number:
            depths[number] = depths[parent] + 1
    return np.array(depths, dtype=np.int64)


def shift(values: Numbers, by: int) -> Numbers:
    """Return the value so many blocks before each one (after it, below zero); -1 where there is none."""
    moved = np.full(len(values), -1.0)
    if abs(by) < len(values):
        if by > 0:
            moved[by:] = values[:-by]
        else:
            moved[:by] = values[-by:]
    return moved


def sum_around(values: Numbers, width: int) -> Numbers:
    """Return the sum of each block and those up to `width` before and after it."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    places = np.arange(len(values))
    return np.array(sums[np.minimum(places + width + 1, len(values))] - sums[np.maximum(places - width, 0)])


def sum_by(groups: Places, *values: Numbers) -> list[Numbers]:
    """Return, for each of the values, the sum of its group at every block."""
    unique, back = np.unique(groups, return_inverse=True)
    return [np.bincount(back, weights=one, minlength=len(unique)).astype(np.float64)[back] for one in values]


def count_since(marks: NDArray[np.bool_]) -> Numbers:
    """Return how many blocks ago the last mark was, LONG_AGO without any; 0 at the mark."""
    places = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, places, -1))
    return np.where(last >= 0, np.minimum(places - last, LONG_AGO - 1), LONG_AGO) * 1.0


def carry(values: Places) -> Numbers:
    """Return the last value above zero up to each block."""
    places = np.arange(len(values))
    last = np.maximum.accumulate(np.where(values > 0, places, -1))
    return np.where(last >= 0, values[np.maximum(last, 0)], 0) * 1.0
