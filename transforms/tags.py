"""Tags: what the site files the article under, declared or shown as links at the article."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from urllib.parse import unquote

from lxml.html import HtmlElement

from transforms.evidence import Evidence, Heading, read_text
from transforms.jsonld import texts_of
from transforms.landmarks import is_beside
from transforms.links import read_path
from transforms.titles import fold_title, site_names

TAG_META: Final = (
    "news_keywords", "article:tag", "keywords", "parsely-tags", "sailthru.tags", "og:article:tag",
    "cxenseparse:taglist", "cse_keywords",
)  # fmt: skip
MOST_TAGS: Final = 40
LONGEST_TAG: Final = 80
LONGEST_SHOWN: Final = 50
"""Letters of a tag that is shown as a link: more is a headline."""
MOST_SHOWN: Final = 30
MOST_BOXES: Final = 60
TRACKING: Final = re.compile(
    r"^[0-9a-f]{8}-[0-9a-f]{4}-|^[\w ]{1,20}:[^ ]|^[\w ]{0,20}category: |^section: |^[a-z]+_[a-z_]+$|^\d+$",
    re.IGNORECASE,
)
"""What machines file under: identifiers, `source:name`, `Section: Sport`, `editors_pick`."""
CODE: Final = re.compile(r"^[A-Z]{2,8}\d{0,3}(?:[:-][A-Z-]+)?$")
FURNITURE: Final = re.compile(
    r"^(?:all(?:e)? (?:tags|themen|topics)|more|mehr|show (?:more|all)|tags?|topics?)\b", re.IGNORECASE
)

Finding = tuple[tuple[str, ...], str | None]


def find_tags(evidence: Evidence, heading: Heading | None) -> Finding:
    """Return the article's keywords, each once, and the method that found them.

    Declared ones count unless they are words of the address, codes or the same on the whole site; links
    shown at the article stand in for these, and for a declaration that they contain.
    """
    declared = [found for found in _declared(evidence) if not _is_noise(found[0], evidence)]
    shown = _shown(evidence, heading)
    summary = _summarise(evidence)
    for tags, method in declared:
        if not shown or not _is_better(shown, tags, summary):
            return tags, method
        return shown, "link_tag"
    return (shown, "link_tag") if shown else ((), None)


def split_tags(values: list[str]) -> tuple[str, ...]:
    """Split comma lists, once each, in order; what is longer than a tag is none."""
    separator = r"\s*;\s*" if len(values) == 1 and values[0].count(";") > values[0].count(",") else r"\s*[,،、]\s*"
    tags: dict[str, str] = {}
    for value in values:
        for tag in re.split(separator, value):
            if tag and len(tag) <= LONGEST_TAG:
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def _declared(evidence: Evidence) -> Iterator[tuple[tuple[str, ...], str]]:
    house = site_names(evidence)
    values = list(texts_of((evidence.article or {}).get("keywords")))
    sources = [(values, "json_ld")]
    sources += [(list(evidence.meta.get(name, ())), "open_graph" if ":" in name else "meta") for name in TAG_META]
    for values, method in sources:
        tags = tuple(tag for tag in split_tags(values) if fold_title(tag) not in house and not TRACKING.match(tag))
        if tags:
            yield tags[:MOST_TAGS], method


def _is_noise(tags: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether these are the words of the address, or codes."""
    codes = sum(CODE.match(tag) is not None for tag in tags)
    if codes > 4 and codes > len(tags) / 2:
        return True
    path = unquote(read_path(evidence.page.url)).casefold()
    words = set(re.findall(r"\w+", path[:500]))
    single = [tag.casefold() for tag in tags if " " not in tag]
    return (
        len(tags) > 4 and len(single) > 0.8 * len(tags) and sum(tag in words for tag in single) > 0.7 * len(tags)
    )


def _is_better(shown: tuple[str, ...], declared: tuple[str, ...], summary: str) -> bool:
    """Whether the links are more than what is declared: they hold it and go on, or share nothing with many."""
    one, other = {tag.casefold() for tag in shown}, {tag.casefold() for tag in declared}
    if not one & other:
        return len(declared) > 4 and _count_named(shown, summary) > _count_named(declared, summary)
    return other < one and len(declared) <= 2


def _count_named(tags: tuple[str, ...], summary: str) -> int:
    """How many of these tags the article's title and summary name: those of the whole site are not among them."""
    return sum(tag.casefold() in summary for tag in tags)


def _summarise(evidence: Evidence) -> str:
    """Return the title and the description that the page declares, in lower case."""
    values = [value for _, value in evidence.meta_values("og:title", "description", "og:description")]
    return " ".join([heading.text for heading in evidence.headings[:3]] + values).casefold()


def _shown(evidence: Evidence, heading: Heading | None) -> tuple[str, ...]:
    """Return the tags that stand as links at the article: the longest list of them behind the headline."""
    start = heading.place if heading else 0
    elements = evidence.marks.elements
    places = [place for place in evidence.marks.tag_places if place > start][:MOST_BOXES]
    groups = _group(elements, places)
    lists = (_read_tags(groups[key]) for key in sorted(groups, key=lambda key: key[0]))
    found = [tags for tags in lists if tags]
    return max(found, key=len, default=())


def _group(elements: list[HtmlElement], places: Iterable[int]) -> dict[tuple[int, str], list[HtmlElement]]:
    """Return the links that are tags, or lie in a box of tags, by what their box is; those with rel=tag first."""
    groups: dict[tuple[int, str], list[HtmlElement]] = {}
    for place in places:
        element = elements[place]
        if is_beside(element):
            continue
        is_link = element.tag in {"a", "button"}
        links = [element] if is_link else list(islice(element.iter("a"), MOST_SHOWN + 1))
        rank = 0 if "tag" in (element.get("rel") or "").split() else 2 - is_link
        key = (rank, " ".join((element.get("class") or element.get("rel") or "").split()[:2]))
        if len(links) <= MOST_SHOWN:
            groups.setdefault(key, []).extend(links)
    return groups


def _read_tags(links: list[HtmlElement]) -> tuple[str, ...]:
    """Return the texts of links as tags; none if one of them is too long to be one."""
    texts = [read_text(link).strip(" ,#;|/") for link in dict.fromkeys(links)]
    tags = {text.casefold(): text for text in texts if text and not FURNITURE.match(text)}
    if any(len(tag) > LONGEST_SHOWN for tag in tags) or len(tags) > MOST_SHOWN:
        return ()
    return tuple(tags.values())
