"""The headline: which of the page's claims is the article's own title, without the house's name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from transforms.evidence import Evidence, Heading, read_text
from transforms.jsonld import clean_text, resolve, texts_of

SEPARATOR: Final = re.compile(r"\s+[|·•»–—:\-]+\s+|\s*[|»]\s*")  # noqa: RUF001 - dashes as pages write them
NO_LETTERS: Final = re.compile(r"[\W_]+")
LONGEST: Final = 400
LONGEST_CLAIM: Final = 1000
"""Characters of a declared title that are looked at: longer ones are none, and would take hours."""
SHORTEST_START: Final = 15
"""Letters that two titles must share at an end before one is taken for the other, cut or lengthened."""
SHARED_WORDS: Final = 0.3
"""Of the shorter title's words: enough of them in the other, and both are about the same article."""
GENERIC: Final = frozenset({"untitled", "home", "article", "news", "blog", "menu", "search"})
SOCIAL_META: Final = ("og:title", "twitter:title", "dc.title", "parsely-title", "headline", "sailthru.title")

Finding = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a page declares as its title: for sharing, in JSON-LD, and in its title element as it stands."""

    shared: Finding | None
    stated: Finding | None
    tag: str
    site: frozenset[str]
    repeated: frozenset[str]
    """Methods of the claims that say the same as the title element, house's name and all."""


def find_title(evidence: Evidence) -> tuple[str | None, str | None]:
    """Return the title and the method that found it.

    A heading and a declaration that agree are how readers know the article. Where they differ, the one
    that the title element repeats was written for search engines, and the other for readers.
    """
    if override := evidence.overridden("title"):
        values, method = override
        return values[0][:LONGEST], method
    claims = read_claims(evidence)
    heading = pick_heading(evidence, claims)
    found = choose_title(claims, heading.text if heading else None)
    if found and fold_title(found[0]) not in GENERIC:
        return found
    listed = clean_text(evidence.page.listed_title or "")[:LONGEST]
    if listed:
        return listed, "listing"
    return (evidence.headings[0].text, "h1") if evidence.headings else (None, None)


def read_claims(evidence: Evidence) -> Claims:
    """Return what the page declares as its title, the site's own name stripped off."""
    site = site_names(evidence)
    tag = clean_text(read_text(evidence.marks.titles[0]))[:LONGEST_CLAIM] if evidence.marks.titles else ""
    metas = [(value, _name_meta(name)) for name, value in evidence.meta_values(*SOCIAL_META)]
    headlines = [(value, "json_ld") for value in texts_of((evidence.article or {}).get("headline"))]
    whole = fold_title(tag)
    site |= set(_house_headings(evidence, tag, metas + headlines))
    return Claims(
        shared=next(_strip_claims(metas, site), None),
        stated=next(_strip_claims(headlines, site), None),
        repeated=frozenset(method for claim, method in metas + headlines if fold_title(claim) == whole),
        tag=tag,
        site=frozenset(site),
    )


def choose_title(claims: Claims, heading: str | None) -> Finding | None:
    """Return the title out of the claims and the heading that belongs to them."""
    declared, other = (claims.shared, claims.stated) if claims.shared else (claims.stated, None)
    if declared is None:
        return _choose_undeclared(claims, heading)
    if heading is None:
        return _choose_shorter(declared, other)
    if agree(heading, declared[0]):
        return _choose_agreeing(claims, declared, other, heading)
    return _choose_differing(claims, declared, heading)


def pick_heading(evidence: Evidence, claims: Claims | None = None) -> Heading | None:
    """Return the article's own heading: one that a claim repeats, else the first that is no house's name."""
    claims = claims or read_claims(evidence)
    tag = fold_title(claims.tag)
    headings = [one for one in evidence.headings if not _names_house(fold_title(one.text), claims)]
    for claim in (claims.shared, claims.stated):
        for heading in headings if claim else ():
            if claim and agree(heading.text, claim[0]):
                return heading
    folded = ((heading, fold_title(heading.text)) for heading in headings)
    if repeated := next((heading for heading, one in folded if len(one) >= 4 and tag.startswith(one)), None):
        return repeated
    own = [heading for heading in headings if heading.heads_article]
    if own:
        return own[0]
    return headings[0] if len({heading.text for heading in headings}) == 1 else None


def fold_title(title: str) -> str:
    """Return the title as it is compared: letters and digits only."""
    return NO_LETTERS.sub("", unicodedata.normalize("NFKC", title).casefold())


def agree(heading: str, declared: str) -> bool:
    """Whether a heading and a declared title are the same, but for a suffix or a shortened end."""
    one, other = fold_title(heading), fold_title(declared)
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return one == other or (
        len(shorter) >= SHORTEST_START and (longer.startswith(shorter) or longer.endswith(shorter))
    )


