"""The article's text: the blocks that the model takes for it, trafilatura's where the model is not sure."""

import html
import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from transforms.block_choice import SAYS_SOMETHING, choose_blocks, gather_hints, is_pointer, join_blocks
from transforms.dates import parse_date
from transforms.evidence import Evidence
from transforms.jsonld import clean_text
from transforms.metadata import is_behind_paywall
from transforms.page_classes import ask_page_class
from transforms.titles import agree, fold_title

SURE: Final = 0.87
"""Expected F1 of the chosen blocks below which trafilatura is asked instead."""
MOST_ASKED: Final = 6000
"""Elements of a page that trafilatura is asked about: it would need minutes for the largest."""
FAINT: Final = 0.8
"""Expected F1 of little text below which it is none: a notice, a ticker."""
STUMP: Final = 200
"""Where the blocks have less text than this, trafilatura's counts only if it is mostly prose."""
LINE: Final = 60
"""Characters from which a line is as long as sentences are."""
SHORT: Final = 800
"""Below this many characters trafilatura's balanced mode is asked too, and what JSON-LD states."""
STUB: Final = 1500
"""A page that says it is not free for all and has less text than this shows a stub."""
PAYWALL_BOXES: Final = (
    "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'subscribe')]"
)
LONGEST_INVITATION: Final = 300
MOST_BOXES: Final = 100
MOST_PIECES: Final = 500
"""Elements of an invitation, and pieces of text looked at in one: more is no invitation but a trap."""
BULLET: Final = re.compile(r"^(?:[-*•–]|\d{1,2}\.)\s+(?=\S)")  # noqa: RUF001 - as pages write them
PARAGRAPH_BREAK: Final = re.compile(r"</p>|<br\s*/?>\s*<br\s*/?>|\n", re.IGNORECASE)
LONGEST_DECORATION: Final = 300
"""Characters by which a paragraph that repeats the headline may be longer than it."""
MOST_HEADS: Final = 3
LONGEST_DATE: Final = 45
LONGEST_BYLINE: Final = 80
BYLINE: Final = re.compile(r"(?:by|von|par|por|door|av)\s[^.!?:]+[^.!?:\W]$", re.IGNORECASE)
SPACES: Final = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text, paragraphs parted by blank lines, how it was found, and whether the page holds back the rest."""

    text: str
    method: str | None
    truncated: bool


def find_body(evidence: Evidence, title: str | None) -> Body:
    """Return the article's text without headline, comments and boilerplate."""
    paywalled = is_behind_paywall(evidence)
    paragraphs, method = _find_paragraphs(evidence, title, may_read_json=not paywalled)
    text = "\n\n".join(drop_head(paragraphs, title))
    return Body(text=text, method=method if text else None, truncated=paywalled and len(text) < STUB)


def drop_head(paragraphs: list[str], title: str | None) -> list[str]:
    """Leave out what is no text at its head: the headline repeated, a date or a byline that stands alone."""
    start = 0
    while start < min(MOST_HEADS, len(paragraphs)) and _is_head(paragraphs[start], title):
        start += 1
    return paragraphs[start:]


def split_paragraphs(lines: Iterable[str]) -> list[str]:
    """Return the lines that say something, white space squeezed, bullets and pointers off."""
    squeezed = (BULLET.sub("", SPACES.sub(" ", line.replace("\u00ad", "")).strip()) for line in lines)
    return [line for line in squeezed if SAYS_SOMETHING.search(line) and not is_pointer(line)]


def _find_paragraphs(
    evidence: Evidence, title: str | None, *, may_read_json: bool
) -> tuple[list[str], str | None]:
    if said := ask_page_class(evidence.page_class, "text"):
        return split_paragraphs(line for text in said for line in text.splitlines()), "page_class"
    if override := evidence.select("text"):
        return split_paragraphs(line for element in override for line in read_blocks(element)), "override"
    stated = read_article_body(evidence) if may_read_json else []
    choice = choose_blocks(evidence, gather_hints(evidence, title, stated))
    found, method = join_blocks(choice.page, choice.chosen), "blocks"
    if choice.expected < SURE and len(choice.page.parents) <= MOST_ASKED:
        others = _ask_trafilatura(evidence, may_read_json=may_read_json)
        if is_better_guess(others, found):
            found, method = others, "trafilatura"
        elif _length(found) < STUMP and choice.expected < FAINT:
            found = []
    if _length(found) < SHORT and _length(stated) > 2 * _length(found):
        return stated, "json_ld"
    return found, method


