"""What a page says of itself, gathered once: meta elements, JSON-LD, headings, and the overrides of its source."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from transforms.jsonld import Node, clean_text, pick_article, pick_page, read_json_ld
from transforms.landmarks import ARTICLE, Landmarks, find_landmarks, is_beside, is_within
from transforms.page_classes import ask_page_class, open_page_class
from transforms.records import Page

MOST_VALUES: Final = 60
LONGEST_VALUE: Final = 2000
LONGEST_HEADING: Final = 400
MOST_HEADINGS: Final = 40
HIDDEN: Final = frozenset({"script", "style", "noscript"})
"""Elements whose text no reader sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A main heading: its words, its place among the page's elements, and whether it heads an article."""

    text: str
    place: int
    heads_article: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One page and all that it declares; trees are read, never changed."""

    page: Page
    tree: HtmlElement
    meta: Mapping[str, tuple[str, ...]]
    nodes: list[Node]
    article: Node | None
    webpage: Node | None
    marks: Landmarks
    headings: tuple[Heading, ...]
    page_class: Any = None
    """The source's own code for its pages, if it has any."""

    def meta_values(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield (name, value) of the meta elements of these names, in the order of the names."""
        for name in names:
            for value in self.meta.get(name, ()):
                yield name, value

    def first_meta(self, *names: str) -> str | None:
        """Return the first value of these meta elements."""
        return next((value for _, value in self.meta_values(*names)), None)

    def overridden(self, field: str) -> tuple[list[str], str] | None:
        """Return what the source's page class, else its selector, says of a field, and which; None if neither."""
        if said := ask_page_class(self.page_class, field):
            return said, "page_class"
        found = [value for element in self.select(field) if (value := read_value(element))]
        return (found, "override") if found else None

    def select(self, field: str) -> list[HtmlElement]:
        """Return the elements that the source's own selector of a field finds."""
        selector = self.page.overrides.get(field)
        if not selector:
            return []
        found = CSSSelector(selector, translator="html")(self.tree)
        return (
            [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []
        )


def gather_evidence(page: Page, tree: HtmlElement) -> Evidence:
    """Read everything that the page declares."""
    marks = find_landmarks(tree)
    nodes = read_json_ld(marks.scripts)
    return Evidence(
        page=page,
        tree=tree,
        meta=read_meta(marks.metas),
        nodes=nodes,
        article=pick_article(nodes),
        webpage=pick_page(nodes),
        marks=marks,
        headings=tuple(read_headings(marks)),
        page_class=open_page_class(page.overrides.get("page_class"), tree, page.url),
    )


def read_meta(elements: Iterable[HtmlElement]) -> dict[str, tuple[str, ...]]:
    """Return the meta elements' values by name, property or itemprop, all in lower case."""
    values: dict[str, list[str]] = {}
    for element in elements:
        content = clean_text((element.get("content") or "")[:LONGEST_VALUE])
        keys = {element.get(attribute) for attribute in ("property", "name", "itemprop")}
        for key in keys - {None} if content else ():
            known = values.setdefault(str(key).strip().lower(), [])
            if content not in known and len(known) < MOST_VALUES:
                known.append(content)
    return {key: tuple(found) for key, found in values.items()}


def read_headings(marks: Landmarks) -> Iterator[Heading]:
    """Yield the main headings that say something, in the order of the page."""
    for place in marks.heading_places[:MOST_HEADINGS]:
        element = marks.elements[place]
        if text := clean_text(read_text(element))[:LONGEST_HEADING]:
            heads_article = is_within(element, ARTICLE) and not is_beside(element)
            yield Heading(text=text, place=place, heads_article=heads_article)


def read_value(element: HtmlElement) -> str:
    """Return what an element says: its datetime or content attribute, else its text in one line."""
    attribute = element.get("datetime") or element.get("content")
    return clean_text(attribute) if attribute else read_text(element)


def read_text(element: HtmlElement) -> str:
    """Return the element's text in one line, without scripts and styles."""
    parts: list[str] = []
    length = 0
    for part in iterate_text(element):
        parts.append(part)
        length += len(part.strip())
        if length > LONGEST_VALUE:
            break
    return re.sub(r"\s+", " ", " ".join(parts)).strip()[:LONGEST_VALUE]


def iterate_text(element: HtmlElement, *, hidden: frozenset[str] = HIDDEN) -> Iterator[str]:
    """Yield the pieces of an element's text in order, without those of hidden elements; linear in its size."""
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event != "start":
            if node is not element and node.tail:
                yield node.tail
        elif node.tag in hidden:
            walk.skip_subtree()
        elif node.text:
            yield node.text
