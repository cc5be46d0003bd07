"""The headline: which of the page's claims is the article's own title, without the house's name."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from transforms.evidence import Evidence, read_text
from transforms.jsonld import clean_text, texts_of

SEPARATOR: Final = re.compile(r"\s+[|·•»–—:\-]+\s+|\s*[|»]\s*")  # noqa: RUF001 - dashes as pages write them
LONGEST: Final = 400
LONGEST_CLAIM: Final = 1000
"""Characters of a declared title that are looked at: longer ones are none, and would take hours."""
GENERIC: Final = frozenset({"untitled", "home", "article", "news", "blog", "menu", "search"})

Finding = tuple[str, str]


def find_title(evidence: Evidence) -> tuple[str | None, str | None]:
    """Return the title and the method that found it.

    A heading that agrees with what the metadata declares is how readers know the article, so it wins over
    the declaration; else JSON-LD, then OpenGraph, then the only main heading, then the title element, and last
    the listing's own word.
    """
    override = evidence.overridden("title")
    if override:
        return override[0][:LONGEST], "override"
    declared = list(_declared(evidence))
    headings = _headings(evidence.tree)
    for heading in headings:
        if agreed := _agreed_title(heading, declared):
            return agreed
    listed = clean_text(evidence.page.listed_title or "")[:LONGEST]
    found = next(
        (finding for finding in _ranked(declared, headings) if fold_title(finding[0]) not in GENERIC), None
    )
    return found or ((listed, "listing") if listed else (None, None))


def fold_title(title: str) -> str:
    """Return the title as it is compared: letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", title).casefold() if c.isalnum())


def agree(heading: str, declared: str) -> bool:
    """Whether a heading and a declared title are the same, but for a suffix or a shortened end."""
    one, other = fold_title(heading), fold_title(declared)
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 14 and (longer.startswith(shorter) or longer.endswith(shorter)))


def _agreed_title(heading: str, declared: list[Finding]) -> Finding | None:
    """Return the heading if a declaration agrees with it; the declaration where the heading adds a kicker.

    A title element that merely ends like the heading says nothing: house names stand there too.
    """
    one = fold_title(heading)
    for title, method in declared:
        other = fold_title(title)
        if not agree(heading, title) or (method == "title_tag" and not other.startswith(one)):
            continue
        has_kicker = len(one) > len(other) and one.endswith(other) and method != "title_tag"
        return (title, method) if has_kicker else (heading, "h1")
    return None


def strip_site(title: str, names: set[str]) -> str:
    """Return the title without the parts before the first or after the last separator that name the site."""
    title = title[:LONGEST_CLAIM]
    while separators := list(SEPARATOR.finditer(title)):
        first, last = separators[0], separators[-1]
        if fold_title(title[last.end() :]) in names:
            title = title[: last.start()].strip()
        elif fold_title(title[: first.start()]) in names:
            return title[first.end() :].strip()
        else:
            break
    return title


def site_names(evidence: Evidence) -> set[str]:
    """Return what the site calls itself, folded for comparison."""
    names = [value for _, value in evidence.meta_values("og:site_name", "application-name", "twitter:site")]
    for node in (evidence.article, evidence.webpage):
        names.extend(texts_of((node or {}).get("publisher")))
    host = re.sub(r"^https?://(?:www\.)?([^/:]+).*$", r"\1", evidence.page.url or "")
    labels = host.split(".")
    names += [host, *([labels[-2]] if len(labels) > 1 else [])]
    return {fold_title(name.lstrip("@")) for name in names if name}


def _declared(evidence: Evidence) -> Iterator[Finding]:
    names = site_names(evidence)
    for title in texts_of((evidence.article or {}).get("headline")):
        yield strip_site(title, names)[:LONGEST], "json_ld"
    for name, title in evidence.meta_values("og:title", "twitter:title", "dc.title", "parsely-title", "headline"):
        yield strip_site(title, names)[:LONGEST], "open_graph" if name == "og:title" else "meta"
    for element in evidence.tree.xpath("//head/title | //title[not(ancestor::svg)]")[:1]:
        if title := clean_text(read_text(element)):
            yield strip_title_tag(title, names)[:LONGEST], "title_tag"


def strip_title_tag(title: str, names: set[str]) -> str:
    """Return a title element without the site's name; the last short part is taken for one."""
    stripped = strip_site(title, names)
    if stripped != title:
        return stripped
    match = re.match(r"^(.{20,}?)\s+[|–—\-»]\s+([^|–—»]{2,40})$", title)  # noqa: RUF001 - as pages write them
    return match[1] if match and len(match[2].split()) <= 4 and len(match[2]) < 0.75 * len(match[1]) else title


def _ranked(declared: list[Finding], headings: list[str]) -> Iterator[Finding]:
    yield from (finding for finding in declared if finding[1] != "title_tag" and finding[0])
    if len(headings) == 1:
        yield headings[0], "h1"
    yield from (finding for finding in declared if finding[1] == "title_tag" and finding[0])
    yield from ((heading, "h1") for heading in headings)


def _headings(tree: HtmlElement) -> list[str]:
    """Return the texts of the h1 elements, those within an article or main element first."""
    elements = tree.xpath("//h1[ancestor::article or ancestor::main]") + tree.xpath("//h1")
    texts = (clean_text(read_text(element)) for element in elements[:40])
    return list(dict.fromkeys(text[:LONGEST] for text in texts if text))
