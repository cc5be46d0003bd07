"""Countries by their names, adjectives and peoples, and capitals where they stand for governments."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from transforms.gazetteer import fold

CountryKind = Literal["plain", "metonym", "ambiguous", "none"]

AMBIGUOUS: Final = frozenset(
    """georgia|georgian|georgians|jordan|congo|congolese|korea|korean|koreans|dominican|dominicans|guiana|virgin islands
    |nagorno karabakh|karabakh|artsakh|transnistria|abkhazia|abkhaz|abkhazian|south ossetia|south ossetian|ossetian|crimea
    |crimean|donbas|donbass|kashmir|kashmiri|kurdistan|somaliland|northern cyprus|turkish cypriot|turkish cypriots
    |jerusalem|gaza|gaza strip|west bank|golan heights|brussels|geneva|georgetown|victoria|kingston|san jose|male
    |samoa american|timor|macau sar|antilles|luhansk|donetsk|trans dniester|puntland|tibet|tibetan|tibetans|xinjiang""".replace(
        "\n", ""
    )
    .replace("  ", "")
    .split("|")
)
"""Forms that name two countries, a disputed territory, or a person as well: they stay open."""
CONTENDERS: Final = {
    "georgia": ("GE",), "georgian": ("GE",), "georgians": ("GE",), "jordan": ("JO",),
    "congo": ("CD", "CG"), "congolese": ("CD", "CG"), "korea": ("KR", "KP"), "korean": ("KR", "KP"),
    "koreans": ("KR", "KP"), "dominican": ("DO", "DM"), "dominicans": ("DO", "DM"), "timor": ("TL",),
    "virgin islands": ("VI", "VG"), "guiana": ("GY", "GF"),
}  # fmt: skip
"""The countries that ambiguous forms may name, the likeliest first."""
NO_COUNTRY: Final = frozenset(
    """soviet|soviets|ussr|soviet union|yugoslav|yugoslavs|yugoslavia|czechoslovak|czechoslovakia|czechoslovakian|ottoman
    |ottomans|ottoman empire|east german|east germans|east germany|west german|west germans|west germany|ex soviet
    |post soviet|ex yugoslav|prussia|prussian|persia|persian|zaire|rhodesia|rhodesian|western|westerner|westerners|eastern
    |african|africans|european|europeans|asian|asians|arab|arabs|arabic|kurd|kurds|kurdish|jew|jews|jewish|muslim|muslims
    |christian|christians|latin|latin american|latino|hispanic|north american|south american|central american|middle eastern
    |caribbean|balkan|baltic|nordic|scandinavian|slav|slavic|africa|europe|asia|america latina|latin america|middle east
    |european union|eu|nato|un|united nations|roma|tatar|tatars|chechen|chechens|basque|catalan|serbo croatian|serb croat
    |afro american|african american|african americans|anglo saxon|roman|byzantine|habsburg|austro hungarian
    |austria hungary""".replace("\n", "").replace("  ", "").split("|")
)  # fmt: skip
"""Forms of states that are gone, of continents, peoples and faiths."""
SEATS: Final = {
    "kremlin": "RU", "white house": "US", "pentagon": "US", "capitol hill": "US", "foggy bottom": "US",
    "oval office": "US", "state department": "US", "downing street": "GB", "10 downing street": "GB",
    "number 10": "GB", "no 10": "GB", "whitehall": "GB", "westminster": "GB", "elysee": "FR", "elysee palace": "FR",
    "quai d orsay": "FR", "matignon": "FR", "blue house": "KR", "bundestag": "DE", "chancellery": "DE",
    "knesset": "IL", "duma": "RU", "state duma": "RU", "zhongnanhai": "CN", "foreign ministry in beijing": "CN",
    "rashtrapati bhavan": "IN", "kyiv": "UA", "kiev": "UA", "peking": "CN", "zagreb": "HR", "bonn": None,
    "tel aviv": "IL", "ottawa": "CA", "canberra": "AU", "holyrood": "GB", "stormont": "GB", "quirinal": "IT",
    "palazzo chigi": "IT", "malacanang": "PH", "malacanang palace": "PH", "washington dc": "US", "washington d c": "US",
    "bogota": "CO", "asuncion": "PY", "brasilia": "BR", "chisinau": "MD", "sana a": "YE", "sanaa": "YE", "astana": "KZ",
    "nur sultan": "KZ", "naypyitaw": "MM", "the hague": "NL", "rabat": "MA", "cairo": "EG", "la paz": "BO",
}  # fmt: skip
"""Seats of governments that stand for them, with capitals that are written in several ways."""
POSSESSIVES: Final = ("'s", "\u2019s", "s'", "s\u2019")
UPPER_ONLY: Final = frozenset({"us", "uk", "car", "prc", "rsa", "png", "rok", "ksa", "rf", "uae", "drc", "dprk", "usa", "male"})
"""Short forms that are words of another kind in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryReading:
    """What a form says of a country: ISO 3166-1 alpha-2 code (XK for Kosovo) or None, and in which way."""

    country: str | None
    kind: CountryKind
    is_demonym: bool = False


NOTHING: Final = CountryReading(country=None, kind="none")


def name_country(surface: str) -> CountryReading:
    """Return which country a form names by itself: plainly, as the seat of its government, openly, or not at all.

    Historical and ambiguous forms have no country: the text around them must say.
    """
    name = surface.strip().strip("\"'\u2018\u2019\u201c\u201d,.;:")
    for ending in POSSESSIVES[:2]:
        name = name.removesuffix(ending)
    key = fold(name)
    key = key.removeprefix("the ") if key != "the states" else key
    if key in UPPER_ONLY and not any(letter.isupper() for letter in name):
        return NOTHING
    if key in {"us", "car"} and name.replace(".", "") not in {"US", "CAR"}:
        return NOTHING
    if key in NO_COUNTRY:
        return NOTHING
    if key in AMBIGUOUS:
        return CountryReading(country=None, kind="ambiguous")
    if key in (plain := _load_plain()):
        return plain[key]
    if key in SEATS:
        code = SEATS[key]
        return CountryReading(country=code, kind="metonym") if code else NOTHING
    capital = _load_capitals().get(key)
    return CountryReading(country=capital, kind="metonym") if capital else NOTHING


def list_contenders(surface: str) -> tuple[str, ...]:
    """Return the codes of the countries that an ambiguous form may name, the likeliest first; none for others."""
    return CONTENDERS.get(fold(surface).removeprefix("the "), ())


def list_countries() -> tuple[Mapping[str, Any], ...]:
    """Return the packaged table's countries: code, name, names, demonyms, capital, latitude, longitude, geonames_id."""
    return tuple(load_places()["countries"])


@cache
def load_places() -> Mapping[str, Any]:
    """Return the packaged table of countries and regions, read once a process."""
    content = files("transforms").joinpath("models/places.json").read_text(encoding="utf-8")
    table: Mapping[str, Any] = json.loads(content)
    return table


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
    forms["the states"] = CountryReading(country="US", kind="plain")
    return forms


def _pluralise(demonym: str) -> tuple[str, ...]:
    if demonym.endswith("man"):
        return demonym, demonym[:-3] + "men"
    if demonym.endswith(("ese", "ss", "sh", "ch")):
        return (demonym,)
    return demonym, demonym + "s"


@cache
def _load_capitals() -> Mapping[str, str]:
    return {fold(country["capital"]): country["code"] for country in load_places()["countries"]}
