"""The shape of a site's article addresses: what most of the links that look like articles have in common."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from transforms.identity import host_of

FURNITURE: Final = frozenset(
    """
    about account advertise api app apps archive archives assets author authors careers cart categories
    category company contact contacts contributor contributors cookie cookies course courses donate event
    events expert experts feed feeds help images img job jobs legal login media newsletter newsletters page
    pages people person policy privacy product products profile programme programmes program programs project
    projects rss search section sections series shop sitemap staff static subscribe tag tags team terms topic
    topics user users video videos wp-admin wp-content wp-json
    """.split()  # noqa: SIM905 - a list of quoted words could not be read
)
"""Path segments under which sites keep what is no article."""
ANY: Final = r"[^/?#]+"
ENDING: Final = re.compile(r"\.(?:html?|php|aspx?|shtml|jsp)$", re.IGNORECASE)
FEWEST: Final = 3
"""Links of one shape that make it a list's."""
LONG_NUMBER: Final = re.compile(r"\d{5}")
"""A number that can only be an article's."""

Kind = Literal["year", "part", "number", "slug", "word"]


class Segment(NamedTuple):
    """One segment of a path: what kind it is, its text, and its file ending."""

    kind: Kind
    text: str
    ending: str


Shape = tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleShape:
    """A regular expression for the addresses of a site's articles, and those that made it."""

    pattern: str
    urls: tuple[str, ...]


def find_shape(urls: Iterable[str], *, hosts: Iterable[str]) -> ArticleShape | None:
    """Return the commonest shape of the addresses that look like articles; None where too few do.

    The pattern is meant for `article` of a way in: searched in the whole address. It matches each of `urls`.
    """
    own = set(hosts)
    groups: defaultdict[Shape, list[tuple[Shape, str]]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        shape = read_shape(url) if host_of(url) in own else None
        if shape is not None:
            groups[generalise(shape)].append((shape, url))
    chosen = max(groups.values(), key=len, default=[])
    if len(chosen) < FEWEST:
        return None
    pattern = write_pattern([shape for shape, _ in chosen])
    return ArticleShape(pattern=pattern, urls=tuple(url for _, url in chosen))


def read_shape(url: str) -> Shape | None:
    """Return the shape of an address that looks like an article's; None for any other."""
    parts = urlsplit(url)
    names = [name for name in parts.path.split("/") if name]
    if parts.query or not names or FURNITURE & {name.lower() for name in names}:
        return None
    shape = tuple(read_segment(name) for name in names)
    return shape if looks_like_article(shape) else None


def looks_like_article(shape: Shape) -> bool:
    """Whether a path ends in a long slug, holds a long number, or names something under a year."""
    last, before = shape[-1], shape[:-1]
    is_long_slug = last.kind == "slug" and count_hyphens(last) >= 2
    has_number = any(LONG_NUMBER.search(one.text) for one in shape)
    is_dated = any(one.kind == "year" for one in before) and last.kind in {"slug", "word"}
    return is_long_slug or has_number or is_dated


def read_segment(name: str) -> Segment:
    """Return what a path segment is."""
    ending = match[0] if (match := ENDING.search(name)) else ""
    text = name.removesuffix(ending)
    kind: Kind = "word"
    if re.fullmatch(r"(?:19|20)\d\d", text, re.ASCII):
        kind = "year"
    elif re.fullmatch(r"\d{1,2}", text, re.ASCII):
        kind = "part"
    elif re.fullmatch(r"\d+", text, re.ASCII):
        kind = "number"
    elif "-" in text or "%" in text or LONG_NUMBER.search(text) or len(text) > 30:
        kind = "slug"
    return Segment(kind, text, ending)


def generalise(shape: Shape) -> Shape:
    """Return a shape without its names, so that /world/… and /local/… are one; what comes last is a slug."""
    *before, last = shape
    kind: Kind = "slug" if last.kind == "word" else last.kind
    return (*(Segment(one.kind, "", one.ending) for one in before), Segment(kind, "", last.ending))


def count_hyphens(segment: Segment) -> int:
    """Return how many hyphens part the words of a slug."""
    return len([word for word in segment.text.split("-") if word]) - 1


def write_pattern(shapes: Sequence[Shape]) -> str:
    """Return the regular expression of shapes that differ in names only."""
    columns = list(zip(*shapes, strict=True))
    is_telling = any(column[0].kind == "year" or has_long_number(column) for column in columns)
    is_named = any(column[0].kind == "word" and len(set(column)) == 1 for column in columns[:-1])
    pieces = [write_piece(column) for column in columns[:-1]]
    last = write_piece(columns[-1]) if columns[-1][0].kind in {"year", "part", "number"} else None
    pieces.append(last or write_slug(columns[-1], most=0 if is_telling else 1 if is_named else 2))
    return f"^https?://[^/]+/{'/'.join(pieces)}{'' if columns[-1][0].ending else '/?'}$"


def has_long_number(column: Sequence[Segment]) -> bool:
    """Whether a segment has a number in all addresses, long enough for an article's."""
    return all(LONG_NUMBER.search(one.text) for one in column)


def write_piece(column: Sequence[Segment]) -> str:
    """Return the part of a pattern that stands for one segment: its name where it is always the same."""
    digits = {"year": r"\d{4}", "part": r"\d{1,2}", "number": r"\d+"}
    names = {one.text for one in column}
    text = digits.get(column[0].kind) or (re.escape(names.pop()) if len(names) == 1 else ANY)
    return text + re.escape(column[0].ending)


def write_slug(column: Sequence[Segment], *, most: int) -> str:
    """Return the part that stands for the slug: with as many hyphens as all have, but no more than `most`.

    The less the rest of an address says, the more words the slug must have: a short one may be a section's.
    """
    ending = column[0].ending
    fewest = min(most, *(max(count_hyphens(one), 0) for one in column))
    if ending or fewest == 0:
        return ANY + re.escape(ending)
    more = r"(?:-+[^/?#-]+)" + ("+" if fewest == 1 else "{2,}")
    return f"-*[^/?#-]+{more}-*"
