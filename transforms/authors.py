"""Authors: who wrote it, by what the page declares, then by what stands at its headline."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from transforms.evidence import Evidence, Heading, read_text, read_value
from transforms.jsonld import resolve, texts_of
from transforms.landmarks import is_beside
from transforms.names import looks_like_person, split_names
from transforms.titles import fold_title, site_names

AUTHOR_META: Final = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "citation_author", "article.author", "cxenseparse:author", "creator",
    "dcsext.author", "vr:author", "shareaholic:article_author_name", "authors", "article:authors",
)  # fmt: skip
LONGEST_BYLINE: Final = 200
NEAR: Final = 60
"""Elements between a byline and the next that still belongs to it."""
MOST_BYLINES: Final = 8
LINES_BEFORE: Final = 30
LINES_AFTER: Final = 120
"""Elements around the headline among which a line that starts with `By` is a byline."""
BY_LINE: Final = re.compile(
    r"^\W{0,3}(?:(?:written|authored|words|story|text|posted|reported|published|researched|recommended)\s+by|by|von|par|por|di|door|av|af|przez|text"
    r"|autor(?:in)?|author|reporter)\b\s*:?\s+(?=[^\W\d_])(\S.{2,80})$",
    re.IGNORECASE,
)

Finding = tuple[tuple[str, ...], str | None]


def find_authors(evidence: Evidence, heading: Heading | None) -> Finding:
    """Return the names of those who wrote it, and the method that found them.

    People, desks and agencies that the page declares count as it names them. The house itself is believed
    only where nobody else is named, neither in the declarations nor at the headline.
    """
    if override := evidence.overridden("authors"):
        values, method = override
        return split_names(values), method
    house = site_names(evidence) | {fold_title(name) for name in evidence.meta.get("og:site_name", ())}
    institution: Finding = ((), None)
    for method, bylines in _declared(evidence):
        names = split_names(bylines)
        people = tuple(name for name in names if fold_title(name) not in house)
        if people:
            return people, method
        institution = institution if institution[0] else (names, method)
    for bylines in _shown_bylines(evidence, heading):
        people = tuple(name for name in split_names(bylines) if fold_title(name) not in house)
        if people:
            return people, "byline"
    return institution if institution[0] else ((), None)


def _declared(evidence: Evidence) -> Iterator[tuple[str, list[str]]]:
    """Yield the method and bylines of each declaration, the best first."""
    node = evidence.article or {}
    for key in ("author", "creator"):
        yield "json_ld", list(texts_of(resolve(node.get(key), evidence.nodes)))
    for name in AUTHOR_META:
        yield "open_graph" if ":" in name else "meta", list(evidence.meta.get(name, ()))


def _shown_bylines(evidence: Evidence, heading: Heading | None) -> Iterator[list[str]]:
    """Yield the bylines that readers see, people's names first, then all that stands where names do."""
    marks = evidence.marks
    named = (_find_microdata(evidence), marks.name_places)
    for places in (*named, marks.byline_places):
        yield _read_bylines(evidence, _order_places(evidence, places, heading), looks_like_person)
    yield _written_bylines(evidence, heading)
    for places in named:
        yield _read_bylines(evidence, _order_places(evidence, places, heading), bool)


def _find_microdata(evidence: Evidence) -> list[int]:
    """Return the places of the elements that microdata calls an author."""
    if b"itemprop" not in evidence.page.body:
        return []
    elements = evidence.marks.elements
    authors = [
        place for place, element in enumerate(elements) if "author" in (element.get("itemprop") or "").split()
    ]
    return [_find_name(elements, place) for place in authors[:MOST_BYLINES]]


def _find_name(elements: list[HtmlElement], place: int) -> int:
    """Return the place of the name within an author, or of the author itself."""
    inner = range(place + 1, min(place + 20, len(elements)))
    end = elements[place]
    named = (
        at
        for at in inner
        if elements[at].get("itemprop") == "name" and end in islice(elements[at].iterancestors(), 6)
    )
    return next(named, place)


def _read_bylines(evidence: Evidence, places: Iterable[int], is_name: Callable[[str], bool]) -> list[str]:
    """Return the names nearest to the headline: the first, and those that follow it closely."""
    found: list[str] = []
    last = -1
    for place in places:
        if found and abs(place - last) > NEAR:
            break
        text = read_value(evidence.marks.elements[place])
        names = [name for name in split_names([text]) if is_name(name)] if len(text) <= LONGEST_BYLINE else []
        if names:
            found += names
            last = place
        if len(found) >= MOST_BYLINES:
            break
    return found


def _order_places(evidence: Evidence, places: Iterable[int], heading: Heading | None) -> list[int]:
    """Return the places after the headline, then the others, without those that stand beside the article."""
    start = heading.place if heading else 0
    usable = [place for place in islice(places, 4 * NEAR) if not is_beside(evidence.marks.elements[place])]
    return [place for place in usable if place > start][: 4 * MOST_BYLINES] + [
        place for place in usable if place <= start
    ][::-1]


def _written_bylines(evidence: Evidence, heading: Heading | None) -> list[str]:
    """Return what follows `By` in the short lines around the headline."""
    if heading is None:
        return []
    around = evidence.marks.elements[max(0, heading.place - LINES_BEFORE) : heading.place + LINES_AFTER]
    for element in around:
        if element.tag in {"script", "style", "a", "option"} or not (element.text and element.text.strip()):
            continue
        if len(element) <= 3 and BY_LINE.match(text := read_text(element)[:LONGEST_BYLINE]):
            return [name for name in split_names([BY_LINE.sub(r"\1", text)]) if looks_like_person(name)]
    return []
