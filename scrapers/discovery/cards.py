"""What stands around an article's links on a listing page: its title, its dates, the list that it is in."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from scrapers.discovery.boxes import Link, find_named_boxes, find_own_boxes, find_owners, share_out
from scrapers.discovery.lines import HEADINGS, find_date_words, read_lines
from scrapers.discovery.selecting import Selection, select_elements
from scrapers.discovery.sieve import LONGEST_TITLE, clean_title

DATE_ATTRIBUTES: Final = ("datetime", "content", "title")
MOST_DATES: Final = 8
"""Dates of one entry that are looked at."""
LONGEST_DATE: Final = 200
MOST_ELEMENTS: Final = 10
"""Links and boxes of one article that are looked at."""
TELLING_TITLE: Final = 20
"""Characters of a line that is a headline, not `Read more`."""
LEVELS: Final = 6
YEAR: Final = re.compile(r"\d{4}")

Title = tuple[int, int, str]
"""How good a title is, how long where that matters, and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEntry:
    """One article's link: its address in normal form, and what may be its date, the best first.

    `place` names the list that it stands in: the same for all of one list, another for a box beside it.
    """

    url: str
    title: str | None
    dates: tuple[str, ...]
    place: str


def read_cards(
    tree: HtmlElement,
    links: Sequence[Link],
    *,
    furniture: Iterable[HtmlElement],
    entry: Selection | None,
    date: Selection | None,
) -> Iterator[LinkEntry]:
    """Yield each article once, in the page's order, with the best title of its links and the dates of its boxes.

    `furniture` is what belongs to the page and to no article; `entry` and `date` are what the source states.
    """
    owners = find_owners(links, furniture)
    boxes = find_boxes(tree, links, owners, entry)
    marked = share_out(tree.iter("time") if date is None else select_elements(tree, date), boxes)
    own_boxes = group_by_article(boxes.items())
    elements = {element for element, _ in links}
    for url, own_links in group_by_article(links).items():
        if url not in own_boxes:
            continue
        title = choose_title(one for link in own_links for one in read_titles(link, owners, elements))
        dates = [words for box in own_boxes[url] for words in read_stated(marked.get(box, ()))]
        if date is None and not any(map(YEAR.search, dates)):
            dates += (words for box in own_boxes[url] for words in read_written(box, boxes, title=title))
        yield LinkEntry(
            url=url,
            title=clean_title(title),
            dates=tuple(dict.fromkeys(dates))[:MOST_DATES],
            place=name_place(own_boxes[url][0]),
        )


def find_boxes(
    tree: HtmlElement, links: Sequence[Link], owners: Mapping[HtmlElement, str], entry: Selection | None
) -> dict[HtmlElement, str]:
    """Return the boxes of the articles: those that the source names, else the largest that hold no other."""
    if entry is None:
        return find_own_boxes(links, owners)
    return find_named_boxes(links, owners, set(select_elements(tree, entry)))


def group_by_article(pairs: Iterable[Link]) -> dict[str, list[HtmlElement]]:
    """Return the first elements of each article, in the page's order: a page may link to one a thousand times."""
    groups: dict[str, list[HtmlElement]] = {}
    for element, url in pairs:
        group = groups.setdefault(url, [])
        if len(group) < MOST_ELEMENTS:
            group.append(element)
    return groups


def choose_title(titles: Iterable[Title]) -> str | None:
    """Return the best title, of equals the first."""
    best = max(titles, key=lambda title: title[:2], default=None)
    return best[2] if best else None


def read_titles(
    link: HtmlElement, owners: Mapping[HtmlElement, str], links: Container[HtmlElement]
) -> Iterator[Title]:
    """Yield what a link may call its article: a heading, a headline's line, another line, a picture's words."""
    heading = find_headline(link, owners)
    for line in read_lines(link, until=links) if heading is None else read_lines(heading):
        is_telling = len(line) >= TELLING_TITLE
        rank = 3 if heading is not None else 2 if is_telling else 1
        yield rank, 0 if is_telling else len(line), line
    for words in (link.get("title"), link.get("aria-label"), *(image.get("alt") for image in link.iter("img"))):
        if words and words.strip():
            yield 0, len(words), words[: 2 * LONGEST_TITLE]


def find_headline(link: HtmlElement, owners: Mapping[HtmlElement, str]) -> HtmlElement | None:
    """Return the heading in a link, or around it if it is about this article alone."""
    inside = next(link.iter(*HEADINGS), None)
    if inside is not None:
        return inside
    around = next(link.iterancestors(*HEADINGS), None)
    return around if around is not None and owners[around] == owners[link] else None


def read_stated(marked: Sequence[HtmlElement]) -> Iterator[str]:
    """Yield what the elements of a box that mark dates say, for machines first."""
    for element in marked[:MOST_DATES]:
        for words in (*(element.get(name) for name in DATE_ATTRIBUTES), " ".join(read_lines(element, gap=" "))):
            if words and words.strip():
                yield " ".join(words.split())[:LONGEST_DATE]


def read_written(box: HtmlElement, boxes: Container[HtmlElement], *, title: str | None) -> Iterator[str]:
    """Yield the date of the one line of a box that is a date; of two, one may be an event's."""
    lines = [line for line in read_lines(box, until=boxes, gap=" ", headings=False) if line != title]
    found = {words for line in lines if (words := find_date_words(line))}
    if len(found) == 1:
        yield from found


def name_place(box: HtmlElement) -> str:
    """Return the same words for boxes of the same list: the elements that they lie in, and the list's class."""
    around = list(islice(box.iterancestors(), LEVELS))
    tags = " ".join(str(element.tag) for element in (box, *around))
    return f"{tags} {around[0].get('class', '')}" if around else tags
