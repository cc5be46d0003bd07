"""Syndicated copies: texts that share most of their wording, and which of them came first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

SHINGLE: Final = 5
"""Words in a shingle (Broder 1997)."""
PERMUTATIONS: Final = 128
CANDIDATE: Final = 0.3
"""Estimated Jaccard similarity from which two texts are compared exactly."""
SIMILAR: Final = 0.45
"""Jaccard similarity of shingles from which a text is a copy of another."""
CONTAINED: Final = 0.75
"""Share of the shorter text's shingles in the longer one's: a copy that was cut or added to."""
SHORTEST: Final = 25
"""Words below which a text says too little to be a copy of another."""
WORD: Final = re.compile(r"\w+")


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


def find_copies(texts: Sequence[Text]) -> list[Copy]:
    """Return the copies among texts, each with its original: the text of its group that is named or came first.

    MinHash over shingles of five words finds the candidates (datasketch), exact sets confirm them. The same for
    any order of the texts.
    """
    ordered = sorted(texts, key=_precedence)
    shingles = {one.text_id: shingle(one.text) for one in ordered}
    groups = _join(ordered, _find_pairs(ordered, shingles))
    copies: list[Copy] = []
    for group in groups:
        original = _choose_original(group)
        for one in group:
            if one is not original:
                named = one.canonical is not None and one.canonical == original.url
                likeness = measure_likeness(shingles[one.text_id], shingles[original.text_id])
                method = "canonical_link" if named else "shingles"
                copies.append(
                    Copy(
                        text_id=one.text_id,
                        original_id=original.text_id,
                        similarity=round(likeness, 3),
                        method=method,
                    )
                )
    return sorted(copies, key=lambda copy: copy.text_id)


def shingle(text: str) -> frozenset[str]:
    """Return the runs of five words in a text, in lower case; of a short text the whole."""
    words = WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return frozenset()
    return frozenset(" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def measure_likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard similarity of two sets of shingles, 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts share most of their wording, or the shorter one nearly all of its own."""
    shared = len(one & other)
    if not shared:
        return False
    return shared >= SIMILAR * (len(one) + len(other) - shared) or shared >= CONTAINED * min(len(one), len(other))


def _find_pairs(texts: Sequence[Text], shingles: Mapping[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Return pairs of texts that join all copies; of texts that are the very same only the first is compared."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

    index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
    firsts: dict[frozenset[str], str] = {}
    pairs: list[tuple[str, str]] = []
    for one in texts:
        own = shingles[one.text_id]
        if not own:
            continue
        if (first := firsts.setdefault(own, one.text_id)) != one.text_id:
            pairs.append((first, one.text_id))
            continue
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch([words.encode() for words in own])
        near: Iterable[str] = sorted(index.query(sketch))
        pairs += [(other, one.text_id) for other in near if is_copy(shingles[other], own)]
        index.insert(one.text_id, sketch)
    return pairs


def _join(texts: Sequence[Text], pairs: Sequence[tuple[str, str]]) -> list[list[Text]]:
    """Return the groups of texts that pairs join, in order; texts without a pair are in none."""
    leader = {one.text_id: one.text_id for one in texts}

    def find(text_id: str) -> str:
        while leader[text_id] != text_id:
            leader[text_id] = leader[leader[text_id]]
            text_id = leader[text_id]
        return text_id

    for one, other in pairs:
        leader[find(other)] = find(one)
    groups: dict[str, list[Text]] = {}
    for text in texts:
        groups.setdefault(find(text.text_id), []).append(text)
    return [group for group in groups.values() if len(group) > 1]


def _choose_original(group: Sequence[Text]) -> Text:
    """Return the text that others name as their original, else the one that came first."""
    named = [one.canonical for one in group if one.canonical and one.canonical != one.url]
    by_link = [one for one in group if one.url is not None and one.url in named]
    return min(by_link or group, key=_precedence)


def _precedence(text: Text) -> tuple[bool, float, str]:
    at = text.published_at
    return at is None, at.timestamp() if at else 0.0, text.text_id
