"""Countries by their names, adjectives and peoples, and capitals where they stand for governments."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, Literal

from transforms.gazetteer import fold
from transforms.mentions import POSSESSIVES

CountryKind = Literal["plain", "metonym", "ambiguous", "none"]

EDGES: Final = " \t\u00a0\"'\u2018\u2019\u201c\u201d,;:"
PREFIX: Final = re.compile(r"^(?:pro|anti|non|un|pan)[-\u2010\u2011]", re.IGNORECASE)
SUFFIX: Final = re.compile(
    r"[-\u2010\u2011](?:led|backed|born|based|made|controlled|held|occupied|owned|run|style|speaking|sponsored|trained"
    r"|allied|aligned|friendly|administered|annexed|funded|supplied|bound)$",
    re.IGNORECASE,
)
OFFICIAL: Final = re.compile(
    r"(?:the )?"
    r"(?:(?:federal |federative |islamic |arab |democratic |people'?s |socialist |united |co-operative )*republic"
    r"|(?:hashemite )?kingdom|commonwealth|grand duchy|principality|sultanate|emirate|union|state|government"
    r"|people)"
    r" of (?:the )?(.+)",
    re.IGNORECASE,
)
"""Official names of states; those that say more than the common name stand in the table."""
SHORT_WORDS: Final = frozenset(
    {"us", "car", "usa", "uk", "prc", "rsa", "png", "rok", "ksa", "uae", "drc", "male", "nk", "u s"}
)
"""Short forms that are words of another kind in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryReading:
    """What a form says of a country: ISO 3166-1 alpha-2 code (XK for Kosovo) or None, and in which way."""

    country: str | None
    kind: CountryKind
    is_demonym: bool = False


NOTHING: Final = CountryReading(country=None, kind="none")


@lru_cache(maxsize=20_000)
def name_country(surface: str) -> CountryReading:
    """Return which country a form names by itself: plainly, as the seat of its government, openly, or not at all.

    Historical and ambiguous forms have no country: the text around them must say. `pro-` and `-led` do not count.
    """
    name = surface.strip(EDGES)
    for ending in POSSESSIVES:
        name = name.removesuffix(ending)
    bare = PREFIX.sub("", SUFFIX.sub("", name))
    if fold(name).removeprefix("the ") in SHORT_WORDS and not _is_short_form(name):
        return NOTHING
    for form in (name, bare):
        if reading := _read_key(fold(form)):
            return reading
    official = OFFICIAL.fullmatch(bare)
    reading = _read_key(fold(official[1])) if official else None
    return reading if reading and reading.kind == "plain" and not reading.is_demonym else NOTHING


def _read_key(key: str) -> CountryReading | None:
    """Return what a folded form says, None if it is not known."""
    short = key.removeprefix("the ")
    if short in _load_forms()["no_country"]:
        return NOTHING
    if short in _load_forms()["ambiguous"]:
        return CountryReading(country=None, kind="ambiguous")
    plain = _load_plain()
    if found := plain.get(key) or plain.get(short):
        return found
    seats = _load_forms()["seats"]
    capital = seats.get(key) or seats.get(short) or _load_capitals().get(short)
    return CountryReading(country=capital, kind="metonym") if capital else None


def _is_short_form(name: str) -> bool:
    """Whether a form is written as an abbreviation is: `US`, `U.S.`, `u.k.`, but no `us` or `Car`."""
    letters = name.removeprefix("the ").removeprefix("The ").replace(".", "").replace(" ", "")
    return letters.isupper() or "." in name.rstrip(".")


@lru_cache(maxsize=20_000)
def is_stateless(surface: str) -> bool:
    """Whether a form is known to name no state of today: one that is gone, a people without one, a union."""
    return fold(surface).removeprefix("the ") in _load_forms()["no_country"]


@lru_cache(maxsize=20_000)
def list_contenders(surface: str) -> tuple[str, ...]:
    """Return the codes of the countries that an ambiguous form may name, the likeliest first; none for others."""
    return tuple(_load_forms()["ambiguous"].get(fold(surface).removeprefix("the "), ()))


def list_countries() -> tuple[Mapping[str, Any], ...]:
    """Return the packaged countries: code, name, names, demonyms, capital, latitude, longitude, geonames_id."""
    return tuple(load_places()["countries"])


@cache
def load_places() -> Mapping[str, Any]:
    """Return the packaged table of countries and regions, read once a process."""
    content = files("transforms").joinpath("models/places.json").read_text(encoding="utf-8")
    table: Mapping[str, Any] = json.loads(content)
    return table


@cache
def _load_forms() -> Mapping[str, Any]:
    """Return the folded forms that need more than the table of countries.

    `ambiguous` (two countries, a disputed land, or a person as well) with the codes of the countries that contend,
    the likeliest first; `no_country` (states that are gone, continents, peoples, faiths); `seats` of governments.
    """
    content = files("transforms").joinpath("models/country_forms.json").read_text(encoding="utf-8")
    forms: Mapping[str, Any] = json.loads(content)
    return {**forms, "no_country": frozenset(forms["no_country"])}


@cache
def _load_plain() -> Mapping[str, CountryReading]:
    """Return each plain form, folded: names first, then peoples and adjectives."""
    forms: dict[str, CountryReading] = {}
    for country in load_places()["countries"]:
        code = country["code"]
        for name in (country["name"], *country["names"]):
            forms.setdefault(fold(name).removeprefix("the "), CountryReading(country=code, kind="plain"))
        for demonym in country["demonyms"]:
            for form in _pluralise(fold(demonym)):
                forms.setdefault(form, CountryReading(country=code, kind="plain", is_demonym=True))
    # bare "States" are any states
    forms.pop("states", None)
    forms["the states"] = CountryReading(country="US", kind="plain")
    return forms


def _pluralise(demonym: str) -> tuple[str, ...]:
    if demonym.endswith("man"):
        return demonym, demonym[:-3] + "men"
    if demonym.endswith(("ese", "ss", "sh", "nch", "tch")):
        return (demonym,)
    return demonym, demonym + "s"


@cache
def _load_capitals() -> Mapping[str, str]:
    return {
        fold(country["capital"]): country["code"] for country in load_places()["countries"] if country["capital"]
    }
