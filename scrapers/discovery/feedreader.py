"""Feeds into entries: RSS 0.9x to 2.0, RDF, Atom and JSON Feed, well-formed or nearly so.

lxml reads them: in linear time, without ever fetching anything or expanding an entity. Dates stay words here.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree

from scrapers.discovery.answers import Fault, describe_body
from scrapers.discovery.base import ListingPage
from scrapers.discovery.jsonlist import TooManyValues, load_json
from transforms.decoding import decode_body
from transforms.outcomes import StrategyProblem

MOST_TAGS: Final = 400_000
"""More tags than any feed has; a tree of them would take hundreds of megabytes."""
MOST_PIECES: Final = 5000
"""Items of a broken feed that are read one by one."""
HEAD: Final = 20_000
TAIL: Final = 2000
"""Characters at a feed's end in which its root is closed; some programs write remarks behind it."""
FEED_START: Final = re.compile(r"<\?xml\b|<!DOCTYPE\b|<rss\b|<feed\b|<rdf:RDF\b")
HTML_START: Final = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
ROOT_START: Final = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b[^>]*>")
ITEM_START: Final = re.compile(r"(?=<(?:item|entry)[\s>])")
STRAY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,32};)?")
ROOTS: Final = frozenset({"rss", "rdf", "feed"})
ITEMS: Final = frozenset({"item", "entry"})
PUBLISHED: Final = ("pubdate", "published", "issued", "date", "created")
MODIFIED: Final = ("updated", "modified")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry in the feed's own words; the address is absolute."""

    url: str | None
    title: str | None
    published: str | None
    modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed holds: entries in its order, the page that it links as the next one, whether it is cut off."""

    entries: list[FeedEntry]
    next_url: str | None = None
    is_cut: bool = False


class NotReadable(Exception):
    """A body is no feed, or a broken one; `fault` says which."""

    def __init__(self, problem: StrategyProblem, detail: str) -> None:
        self.fault: Fault = (problem, detail)
        super().__init__(detail)


def read_feed(page: ListingPage) -> Feed:
    """Return what a feed holds; raise NotReadable for anything that is no feed."""
    text = decode_page(page)
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped:
        raise NotReadable(StrategyProblem.EMPTY, f"{page.url} is empty")
    if stripped.startswith("{"):
        return read_json_feed(stripped, page)
    if HTML_START.match(stripped):
        raise not_a_feed(page)
    if stripped.count("<") > MOST_TAGS:
        raise NotReadable(StrategyProblem.MALFORMED, f"{page.url} has more tags than a feed can have")
    text = cut_junk(stripped)
    root = parse_xml(text, page)
    entries = list(read_elements(root, page))
    if len(entries) < len(pieces := split_items(text)) <= MOST_PIECES:
        parsed = (next(read_elements(parse_xml(piece, page), page), None) for piece in pieces)
        entries = [entry for entry in parsed if entry is not None and (entry.url or entry.title)]
    return Feed(entries=entries, next_url=find_next(root, page), is_cut=is_cut_off(root, stripped))


def split_items(text: str) -> list[str]:
    """Return each item of a feed as a feed of its own: what one leaves unclosed swallows the others otherwise."""
    found = ROOT_START.search(text, 0, HEAD)
    return [f"{found[0]}{piece}" for piece in ITEM_START.split(text)[1:]] if found else []


def is_cut_off(root: etree._Element, text: str) -> bool:
    """Whether a feed ends before its root element does: what was behind is lost."""
    return re.search(rf"</(?:\w+:)?{re.escape(local_name(root))}\s*>", text[-TAIL:], re.IGNORECASE) is None


def find_next(root: etree._Element, page: ListingPage) -> str | None:
    """Return the page that a feed links as its next one (RFC 5005, section 3)."""
    heads = [root, *(child for child in root.iterchildren("{*}*") if local_name(child) == "channel")]
    links = (child for head in heads for child in head.iterchildren("{*}*") if local_name(child) == "link")
    return next(
        (join_url(page.final_url, link.base, link.get("href")) for link in links if link.get("rel") == "next"),
        None,
    )


def decode_page(page: ListingPage) -> str:
    """Return the text of a listing."""
    return decode_body(page.body, page.headers.get("content-type"))


def not_a_feed(page: ListingPage) -> NotReadable:
    """Say what came instead of a feed."""
    return NotReadable(
        StrategyProblem.NOT_A_FEED, f"{page.url} is no feed: it answered with {describe_body(page)}"
    )


def cut_junk(text: str) -> str:
    """Leave out what stands before the feed: a program's warnings, white space."""
    start = FEED_START.search(text, 0, HEAD)
    return text[start.start() :] if start else text


def parse_xml(text: str, page: ListingPage) -> etree._Element:
    """Parse strictly, then leniently with stray ampersands mended; entities of a feed's own are refused."""
    for lenient in (False, True):
        source = mend_ampersands(text) if lenient else text
        try:
            root = etree.fromstring(source.encode("utf-8", "replace"), make_parser(lenient=lenient))
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return refuse_entities(root, page)
    if not text.startswith("<"):
        raise not_a_feed(page)
    raise NotReadable(StrategyProblem.MALFORMED, f"{page.url} is not XML that can be read")


