"""The shape of a catalog entry: what a source must say of itself before it may be crawled."""

import re
from datetime import date, datetime
from ipaddress import ip_address
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from scrapers.codes import COUNTRIES, LANGUAGES
from transforms.identity import host_of
from transforms.records import Source, SourceKind, Strategy

POLITE: Final = 1.0
"""Fewest seconds between two requests to a host that is not this machine."""


def check_country(code: str) -> str:
    """Accept an ISO 3166-1 alpha-2 code."""
    if code not in COUNTRIES:
        raise ValueError(f"{code!r} is no ISO 3166-1 alpha-2 code: write two capitals such as BE, or null")
    return code


def check_language(code: str) -> str:
    """Accept an ISO 639-1 code."""
    if code not in LANGUAGES:
        raise ValueError(f"{code!r} is no ISO 639-1 code: write two letters such as en")
    return code


def check_timezone(name: str) -> str:
    """Accept an IANA time zone."""
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no IANA time zone: write one such as Europe/Brussels")
    return name


def check_web_address(url: str) -> str:
    """Accept an absolute http(s) address without a login in it."""
    if host_of(url) is None or re.search(r"\s", url):
        raise ValueError(f"{url!r} is no http(s) address: write it in full, such as https://www.example.org/")
    if urlsplit(url).username is not None:
        raise ValueError("an address must not carry a login: catalog entries are no place for secrets")
    return url


def check_host(host: str) -> str:
    """Accept a host name, with a port if it is an unusual one."""
    if host_of(f"http://{host}/") is None or re.search(r"[\s/?#@]", host):
        raise ValueError(f"{host!r} is no host: write example.org or example.org:8080, without a path")
    return host


def check_pattern(pattern: str) -> str:
    """Accept a regular expression."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
    return pattern


def check_selector(selector: str) -> str:
    """Accept a CSS selector that the extractor can read."""
    try:
        CSSSelector(selector, translator="html")
    except SelectorError as error:
        raise ValueError(f"{selector!r} is no CSS selector: {error}") from None
    return selector


def read_day(value: object) -> date:
    """Accept a day as YAML reads it, or in quotation marks."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is no day: write one such as 2026-11-22") from None


def read_verified(value: object) -> object:
    """Accept `never` or a day."""
    return value if value == "never" else read_day(value)


def check_id(name: str) -> str:
    """Accept a name that can be a file, a label and a column's value."""
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", name):
        raise ValueError(f"{name!r} is no id: write small letters, digits and hyphens, at most 64")
    return name


def check_tag(tag: str) -> str:
    """Accept a tag."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", tag):
        raise ValueError(f"{tag!r} is no tag: write small letters, digits, hyphens and underscores, at most 40")
    return tag


Day = Annotated[date, BeforeValidator(read_day)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
WebAddress = Annotated[str, AfterValidator(check_web_address)]
Selector = Annotated[str, AfterValidator(check_selector)]


def misplaced(path: tuple[str | int, ...], words: str) -> PydanticCustomError:
    """Return an error of the whole entry that belongs to one place in it."""
    return PydanticCustomError("misplaced", "{words}", {"words": words, "path": path})


class Checked(BaseModel):
    """Frozen; a key that is not known is an error, for it is a misspelt one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class WordPressStrategy(Checked):
    """The posts collection of a WordPress REST interface."""

    strategy: Literal["wordpress"]
    url: WebAddress


class FeedStrategy(Checked):
    """A feed: RSS, Atom or JSON Feed; `paged: wordpress` when older entries are behind `?paged=2`."""

    strategy: Literal["feed"]
    url: WebAddress
    paged: Literal["none", "wordpress"] = "none"


class WarcStrategy(Checked):
    """A WARC file that lies somewhere; `dates: any` takes every page in it, whatever the window."""

    strategy: Literal["warc"]
    url: Text
    dates: Literal["any", "window"] = "any"


AnyStrategy = Annotated[WordPressStrategy | FeedStrategy | WarcStrategy, Field(discriminator="strategy")]
STRATEGIES: Final = ("feed", "warc", "wordpress")


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
    """CSS selectors for a site whose pages mislead the extractor."""

    text: Selector | None = None
    title: Selector | None = None
    authors: Selector | None = None
    published: Selector | None = None


class Evidence(Checked):
    """On which day somebody saw what, so that an entry can be doubted."""

    on: Day
    of: Text


class Entry(Checked):
    """One source, as its file declares it."""

    id: Annotated[str, AfterValidator(check_id)]
    name: Text
    kind: SourceKind
    country: Annotated[str, AfterValidator(check_country)] | None = None
    languages: Annotated[list[Annotated[str, AfterValidator(check_language)]], Field(max_length=40)] = []
    timezone: Annotated[str, AfterValidator(check_timezone)] = "UTC"
    homepage: WebAddress
    hosts: list[Annotated[str, AfterValidator(check_host)]] = []
    discovery: Annotated[list[AnyStrategy], Field(min_length=1, max_length=10)]
    politeness: Politeness = Politeness()
    expected: Expected = Expected()
    exclude: list[Annotated[str, AfterValidator(check_pattern)]] = []
    overrides: Overrides = Overrides()
    rights: Text | None = None
    evidence: Evidence | None = None
    verified: Annotated[Literal["never"] | date, BeforeValidator(read_verified)] = "never"
    tags: list[Annotated[str, AfterValidator(check_tag)]] = []

    @model_validator(mode="after")
    def check_politeness(self) -> Self:
        """Only this machine may be asked more often than once a second."""
        addresses = [self.homepage, *(way.url for way in self.discovery if way.strategy != "warc")]
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
        strategies=tuple(to_strategy(way) for way in entry.discovery),
        interval=entry.politeness.interval,
        expected_minimum=entry.expected.minimum,
        expected_maximum=entry.expected.maximum,
        expected_days=entry.expected.days,
        hosts=list_hosts(entry),
        exclude=tuple(entry.exclude),
        overrides=entry.overrides.model_dump(exclude_none=True),
        rights=entry.rights,
        evidence=entry.evidence.of if entry.evidence else None,
        evidence_on=entry.evidence.on if entry.evidence else None,
        verified_on=None if isinstance(entry.verified, str) else entry.verified,
        tags=tuple(entry.tags),
        entry=describe_entry(entry),
    )


def to_strategy(way: WordPressStrategy | FeedStrategy | WarcStrategy) -> Strategy:
    """Return one way in, its options beside its kind and address."""
    return Strategy(kind=way.strategy, url=way.url, options=way.model_dump(exclude={"strategy", "url"}))


def list_hosts(entry: Entry) -> tuple[str, ...]:
    """Return the source's own hosts as `host:port`, the homepage's first.

    A name without a port stands for both schemes and for itself with and without `www.`: which of the four
    a feed happens to write says nothing about whose page it is.
    """
    names = [urlsplit(entry.homepage).netloc.rpartition("@")[2], *entry.hosts]
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
