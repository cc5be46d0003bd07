"""Syndicated copies: texts that share most of their wording, and which of them came first."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

SHINGLE: Final = 5
"""Words in a shingle (Broder 1997)."""
PERMUTATIONS: Final = 256
CANDIDATE: Final = 0.2
"""Estimated Jaccard similarity from which two texts are compared exactly."""
SIMILAR: Final = 0.45
"""Jaccard similarity of shingles from which a text is a copy of another."""
CONTAINED: Final = 0.75
"""Share of the shorter text's shingles in the longer one's: a copy that was cut or added to."""
SHORTEST: Final = 25
"""Words below which a text says too little to be a copy of another."""
WINDOW: Final = timedelta(days=14)
"""How long after another a text may be published and still be taken for its copy by its wording."""
TWIN: Final = 0.7
"""Jaccard similarity from which a text stands for another where candidates are looked for."""
TRIED: Final = 50
"""Groups of candidates with one of whose members a text is compared exactly."""
WORD: Final = re.compile(r"\w+")
FACTOR: Final = 0x9E3779B97F4A7C15
Shingles = Any
"""Hashes of a text's shingles, each once, sorted: an array of numpy, which is loaded late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One article as copies are looked for: its id, words, and when it was published, if known.

    `canonical` is the address that the page itself names as its original's.
    """

    text_id: str
    text: str
    published_at: datetime | None = None
    url: str | None = None
    canonical: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A text that repeats another: ids of both, how similar they are (0 to 1), and what told it."""

    text_id: str
    original_id: str
    similarity: float
    method: str


@dataclass(slots=True, kw_only=True)
class _Wording:
    """Texts of the very same wording, none long after the one before; and others that hardly differ from it."""

    number: int
    shingles: Shingles
    texts: list[Text]
    first: float
    last: float
    twins: list["_Wording"] = field(default_factory=list)

    def is_near_in_time(self, other: "_Wording") -> bool:
        """Whether a text of each was published within the window; unknown times are near to all."""
        reach = WINDOW.total_seconds()
        return not (self.first - other.last > reach or other.first - self.last > reach)


def find_copies(texts: Sequence[Text]) -> list[Copy]:
    """Return the copies among texts, each with its original: the text of its group that is named or came first.

    MinHash over shingles of five words finds the candidates (datasketch), exact sets confirm them. The same for
    any order of the texts.
    """
    ordered = sorted(texts, key=_precedence)
    wordings = list(_gather_wordings(ordered))
    copies: list[Copy] = []
    for group in _join_wordings(wordings):
        shingles = {one.text_id: wording.shingles for wording in group for one in wording.texts}
        members = sorted((one for wording in group for one in wording.texts), key=_precedence)
        original = _choose_original(members)
        copies += (_tell(one, original, shingles) for one in members if one is not original)
    return sorted(copies, key=lambda copy: copy.text_id)


def shingle(text: str) -> Shingles:
    """Return hashes of the runs of five words in a text, in lower case, each once; of a short text none."""
    import numpy as np

    words = WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.fromiter(map(_hash_word, words), dtype=np.uint64, count=len(words))
    runs = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        runs = runs * np.uint64(FACTOR) + hashes[place : place + len(runs)]
    return np.unique(runs ^ (runs >> np.uint64(29)))


