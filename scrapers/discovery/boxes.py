"""Which part of a listing page belongs to which article: the largest element around its link without another's.

Every element is looked at a fixed number of times, however deep the page and however many its links.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from lxml.html import HtmlElement

SHARED: Final = ""
"""Owner of what holds links to several articles, or something that belongs to the whole page."""
WHOLES: Final = frozenset({"html", "body", "main", "ul", "ol", "dl", "table", "tbody", "nav"})
"""Elements that hold a list or a page, never one article, even where they list but one."""

Link = tuple[HtmlElement, str]
Boxes = Mapping[HtmlElement, str]
"""Boxes, each with the article that it is about."""
Goals = dict[HtmlElement, HtmlElement | None]


def find_owners(links: Iterable[Link], furniture: Iterable[HtmlElement]) -> dict[HtmlElement, str]:
    """Return, for links and all around them, the one article that they link to, or SHARED.

    `furniture` belongs to the page and to no article: its menus, its heading, the link to its home.
    """
    owners: dict[HtmlElement, str] = {}
    for element, owner in [*((element, SHARED) for element in furniture), *links]:
        node: HtmlElement | None = element
        while node is not None:
            known = owners.get(node)
            if known in (owner, SHARED):
                break
            owners[node] = owner if known is None else SHARED
            node = node.getparent()
    return owners


def find_own_boxes(links: Iterable[Link], owners: Mapping[HtmlElement, str]) -> dict[HtmlElement, str]:
    """Return the box of each link: several links to one article may have several boxes."""

    def is_top(node: HtmlElement) -> bool:
        parent = node.getparent()
        if parent is None or parent.tag in WHOLES or owners[node] == SHARED:
            return True
        return owners[parent] != owners[node]

    tops: Goals = {}
    tops_of = ((climb(element, is_top, tops), url) for element, url in links)
    return {top: url for top, url in tops_of if top is not None}


def find_named_boxes(
    links: Iterable[Link], owners: Mapping[HtmlElement, str], named: Collection[HtmlElement]
) -> dict[HtmlElement, str]:
    """Return the boxes that a selector names, each with the first article that it links to.

    Another article that such a box links to keeps a box of its own. Links outside of all have none.
    """
    nearest: Goals = {}
    boxes: dict[HtmlElement, str] = {}
    others: list[Link] = []
    for element, url in links:
        box = climb(element, named.__contains__, nearest)
        if box is not None and boxes.setdefault(box, url) != url:
            others.append((element, url))
    return {**find_own_boxes(others, owners), **boxes}


def share_out(elements: Iterable[HtmlElement], boxes: Boxes) -> dict[HtmlElement, list[HtmlElement]]:
    """Return the elements by the smallest box around them; those outside of all are left out."""
    nearest: Goals = {}
    shared: dict[HtmlElement, list[HtmlElement]] = {}
    for element in elements:
        box = climb(element, boxes.__contains__, nearest)
        if box is not None:
            shared.setdefault(box, []).append(element)
    return shared


def climb(element: HtmlElement, is_goal: Callable[[HtmlElement], bool], answers: Goals) -> HtmlElement | None:
    """Return the first goal among an element and what is around it; `answers` spares each step twice."""
    passed = []
    node: HtmlElement | None = element
    while node is not None and node not in answers:
        passed.append(node)
        if is_goal(node):
            break
        node = node.getparent()
    goal = answers[node] if node is not None and node in answers else node
    answers.update(dict.fromkeys(passed, goal))
    return goal
