"""Which blocks of a page the known text of its article is made of."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from transforms.block_arrays import Numbers

WORD: Final = re.compile(r"\w+")
RUN: Final = 4
"""Words in a row that two texts must share before they are compared word by word."""
SHORT: Final = 6
"""Words below which a block is compared only if it stands among longer ones that match."""
NEIGHBOURS: Final = 3


def split_words(text: str) -> list[str]:
    """Return the words of a text."""
    return WORD.findall(text)


def align(texts: Sequence[str], known: str) -> Numbers:
    """Return for each block which share of its words is part of a known text, both read in order.

    A text that stands on the page twice is found once: the longest common run decides where (difflib, Ratcliff and
    Obershelp 1988).
    """
    words = split_words(known)
    runs = set(_list_runs(words))
    blocks = [(number, split_words(text)) for number, text in enumerate(texts)]
    likely = [(number, block) for number, block in blocks if block and _may_match(block, runs)]
    long = [number for number, block in likely if len(block) >= SHORT]
    if long:
        first, last = min(long) - NEIGHBOURS, max(long) + NEIGHBOURS
        likely = [(number, block) for number, block in likely if first <= number <= last]
    page = [word for _, block in likely for word in block]
    owners = [number for number, block in likely for _ in block]
    hits = np.zeros(len(texts))
    for start, _, size in SequenceMatcher(None, page, words, autojunk=False).get_matching_blocks():
        for place in range(start, start + size):
            hits[owners[place]] += 1
    return np.array(hits / [max(len(block), 1) for _, block in blocks])


def mark_passages(texts: Sequence[str], passages: Iterable[str], *, shortest: int) -> Numbers:
    """Return 1 for each block that holds one of the passages, or a part of it that says something."""
    squeezed = [" ".join(passage.split()) for passage in passages]
    return np.array(
        [
            float(
                any(
                    one in text or (len(text) > 4 * shortest and text in one)
                    for one in squeezed
                    if len(one) > shortest
                )
            )
            for text in texts
        ]
    )


def _list_runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    if len(words) < RUN:
        return [tuple(words)]
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _may_match(block: Sequence[str], runs: set[tuple[str, ...]]) -> bool:
    if len(block) < SHORT:
        return True
    found = sum(run in runs for run in _list_runs(block))
    return found >= 0.3 * (len(block) - RUN + 1)