def make_parser(*, lenient: bool) -> etree.XMLParser:
    """Return a parser that neither reads files nor asks the network nor expands entities."""
    return etree.XMLParser(
        encoding="utf-8", recover=lenient, resolve_entities=False, load_dtd=False, no_network=True,
        huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip


def refuse_entities(root: etree._Element, page: ListingPage) -> etree._Element:
    """Let no document pass that declares entities: no feed needs them, bombs do."""
    document: Any = root.getroottree().docinfo.internalDTD
    if document is not None and any(True for _ in document.iterentities()):
        raise NotReadable(StrategyProblem.MALFORMED, f"{page.url} declares XML entities, which no feed needs")
    return root


def mend_ampersands(text: str) -> str:
    """Write HTML's named entities as characters, other stray ampersands as `&amp;`; CDATA stays as it is."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += (STRAY.sub(mend_entity, text[position:start]), text[start : end + 3])
        position = end + 3
    return "".join([*parts, STRAY.sub(mend_entity, text[position:])])


def mend_entity(match: re.Match[str]) -> str:
    """Return what an entity that XML does not know means."""
    character = html.unescape(match[0]) if match[1] else match[0]
    return character if character != match[0] and "&" not in character else f"&amp;{match[1] or ''}"


def read_elements(root: etree._Element, page: ListingPage) -> Iterator[FeedEntry]:
    """Yield the entries of RSS, RDF and Atom."""
    if local_name(root) not in ROOTS:
        raise not_a_feed(page)
    for element in find_items(root):
        yield read_entry(element, page)


def find_items(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the items, none inside another: items in items would be read as often as they are deep."""
    for child in element.iterchildren("{*}*"):
        if local_name(child) in ITEMS:
            yield child
        else:
            yield from find_items(child)


def read_entry(element: etree._Element, page: ListingPage) -> FeedEntry:
    """Read one entry; of two elements of a name, the first with text counts."""
    texts: dict[str, str] = {}
    for child in element.iterchildren("{*}*"):
        text = "".join(str(part) for part in child.itertext()).strip()
        if text:
            texts.setdefault(name_child(child, element), text)
    return FeedEntry(
        url=join_url(page.final_url, element.base, find_link(element, texts)),
        title=texts.get("title"),
        published=next((texts[name] for name in PUBLISHED if name in texts), None),
        modified=next((texts[name] for name in MODIFIED if name in texts), None),
    )


def name_child(child: etree._Element, entry: etree._Element) -> str:
    """Return a child's name; one of another vocabulary keeps a mark unless its name is only used there.

    `media:title` and `itunes:title` are no title of the article; `dc:date` is its date.
    """
    name = local_name(child)
    is_own = space_of(child) == space_of(entry)
    return name if is_own or name in {"origlink", *PUBLISHED, *MODIFIED} else f":{name}"


def find_link(element: etree._Element, texts: Mapping[str, str]) -> str | None:
    """Return the entry's own address: what a redirector hides, its link, or a guid that is one."""
    if "origlink" in texts:
        return texts["origlink"]
    if "link" in texts:
        return texts["link"]
    return find_href(element) or find_guid(element) or find_about(element)


def find_href(element: etree._Element) -> str | None:
    """Return the alternate link of Atom (also inside RSS), a web page before other kinds."""
    links = [
        (child.get("type", "text/html") != "text/html", child.get("href", "").strip())
        for child in element.iterchildren("{*}*")
        if local_name(child) == "link" and child.get("rel", "alternate") == "alternate"
    ]
    return next((href for _, href in sorted(links, key=lambda link: link[0]) if href), None)


def find_guid(element: etree._Element) -> str | None:
    """Return a guid or id that is a web address and does not deny it."""
    for child in element.iterchildren("{*}*"):
        if local_name(child) in {"guid", "id"} and child.get("isPermaLink", "true").lower() != "false":
            text = "".join(str(part) for part in child.itertext()).strip()
            if text.startswith(("http://", "https://")):
                return text
    return None


def find_about(element: etree._Element) -> str | None:
    """Return RDF's name of the item."""
    return next((str(value) for name, value in element.attrib.items() if str(name).endswith("about")), None)


def join_url(final_url: str, base: str | None, link: str | None) -> str | None:
    """Return a link as an absolute http(s) address; None if it cannot be one."""
    if not link:
        return None
    try:
        absolute = urljoin(urljoin(final_url, base or ""), "".join(link.split()))
    except ValueError:  # brackets that are no address
        return None
    return absolute if absolute.lower().startswith(("http://", "https://")) else None


def local_name(element: etree._Element) -> str:
    """Return a name without its vocabulary, in lower case; undeclared prefixes are no part of it."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def space_of(element: etree._Element) -> str:
    """Return the vocabulary of an element: its namespace, or the prefix that nobody declared."""
    return str(element.tag).rpartition("}")[0] or str(element.tag).rpartition(":")[0]


def read_json_feed(text: str, page: ListingPage) -> Feed:
    """Return what a JSON Feed holds."""
    try:
        feed = load_json(text)
    except TooManyValues:
        words = f"{page.url} has more values than a feed can have"
        raise NotReadable(StrategyProblem.MALFORMED, words) from None
    except ValueError:
        raise NotReadable(StrategyProblem.MALFORMED, f"{page.url} is JSON that cannot be read") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        raise NotReadable(StrategyProblem.NOT_A_FEED, f"{page.url} is no feed: it answered with other JSON")
    following = feed.get("next_url")
    return Feed(
        entries=[read_json_item(item, page) for item in items if isinstance(item, dict)],
        next_url=join_url(page.final_url, None, following) if isinstance(following, str) else None,
    )


def read_json_item(item: Mapping[str, Any], page: ListingPage) -> FeedEntry:
    """Read one item; what is no string is not there."""
    words = {name: value for name, value in item.items() if isinstance(value, str)}
    named = words.get("id", "")
    link = words.get("url") or (named if named.startswith(("http://", "https://")) else None)
    return FeedEntry(
        url=join_url(page.final_url, None, link),
        title=words.get("title"),
        published=words.get("date_published"),
        modified=words.get("date_modified"),
    )
