"""How names are compared: normalised words, initials, slips of the pen."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from transforms.name_words import TRIMMED

NOT_PLAIN: Final = re.compile(r"[^\w]+")
INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
DOTTED: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}")
SMALL: Final = frozenset(
    {"&", "a", "al", "an", "and", "at", "de", "del", "der", "des", "du", "for", "in", "la", "le", "of", "on",
     "the", "to", "van", "von"}
)  # fmt: skip
"""Small words, which acronyms may leave out."""
SAME_WORDS: Final = {"defense": "defence", "organization": "organisation", "center": "centre", "labor": "labour"}
INITIALS: Final = re.compile(r"[A-Z](?:[A-Z&.]|o(?=[A-Z])){1,7}")
PARTICLES: Final = frozenset(
    {"al", "el", "ad", "as", "an", "ar", "de", "den", "der", "di", "du", "la", "le", "van", "von"}
)
"""Small words that may stand before a surname."""
GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})


def normalise_name(name: str) -> str:
    """Return a name as it is compared: no case, accents, dots, titles, possessive or leading article."""
    return " ".join(list_words(name))


def measure_fullness(name: str) -> tuple[bool, int, int, bool]:
    """Return what makes one name fuller than another: words, letters, small ones; an acronym is the least."""
    words = len(name.split())
    return INITIALS.fullmatch(name) is None, words, len(name) if words > 1 else 0, not name.isupper()


def leave_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a surname without the small words before it, as `al-Halabi` is `Halabi`."""
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return words


def has_same_first_names(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether what stands before two surnames is the same, or an initial; either may lack names in the middle."""
    first, second = ([name for name in words[:-1] if name not in PARTICLES] or words[:1] for words in (one, other))
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(first, second, strict=False))


def is_misspelt(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names of as many words differ in one letter of one long word."""
    if len(one) != len(other) or len(one) < 2:
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return (
        len(pairs) == 1
        and min(map(len, pairs[0])) >= 6
        and pairs[0][0][0] == pairs[0][1][0]
        and _is_near(*pairs[0])
    )


def _is_near(one: str, other: str) -> bool:
    """Whether two words differ in one letter: changed, added or left out."""
    if abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    rest = shorter[at:] if len(shorter) < len(longer) else shorter[at + 1 :]
    return rest == longer[at + 1 :]


def is_acronym(short: str, name: str) -> bool:
    """Whether a word of capitals is made of a name's initials, with or without its small words."""
    letters = short.replace(".", "").replace("&", "")
    if not INITIALS.fullmatch(short) or len(letters) < 2 or " " not in name:
        return False
    parts = [part for part in re.split(r"[\s-]+", name) if part[:1].isalpha()]
    every = "".join(part[0] for part in parts).upper()
    large = "".join(part[0] for part in parts if part.lower() not in SMALL).upper()
    return letters.upper() in {every, large}


@lru_cache(maxsize=8192)
def list_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: no case, accents, dots, titles, possessive or article."""
    name = name if name.isascii() else INVISIBLE.sub("", name)
    plain = unicodedata.normalize("NFKD", DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), name)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['\u2019]s\b|['\u2019](?=\w)", "", plain)
    words = [SAME_WORDS.get(word, word) for word in NOT_PLAIN.sub(" ", plain).split()]
    while len(words) > 1 and words[0] in TRIMMED | {"the", "a", "an"}:
        words = words[1:]
    while len(words) > 2 and words[-1] in GENERATIONS:
        words = words[:-1]
    return tuple(words)
