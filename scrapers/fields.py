"""The fields of a catalog entry: what each value must look like, and what to write instead."""

import re
from datetime import date, datetime
from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from scrapers.codes import COUNTRIES, LANGUAGES
from transforms.identity import host_of
from transforms.page_classes import load_page_class


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
    if name not in list_timezones():
        raise ValueError(f"{name!r} is no IANA time zone: write one such as Europe/Brussels")
    return name


@cache
def list_timezones() -> frozenset[str]:
    """Return the names of all time zones, read from the disk once."""
    return frozenset(available_timezones())


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


def check_page_class(name: str) -> str:
    """Accept the name of a page class that can be imported."""
    load_page_class(name)
    return name


def check_slug(name: str) -> str:
    """Accept a name that can stand in a path or a query as it is."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", name):
        raise ValueError(f"{name!r} is no name: write letters, digits, hyphens and underscores, at most 60")
    return name


def check_page_template(template: str) -> str:
    """Accept an address with the one field `{page}`."""
    return check_template(template, {"page"})


def check_archive_template(template: str) -> str:
    """Accept an address with `{yyyy}`, and with a month before a day."""
    fields = list_fields(check_template(template, {"yyyy", "mm", "m", "dd", "d"}))
    if "yyyy" not in fields or (fields & {"dd", "d"} and not fields & {"mm", "m"}):
        raise ValueError(f"{template!r} names no period: write {{yyyy}}, and {{mm}} where there is {{dd}}")
    return template


def check_archive_page_template(template: str) -> str:
    """Accept an address with `{page}` and what names its period."""
    fields = list_fields(check_archive_template(template.replace("{page}", "page")))
    if "{page}" not in template:
        raise ValueError(
            f"{template!r} names no page: write {{page}} where its number stands, beside {min(fields)!r}"
        )
    return template


def check_template(template: str, known: set[str]) -> str:
    """Accept an address whose fields are known ones, at least one of them."""
    fields = list_fields(template)
    if not fields or not fields <= known:
        names = ", ".join(f"{{{name}}}" for name in sorted(known))
        raise ValueError(f"{template!r} is no template: write an address with {names} in it")
    check_web_address(re.sub(r"[{}]", "", template))
    return template


def list_fields(template: str) -> set[str]:
    """Return the names in braces of a template; a brace that is none of these counts as a field of its own."""
    fields = re.findall(r"\{(\w+)\}", template)
    rest = re.sub(r"\{\w+\}", "", template)
    return {*fields, *re.findall(r"[{}]", rest)}


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
    """Accept a tag: a word, or a word within a set, such as `region:caucasus`."""
    if not re.fullmatch(r"(?:[a-z0-9][a-z0-9_-]{0,19}:)?[a-z0-9][a-z0-9_-]{0,39}", tag):
        raise ValueError(
            f"{tag!r} is no tag: write small letters, digits, hyphens and underscores, at most 40, "
            "such as nordic or region:caucasus"
        )
    return tag


Day = Annotated[date, BeforeValidator(read_day)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
WebAddress = Annotated[str, AfterValidator(check_web_address)]
Selector = Annotated[str, AfterValidator(check_selector)]
Pattern = Annotated[str, AfterValidator(check_pattern)]
PageClassName = Annotated[str, AfterValidator(check_page_class)]
Slug = Annotated[str, AfterValidator(check_slug)]
PageTemplate = Annotated[str, AfterValidator(check_page_template)]
ArchiveTemplate = Annotated[str, AfterValidator(check_archive_template)]
ArchivePageTemplate = Annotated[str, AfterValidator(check_archive_page_template)]


Country = Annotated[str, AfterValidator(check_country)]
Language = Annotated[str, AfterValidator(check_language)]
Zone = Annotated[str, AfterValidator(check_timezone)]
Host = Annotated[str, AfterValidator(check_host)]
SourceId = Annotated[str, AfterValidator(check_id)]
Tag = Annotated[str, AfterValidator(check_tag)]
Verified = Annotated[Literal["never"] | date, BeforeValidator(read_verified)]


class Checked(BaseModel):
    """Frozen; a key that is not known is an error, for it is a misspelt one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
