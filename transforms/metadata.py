"""Section, canonical link, language and paywall, each by the best evidence that the page gives."""

from typing import Final

from lxml.html import HtmlElement

from transforms.evidence import Evidence, read_text
from transforms.jsonld import texts_of
from transforms.links import absolute_url

SECTION_META: Final = ("article:section", "parsely-section", "og:article:section", "section")


def find_section(evidence: Evidence) -> tuple[str | None, str | None]:
    """Return the section that the page says it stands in."""
    for section in texts_of((evidence.article or {}).get("articleSection")):
        return section[:200], "json_ld"
    section_value = evidence.first_meta(*SECTION_META)
    return (section_value[:200], "open_graph") if section_value else (None, None)


def find_canonical(evidence: Evidence) -> tuple[str | None, str | None]:
    """Return the address that the page calls its own, absolute."""
    links = [one for one in evidence.marks.links if "canonical" in (one.get("rel") or "").lower().split()]
    for link in links[:3]:
        if canonical := absolute_url(evidence.page.url, link.get("href") or ""):
            return canonical, "link_canonical"
    for value in evidence.meta.get("og:url", ()):
        if canonical := absolute_url(evidence.page.url, value):
            return canonical, "open_graph"
    return None, None


def is_behind_paywall(evidence: Evidence) -> bool:
    """Whether the page says that this is not the whole text for everyone."""
    nodes = [node for node in (evidence.article, evidence.webpage) if node]
    if any(str(node.get("isAccessibleForFree", "")).strip().lower() == "false" for node in nodes):
        return True
    tier = (evidence.first_meta("article:content_tier", "og:article:content_tier") or "").lower()
    if tier in {"locked", "metered"}:
        return tier == "locked"
    markup = "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'subscribe-wall')]"
    return any(read_text(element) for element in evidence.tree.xpath(markup)[:10])


def first_language(tree: HtmlElement) -> str | None:
    """Return the language tag that the page's html element (or its body) declares."""
    for element in (tree, tree.find("body")):
        if element is not None and (tag := element.get("lang") or element.get("xml:lang")):
            return str(tag)
    return None
