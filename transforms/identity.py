"""Who an article is: its address in one normal form, its id, and the digest of what it says."""

import hashlib
import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("5f0c1d6e-6a39-5a0e-9a52-3c9d1c6e7b11")
"""The namespace of article ids; changing it would give every article a new id."""

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
TRACKING: Final = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid"
    r"|_hsenc|_hsmi|_ga|_gl|mkt_tok|vero_id|oly_enc_id|oly_anon_id|at_medium|at_campaign|at_link_\w+|cmpid"
    r"|ns_mchannel|ns_campaign|ns_source|ns_linkname|wt_mc|ocid|smid|s_cid|xtor|guccounter|guce_\w+|__twitter_impression)",
    re.IGNORECASE,
)
UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
PERCENT: Final = re.compile(r"%([0-9A-Fa-f]{2})")
PATH_SAFE: Final = "/%:@!$&'()*+,;=~-._"
QUERY_SAFE: Final = PATH_SAFE + "?"
INDEX_PAGE: Final = re.compile(r"(?:index|default|home)\.(?:html?|php|aspx?)$", re.IGNORECASE)
SECTION_WORDS: Final = frozenset(
    {
        "about",
        "archive",
        "archives",
        "author",
        "authors",
        "blog",
        "category",
        "contact",
        "home",
        "latest",
        "news",
        "page",
        "search",
        "section",
        "sections",
        "tag",
        "tags",
        "topic",
        "topics",
    }
)


def normalise_url(url: str) -> str:
    """Return the address in the form under which it is compared and hashed; the same twice as once.

    Scheme and host are lower case; default ports, fragment, tracking parameters and login are dropped;
    percent-encoding is the shortest that means the same. Order of parameters, path case and a trailing
    slash are kept, since they can matter to the site. What is no absolute http(s) address returns stripped.
    """
    stripped = url.strip()
    parts = _split(stripped)
    if parts is None or parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return stripped
    path = _normalise_percent(parts.path, PATH_SAFE) or "/"
    query = "&".join(_kept_parameters(_normalise_percent(parts.query, QUERY_SAFE)))
    return urlunsplit((parts.scheme, _netloc(parts), path, query, ""))


def host_of(url: str) -> str | None:
    """Return `host:port` of an http(s) address, the key of slots, robots and guards; None for anything else."""
    parts = _split(url.strip())
    if parts is None or parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return None
    return f"{_bracket(_host(parts.hostname))}:{parts.port or DEFAULT_PORTS[parts.scheme]}"


def mint_article_id(url: str) -> UUID:
    """Return the id of the article that was first accepted at this address; the same for ever."""
    return uuid5(NAMESPACE, normalise_url(url))


def accept_canonical(url: str, canonical: str | None, *, hosts: Collection[str], homepage: str) -> str | None:
    """Return the canonical link in normal form if it may name this article, else None.

    It counts only on the source's own hosts (`host:port`; those of the homepage and of the page belong to
    them) and only if it looks like no home, section or search page. Elsewhere it marks a syndicated copy.
    """
    absolute, is_own = _place_canonical(url, canonical, hosts, homepage)
    if absolute is None or not is_own or absolute == normalise_url(homepage):
        return None
    return None if is_listing_path(absolute) and absolute != normalise_url(url) else absolute


def find_original(url: str, canonical: str | None, *, hosts: Collection[str], homepage: str) -> str | None:
    """Return the canonical link in normal form if it names an article of another site, which this page copies."""
    absolute, is_own = _place_canonical(url, canonical, hosts, homepage)
    return None if absolute is None or is_own or is_listing_path(absolute) else absolute


def _place_canonical(
    url: str, canonical: str | None, hosts: Collection[str], homepage: str
) -> tuple[str | None, bool]:
    """Return the link as an absolute address (None if it is none) and whether it is on the source's own hosts."""
    try:
        absolute = normalise_url(urljoin(url, canonical.strip())) if canonical else ""
    except ValueError:  # half a bracket
        return None, False
    host = host_of(absolute)
    return absolute if host else None, host in {*hosts, host_of(homepage), host_of(url)}


def explain_foreign(url: str, *, source_id: str, hosts: Collection[str]) -> str | None:
    """Return in words why what answered at an address is not the source's own; None if it is.

    A source that links or redirects elsewhere must not come to own what another one publishes there.
    """
    if host_of(url) in hosts:
        return None
    name = urlsplit(url).netloc
    return (
        f"it leads to {url[:300]}, which is not on a host of {source_id}: name {name} in its hosts if its pages "
        "are the source's own"
    )


def is_listing_path(url: str) -> bool:
    """Whether an address looks like a home, section or search page, by its path and query alone."""
    parts = _split(url)
    if parts is None:
        return False
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and INDEX_PAGE.fullmatch(segments[-1]):
        segments.pop()
    if not segments:
        return not re.search(r"(?:^|&)(?:p|id|page_id|article|story)=\d+", parts.query)
    last = segments[-1].lower()
    return last in SECTION_WORDS or segments[-2:-1] == ["page"] or (_is_one_word(segments) and not parts.query)


def digest_content(title: str | None, authors: Iterable[str], published_at: datetime | None, text: str) -> str:
    """Return the SHA-256 (hex) over what makes a version: title, authors, published date and body."""
    published = published_at.isoformat() if published_at else ""
    parts = (title or "", "\x1f".join(authors), published, text)
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _split(url: str) -> SplitResult | None:
    """Split an address; None if it cannot be one (bad port, bad bracket)."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _netloc(parts: SplitResult) -> str:
    host = _bracket(_host(parts.hostname or ""))
    port = parts.port
    return host if port is None or port == DEFAULT_PORTS[parts.scheme] else f"{host}:{port}"


def _host(hostname: str) -> str:
    """Lower case, no trailing dot, international names in their ASCII form where they have one."""
    host = hostname.lower().rstrip(".") or hostname
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:  # not a legal name: keep it, the guards refuse it
        return host


def _bracket(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _kept_parameters(query: str) -> Iterable[str]:
    for parameter in query.split("&"):
        name = parameter.partition("=")[0]
        if parameter and not TRACKING.fullmatch(name):
            yield parameter


def _normalise_percent(text: str, safe: str) -> str:
    """Decode what needs no coding, encode what needs it, write hex digits in upper case."""

    def shorten(match: re.Match[str]) -> str:
        byte = unquote_to_bytes(match[0])
        return byte.decode("ascii") if byte[0] in UNRESERVED else match[0].upper()

    lone = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(PERCENT.sub(shorten, lone), safe=safe, encoding="utf-8", errors="replace")


def _is_one_word(segments: list[str]) -> bool:
    """Whether a path is like /world or /world/europe: short plain words, no number, no slug."""
    return len(segments) <= 2 and all(re.fullmatch(r"[a-z]{2,14}", segment) for segment in segments)
