"""Which article a staged page is: by its addresses, by its canonical link, else by its very words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from transforms.identity import mint_article_id

AddressKind = Literal["requested", "redirected", "canonical"]
LONGEST_ADDRESS: Final = 2000
"""Characters; longer canonical links and redirects are not kept as addresses (an index entry has its limits)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What makes a version; the text stands for itself by its digest."""

    title: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    published_day: date | None
    text_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A staged article on its way to publication.

    `canonical` only if it may name an article of the source, `original` if the page names one of another site.
    """

    capture_id: int
    url: str
    final_url: str
    redirects: tuple[str, ...] = ()
    canonical: str | None = None
    original: str | None = None
    fetched_at: datetime
    content: Content
    content_digest: str
    extractor: str
    model_name: str | None = None

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses that were asked for and that answered."""
        return frozenset((self.url, self.final_url))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A known address: whose it is, and how it was seen."""

    url: str
    article_id: UUID
    kind: AddressKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Whose each arrival is (by capture id), addresses to write, and articles that proved to be another one."""

    articles: Mapping[int, UUID]
    addresses: tuple[Address, ...]
    merges: Mapping[UUID, UUID]


@dataclass(slots=True)
class _Register:
    addresses: dict[str, Address]
    contents: dict[UUID, list[Content]]
    digests: dict[str, UUID]
    written: dict[str, Address] = field(default_factory=dict)
    merges: dict[UUID, UUID] = field(default_factory=dict)

    def root(self, article_id: UUID) -> UUID:
        while article_id in self.merges:
            article_id = self.merges[article_id]
        return article_id


def resolve_articles(
    arrivals: Iterable[Arrival],
    *,
    addresses: Iterable[Address],
    contents: Mapping[UUID, Content],
    digests: Mapping[str, UUID],
) -> Resolution:
    """Return which article each arrival is; new ones are minted from the address that answered.

    `addresses`, `contents` (current versions) and `digests` (content digest → article of the same source) say
    what is known. The answer does not depend on the order of the arrivals: pages that name themselves
    canonical come before those that name another, and then by address.
    """
    register = _Register(
        addresses={address.url: address for address in addresses},
        contents={article_id: [content] for article_id, content in contents.items()},
        digests=dict(digests),
    )
    found: dict[int, UUID] = {}
    for arrival in sorted(arrivals, key=_sort_key):
        article_id = _find_article(register, arrival) or mint_article_id(arrival.final_url)
        article_id = _merge_with_canonical(register, arrival, article_id)
        found[arrival.capture_id] = article_id
        register.contents.setdefault(article_id, []).append(arrival.content)
        register.digests.setdefault(arrival.content_digest, article_id)
        _write_addresses(register, arrival, article_id)
    return Resolution(
        articles={capture: register.root(article_id) for capture, article_id in found.items()},
        addresses=tuple(register.written.values()),
        merges=dict(register.merges),
    )


def _sort_key(arrival: Arrival) -> tuple[bool, bool, str, str, datetime, int]:
    names_another = arrival.canonical not in (None, arrival.final_url)
    redirected = arrival.url != arrival.final_url
    return names_another, redirected, arrival.final_url, arrival.url, arrival.fetched_at, arrival.capture_id


def _find_article(register: _Register, arrival: Arrival) -> UUID | None:
    """Look up in the order of trust: what answered, what was asked for, what the page names, its words."""
    answered = register.addresses.get(arrival.final_url)
    # A canonical link is another page's claim: it yields when a different text answers at that address.
    if answered and (answered.kind != "canonical" or _same_text(register, answered.article_id, arrival.content)):
        return register.root(answered.article_id)
    for url in (arrival.url, arrival.canonical):
        # Sites redirect a dead address to an article whose slug begins alike: the text must agree.
        known = register.addresses.get(url) if url and url != arrival.final_url else None
        if known and _same_text(register, known.article_id, arrival.content):
            return register.root(known.article_id)
    twin = register.digests.get(arrival.content_digest)
    return register.root(twin) if twin else None


def _merge_with_canonical(register: _Register, arrival: Arrival, article_id: UUID) -> UUID:
    """Join two published articles when one now names the other as canonical and says the very same."""
    named = register.addresses.get(arrival.canonical) if arrival.canonical else None
    if named is None or named.kind == "canonical":
        return article_id
    other = register.root(named.article_id)
    if other == article_id or article_id not in register.contents:
        return article_id
    if not any(_same_words(content, arrival.content) for content in register.contents.get(other, ())):
        return article_id
    register.merges[article_id] = other
    return other


def _write_addresses(register: _Register, arrival: Arrival, article_id: UUID) -> None:
    answered: AddressKind = "requested" if arrival.final_url == arrival.url else "redirected"
    _write_address(register, Address(url=arrival.final_url, article_id=article_id, kind=answered), answered=True)
    _write_address(register, Address(url=arrival.url, article_id=article_id, kind="requested"))
    for url in arrival.redirects:
        _write_address(register, Address(url=url, article_id=article_id, kind="redirected"))
    if arrival.canonical:
        _write_address(register, Address(url=arrival.canonical, article_id=article_id, kind="canonical"))


def _write_address(register: _Register, address: Address, *, answered: bool = False) -> None:
    known = register.addresses.get(address.url)
    if len(address.url) > LONGEST_ADDRESS:
        return
    if known is None or (answered and known.kind == "canonical"):
        register.addresses[address.url] = register.written[address.url] = address


def _same_text(register: _Register, article_id: UUID, content: Content) -> bool:
    return any(
        known.text_digest == content.text_digest or _same_title(known, content)
        for known in register.contents.get(register.root(article_id), ())
    )


def _same_words(one: Content, other: Content) -> bool:
    return one.text_digest == other.text_digest and _same_title(one, other)


def _same_title(one: Content, other: Content) -> bool:
    if one.title is None or other.title is None:
        return False
    return one.title.casefold().split() == other.title.casefold().split()
