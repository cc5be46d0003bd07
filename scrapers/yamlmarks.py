"""YAML with the line of every value: an editor's user wants to know where, not only what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

Path = tuple[str | int, ...]

BOOLEAN: Final = "tag:yaml.org,2002:bool"
DEEPEST: Final = 20
MOST_NESTED: Final = 200
UNMARKED: Final = (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What PyYAML raises without a line: control characters, impossible dates, `!!int` before what is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, and where; as text it is one line."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A value read from YAML, the line of each path into it, and what was wrong with the YAML itself."""

    value: Any
    lines: Mapping[Path, int]
    problems: tuple[Problem, ...]


def plain_resolvers() -> dict[str, list[tuple[str, Any]]]:
    """Return PyYAML's rules for bare words, with true and false as the only Booleans.

    YAML 1.1 takes `no` (Norway, Norwegian) and `on` (our evidence's day) for Booleans.
    """
    rules = {
        first: [(tag, pattern) for tag, pattern in found if tag != BOOLEAN]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    for first in "tTfF":
        rules.setdefault(first, []).append((BOOLEAN, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")))
    return rules


class MarkedLoader(yaml.SafeLoader):
    """PyYAML's safe loader with our rules for bare words."""

    yaml_implicit_resolvers = plain_resolvers()


class FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same over libyaml, where that is built in: ten times as fast."""

    yaml_implicit_resolvers = plain_resolvers()


class PlainDumper(yaml.SafeDumper):
    """PyYAML's safe dumper with the same rules, so that it puts no word in needless quotation marks."""

    yaml_implicit_resolvers = plain_resolvers()


def read_yaml(text: str, *, file: str) -> Marked:
    """Read one YAML document; what is wrong with it is in `problems`, nothing is raised."""
    try:
        return mark_text(text, file)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        words = ": ".join(part for part in (error.context, error.problem) if part)
        return refuse(file, line, f"is not YAML: {words}")
    except UNMARKED as error:
        return refuse(file, None, f"is not YAML: {' '.join(str(error).split())[:200]}")


def mark_text(text: str, file: str) -> Marked:
    """Compose and construct, lines and complaints noted on the way."""
    if len(text) > 100_000:
        return refuse(file, None, "is far too long for a catalog entry")
    loader = choose_loader(text)(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Marked(value=None, lines={}, problems=())
        problems = tuple(find_faults(node, file, set(), 0))
        if problems:
            return Marked(value=None, lines={}, problems=problems)
        return Marked(value=loader.construct_document(node), lines=dict(mark_lines(node, ())), problems=())
    finally:
        loader.dispose()


def choose_loader(text: str) -> type[yaml.SafeLoader]:
    """Return the fast loader, unless the text may be nested so deeply that libyaml would overflow the C stack."""
    in_flow = text.count("[") + text.count("{")
    in_line = max((line.count("- ") + line.count("? ") for line in text.splitlines()), default=0)
    return MarkedLoader if in_flow + in_line > MOST_NESTED else FastLoader


def find_faults(node: yaml.Node, file: str, seen: set[int], depth: int) -> Iterator[Problem]:
    """Yield what YAML allows and an entry must not have: aliases, a key twice, endless nesting."""
    line = node.start_mark.line + 1
    if id(node) in seen:
        yield Problem(
            file=file, line=line, message="anchors and aliases are not for catalog entries: write it out"
        )
        return
    if depth > DEEPEST:
        yield Problem(file=file, line=line, message="is nested too deeply for a catalog entry")
        return
    seen.add(id(node))
    keys: set[str] = set()
    for key, child in list_children(node):
        if key is not None:
            yield from find_key_faults(key, keys, file)
            keys.add(str(key.value))
        yield from find_faults(child, file, seen, depth + 1)


def find_key_faults(key: yaml.Node, before: set[str], file: str) -> Iterator[Problem]:
    """Yield what is wrong with a key: it is no plain word, or was there before."""
    line = key.start_mark.line + 1
    if not isinstance(key, yaml.ScalarNode):
        yield Problem(file=file, line=line, message="a key must be a plain word")
    elif key.value in before:
        yield Problem(file=file, line=line, message=f"the key {key.value!r} is there twice")


def mark_lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    """Yield the line of each path into a document; a key's own line for what it names."""
    if not path:
        yield (), node.start_mark.line + 1
    for position, (key, child) in enumerate(list_children(node)):
        step: str | int = position if key is None else str(key.value)
        yield (*path, step), (key or child).start_mark.line + 1
        yield from mark_lines(child, (*path, step))


def list_children(node: yaml.Node) -> list[tuple[yaml.Node | None, yaml.Node]]:
    """Return the key (None in a list) and the value of each child."""
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    return [(None, child) for child in node.value] if isinstance(node, yaml.SequenceNode) else []


def refuse(file: str, line: int | None, message: str) -> Marked:
    """Return nothing but a problem."""
    return Marked(value=None, lines={}, problems=(Problem(file=file, line=line, message=message),))
