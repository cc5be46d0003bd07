"""Pages kept beside a catalog entry: how they were read when it was written, and whether they still are."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dateline.errors import UserError
from scrapers.catalog import Listed
from scrapers.probing.samples import Sample
from scrapers.yamlmarks import Problem
from transforms.records import Extraction, Page, Source

PAGE, INPUTS, EXPECTED = "page.html", "inputs.json", "expected.json"
FIELDS: Final = (
    *("title", "authors", "published_at", "published_day", "published_precision", "published_raw"),
    *("published_problem", "modified_at", "language", "section", "tags", "image_url", "canonical_url"),
    *("truncated", "text", "methods"),
)
INSTANTS: Final = ("fetched_at", "listed_published_at")
AROUND: Final = 30
"""Characters shown on each side of the first difference."""


def write_source(folder: Path, source_id: str, text: str, samples: Iterable[Sample]) -> tuple[Path, Path]:
    """Write an entry and the folder of its pages; nothing is overwritten, and nothing stays half-written."""
    check_free(folder, source_id)
    entry, pages = folder / f"{source_id}.yaml", folder / source_id
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=f".{source_id}-") as scratch:
        draft = Path(scratch)
        (draft / "entry").write_text(text, encoding="utf-8")
        write_pages(draft / "pages", samples)
        (draft / "pages").rename(pages)
        try:
            os.link(draft / "entry", entry)  # unlike a rename it fails where somebody was quicker
        except OSError:
            shutil.rmtree(pages)
            raise
    return entry, pages


def check_free(folder: Path, source_id: str) -> None:
    """Raise UserError where something of that id is in the folder."""
    for name in (f"{source_id}.yaml", f"{source_id}.yml", source_id):
        if (folder / name).exists():
            raise UserError(f"{folder / name} is there already: choose another --id, or remove it first")


def write_pages(folder: Path, samples: Iterable[Sample]) -> None:
    """Write each page that was read into a folder of its own, named after its address."""
    folder.mkdir()
    for sample in samples:
        if sample.page is None or sample.extraction is None:
            continue
        place = folder / name_page(sample.page.url or "", taken={path.name for path in folder.iterdir()})
        place.mkdir()
        (place / PAGE).write_bytes(sample.page.body)
        write_json(place / INPUTS, describe_inputs(sample.page))
        write_json(place / EXPECTED, describe_extraction(sample.extraction))


def name_page(url: str, *, taken: set[str]) -> str:
    """Return a folder name for a page that no other page has."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    stem = re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:60].strip("-") or "page"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def describe_inputs(page: Page) -> dict[str, Any]:
    """Return what extraction was told of a page; time zone, languages and overrides are the entry's."""
    names = ("url", "content_type", *INSTANTS, "listed_published_raw", "listed_title")
    return {name: plain(value) for name in names if (value := getattr(page, name)) is not None}


def describe_extraction(extraction: Extraction) -> dict[str, Any]:
    """Return what was read, field by field, in types that JSON knows."""
    rejection = extraction.rejection
    fields = {name: plain(getattr(extraction.article, name)) for name in FIELDS}
    return fields | {"rejection": str(rejection.reason) if rejection else None}


def plain(value: Any) -> Any:  # noqa: ANN401 - any field of a record
    """Return a value as JSON has it."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that a person can read and compare."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def check_fixtures(listed: Iterable[Listed]) -> tuple[int, list[Problem]]:
    """Read the pages beside each entry again; return how many there are, and a problem a field that changed."""
    number = 0
    problems: list[Problem] = []
    for one in listed:
        for place in list_pages(Path(one.origin).with_suffix("")):
            number += 1
            problems += check_page(place, one.source)
    return number, problems


def list_pages(folder: Path) -> list[Path]:
    """Return the folders of an entry's pages."""
    return sorted(path.parent for path in folder.glob(f"*/{PAGE}")) if folder.is_dir() else []


def check_page(place: Path, source: Source) -> Iterator[Problem]:
    """Yield a problem a field that is not read as it was; what is missing is written, to be looked through."""
    from transforms.extract import extract_article

    try:
        page = read_page(place, source)
        found = describe_extraction(extract_article(page))
        expected = json.loads((place / EXPECTED).read_bytes()) if (place / EXPECTED).exists() else None
    except (OSError, ValueError, TypeError) as error:
        yield Problem(file=str(place), line=None, message=f"cannot be read: {error}")
        return
    if not isinstance(expected, dict):
        write_json(place / EXPECTED, found)
        yield Problem(file=str(place / EXPECTED), line=None, message="was missing and is written now: read it")
        return
    for name, value in expected.items():
        if found.get(name) != value:
            message = word_change(name, value, found.get(name))
            yield Problem(file=str(place / EXPECTED), line=None, message=message)


def read_page(place: Path, source: Source) -> Page:
    """Return a kept page, with what its entry says now."""
    inputs = json.loads((place / INPUTS).read_bytes())
    if not isinstance(inputs, dict):
        raise TypeError(f"{INPUTS} holds no object")
    for name in INSTANTS:
        if inputs.get(name):
            inputs[name] = datetime.fromisoformat(inputs[name])
    page = Page(body=(place / PAGE).read_bytes(), **inputs)
    return replace(page, timezone=source.timezone, languages=source.languages, overrides=source.overrides)


def word_change(name: str, before: Any, now: Any) -> str:  # noqa: ANN401 - JSON
    """Say how a field changed; of long texts, where they begin to differ."""
    old, new = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in (before, now))
    same = (one == other for one, other in zip(old, new, strict=False))
    at = sum(1 for _ in takewhile(bool, same))
    where = f" at character {at}" if at > AROUND else ""
    return f"{name} was {cut(old, at)!r} and is {cut(new, at)!r}{where}"


def cut(text: str, at: int) -> str:
    """Return a text around a place."""
    start = 0 if at <= AROUND else at - AROUND
    end = at + 2 * AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
