"""The shape of a catalog entry: what a source must say of itself before it may be crawled."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scrapers.fields import (
    Checked,
    Country,
    Day,
    Host,
    Language,
    PageClassName,
    Pattern,
    Selector,
    SourceId,
    Tag,
    Text,
    Verified,
    WebAddress,
    Zone,
)
from scrapers.ways import AnyStrategy, WarcStrategy
from transforms.identity import host_of
from transforms.records import Source, SourceKind, Strategy

POLITE: Final = 1.0
"""Fewest seconds between two requests to a host that is not this machine."""


def misplaced(path: tuple[str | int, ...], words: str) -> PydanticCustomError:
    """Return an error of the whole entry that belongs to one place in it."""
    return PydanticCustomError("misplaced", "{words}", {"words": words, "path": path})


class Politeness(Checked):
    """Seconds between two requests to one host."""

    interval: float = Field(default=2.0, ge=0, le=3600)


class Expected(Checked):
    """How many articles a healthy source shows over some days; null where nobody knows."""

    minimum: int | None = Field(default=None, ge=0)
    maximum: int | None = Field(default=None, ge=1)
    days: int = Field(default=7, ge=1, le=90)

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """Refuse a minimum above the maximum."""
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"the minimum {self.minimum} is above the maximum {self.maximum}")
        return self


class Overrides(Checked):
    """CSS selectors for a site whose pages mislead the extractor, or a class for one that they cannot describe."""

    text: Selector | None = None
    title: Selector | None = None
    authors: Selector | None = None
    published: Selector | None = None
    page_class: PageClassName | None = None


class Evidence(Checked):
    """On which day somebody saw what, so that an entry can be doubted."""

    on: Day
    of: Text


class Entry(Checked):
    """One source, as its file declares it."""

    id: SourceId
    name: Text
    kind: SourceKind
    country: Country | None = None
    languages: Annotated[list[Language], Field(max_length=40)] = Field(default_factory=list)
    timezone: Zone = "UTC"
    homepage: WebAddress
    hosts: list[Host] = Field(default_factory=list)
    discovery: Annotated[list[AnyStrategy], Field(min_length=1, max_length=10)]
    politeness: Politeness = Politeness()
    expected: Expected = Expected()
    exclude: list[Pattern] = Field(default_factory=list)
    overrides: Overrides = Overrides()
    rights: Text | None = None
    retention_days: Annotated[int, Field(gt=0)] | None = None
    evidence: Evidence | None = None
    verified: Verified = "never"
    tags: list[Tag] = Field(default_factory=list)

    @model_validator(mode="after")
    def check_politeness(self) -> Self:
        """Only this machine may be asked more often than once a second."""
        ways = (to_strategy(self, way) for way in self.discovery)
        addresses = [self.homepage, *(address for way in ways for address in way.web_addresses)]
        if self.politeness.interval < POLITE and not all(map(is_loopback, addresses)):
            asked = f"{self.politeness.interval:g} s is too short"
            words = f"{asked}: only sources on this machine may go below {POLITE:g} s"
            raise misplaced(("politeness", "interval"), words)
        return self

    @model_validator(mode="after")
    def check_strategies(self) -> Self:
        """Each way in is tried once."""
        keys = [(way.strategy, way.url) for way in self.discovery]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            second = len(keys) - 1 - keys[::-1].index(twice)
            raise misplaced(("discovery", second), f"{twice[0]} {twice[1]} is there twice")
        return self


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine by its literal host: 127.0.0.0/8, ::1 or localhost."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def to_source(entry: Entry) -> Source:
    """Return the record that the steps work with."""
    return Source(
        source_id=entry.id,
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        languages=tuple(entry.languages),
        timezone=entry.timezone,
        homepage=entry.homepage,
        strategies=tuple(to_strategy(entry, way) for way in entry.discovery),
        interval=entry.politeness.interval,
        expected_minimum=entry.expected.minimum,
        expected_maximum=entry.expected.maximum,
        expected_days=entry.expected.days,
        hosts=list_hosts(entry.homepage, entry.hosts),
        exclude=tuple(entry.exclude),
        overrides=entry.overrides.model_dump(exclude_none=True),
        rights=entry.rights,
        evidence=entry.evidence.of if entry.evidence else None,
        evidence_on=entry.evidence.on if entry.evidence else None,
        verified_on=None if isinstance(entry.verified, str) else entry.verified,
        tags=tuple(entry.tags),
        entry=describe_entry(entry),
    )


def to_strategy(entry: Entry, way: AnyStrategy) -> Strategy:
    """Return one way in, its options beside its kind and address."""
    options = way.model_dump(exclude={"strategy", "url"})
    if isinstance(way, WarcStrategy):
        is_file = way.content == "records"
        is_source = is_file and not entry.hosts and all(one.strategy == "warc" for one in entry.discovery)
        options["hosts"] = way.hosts or ("any" if is_source else "own")
        options["dates"] = way.dates or ("any" if is_file else "window")
    return Strategy(kind=way.strategy, url=way.url, options=options)


def list_hosts(homepage: str, hosts: Iterable[str]) -> tuple[str, ...]:
    """Return a source's own hosts as `host:port`, the homepage's first.

    A name without a port stands for both schemes and for itself with and without `www.`: which of the four
    a feed happens to write says nothing about whose page it is.
    """
    names = [urlsplit(homepage).netloc.rpartition("@")[2], *hosts]
    return tuple(dict.fromkeys(spelling for name in names for spelling in spell_host(name)))


def spell_host(name: str) -> tuple[str, ...]:
    """Return every `host:port` under which a host may be linked."""
    if is_loopback(f"http://{name}/") or urlsplit(f"http://{name}/").port is not None:
        host = host_of(f"http://{name}/")
        return (host,) if host else ()
    bare = name.lower().removeprefix("www.")
    spelled = [name.lower(), bare, f"www.{bare}"]
    addresses = [host_of(f"{scheme}://{host}/") for host in spelled for scheme in ("https", "http")]
    return tuple(dict.fromkeys(address for address in addresses if address))


def describe_entry(entry: Entry) -> dict[str, Any]:
    """Return the entry as checked, in types that JSON knows."""
    return entry.model_dump(mode="json")
