"""What is wrong with a catalog entry, in words and with the line: schema errors as a person would say them."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from scrapers import entries, ways
from scrapers.yamlmarks import Marked, Path, Problem

MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "": entries.Entry,
    "politeness": entries.Politeness,
    "expected": entries.Expected,
    "overrides": entries.Overrides,
    "evidence": entries.Evidence,
    "wordpress": ways.WordPressStrategy,
    "feed": ways.FeedStrategy,
    "sitemap": ways.SitemapStrategy,
    "listing": ways.ListingStrategy,
    "archive_pages": ways.ArchivePagesStrategy,
    "warc": ways.WarcStrategy,
}
"""Where an unknown key can stand, by the last name in pydantic's path."""


def describe_errors(error: ValidationError, marked: "Marked", *, file: str) -> list[Problem]:
    """Return one problem for each schema error, in the order of lines."""
    problems = []
    for fault in error.errors(include_url=False):
        path = resolve_path(fault.get("ctx", {}).get("path", fault["loc"]), marked.value)
        problems.append(Problem(file=file, line=find_line(path, marked.lines), message=word_fault(fault, path)))
    return sorted(problems, key=lambda problem: problem.line or 0)


def resolve_path(location: Path, value: Any) -> Path:  # noqa: ANN401 - YAML is anything
    """Return pydantic's path without the names that it makes up (union members), down to what exists."""
    path: list[str | int] = []
    for position, step in enumerate(location):
        is_last = position == len(location) - 1
        if isinstance(value, dict) and (step in value or is_last):
            value = value.get(step)
            path.append(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
            path.append(step)
    return tuple(path)


def find_line(path: Path, lines: Mapping[Path, int]) -> int | None:
    """Return the line of a path, or of the nearest thing around it that has one."""
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path)


def word_fault(fault: Any, path: Path) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    """Say one schema error in our words."""
    name = name_path(path)
    kind = fault["type"]
    if kind == "missing":
        return f"{name} is missing"
    if kind == "extra_forbidden":
        return word_unknown_key(name, fault["loc"])
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return word_strategy(name, fault["input"])
    if kind == "misplaced":
        return f"{name}: {fault['msg']}"
    message = str(fault["ctx"]["error"]) if kind == "value_error" else word_type(fault)
    return f"{name}: {message}" if name else message


def word_unknown_key(name: str, location: Path) -> str:
    """Name a key that does not exist, and those that do."""
    parents = [step for step in location[:-1] if isinstance(step, str)]
    model = MODELS.get(parents[-1] if parents else "")
    known = list(model.model_fields) if model else []
    near = get_close_matches(str(location[-1]), known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"the keys here are {', '.join(known)}"
    return f"{name} is no known key: {hint}"


def word_strategy(name: str, given: Any) -> str:  # noqa: ANN401 - YAML is anything
    """Say which strategies exist."""
    asked = given.get("strategy") if isinstance(given, dict) else None
    known = ", ".join(ways.STRATEGIES)
    if asked is None:
        return f"{name}: strategy is missing: write one of {known}"
    return f"{name}: this version has no strategy {asked!r}: write one of {known}"


def word_type(fault: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    """Say what a value should have been, and what it is."""
    message = fault["msg"].removeprefix("Input ").replace("should", "must", 1)
    return f"{message}, not {shorten(fault['input'])}"


def name_path(path: Path) -> str:
    """Write a path as `discovery[0].url`."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name


def shorten(value: object) -> str:
    """Return a value as one short line."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
