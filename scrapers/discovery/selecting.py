"""CSS selectors over pages of strangers, in linear time.

libxml2 takes minutes for `.card a` on a page of nested cards. So it is asked only for what a selector says of
one element; how the elements lie to each other is found out here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cssselect
from lxml import etree
from lxml.cssselect import LxmlHTMLTranslator
from lxml.html import HtmlElement

LOOKS_AROUND: Final = ("sibling::", "descendant::", "string(.)")
"""What libxml2 needs time for that grows with the square of the page: `:nth-child`, `:has`, `:contains`."""

Elements = set[HtmlElement]
Tree = cssselect.parser.Tree


@dataclass(frozen=True, slots=True)
class Step:
    """What one element of a selector must be, and how it lies to the one before."""

    combinator: str
    find: etree.XPath


@dataclass(frozen=True, slots=True)
class Selection:
    """A selector, ready for use; `looks_around` marks those that are meant for small pages only."""

    alternatives: tuple[tuple[Step, ...], ...]
    looks_around: bool


@lru_cache(maxsize=256)
def compile_selector(selector: str) -> Selection:
    """Return a selector that the catalog has checked."""
    trees = [parsed.parsed_tree for parsed in cssselect.parse(selector)]
    paths = [list(list_steps(tree)) for tree in trees]
    return Selection(
        alternatives=tuple(tuple(Step(how, etree.XPath(path)) for how, path in steps) for steps in paths),
        looks_around=any(mark in path for steps in paths for _, path in steps for mark in LOOKS_AROUND),
    )


def list_steps(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield, from left to right, each combinator and the XPath of the element behind it."""
    if isinstance(tree, cssselect.parser.CombinedSelector):
        yield from list_steps(tree.selector)
        how, tree = tree.combinator, tree.subselector
    else:
        how = ""
    yield how, f"descendant-or-self::{LxmlHTMLTranslator().xpath(tree)}"


def select_elements(tree: HtmlElement, selection: Selection) -> list[HtmlElement]:
    """Return the elements that match, in the order of the page."""
    found = [follow_steps(tree, steps) for steps in selection.alternatives]
    if len(found) == 1:
        return found[0]
    wanted = {element for elements in found for element in elements}
    return [element for element in tree.iter() if element in wanted]


def follow_steps(tree: HtmlElement, steps: Iterable[Step]) -> list[HtmlElement]:
    """Return the elements at the end of the steps."""
    kept: list[HtmlElement] = []
    for step in steps:
        found = find_elements(tree, step.find)
        kept = keep_related(found, set(kept), step.combinator) if step.combinator else found
    return kept


def find_elements(tree: HtmlElement, find: etree.XPath) -> list[HtmlElement]:
    """Return the elements that an XPath of elements finds."""
    found = find(tree)
    return [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []


def keep_related(found: Iterable[HtmlElement], before: Elements, combinator: str) -> list[HtmlElement]:
    """Return those of the elements found that lie to one of the elements before as the combinator says."""
    if combinator == ">":
        return [element for element in found if element.getparent() in before]
    if combinator == "+":
        return [element for element in found if element.getprevious() in before]
    step_back = find_previous if combinator == "~" else find_parent
    answers: dict[HtmlElement, bool] = {}
    return [element for element in found if has_one_before(element, before, step_back, answers)]


def has_one_before(
    element: HtmlElement,
    before: Elements,
    step_back: Callable[[HtmlElement], HtmlElement | None],
    answers: dict[HtmlElement, bool],
) -> bool:
    """Whether a step back, or several, lead to one of the elements; `answers` spares every step twice."""
    passed = []
    answer = False
    while element not in answers:
        passed.append(element)
        previous = step_back(element)
        if previous is None or previous in before:
            answer = previous is not None
            break
        element = previous
    else:
        answer = answers[element]
    answers.update(dict.fromkeys(passed, answer))
    return answer


def find_parent(element: HtmlElement) -> HtmlElement | None:
    """Return the element around this one."""
    return element.getparent()


def find_previous(element: HtmlElement) -> HtmlElement | None:
    """Return the element before this one, within the same parent."""
    return element.getprevious()