@lru_cache(maxsize=200_000)
def _hash_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def measure_likeness(one: Shingles, other: Shingles) -> float:
    """Return the Jaccard similarity of two sets of shingles, 0 to 1."""
    shared = _count_shared(one, other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def is_copy(one: Shingles, other: Shingles) -> bool:
    """Whether two texts share most of their wording, or the shorter one nearly all of its own."""
    shared = _count_shared(one, other)
    if not shared:
        return False
    return shared >= SIMILAR * (len(one) + len(other) - shared) or shared >= CONTAINED * min(len(one), len(other))


def _count_shared(one: Shingles, other: Shingles) -> int:
    import numpy as np

    return len(np.intersect1d(one, other, assume_unique=True))


def _tell(one: Text, original: Text, shingles: dict[str, Shingles]) -> Copy:
    named = one.canonical is not None and one.canonical == original.url
    likeness = measure_likeness(shingles[one.text_id], shingles[original.text_id])
    return Copy(
        text_id=one.text_id,
        original_id=original.text_id,
        similarity=round(likeness, 3),
        method="canonical_link" if named else "shingles",
    )


def _gather_wordings(texts: Iterable[Text]) -> Iterator[_Wording]:
    """Yield texts in order with those of the very same wording; texts too short to be copies are left out."""
    latest: dict[bytes, _Wording] = {}
    numbers = 0
    for text in texts:
        shingles = shingle(text.text)
        if not len(shingles):
            continue
        at = _read_seconds(text)
        first, last = (-math.inf, math.inf) if at is None else (at, at)
        wording = _Wording(number=numbers, shingles=shingles, texts=[text], first=first, last=last)
        known = latest.get(key := shingles.tobytes())
        if known and known.is_near_in_time(wording):
            known.texts.append(text)
            known.first, known.last = min(known.first, first), max(known.last, last)
        else:
            latest[key] = wording
            numbers += 1
            yield wording


def _join_wordings(wordings: Sequence[_Wording]) -> list[list[_Wording]]:
    """Return the groups of two texts or more whose wordings repeat each other, directly or by others."""
    leaders = list(range(len(wordings)))

    def find(number: int) -> int:
        while leaders[number] != number:
            leaders[number] = leaders[leaders[number]]
            number = leaders[number]
        return number

    for one, others in _find_candidates(wordings):
        tried: set[int] = set()
        for other in others:
            group = find(other.number)
            if group == find(one.number) or group in tried:
                continue  # one member of a group is enough: the likest comes first
            if len(tried) == TRIED:
                break
            tried.add(group)
            if (found := _find_copied(one, other)) is not None:
                leaders[find(found.number)] = find(one.number)
    groups: defaultdict[int, list[_Wording]] = defaultdict(list)
    for wording in wordings:
        groups[find(wording.number)].append(wording)
    return [group for group in groups.values() if sum(len(one.texts) for one in group) > 1]


def _find_candidates(wordings: Sequence[_Wording]) -> Iterator[tuple[_Wording, list[_Wording]]]:
    """Yield each wording with earlier ones that may be like it, by their sketches the likest first.

    One that hardly differs from the likest is its twin and not looked for on its own, so that thousands of them
    cost no more than as many strangers.
    """
    import numpy as np
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

    index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
    sketches = np.zeros((len(wordings), PERMUTATIONS), dtype=np.uint32)
    for one in wordings:
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
        sketch.update_batch((one.shingles & 0xFFFFFFFF).tolist())
        sketches[one.number] = sketch.hashvalues
        numbers = np.sort(np.array(index.query(sketch), dtype=np.int64))
        alike = (sketches[numbers] == sketches[one.number]).sum(axis=1)
        others = [wordings[number] for number in numbers[np.argsort(-alike, kind="stable")]]
        yield one, others
        if others and measure_likeness(others[0].shingles, one.shingles) >= TWIN:
            others[0].twins.append(one)
        else:
            index.insert(one.number, sketch)


def _find_copied(one: _Wording, other: _Wording) -> _Wording | None:
    """Return the other wording, or the twin of it, that a wording repeats; None if it repeats none of them."""
    for twin in (other, *other.twins):
        if one.is_near_in_time(twin) and is_copy(twin.shingles, one.shingles):
            return twin
        if twin is other and measure_likeness(twin.shingles, one.shingles) < SIMILAR - (1 - TWIN):
            return None  # then its twins are too unlike as well
    return None


def _choose_original(group: Sequence[Text]) -> Text:
    """Return the text that others name as their original, else the one that came first."""
    named = {one.canonical for one in group if one.canonical and one.canonical != one.url}
    by_link = [one for one in group if one.url is not None and one.url in named]
    return min(by_link or group, key=_precedence)


def _precedence(text: Text) -> tuple[bool, float, str]:
    at = _read_seconds(text)
    return at is None, at or 0.0, text.text_id


def _read_seconds(text: Text) -> float | None:
    """Return when a text was published in seconds since 1970; a time without zone is taken for UTC."""
    at = text.published_at
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
