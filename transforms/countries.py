"""Countries by their names, adjectives and peoples, and capitals where they stand for governments."""

import json
import re
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
    "rashtrapati bhavan": "IN", "kyiv": "UA", "kiev": "UA", "peking": "CN", "zagreb": "HR",
    "tel aviv": "IL", "ottawa": "CA", "canberra": "AU", "holyrood": "GB", "stormont": "GB", "quirinal": "IT",
    "palazzo chigi": "IT", "malacanang": "PH", "malacanang palace": "PH", "washington dc": "US", "washington d c": "US",
    "bogota": "CO", "asuncion": "PY", "brasilia": "BR", "chisinau": "MD", "sana a": "YE", "sanaa": "YE", "astana": "KZ",
    "nur sultan": "KZ", "naypyitaw": "MM", "the hague": "NL", "rabat": "MA", "cairo": "EG", "la paz": "BO",
}  # fmt: skip
"""Seats of governments that stand for them, with capitals that are written in several ways."""
POSSESSIVES: Final = ("'s", "\u2019s")
EDGES: Final = " \t\u00a0\"'\u2018\u2019\u201c\u201d,;:"
PREFIX: Final = re.compile(r"^(?:pro|anti|non|un|pan)[-\u2010\u2011]", re.IGNORECASE)
SUFFIX: Final = re.compile(
    r"[-\u2010\u2011](?:led|backed|born|based|made|controlled|held|occupied|owned|run|style|speaking|sponsored|trained"
    r"|allied|aligned|friendly|administered|annexed|funded|supplied|bound)$",
    re.IGNORECASE,
)
OFFICIAL: Final = re.compile(
    r"(?:the )?(?:(?:federal |federative |islamic |arab |democratic |people'?s |socialist |united |co-operative )*republic"
    r"|(?:hashemite )?kingdom|commonwealth|grand duchy|principality|sultanate|emirate|union|state|government|people)"
    r" of (?:the )?(.+)",
    re.IGNORECASE,
)
"""Official names of states; those that say more than the common name stand in the table."""
SHORT_WORDS: Final = frozenset({"us", "car", "usa", "uk", "prc", "rsa", "png", "rok", "ksa", "uae", "drc", "male", "nk", "u s"})
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
    if short in NO_COUNTRY:
        return NOTHING
    if short in AMBIGUOUS:
        return CountryReading(country=None, kind="ambiguous")
    plain = _load_plain()
    if found := plain.get(key) or plain.get(short):
        return found
    capital = SEATS.get(key) or SEATS.get(short) or _load_capitals().get(short)
    return CountryReading(country=capital, kind="metonym") if capital else None


def _is_short_form(name: str) -> bool:
    """Whether a form is written as an abbreviation is: `US`, `U.S.`, `u.k.`, but no `us` or `Car`."""
    letters = name.removeprefix("the ").removeprefix("The ").replace(".", "").replace(" ", "")
    return letters.isupper() or "." in name.rstrip(".")


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
    return {fold(country["capital"]): country["code"] for country in load_places()["countries"] if country["capital"]}
