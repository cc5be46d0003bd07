"""The lead image: the picture that readers see at the head of the article, before the card made for sharing."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final
from urllib.parse import unquote

from lxml.html import HtmlElement

from transforms.evidence import Evidence, Heading
from transforms.jsonld import resolve, urls_of
from transforms.landmarks import is_beside
from transforms.links import LONGEST_LINK, absolute_url

IMAGE_META: Final = (
    "og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src", "thumbnail",
)  # fmt: skip
SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "src")
SOURCE_SETS: Final = ("srcset", "data-srcset")
NO_PICTURE: Final = re.compile(
    r"^data:|\.svg(?:$|\?)|/(?:pixel|spacer|blank|placeholder)|\.gif(?:$|\?)", re.IGNORECASE
)
ICON: Final = re.compile(
    r"avatar|author|byline|logo|icon|profile|emoji|sprite|thumbnail-?list|advert|banner-?ad|gravatar"
)
EXTENSION: Final = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)$")
PATH_END: Final = re.compile(r"[?#]")
SIZE: Final = re.compile(r"[-_]\d{2,4}x\d{2,4}$")
SMALLEST: Final = 100
"""Pixels; what is narrower or lower is an icon."""
NEAR: Final = 250
"""Elements behind the headline within which a lead image stands."""
BEFORE: Final = 60
MOST_LOOKED_AT: Final = 20
MOST_MATCHED: Final = 12
"""Pictures among which the declared one is looked for."""
LONGEST_SET: Final = 4000
DEEPEST: Final = 3

Finding = tuple[str | None, str | None]


Addresses = tuple[str, ...]
"""All addresses of a picture in the page, as they are written, its own first."""


def find_image(evidence: Evidence, heading: Heading | None) -> Finding:
    """Return the lead image's absolute address and the method that found it.

    A declared image that stands in the article is it; else the first picture at the headline, as what is declared
    for sharing is often cut or lettered; only where none is shown, the declared one.
    """
    declared = list(_declared(evidence))
    shown: list[Addresses] = []
    named = {name_image(address): (address, method) for address, method in reversed(declared)}
    for picture in islice(_shown(evidence, heading), MOST_MATCHED):
        shown.append(picture)
        match = next((named[name] for one in picture if (name := name_image(one)) in named), None)
        if match and _name_file(match[0]) == _name_file(picture[0]):
            found = absolute_url(evidence.page.url, match[0]), match[1]
        elif match:
            found = absolute_url(evidence.page.url, picture[0]), "figure"
        else:
            continue
        if found[0]:
            return found
    return _find_unmatched(evidence, declared, shown)


def _find_unmatched(evidence: Evidence, declared: list[tuple[str, str]], shown: list[Addresses]) -> Finding:
    """Return the first shown picture, or the first declared one, that has an address of the web."""
    for address, method in [*((picture[0], "figure") for picture in shown), *declared]:
        if image := absolute_url(evidence.page.url, address):
            return image, method
    return None, None


def name_image(address: str) -> str:
    """Return the file name by which renditions of an image are compared: without extension and size."""
    return SIZE.sub("", _name_file(address))


def _name_file(address: str) -> str:
    name = unquote(PATH_END.split(address[:LONGEST_LINK], maxsplit=1)[0]).rstrip("/").rsplit("/", 1)[-1].casefold()
    return EXTENSION.sub("", name)


def _declared(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield what the page declares: the image for sharing, then those in JSON-LD."""
    for name in IMAGE_META:
        for value in evidence.meta.get(name, ()):
            yield value, "open_graph" if name.startswith("og:") else "meta"
    for value in urls_of(resolve((evidence.article or {}).get("image"), evidence.nodes)):
        yield value, "json_ld"


def _shown(evidence: Evidence, heading: Heading | None) -> Iterator[Addresses]:
    """Yield the pictures around the headline: those behind it, then the nearest before it."""
    if heading is None:
        return
    places = evidence.marks.picture_places
    behind = (place for place in places if heading.place < place <= heading.place + NEAR)
    before = (place for place in reversed(places) if heading.place - BEFORE <= place < heading.place)
    yield from _pictures(evidence, behind, must_be_framed=False)
    yield from _pictures(evidence, before, must_be_framed=True)
    far = (place for place in places if place > heading.place + NEAR)
    yield from _pictures(evidence, far, must_be_framed=True)


def _pictures(evidence: Evidence, places: Iterator[int], *, must_be_framed: bool) -> Iterator[Addresses]:
    for place in islice(places, MOST_LOOKED_AT):
        element = evidence.marks.elements[place]
        if _is_icon(element) or is_beside(element) or (must_be_framed and not _is_framed(element)):
            continue
        addresses = tuple(_addresses(element))
        if addresses:
            yield addresses


def _is_icon(element: HtmlElement) -> bool:
    """Whether an image is too small, or is marked as a portrait, logo or icon."""
    for side in ("width", "height"):
        size = re.match(r"\d{1,5}", element.get(side) or "")
        if size and int(size[0]) < SMALLEST and not (element.get(side) or "").endswith("%"):
            return True
    boxes = (element, *islice(element.iterancestors(), DEEPEST))
    return any(ICON.search((box.get("class") or "")[:300].lower()) for box in boxes)


def _is_framed(element: HtmlElement) -> bool:
    return any(box.tag in {"figure", "picture", "article", "main"} for box in islice(element.iterancestors(), 12))


def _addresses(element: HtmlElement) -> Iterator[str]:
    """Yield the image's addresses: its own, the widest rendition, then those of its picture element."""
    picture = next((box for box in islice(element.iterancestors(), DEEPEST) if box.tag == "picture"), None)
    sources = islice(picture.iter("source"), 20) if picture is not None else ()
    values = [element.get(name) or "" for name in SOURCES]
    for holder in (element, *sources):
        for name in SOURCE_SETS:
            values += split_set(holder.get(name) or "")
    for value in dict.fromkeys(value.strip() for value in values):
        if value and len(value) < LONGEST_LINK and not NO_PICTURE.search(value):
            yield value


def split_set(value: str) -> list[str]:
    """Return the addresses of a srcset, the largest rendition first."""
    found: list[tuple[float, str]] = []
    for part in re.split(r",\s+|(?<=[\dwx]),", value[:LONGEST_SET]):
        words = part.split()
        if words:
            size = re.match(r"\d{1,5}", words[1]) if len(words) > 1 else None
            found.append((float(size[0]) if size else 0.0, words[0].rstrip(",")))
    return [address for _, address in sorted(found, key=lambda one: -one[0])]
