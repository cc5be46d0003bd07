"""Cities of the world by name, from the packaged GeoNames figures (CC BY 4.0, geonames.org)."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")
APOSTROPHES: Final = re.compile(r"['`]")
SHORT_FORMS: Final = re.compile(r"\b(st|mt|ft)(?= \w)")
LONG_FORMS: Final = {"st": "saint", "mt": "mount", "ft": "fort"}
LOOK_ALIKES: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02b9\u02bb\u02bc\u02be\u02bf\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
        "\u0131": "i",
        "\u0142": "l",
        "\u00f8": "o",
        "\u00df": "ss",
        "\u0111": "d",
        "\u00e6": "ae",
        "\u0141": "L",
        "\u00d8": "O",
        "\u0110": "D",
    }
)
"""Letters and signs that have no plain form in Unicode, but have one in English texts."""
MILLIDEGREES: Final = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A populated place: GeoNames id, name, country (ISO 3166-1 alpha-2), region, degrees, inhabitants."""

    geonames_id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The packaged columns, a row a city; rows by folded name, and sorted other names with their rows."""

    names: Sequence[str]
    ids: "NDArray[np.int32]"
    latitudes: "NDArray[np.int32]"
    longitudes: "NDArray[np.int32]"
    populations: "NDArray[np.int32]"
    region_of: "NDArray[np.int32]"
    regions: Sequence[str]
    rows: Mapping[str, tuple[int, ...]]
    other_names: Sequence[str]
    other_rows: "NDArray[np.int32]"

    def find_rows(self, key: str) -> Iterator[int]:
        """Yield the rows of a folded name, those that bear it in another language or time too."""
        yield from self.rows.get(key, ())
        place = bisect_left(self.other_names, key)
        while place < len(self.other_names) and self.other_names[place] == key:
            yield int(self.other_rows[place])
            place += 1

    def read(self, row: int) -> City:
        """Return one row as a city."""
        country, _, region = self.regions[int(self.region_of[row])].partition(".")
        return City(
            geonames_id=int(self.ids[row]),
            name=self.names[row],
            country=country,
            region=region,
            latitude=int(self.latitudes[row]) / MILLIDEGREES,
            longitude=int(self.longitudes[row]) / MILLIDEGREES,
            population=int(self.populations[row]),
        )


def fold(name: str) -> str:
    """Return a name as it is looked up: plain letters and digits in lower case, one space between words.

    Apostrophes are left out: transliterations have them or not. `St.`, `Mt.` and `Ft.` before another word are
    written out.
    """
    plain = name if name.isascii() else _strip_accents(name)
    words = NOT_PLAIN.sub(" ", APOSTROPHES.sub("", plain.casefold())).strip()
    return SHORT_FORMS.sub(_write_out, words) if "t " in words else words


def find_cities(key: str) -> list[City]:
    """Return the cities of a folded name, the largest first."""
    gazetteer = load_gazetteer()
    found = map(gazetteer.read, set(gazetteer.find_rows(key)))
    return sorted(found, key=lambda city: (-city.population, city.geonames_id))


def pack(column: "NDArray[np.int32]") -> "NDArray[np.uint8]":
    """Return whole numbers as four rows of bytes, the lowest first: they compress better so."""
    import numpy as np

    return np.ascontiguousarray(column.astype("<i4").view(np.uint8).reshape(-1, 4).T)


def unpack(planes: "NDArray[np.uint8]") -> "NDArray[np.int32]":
    """Return the whole numbers that `pack` packed."""
    import numpy as np

    return np.ascontiguousarray(planes.T).view(np.int32).reshape(-1)


@cache
def load_gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, read once a process."""
    import numpy as np

    with files("transforms").joinpath("models/gazetteer.npz").open("rb") as file, np.load(file) as columns:
        names = _read_lines(columns["names"])
        return Gazetteer(
            names=names,
            ids=np.cumsum(unpack(columns["ids"]), dtype=np.int32),
            latitudes=unpack(columns["latitudes"]),
            longitudes=unpack(columns["longitudes"]),
            populations=unpack(columns["populations"]),
            region_of=unpack(columns["region_of"]),
            regions=_read_lines(columns["regions"]),
            rows=_index_names(names),
            other_names=_read_lines(columns["other_names"]),
            other_rows=unpack(columns["other_rows"]),
        )


def _read_lines(column: "NDArray[np.uint8]") -> list[str]:
    return column.tobytes().decode().split("\n")


def _index_names(names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    rows: dict[str, tuple[int, ...]] = {}
    for row, name in enumerate(names):
        key = fold(name)
        rows[key] = (*rows[key], row) if key in rows else (row,)
    return rows


def _strip_accents(name: str) -> str:
    return unicodedata.normalize("NFKD", name.translate(LOOK_ALIKES)).encode("ascii", "ignore").decode()


def _write_out(short: re.Match[str]) -> str:
    return LONG_FORMS[short[1]]