def share_words(one: str, other: str) -> bool:
    """Whether two titles are about the same: they share words, or pairs of letters where words are not parted."""
    shorter, longer = sorted((_split_words(one), _split_words(other)), key=len)
    return bool(shorter) and len(shorter & longer) >= SHARED_WORDS * len(shorter)


def strip_site(title: str, names: set[str] | frozenset[str]) -> str:
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


def strip_suffix(title: str, marks: str = "|»") -> str:
    """Return the title without its last short part behind one of these marks, which is a house's name."""
    match = re.match(rf"^(.{{20,}}?)\s+[{marks}]\s+([^|–—»]{{2,40}})$", title)  # noqa: RUF001 - as pages write them
    is_name = match and len(match[2].split()) <= 4 and len(match[2]) < 0.75 * len(match[1])
    return match[1] if match and is_name else title


def site_names(evidence: Evidence) -> set[str]:
    """Return what the site calls itself, folded for comparison."""
    names = [value for _, value in evidence.meta_values("og:site_name", "application-name", "twitter:site")]
    for node in (evidence.article, evidence.webpage):
        names.extend(texts_of(resolve((node or {}).get("publisher"), evidence.nodes)))
    host = re.sub(r"^https?://(?:www\.)?([^/:]+).*$", r"\1", evidence.page.url or "")
    labels = host.split(".")
    names += [host, *([labels[-2]] if len(labels) > 1 else [])]
    return {folded for name in names if (folded := fold_title(name.lstrip("@")))}


def _strip_claims(claims: Iterable[Finding], site: set[str]) -> Iterator[Finding]:
    for claim, method in claims:
        stripped = strip_site(claim, site)[:LONGEST]
        if (folded := fold_title(stripped)) and folded not in site:
            yield stripped, method


def _choose_agreeing(claims: Claims, declared: Finding, other: Finding | None, heading: str) -> Finding:
    """Of two that differ at one end: the longer heading has a kicker, the longer declaration a house's name.

    Unless JSON-LD repeats the longer one: then what looked like a house's name is part of it, or the shorter
    one was cut for search engines.
    """
    one, two = fold_title(heading), fold_title(declared[0])
    if len(one) < len(two):
        return declared if other and fold_title(other[0]) == two else (heading, "h1")
    is_cut = declared[1] in claims.repeated and other is not None and fold_title(other[0]) == one
    return (heading, "h1") if one == two or is_cut else declared


def _choose_shorter(declared: Finding, other: Finding | None) -> Finding:
    """Without a heading: the claim without the house's name, which JSON-LD often leaves out."""
    if other and agree(other[0], declared[0]) and len(other[0]) < len(declared[0]):
        return other
    return strip_suffix(declared[0]), declared[1]


def _choose_differing(claims: Claims, declared: Finding, heading: str) -> Finding:
    """Of two that differ: the heading where the declaration is made for search engines, or stands alone."""
    title, method = declared
    if method in claims.repeated:
        return (heading, "h1") if share_words(heading, title) else (strip_suffix(title), method)
    if claims.stated and agree(claims.stated[0], heading) and not agree(claims.tag, heading):
        return heading, "h1"
    return declared


def _choose_undeclared(claims: Claims, heading: str | None) -> Finding | None:
    """Of a heading and the title element alone: the heading, unless the element's last part names the house so."""
    if heading:
        return heading, "h1"
    stripped = strip_site(claims.tag, claims.site)
    title = stripped if stripped != claims.tag else strip_suffix(stripped, "|–—»-")  # noqa: RUF001 - as written
    return (title[:LONGEST], "title_tag") if fold_title(title) else None


def _names_house(heading: str, claims: Claims) -> bool:
    """Whether a heading, folded, is one of the house's names or says nothing."""
    return not heading or heading in claims.site or heading in GENERIC


def _house_headings(evidence: Evidence, tag: str, claims: Iterable[Finding]) -> Iterator[str]:
    """Yield the headings, folded, that the title element ends with and that no claim repeats: houses' names."""
    whole = fold_title(tag)
    claimed = {fold_title(title) for title, _ in claims}
    for heading in evidence.headings:
        one = fold_title(heading.text)
        is_suffix = whole.endswith(one) and not whole.startswith(one) and len(one) < 0.5 * len(whole)
        if is_suffix and one not in claimed:
            yield one


def _name_meta(name: str) -> str:
    return "open_graph" if name == "og:title" else "meta"


def _split_words(title: str) -> set[str]:
    words = {word for word in re.findall(r"\w+", title.casefold()) if len(word) > 2}
    if len(words) > 2:
        return words
    letters = fold_title(title)
    return {letters[start : start + 2] for start in range(len(letters) - 1)}
