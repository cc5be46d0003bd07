"""Spans: code points of a text, end exclusive."""

from collections.abc import Iterable, Mapping
from typing import Any


def count_misplaced(text: str, mentions: Iterable[Mapping[str, Any]]) -> int:
    """Return how many mentions (start, end, text) do not stand in the text at their span."""
    return sum(not _stands(text, one["start"], one["end"], one["text"]) for one in mentions)


def _stands(text: str, start: int, end: int, words: str) -> bool:
    return 0 <= start < end <= len(text) and text[start:end] == words
