"""A page as a sequence of blocks: what readers see between two line breaks, and where in the page each stands."""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from transforms.block_classes import WORDS, read_words

MOST_BLOCKS: Final = 20_000
"""Blocks of one page that are looked at; what comes behind them is no article's."""

MOST_NAMES: Final = 5000
"""Different names and classes of one page that are read; pages of people have some hundreds."""
UNSEEN: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "textarea", "select", "object", "audio", "video",
     "canvas", "map", "datalist", "math"}
)  # fmt: skip
"""Elements whose text no reader sees as text."""
INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
     "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
     "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "amp-img", "picture", "source", "input",
     "meta", "link", "svg"}
)  # fmt: skip
"""Elements that stand within a line; all others begin a new one, unknown ones too."""
PLAIN: Final = frozenset(
    {"b", "strong", "em", "i", "u", "br", "img", "wbr", "sub", "sup", "source", "meta", "link", "input"}
)
"""Elements whose classes are not worth reading."""
STRONG: Final = frozenset({"b", "strong", "em", "i"})
KINDS: Final = {
    "p": 1, "div": 2, "li": 3, "h1": 4, "h2": 5, "h3": 6, "h4": 7, "h5": 8, "h6": 8, "blockquote": 9, "td": 10,
    "th": 10, "figcaption": 11, "figure": 12, "section": 13, "article": 14, "span": 15, "a": 16, "ul": 17,
    "ol": 18, "pre": 19, "dt": 20, "dd": 20, "header": 21, "footer": 22, "nav": 23, "aside": 24, "main": 25,
    "form": 26, "button": 27, "table": 28, "body": 29, "label": 30, "address": 31, "details": 32, "summary": 32,
    "center": 33,
}  # fmt: skip

NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
STYLED: Final = 1 << len(WORDS)
"""The bit of an element that its own style hides."""


@dataclass(slots=True)
class Blocks:
    """A page's elements and blocks as parallel lists; elements are numbered in the order of the page.

    `parents` holds for each element the number of its parent (the first is its own), `kinds` its kind (see
    KINDS), `bits` what its classes say (see WORDS) and `signatures` a number that those of the same name and class
    share. For each block, `owners` holds the element that it stands in; `linked` and `strong` how many of its
    characters are links' words and emphasised; `links` how many links it has; `breaks` 1 where mere line breaks
    part it from the one before; `pictures` how many pictures stand before it on the page.
    """

    parents: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    signatures: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    strong: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


def read_page(tree: HtmlElement) -> Blocks:
    """Return the blocks of a page in their order; one pass, linear in its size."""
    return _Reader().read(tree)


class _Reader:
    """One walk through a page: the text since the last block, and the elements that are open."""

    def __init__(self) -> None:
        self.page = Blocks()
        self.pieces: list[str] = []
        self.linked = self.links = self.strong = self.lines = self.broken = self.pictures = 0
        self.in_link = self.in_strong = 0
        self.seen: dict[str, int] = {}

    def read(self, tree: HtmlElement) -> Blocks:
        stack: list[int] = [0]
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in UNSEEN or not isinstance(tag, str):
                    walk.skip_subtree()
                    stack.append(-1)
                    continue
                stack.append(self._open(element, tag, stack[-1]))
                if text := element.text:
                    self._add(text)
            else:
                owner = stack.pop()
                if owner >= 0:
                    self._close(tag, owner)
                if (tail := element.tail) and len(stack) > 1:
                    self._add(tail)
        self._flush(stack[-1])
        return self.page

    def _open(self, element: HtmlElement, tag: str, parent: int) -> int:
        """Begin an element and return its number: its parent's for one that is not worth a number."""
        if tag in PLAIN:
            if tag == "br":
                self.lines += 1
                self.pieces.append(" ")
                if self.lines > 1:
                    self._flush(parent)
                    self.broken = 1
            elif tag in STRONG:
                self.in_strong += 1
            elif tag == "img":
                self.pictures += 1
            return parent
        if tag == "a":
            self.in_link += 1
            self.links += 1
        elif tag not in INLINE:
            self._flush(parent)
        page, get = self.page, element.get
        words = get("class") or ""
        said = 0
        if len(self.seen) < MOST_NAMES:
            said = read_words(f"{tag} {words} {get('id') or ''} {get('role') or ''} {get('itemprop') or ''}")
        style = get("style")
        if (style and NOT_SHOWN.search(style)) or get("hidden") is not None or get("aria-hidden") == "true":
            said |= STYLED
        page.signatures.append(self.seen.setdefault(f"{tag} {words}", len(self.seen)))
        page.parents.append(parent)
        page.kinds.append(KINDS.get(tag, 0))
        page.bits.append(said)
        return len(page.parents) - 1

    def _close(self, tag: str, owner: int) -> None:
        if tag == "a":
            self.in_link -= 1
        elif tag in STRONG:
            self.in_strong -= 1
        elif tag not in INLINE and tag != "br":
            self._flush(owner)

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        if self.in_link or self.in_strong or self.lines:
            length = len(text.strip())
            if length:
                self.lines = 0
            if self.in_link:
                self.linked += length
            if self.in_strong:
                self.strong += length

    def _flush(self, owner: int) -> None:
        """End the block, if there is one."""
        self.lines = 0
        if not self.pieces:
            return
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        page = self.page
        if text and len(page.texts) < MOST_BLOCKS:
            page.texts.append(text)
            page.owners.append(max(owner, 0))
            page.linked.append(self.linked)
            page.links.append(self.links)
            page.strong.append(self.strong)
            page.breaks.append(self.broken)
            page.pictures.append(self.pictures)
        self.broken = 0
        self.linked = self.links = self.strong = 0
