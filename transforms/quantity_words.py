"""Words for numbers, and the words around them that bound them."""

from types import MappingProxyType
from typing import Final

UNITS: Final = MappingProxyType(
    {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19,
    }
)  # fmt: skip
TENS: Final = MappingProxyType(
    {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
)
SCALES: Final = MappingProxyType(
    {
        "dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7,
        "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15, "quintillion": 10**18,
    }
)  # fmt: skip
LARGEST: Final = 10**10
"""More than all people alive: a longer run of digits is a number of another kind."""
DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014")

VAGUE: Final = MappingProxyType(
    {
        ("tens", "of", "thousands"): "tens of thousands",
        ("hundreds", "of", "thousands"): "hundreds of thousands",
        ("dozens",): "dozens",
        ("scores",): "scores",
        ("hundreds",): "hundreds",
        ("thousands",): "thousands",
        ("millions",): "millions",
        ("several",): "several",
    }
)
"""Numbers that name no number, the longer ones first."""
BOUNDS: Final = MappingProxyType(
    {
        ("at", "least"): "at_least",
        ("no", "fewer", "than"): "at_least",
        ("no", "less", "than"): "at_least",
        ("not", "less", "than"): "at_least",
        ("not", "fewer", "than"): "at_least",
        ("a", "minimum", "of"): "at_least",
        ("more", "than"): "more_than",
        ("over",): "more_than",
        ("upwards", "of"): "more_than",
        ("upward", "of"): "more_than",
        ("in", "excess", "of"): "more_than",
        ("exceeding",): "more_than",
        ("exceeded",): "more_than",
        ("surpassed",): "more_than",
        ("above",): "more_than",
        ("up", "to"): "up_to",
        ("as", "many", "as"): "up_to",
        ("at", "most"): "up_to",
        ("no", "more", "than"): "up_to",
        ("not", "more", "than"): "up_to",
        ("a", "maximum", "of"): "up_to",
        ("fewer", "than"): "fewer_than",
        ("less", "than"): "fewer_than",
        ("under",): "fewer_than",
        ("below",): "fewer_than",
        ("about",): "about",
        ("around",): "about",
        ("approximately",): "about",
        ("roughly",): "about",
        ("some",): "about",
        ("an", "estimated"): "about",
        ("estimated",): "about",
        ("nearly",): "about",
        ("almost",): "about",
        ("close", "to"): "about",
        ("closer", "to"): "about",
        ("perhaps",): "about",
        ("maybe",): "about",
        ("possibly",): "about",
        ("probably",): "about",
    }
)
"""What stands before a number, and the bound that it makes of it."""
AFTER: Final = MappingProxyType(
    {
        ("at", "most"): "up_to",
        ("at", "least"): "at_least",
        ("or", "less"): "up_to",
        ("or", "more"): "at_least",
        ("or", "so"): "about",
        ("or", "fewer"): "up_to",
        ("plus",): "at_least",
        ("-", "odd"): "about",
    }
)
BEHIND_NOUNS: Final = frozenset({("at", "most"), ("at", "least"), ("or", "more"), ("or", "fewer")})
"""What bounds a number behind its noun too: `15,000 people at most`."""
LONGEST_BOUND: Final = 3
LOWER: Final = frozenset({"more_than", "at_least"})
UPPER: Final = frozenset({"fewer_than", "up_to"})
HEDGES: Final = frozenset({"perhaps", "maybe", "possibly", "probably"})
CHANGES: Final = frozenset(
    {
        "rose", "risen", "rise", "rises", "rising", "climbed", "jumped", "increased", "increasing", "grew",
        "grown", "went", "gone", "raised", "raising", "revised", "up", "soared", "surged", "fell", "fallen",
        "dropped", "lowered", "lowering", "cut", "changed", "updated", "upped", "corrected", "down",
    }
)  # fmt: skip
"""Before `from 12 to 19`, which then is no range: the first number holds no longer."""
OPENERS: Final = frozenset(
    {"a", "an", "half", "between", "from", *UNITS, *TENS, *(form[0] for form in (*VAGUE, *BOUNDS))}
)
"""Words with which a quantity may begin, unless it does with a digit."""