def is_better_guess(others: list[str], found: list[str]) -> bool:
    """Whether trafilatura's paragraphs count where the blocks leave doubt: not if they may be menus."""
    if _length(found) >= STUMP:
        return bool(others)
    prose = sum(len(line) for line in others if len(line) >= LINE)
    return 2 * prose >= _length(others) > STUMP


def _ask_trafilatura(evidence: Evidence, *, may_read_json: bool) -> list[str]:
    """Return the paragraphs of trafilatura's precision, of its balanced mode where precision leaves little."""
    tree = strip_tree(evidence.tree, is_free=may_read_json)
    found = run_trafilatura(tree, evidence.page.url, precise=True)
    if _length(found) < SHORT:
        balanced = run_trafilatura(tree, evidence.page.url, precise=False)
        found = balanced if _length(found) < 0.3 * _length(balanced) or _length(found) < 100 else found
    return found


def strip_tree(tree: HtmlElement, *, is_free: bool) -> HtmlElement:
    """Return a copy of the page to look for text in, without scripts: what they hold is not shown to readers.

    trafilatura would fall back on the text in JSON-LD, which a page that is not free for all does not show. Its
    invitations to subscribe go too.
    """
    copy = deepcopy(tree)
    unwanted = list(copy.iter("script"))
    if not is_free:
        unwanted += [box for box in copy.xpath(PAYWALL_BOXES)[:MOST_BOXES] if is_invitation(box)]
    for element in unwanted:
        if element.getparent() is not None:
            element.drop_tree()
    return copy


def is_invitation(box: HtmlElement) -> bool:
    """Whether a box is small enough to be an invitation to subscribe; looks at a bounded part of it."""
    letters = 0
    for number, piece in enumerate(box.itertext()):
        letters += len(piece.strip())
        if letters >= LONGEST_INVITATION or number >= MOST_PIECES:
            return False
    return True


def run_trafilatura(tree: HtmlElement, url: str | None, *, precise: bool) -> list[str]:
    """Return the main text's paragraphs as trafilatura sees them; it works on a copy of the tree."""
    from trafilatura import bare_extraction

    document = bare_extraction(
        tree,
        url=url,
        favor_precision=precise,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    text = getattr(document, "text", None) or ""
    return split_paragraphs(text.splitlines())


def read_article_body(evidence: Evidence) -> list[str]:
    """Return the paragraphs of the text that JSON-LD states, markup removed."""
    stated = (evidence.article or {}).get("articleBody")
    if not isinstance(stated, str):
        return []
    plain = html.unescape(stated) if "&" in stated else stated
    return split_paragraphs(clean_text(block) for block in PARAGRAPH_BREAK.split(plain))


def read_blocks(element: HtmlElement) -> list[str]:
    """Return an element's text, one block-level piece a line."""
    blocks = element.xpath(".//*[self::p or self::li or self::blockquote or self::h2 or self::h3][not(.//p)]")
    return [str(block.text_content()).replace("\n", " ") for block in blocks or [element]]


def _is_head(paragraph: str, title: str | None) -> bool:
    if len(paragraph) <= LONGEST_DATE and parse_date(paragraph) is not None:
        return True
    if is_byline(paragraph):
        return True
    return title is not None and _repeats(paragraph, title)


def is_byline(line: str) -> bool:
    """Whether a line only names who wrote: `By Ada Example and Ben Example`."""
    words = line[:LONGEST_BYLINE].split()[1:]
    named = sum(word[:1].isupper() for word in words)
    return len(line) <= LONGEST_BYLINE and BYLINE.match(line) is not None and 2 * named > len(words) > 0


def _repeats(paragraph: str, title: str) -> bool:
    longer = len(paragraph) - len(title)
    if longer > LONGEST_DECORATION:
        return False  # without looking: folding a book's worth of text takes many seconds
    return fold_title(paragraph) == fold_title(title) or (longer < 30 and agree(paragraph, title))


def _length(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))
