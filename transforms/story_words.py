"""What articles are compared by: weights of their words and names, as unit vectors in one sparse matrix."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from transforms.linkage import Matrix

WORD: Final = re.compile(r"[^\W\d_]{2,}|\d[\d,.]*\d|\d")
NAME: Final = re.compile(r"[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)*")
POSSESSIVE: Final = re.compile(r"['\u2019]s$")
SUFFIXES: Final = ("ing", "ed", "es", "s")
STOP_WORDS: Final = frozenset({
    "a", "about", "after", "all", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can",
    "could", "day", "did", "do", "does", "first", "for", "from", "had", "has", "have", "he", "her", "his",
    "how", "i", "if", "in", "into", "is", "it", "its", "just", "last", "like", "me", "more", "new", "no",
    "not", "now", "of", "on", "one", "or", "other", "our", "out", "over", "people", "said", "say", "says",
    "she", "so", "some", "than", "that", "the", "their", "them", "there", "they", "this", "time", "to",
    "told", "two", "up", "us", "was", "we", "were", "what", "when", "which", "who", "will", "with", "would",
    "year", "years", "you", "your",
})  # fmt: skip
TITLE_WEIGHT: Final = 3
HEAD: Final = 2000
"""Characters of the text in which names count: later ones are background."""
NAMES_SHARE: Final = 0.3
"""How much names count beside all words."""
ELSEWHERE: Final = 15
"""Articles about other things that are thought beside those at hand: what all of a few articles share still tells
something."""
RARITY: Final = 2
"""Power of the inverse document frequency: how much more a rare word tells than a common one."""
FLOOR: Final = 1.0
"""Weight that a word keeps however many articles have it: so a story holds together if there is little else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article as stories are made of it.

    `names` are the normalised names of its entities; without any, capitalised words stand for them. `original_id`
    is the article that it is a copy of: it is in the story of that one.
    """

    report_id: str
    title: str
    text: str
    day: date | None = None
    published_at: datetime | None = None
    names: tuple[str, ...] = ()
    original_id: str | None = None


def build_vectors(reports: Sequence[Report]) -> Matrix:
    """Return a sparse matrix with a row a report: the product of two rows is their nearness, 0 to 1."""
    from scipy.sparse import hstack  # type: ignore[import-untyped]

    words = _weigh(map(_count_words, reports)) * math.sqrt(1 - NAMES_SHARE)
    names = _weigh(map(_count_names, reports)) * math.sqrt(NAMES_SHARE)
    return hstack([words, names], format="csr")


def _weigh(counts: Iterable[Counter[str]]) -> Matrix:
    """Return unit vectors: logarithmic counts times the rarity of words.

    A word loses weight smoothly the more articles have it, and keeps some in any case.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    places: dict[str, int] = {}
    columns: list[int] = []
    weights: list[float] = []
    starts = [0]
    for one in counts:
        columns.extend(places.setdefault(word, len(places)) for word in one)
        weights.extend(1 + math.log(count) for count in one.values())
        starts.append(len(columns))
    size = len(starts) - 1
    matrix = csr_matrix((weights, columns, starts), shape=(size, max(len(places), 1)), dtype=np.float32)
    spread = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rarity = np.log((size + ELSEWHERE + 1) / (spread + 0.5)) ** RARITY + FLOOR
    matrix.data *= rarity[matrix.indices]
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.where(norms > 0, norms, 1), np.diff(matrix.indptr))
    return matrix


def _count_words(report: Report) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text, weight in ((report.title, TITLE_WEIGHT), (report.text, 1)):
        for word, count in Counter(WORD.findall(text.casefold())).items():
            if word not in STOP_WORDS:
                counts[_stem(word)] += weight * count
    return counts


@lru_cache(maxsize=100_000)
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
