"""JSON-LD as publishers really write it: lists, graphs, entity-coded, half broken."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, Final

from lxml.html import HtmlElement

ARTICLE_TYPES: Final = frozenset(
    {
        "advertisercontentarticle",
        "analysisnewsarticle",
        "article",
        "askpublicnewsarticle",
        "backgroundnewsarticle",
        "blogposting",
        "liveblogposting",
        "newsarticle",
        "opinionnewsarticle",
        "report",
        "reportagenewsarticle",
        "reviewnewsarticle",
        "satiricalarticle",
        "scholarlyarticle",
        "socialmediaposting",
        "techarticle",
    }
)
PAGE_TYPES: Final = frozenset({"webpage", "itempage"})
LONGEST_BLOCK: Final = 2_000_000
DEEPEST: Final = 12
MOST_BLOCKS: Final = 200
MOST_NODES: Final = 3000

Node = Mapping[str, Any]


def read_json_ld(elements: Iterable[HtmlElement]) -> list[Node]:
    """Return every object in these JSON-LD scripts, outer before inner; unreadable ones are left out."""
    scripts = (one for one in elements if "ld+json" in (one.get("type") or "").lower() and one.text)
    walks = (_walk(load_block(script.text or ""), DEEPEST) for script in islice(scripts, MOST_BLOCKS))
    return list(islice(chain.from_iterable(walks), MOST_NODES))


def load_block(text: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Parse one block, mending what is often broken; None if nothing helps."""
    stripped = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text[:LONGEST_BLOCK]
    )
    for mend in (_as_it_is, _without_trailing_commas, html.unescape):
        try:
            return json.loads(mend(stripped).strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):  # not JSON in this form, or nested beyond reason
            continue
    return None


def types_of(node: Node) -> set[str]:
    """Return the node's types in lower case, without the vocabulary's address."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1].lower() for kind in listed if isinstance(kind, str)}


def pick_article(nodes: list[Node]) -> Node | None:
    """Return the node that describes the page's article: the fullest of the article types, the first of equals."""
    articles = [node for node in nodes if types_of(node) & ARTICLE_TYPES]
    return max(articles, key=_fullness, default=None)


def pick_page(nodes: list[Node]) -> Node | None:
    """Return the node that describes the page itself, which often has the dates."""
    return next((node for node in nodes if types_of(node) & PAGE_TYPES), None)


def texts_of(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON may be anything
    """Yield the strings in a value: a string, an object with a name or an @value, or a list of these."""
    if isinstance(value, str):
        if clean := clean_text(value):
            yield clean
    elif isinstance(value, list):
        for item in value[:50]:
            yield from texts_of(item) if not isinstance(item, list) else ()
    elif isinstance(value, Mapping):
        for key in ("name", "@value"):
            if key in value and not isinstance(value[key], Mapping):
                yield from texts_of(value[key])
                return


def urls_of(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON may be anything
    """Yield the addresses in a value that may be a string, an object with a url, or a list of these."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for item in value[:20]:
            yield from urls_of(item) if not isinstance(item, list) else ()
    elif isinstance(value, Mapping):
        for key in ("url", "contentUrl", "@id"):
            if isinstance(value.get(key), str):
                yield value[key].strip()
                return


def resolve(node: Any, nodes: list[Node]) -> Any:  # noqa: ANN401 - JSON may be anything
    """Follow bare references (`{"@id": …}`) to the node of that id, also within a list."""
    if isinstance(node, list):
        return [resolve(item, nodes) if isinstance(item, Mapping) else item for item in node[:50]]
    if isinstance(node, Mapping) and "@id" in node and "name" not in node and "url" not in node:
        return next((other for other in nodes if other.get("@id") == node["@id"] and len(other) > 1), node)
    return node


def clean_text(text: str) -> str:
    """Return text without entities (which some code twice), tags and needless white space."""
    plain = html.unescape(html.unescape(text)) if "&" in text else text
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]*>", " ", plain).split())


def _as_it_is(text: str) -> str:
    return text


def _without_trailing_commas(text: str) -> str:
    return re.sub(r",(\s*[}\]])", r"\1", text)


def _walk(value: Any, depth: int) -> Iterator[Node]:  # noqa: ANN401 - JSON may be anything
    if depth == 0:
        return
    if isinstance(value, Mapping):
        yield value
        for child in value.values():
            if isinstance(child, (Mapping, list)):
                yield from _walk(child, depth - 1)
    elif isinstance(value, list):
        for child in value[:200]:
            yield from _walk(child, depth - 1)


def _fullness(node: Node) -> int:
    """How much of an article a node says; teasers of other articles say little."""
    wanted = (
        "headline",
        "datePublished",
        "author",
        "articleBody",
        "mainEntityOfPage",
        "publisher",
        "dateModified",
    )
    return sum(bool(node.get(key)) for key in wanted)
