"""A catalog entry out of a look: ready to be checked, read and enabled."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from scrapers.codes import LANGUAGES
from scrapers.entries import Entry
from scrapers.probing.home import shorten_title
from scrapers.probing.look import Look
from scrapers.probing.measure import Measured
from scrapers.ways import AnyStrategy
from scrapers.yamlmarks import PlainDumper

SECOND_LEVELS: Final = frozenset({"ac", "co", "com", "edu", "gov", "govt", "ne", "net", "or", "org"})
LONGEST_ID: Final = 40
USUAL_INTERVAL: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the user said of the source; None where the look decides."""

    source_id: str | None = None
    name: str | None = None
    kind: str | None = None
    country: str | None = None
    timezone: str | None = None
    languages: tuple[str, ...] = ()


def check_told(url: str, told: Told) -> None:
    """Hold what the user said against the schema before any site is asked; raise pydantic's ValidationError."""
    Entry.model_validate(
        {
            "id": told.source_id or "site",
            "name": told.name or "Site",
            "kind": told.kind or "news",
            "country": told.country,
            "languages": list(told.languages),
            "timezone": told.timezone or "UTC",
            "homepage": url,
            "discovery": [{"strategy": "feed", "url": "https://site.example/feed/"}],
        }
    )


def propose_entry(look: Look, told: Told, *, today: date) -> Entry:
    """Return the entry; what the user told goes before what the look found."""
    name = told.name or find_name(look)
    ways = [describe_way(way) for way in look.best]
    more: dict[str, Any] = {}
    if look.source.interval != USUAL_INTERVAL:
        more["politeness"] = {"interval": look.source.interval}
    return Entry.model_validate(
        {
            "id": told.source_id or make_id(look.home.url, name),
            "name": name,
            "kind": told.kind or "news",
            "country": told.country,
            "languages": list(told.languages) or find_languages(look),
            "timezone": look.timezone or "UTC",
            "homepage": look.home.url,
            "discovery": ways,
            **more,
            "evidence": {"on": today, "of": describe_evidence(look)},
        }
    )


def find_name(look: Look) -> str:
    """Return the site's name: its own word for it, else its title, else its host."""
    title = None if look.name else shorten_title(look.home.title)
    return (look.name or title or urlsplit(look.home.url).netloc)[:200]


def make_id(url: str, name: str) -> str:
    """Return an id from the host (`www.example.co.uk` is example); of an IP address, from the name."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    if re.fullmatch(r"[\d.]+|.*:.*|localhost", host):
        words = name.lower()
    else:
        kept = labels[:-1] or labels
        words = "-".join(kept[:-1] if len(kept) > 1 and kept[-1] in SECOND_LEVELS else kept)
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:LONGEST_ID].strip("-") or "site"


def find_languages(look: Look) -> list[str]:
    """Return the languages of the articles that were read, the commonest first."""
    read = [one.extraction.article.language for one in look.samples if one.extraction]
    return [code for code, _ in Counter(code for code in read if code in LANGUAGES).most_common() if code]


def describe_way(way: Measured) -> dict[str, Any]:
    """Return a way in as an entry has it."""
    return {"strategy": way.strategy.kind, "url": way.strategy.url, **way.strategy.options}


def describe_evidence(look: Look) -> str:
    """Say which ways in answered, and what became of the articles."""
    ways = ", ".join(f"{way.strategy.kind} ({word_entries(way.entries)})" for way in look.best)
    good = sum(sample.fault is None for sample in look.samples)
    return f"Answered `dateline sources probe`: {ways}; {good} of {len(look.samples)} pages read as articles."


def word_entries(entries: int) -> str:
    """Return a number of entries."""
    return f"{entries} entr{'y' if entries == 1 else 'ies'}"


def write_proposal(entry: Entry, told: Told, look: Look) -> str:
    """Return the entry as YAML with what a person should look at; the defaults are left out."""
    shown: dict[str, Any] = {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "country": entry.country,
        "languages": entry.languages,
        "timezone": entry.timezone,
        "homepage": entry.homepage,
        "discovery": [write_way(way) for way in entry.discovery],
    }
    if look.source.interval != USUAL_INTERVAL:
        shown["politeness"] = {"interval": entry.politeness.interval}
    if entry.evidence is not None:
        shown["evidence"] = entry.evidence.model_dump()
    shown["verified"] = entry.verified
    text: str = yaml.dump(shown, Dumper=PlainDumper, sort_keys=False, allow_unicode=True, width=110)
    notes = list_notes(told, look)
    return "".join(f"{add_note(line, notes)}\n" for line in text.splitlines())


def write_way(way: AnyStrategy) -> dict[str, Any]:
    """Return a way in without the options that stand at their defaults."""
    return {"strategy": way.strategy, "url": way.url} | way.model_dump(exclude_defaults=True)


def list_notes(told: Told, look: Look) -> dict[str, str]:
    """Return by key what nobody has said yet."""
    notes = {}
    if told.kind is None:
        notes["kind"] = "a guess: think_tank, news, agency, magazine, broadcaster or government"
    if told.country is None:
        notes["country"] = "two capitals, such as BE"
    if not told.languages:
        notes["languages"] = "of the pages that were read: add others, or leave it empty for any"
    if told.timezone is None and look.timezone is None:
        notes["timezone"] = "a guess: the zone of its dates that name none, such as Europe/Brussels"
    elif told.timezone is None:
        notes["timezone"] = "as its WordPress says"
    return notes


def add_note(line: str, notes: dict[str, str]) -> str:
    """Put a key's note behind its line."""
    note = notes.get(line.partition(":")[0])
    return f"{line}  # {note}" if note else line


def word_reach(way: Measured) -> str:
    """Say in words how far back a way in reaches."""
    if not way.works:
        return f"nothing: {way.detail}" if way.detail else "nothing"
    pages = f"{word_entries(way.entries)} on {way.requests} page{'s' if way.requests != 1 else ''}"
    ends = {"whole": "the whole list", "open": "and more behind it", "short": "no further"}
    if way.oldest_at is None or way.newest_at is None:
        return f"{pages}, without dates; {ends[way.depth]}"
    return f"{pages}, from {way.newest_at:%Y-%m-%d} back to {way.oldest_at:%Y-%m-%d}, {ends[way.depth]}"


def find_other_feeds(look: Look) -> Sequence[Measured]:
    """Return what works beside the ways that the entry has."""
    return [way for way in look.ways if way.works and way not in look.best]
