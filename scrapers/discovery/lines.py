"""Text of a part of a page, line by line as a reader sees it, and the date that a line is."""

import re
from collections.abc import Container, Iterator
from itertools import islice
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from transforms.dates import DAY_MONTH, MONTH_DAY, YEAR_FIRST, parse_date

INLINE: Final = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"),
        *("kbd", "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "wbr"),
    }
)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MOST_EVENTS: Final = 1000
"""Starts and ends of elements that are looked at: no card of one article has more."""
LONGEST_LINE: Final = 80
"""Characters; what is longer is prose, and a date in prose is not the article's."""
ISO_DAY: Final = re.compile(r"(?<![\d-])\d{4}-\d{1,2}-\d{1,2}(?![\d-])")
SPELT: Final = (ISO_DAY, YEAR_FIRST, DAY_MONTH, MONTH_DAY)
CLOCK_BEHIND: Final = re.compile(
    r"[\s,T@\u2013-]*(?:at|um|à|kl\.?)?\s*\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?[\s\w+:]{0,7}"
)
SEPARATORS: Final = "|·•/\u2013\u2014-:,;()[]"


def read_lines(
    element: HtmlElement, *, until: Container[HtmlElement] = (), gap: str = "", headings: bool = True
) -> Iterator[str]:
    """Yield the lines of an element, up to where one of `until` starts in it.

    Elements within a line are joined by `gap`; headings are left out if asked.
    """
    parts: list[str] = []
    within_heading = 0
    for event, node in islice(etree.iterwalk(element, events=("start", "end")), MOST_EVENTS):
        starts = event == "start"
        if starts and node is not element and node in until:
            break
        if node.tag not in INLINE:
            yield from join_parts(parts, gap)
            within_heading += (node.tag in HEADINGS) * (1 if starts else -1)
        text = node.text if starts else node.tail if node is not element else None
        if text and (headings or not within_heading):
            parts.append(text)
    yield from join_parts(parts, gap)


def join_parts(parts: list[str], gap: str) -> Iterator[str]:
    """Yield the parts as one line, if they come to anything, and empty them."""
    line = " ".join(gap.join(parts).split())
    parts.clear()
    if line:
        yield line


def find_date_words(line: str) -> str | None:
    """Return a line's words from its date on, if the line is about nothing else.

    The date has its year first or its month by name, since numbers alone can be two days; it is the only one,
    and stands at the line's start or end, or between marks: `Essays | 21 November 2026 | 5 minutes`.
    """
    if len(line) > LONGEST_LINE:
        return None
    found = [match for form in SPELT for match in form.finditer(line) if parse_date(match[0])]
    if len({parsed.day for match in found if (parsed := parse_date(match[0]))}) != 1:
        return None
    start, end = min(match.start() for match in found), max(match.end() for match in found)
    before = line[:start].rstrip()
    after = CLOCK_BEHIND.sub("", line[end:], count=1).strip()
    stands_alone = not before or not after or (before[-1] in SEPARATORS and after[0] in SEPARATORS)
    return line[start:] if stands_alone else None
