"""First names that tell a person from another thing, and often a woman from a man."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

Gender = Literal["he", "she"]

GENDERS: Final[Mapping[str, Gender]] = MappingProxyType({"w": "she", "m": "he"})


def is_first_name(word: str) -> bool:
    """Whether a word, in lower case, is a common first name that names no large city as well."""
    return word in _load_names()


def tell_gender(word: str) -> Gender | None:
    """Return the pronoun of a first name, in lower case; None for one that both bear, and for other words."""
    return _load_names().get(word)


@cache
def _load_names() -> Mapping[str, Gender | None]:
    """Return the packaged names: the commonest of the US census of 1990, and of some twenty other countries."""
    lines = files("transforms").joinpath("models/first_names.txt").read_text(encoding="utf-8").splitlines()
    return MappingProxyType({name: GENDERS.get(mark) for name, _, mark in (line.partition(" ") for line in lines)})
