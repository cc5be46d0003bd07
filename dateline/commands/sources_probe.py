"""`dateline sources probe` and `new`: what a site offers, and the catalog entry that comes of it."""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import click

from dateline.catalog import check_catalog
from dateline.errors import UserError
from dateline.probing import Proposal, propose_source
from dateline.settings import Settings, load_settings
from dateline.stack.state import resolve_settings
from scrapers.probing.look import Look
from scrapers.probing.measure import Measured
from scrapers.probing.proposal import Told, find_other_feeds, word_reach
from scrapers.probing.samples import Sample
from transforms.records import SourceKind


def take_told(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which the user says what a look cannot know."""

    @click.option("--id", "source_id", help="Its id; made from the host if left out.")
    @click.option("--name", help="Its name; the site's own word for it if left out.")
    @click.option("--kind", type=click.Choice(get_args(SourceKind)), help="news if left out.")
    @click.option("--country", help="Its seat as two capitals, such as BE.")
    @click.option("--timezone", help="IANA zone of its dates that name none; UTC if left out.")
    @click.option("--language", "languages", multiple=True, help="Two letters, such as en; may be repeated.")
    @wraps(function)
    def with_told(
        *arguments: Any,  # noqa: ANN401 - click's
        source_id: str | None,
        name: str | None,
        kind: str | None,
        country: str | None,
        timezone: str | None,
        languages: tuple[str, ...],
        **more: Any,  # noqa: ANN401 - click's
    ) -> None:
        told = Told(
            source_id=source_id, name=name, kind=kind, country=country, timezone=timezone, languages=languages
        )
        function(*arguments, told=told, **more)

    return with_told


@click.command("probe")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@take_told
def probe_source(url: str, as_json: bool, told: Told) -> None:
    """Look at the site at URL: its ways in, how far back each reaches, three articles; print an entry for it.

    What was found stands before the entry as comments, so the whole can be kept as a file.
    """
    settings = resolve_settings(load_settings())
    proposal = propose_source(settings, url, told)
    known = find_known(settings, proposal)
    if as_json:
        click.echo(json.dumps(describe_proposal(proposal, known), indent=2, ensure_ascii=False))
        return
    for line in (*word_look(proposal.look), *known):
        click.echo(f"# {line}")
    click.echo(proposal.text, nl=False)


@click.command("new")
@click.argument("url")
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), help="DATELINE_CATALOG_FOLDER if left out."
)
@take_told
def new_source(url: str, folder: Path | None, told: Told) -> None:
    """Look at the site at URL and write an entry for it into your catalog folder, with the pages that were read.

    Nothing is overwritten. `dateline sources check` reads the kept pages again and says what changed.
    """
    from dateline.fixtures import check_free, write_source

    settings = resolve_settings(load_settings())
    place = folder or settings.catalog_folder
    if place is None:
        raise UserError("no folder to write to: set DATELINE_CATALOG_FOLDER, or give --folder")
    if told.source_id is not None:
        check_free(place.expanduser(), told.source_id)
    proposal = propose_source(settings, url, told)
    entry, pages = write_source(place.expanduser(), proposal.entry.id, proposal.text, proposal.look.samples)
    for line in (*word_look(proposal.look), *find_known(settings, proposal)):
        click.echo(line)
    click.echo(f"wrote {entry}, and the pages that were read to {pages}")
    click.echo(f"next: read it through, then `dateline sources check --live --source {proposal.entry.id}`")


def find_known(settings: Settings, proposal: Proposal) -> list[str]:
    """Say which entries of the catalog are of the same site, and whether the id is another one's."""
    catalog, _ = check_catalog(settings)
    host = name_host(proposal.entry.homepage)
    same = [one for one in catalog.listed.values() if name_host(one.entry.homepage) == host]
    lines = [f"the catalog has this site already: {one.entry.id}, from {one.origin}" for one in same]
    other = catalog.listed.get(proposal.entry.id)
    if other is not None and other not in same:
        lines.append(f"the id {other.entry.id} is {other.entry.name}'s: this entry would replace it; give --id")
    return lines


def name_host(url: str) -> str:
    """Return the host of an address as two spellings of it share it."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


def word_look(look: Look) -> Iterator[str]:
    """Say what a look found, one thing a line."""
    yield f"{look.home.url}: {look.requests} requests"
    yield f"robots.txt: {word_robots(look)}"
    for way in look.ways:
        yield f"{way.strategy.kind} {way.strategy.url}: {word_reach(way)}"
    if other := find_other_feeds(look):
        yield f"not in the entry, which has one way of a kind: {', '.join(way.strategy.url for way in other)}"
    yield f"articles, by {look.best[0].strategy.kind}:"
    for sample in look.samples:
        yield f"  {word_sample(sample)}"


def word_robots(look: Look) -> str:
    """Say what robots.txt asks for."""
    rules = look.rules
    there = "allows us" if rules.parsed else f"is not there (HTTP {rules.status}), so all is allowed"
    delay = f"Crawl-delay {rules.crawl_delay:g} s" if rules.crawl_delay else "no Crawl-delay"
    sitemaps = len(rules.sitemaps)
    return f"{there}; {delay}; names {sitemaps or 'no'} sitemap{'s' if sitemaps != 1 else ''}"


def word_sample(sample: Sample) -> str:
    """Say what was read of one article."""
    if sample.extraction is None or sample.fault is not None:
        return f"{sample.candidate.url}: {sample.fault}"
    article = sample.extraction.article
    method = article.methods.get("published_at")
    date = f"{article.published_day} ({method})" if article.published_day else "no date"
    words = len(article.text.split())
    return f"{date}, {words} words, {article.language or 'no language'}: {article.title or 'no title'}"


def describe_proposal(proposal: Proposal, known: list[str]) -> dict[str, Any]:
    """Return a look and its entry in types that JSON knows."""
    look = proposal.look
    return {
        "url": look.url,
        "homepage": look.home.url,
        "name": proposal.entry.name,
        "requests": look.requests,
        "robots": {
            "status": look.rules.status,
            "crawl_delay": look.rules.crawl_delay or None,
            "sitemaps": list(look.rules.sitemaps),
        },
        "ways": [describe_measured(way) for way in look.ways],
        "articles": [describe_sample(sample) for sample in look.samples],
        "known": known,
        "entry": proposal.entry.model_dump(mode="json"),
        "yaml": proposal.text,
    }


def describe_measured(way: Measured) -> dict[str, Any]:
    """Return a way in and its reach in types that JSON knows."""
    return {
        "strategy": way.strategy.kind,
        "url": way.strategy.url,
        "options": dict(way.strategy.options),
        "depth": way.depth.value,
        "entries": way.entries,
        "oldest_at": way.oldest_at.isoformat() if way.oldest_at else None,
        "newest_at": way.newest_at.isoformat() if way.newest_at else None,
        "requests": way.requests,
        "detail": way.detail,
    }


def describe_sample(sample: Sample) -> dict[str, Any]:
    """Return one article in types that JSON knows."""
    article = sample.extraction.article if sample.extraction else None
    return {
        "url": sample.candidate.url,
        "problem": sample.fault,
        "title": article.title if article else None,
        "published_at": article.published_at.isoformat() if article and article.published_at else None,
        "published_day": article.published_day.isoformat() if article and article.published_day else None,
        "date_method": article.methods.get("published_at") if article else None,
        "words": len(article.text.split()) if article else 0,
        "language": article.language if article else None,
    }
