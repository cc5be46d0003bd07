"""Cities of the world by name, from the packaged GeoNames figures (CC BY 4.0, geonames.org)."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A populated place: GeoNames id, name, country (ISO 3166-1 alpha-2), first-order region, degrees, inhabitants."""

    geonames_id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int


def fold(name: str) -> str:
    """Return a name as it is looked up: plain letters and digits in lower case, one space between words."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return NOT_PLAIN.sub(" ", plain.casefold()).strip()


def find_cities(key: str) -> list[City]:
    """Return the cities of a folded name, the largest first."""
    gazetteer = load_gazetteer()
    first = bisect_left(gazetteer.keys, key)
    found: list[City] = []
    while first < len(gazetteer.keys) and gazetteer.keys[first] == key:
        found.append(gazetteer.read(int(gazetteer.rows[first])))
        first += 1
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The packaged columns: keys sorted, each with the row of its city."""

    keys: list[str]
    rows: "NDArray[np.int32]"
    names: list[str]
    ids: "NDArray[np.int32]"
    latitudes: "NDArray[np.float32]"
    longitudes: "NDArray[np.float32]"
    populations: "NDArray[np.int32]"
    regions: "NDArray[np.int16]"
    region_names: list[str]

    def read(self, row: int) -> City:
        """Return one row as a city."""
        country, _, region = self.region_names[int(self.regions[row])].partition(".")
        return City(
            geonames_id=int(self.ids[row]),
            name=self.names[row],
            country=country,
            region=region,
            latitude=round(float(self.latitudes[row]), 5),
            longitude=round(float(self.longitudes[row]), 5),
            population=int(self.populations[row]),
        )


@cache
def load_gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, read once a process (a third of a second, about 60 MB)."""
    import numpy as np

    with files("transforms").joinpath("models/gazetteer.npz").open("rb") as file, np.load(file) as columns:
        return Gazetteer(
            keys=columns["keys"].tobytes().decode().split("\n"),
            rows=columns["rows"],
            names=columns["names"].tobytes().decode().split("\n"),
            ids=columns["ids"],
            latitudes=columns["latitudes"],
            longitudes=columns["longitudes"],
            populations=columns["populations"],
            regions=columns["regions"],
            region_names=columns["region_names"].tobytes().decode().split("\n"),
        )
