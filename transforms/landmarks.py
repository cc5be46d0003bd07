"""Where a page keeps what it says of itself: one pass over its elements, so that no field needs another."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

MOST_KEPT: Final = 300
"""Elements of one kind that are kept: more are no article's, and would cost time."""
MOST_ANCESTORS: Final = 40
LONGEST_CLASS: Final = 300
WORD_START: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
BYLINE_CLASS: Final = re.compile(
    r"author|byline|autor(?:e|en|in|es)?\b|auteur|redactor|reporter|journalist|writer"
)
NO_BYLINE_CLASS: Final = re.compile(
    r"authori|avatar|image|photo|picture|comment|social|share|follow|subscri|biograph|\bbio\b|description|more"
    r"|related|recommend|twitter|link-?list|email|underwriter"
)
NAME_CLASS: Final = re.compile(r"name|\bfn\b|author[-_ ]+link|author[-_ ]+url")
TAG_CLASS: Final = re.compile(
    r"(?:^|[^a-z])(?:[a-z]{0,12}tags?|topics?|keywords?|themen|schlagw[a-z]*|etiquetas|temas)(?:[^a-z]|$)"
)
DATE_CLASS: Final = re.compile(
    r"(?:^|[^a-z])(?:[a-z]{0,10}date|published|pubdate|datum|fecha|datetime)(?:[^a-z]|$)"
)
NO_TAG_CLASS: Final = re.compile(
    r"menu|nav|heritag|vintag|percentag|trending|popular|footer|header|breaking|\btag-\S+ tag-"
)
BESIDE_CLASS: Final = re.compile(
    r"related|recommend|teaser|sidebar|most[-_ ]?read|popular|trending|newsletter|comment|kommentar|promo"
    r"|read[-_ ]?more|carousel|slider|\bmenu|\bnav(?:bar|igation)?\b"
)
BESIDE: Final = frozenset({"nav", "aside"})
ARTICLE: Final = frozenset({"article", "main"})
BOXES: Final = frozenset({"html", "body", "article", "main"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmarks:
    """The elements that metadata is read from, in the order of the page; `places` are positions in `elements`."""

    elements: list[HtmlElement]
    metas: list[HtmlElement] = field(default_factory=list)
    links: list[HtmlElement] = field(default_factory=list)
    scripts: list[HtmlElement] = field(default_factory=list)
    titles: list[HtmlElement] = field(default_factory=list)
    heading_places: list[int] = field(default_factory=list)
    time_places: list[int] = field(default_factory=list)
    picture_places: list[int] = field(default_factory=list)
    byline_places: list[int] = field(default_factory=list)
    name_places: list[int] = field(default_factory=list)
    tag_places: list[int] = field(default_factory=list)
    date_places: list[int] = field(default_factory=list)


def find_landmarks(tree: HtmlElement) -> Landmarks:
    """Return the elements of a page that metadata is read from."""
    marks = Landmarks(elements=list(tree.iter(etree.Element)))
    keep = _keepers(marks)
    for place, element in enumerate(marks.elements):
        if keeper := keep.get(element.tag):
            keeper(place, element)
        if words := element.get("class"):
            kind = classify(words)
            if kind and element.tag not in BOXES:
                _keep_place(marks, kind, place)
    return marks


@lru_cache(maxsize=4096)
def classify(words: str) -> str:
    """Return what an element's class says that it holds: name, byline, tags, date, or nothing."""
    if not _may_speak(words[:LONGEST_CLASS].lower()):
        return ""
    lower = WORD_START.sub("-", words[:LONGEST_CLASS]).lower()
    if BYLINE_CLASS.search(lower) and not NO_BYLINE_CLASS.search(lower):
        return "name" if NAME_CLASS.search(lower) else "byline"
    if TAG_CLASS.search(lower) and not NO_TAG_CLASS.search(lower):
        return "tags"
    return "date" if DATE_CLASS.search(lower) else ""


def _may_speak(lower: str) -> bool:
    """Whether a class holds a stem of those looked for: written out, as it is asked of every element."""
    return (
        "aut" in lower
        or "tag" in lower
        or "date" in lower
        or "byline" in lower
        or "topic" in lower
        or "publi" in lower
        or "keyw" in lower
        or "them" in lower
        or "tema" in lower
        or "writ" in lower
        or "report" in lower
        or "journal" in lower
        or "redac" in lower
        or "schlag" in lower
        or "etiq" in lower
        or "datum" in lower
        or "fecha" in lower
    )


def is_beside(element: HtmlElement) -> bool:
    """Whether an element stands beside the article: in navigation, among teasers, in the page's footer."""
    in_footer = False
    for number, ancestor in enumerate(chain((element,), element.iterancestors())):
        if ancestor.tag in BESIDE or number >= MOST_ANCESTORS:
            return True
        if ancestor.tag in BOXES:
            return in_footer and ancestor.tag != "article"
        words = ancestor.get("class") or ""
        if words and _is_beside_class(words):
            return True
        in_footer = in_footer or ancestor.tag == "footer" or "footer" in words
    return in_footer


def is_within(element: HtmlElement, tags: frozenset[str]) -> bool:
    """Whether an element lies in one of these; looks at a bounded number of ancestors."""
    return any(
        ancestor.tag in tags for number, ancestor in enumerate(element.iterancestors()) if number < MOST_ANCESTORS
    )


@lru_cache(maxsize=4096)
def _is_beside_class(words: str) -> bool:
    return BESIDE_CLASS.search(WORD_START.sub("-", words[:LONGEST_CLASS]).lower()) is not None


def _keepers(marks: Landmarks) -> dict[str, Callable[[int, HtmlElement], None]]:
    def keep_element(kept: list[HtmlElement]) -> Callable[[int, HtmlElement], None]:
        return lambda _, element: kept.append(element) if len(kept) < 10 * MOST_KEPT else None

    def keep_place(kept: list[int]) -> Callable[[int, HtmlElement], None]:
        return lambda place, _: kept.append(place) if len(kept) < MOST_KEPT else None

    def keep_author_link(place: int, element: HtmlElement) -> None:
        words = (element.get("rel") or "").lower().split()
        if "author" in words:
            _keep_place(marks, "name", place)
        elif "tag" in words:
            _keep_place(marks, "tags", place)

    return {
        "meta": keep_element(marks.metas),
        "link": keep_element(marks.links),
        "script": keep_element(marks.scripts),
        "title": keep_element(marks.titles),
        "h1": keep_place(marks.heading_places),
        "time": keep_place(marks.time_places),
        "img": keep_place(marks.picture_places),
        "a": keep_author_link,
    }


def _keep_place(marks: Landmarks, kind: str, place: int) -> None:
    kept = {
        "name": marks.name_places,
        "byline": marks.byline_places,
        "tags": marks.tag_places,
        "date": marks.date_places,
    }[kind]
    if len(kept) < MOST_KEPT and (not kept or kept[-1] != place):
        kept.append(place)
