"""The catalog: one YAML file a source, checked, with file and line in every complaint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from scrapers.complaints import describe_errors
from scrapers.entries import Entry, to_source
from scrapers.yamlmarks import Marked, PlainDumper, Problem, read_yaml
from transforms.records import Source

SHIPPED: Final = Path(__file__).parent / "sources"
"""The folder of the entries that come with the product."""


class CatalogError(ValueError):
    """The catalog cannot be used as it stands; one line a problem."""

    def __init__(self, problems: Iterable[Problem | str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry and where it stands: a file, or words such as `demo`."""

    entry: Entry
    origin: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Every entry by id, in the order of ids; `dormant` ones take part only when they are named."""

    listed: Mapping[str, Listed]
    dormant: frozenset[str] = frozenset()

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return {source_id: listed.source for source_id, listed in self.listed.items()}


def read_folder(folder: Path) -> tuple[list[Listed], list[Problem]]:
    """Read every entry of a folder; other files and files whose name starts with a dot are left alone."""
    if not folder.is_dir():
        return [], [Problem(file=str(folder), line=None, message="there is no such folder of catalog entries")]
    return read_files(sorted(path for path in folder.iterdir() if is_entry_file(path)))


def read_files(paths: Iterable[Path]) -> tuple[list[Listed], list[Problem]]:
    """Read entries; return the good ones and every problem of the others."""
    listed: list[Listed] = []
    problems: list[Problem] = []
    for path in paths:
        entry, found = read_file(path)
        problems += found
        if entry is not None:
            listed.append(list_entry(entry, str(path)))
    return listed, problems


def read_file(path: Path) -> tuple[Entry | None, list[Problem]]:
    """Read one entry; None and its problems if it has any."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        return None, [Problem(file=str(path), line=None, message=f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return None, [Problem(file=str(path), line=None, message="is not UTF-8 text: save it as UTF-8")]
    entry, problems = parse_entry(text, file=str(path))
    if entry is not None and path.stem != entry.id:
        message = f"the id is {entry.id!r} but the file is {path.name}: name it {entry.id}.yaml"
        return None, [Problem(file=str(path), line=find_line(text, "id"), message=message)]
    return entry, problems


def parse_entry(text: str, *, file: str) -> tuple[Entry | None, list[Problem]]:
    """Read an entry's text; None and its problems if it has any."""
    marked = read_yaml(text, file=file)
    if marked.problems:
        return None, list(marked.problems)
    if not isinstance(marked.value, dict):
        return None, [Problem(file=file, line=1, message="holds no entry: write keys such as id, name, kind")]
    return check_entry(marked, file=file)


def check_entry(marked: Marked, *, file: str) -> tuple[Entry | None, list[Problem]]:
    """Hold a value against the schema."""
    try:
        return Entry.model_validate(marked.value), []
    except ValidationError as error:
        return None, describe_errors(error, marked, file=file)


def list_entry(entry: Entry, origin: str) -> Listed:
    """Put an entry beside its origin and its source."""
    return Listed(entry=entry, origin=origin, source=to_source(entry))


def merge_catalog(*layers: Iterable[Listed], dormant: Iterable[str] = ()) -> Catalog:
    """Return a catalog in which an entry of a later layer replaces one of the same id in an earlier layer."""
    merged: dict[str, Listed] = {}
    for layer in layers:
        merged |= {listed.entry.id: listed for listed in layer}
    ordered = {source_id: merged[source_id] for source_id in sorted(merged)}
    return Catalog(listed=ordered, dormant=frozenset(dormant) & ordered.keys())


def write_entry(entry: Entry) -> str:
    """Return an entry as YAML, keys in the schema's order, nothing left out."""
    shown = entry.model_dump(mode="python")
    return yaml.dump(shown, Dumper=PlainDumper, sort_keys=False, allow_unicode=True, width=110)


def is_entry_file(path: Path) -> bool:
    """Whether a file of a catalog folder is meant as an entry."""
    return path.suffix in {".yaml", ".yml"} and not path.name.startswith(".")


def find_line(text: str, key: str) -> int | None:
    """Return the line of a top-level key."""
    return read_yaml(text, file="").lines.get((key,))
