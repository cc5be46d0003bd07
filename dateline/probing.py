"""Sites and sources looked at by hand: what the commands of `dateline sources` share."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Final

from pydantic import ValidationError

from dateline.errors import UserError
from dateline.settings import Settings
from dateline.steps.plan import choose_sources
from scrapers.entries import Entry, is_loopback
from scrapers.probing.live import Trial, try_sources
from scrapers.probing.look import Look, LookFailed, look_at_site
from scrapers.probing.proposal import Told, check_told, propose_entry, write_proposal
from scrapers.probing.session import Terms, hold_session
from sql.connection import connect
from sql.migrate import migrate
from sql.trials import insert_trial
from transforms.records import Source

PATIENCE: Final = 900.0
"""Seconds for the look at one site; somebody waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A look, and the entry that came of it: as checked, and as a file holds it."""

    look: Look
    entry: Entry
    text: str


def propose_source(settings: Settings, url: str, told: Told) -> Proposal:
    """Look at a site and return the entry for it; raise UserError with one line where there is none."""
    refuse_wrong_words(url, told)
    check_contact(settings, url)
    try:
        terms = replace(open_terms(settings), deadline=min(settings.crawl_deadline, PATIENCE))
        look = hold_session(terms, lambda web: look_at_site(web, url, timezone=told.timezone))
    except LookFailed as failed:
        raise UserError(str(failed)) from None
    entry = propose_entry(look, told, today=datetime.now(UTC).date())
    return Proposal(look=look, entry=entry, text=write_proposal(entry, told, look))


def refuse_wrong_words(url: str, told: Told) -> None:
    """Raise UserError for the first thing that the user said wrongly."""
    try:
        check_told(url, told)
    except ValidationError as error:
        first = error.errors()[0]
        name, why = str(first["loc"][0]), first["msg"].removeprefix("Value error, ")
        raise UserError(why if name == "homepage" else f"{name}: {why}") from None


def check_contact(settings: Settings, url: str) -> None:
    """Raise UserError for a real site while nobody has said who asks."""
    if settings.contact is None and not is_loopback(url):
        raise UserError(
            f"{url} is a real site, and a guest gives a name: set DATELINE_CONTACT to an address or page "
            "where sites can reach you"
        )


def open_terms(settings: Settings) -> Terms:
    """Return a look's terms; where there is a database, its hosts' slots are shared with all runs."""
    if settings.database_url is not None:
        migrate(settings.database_url)
    return Terms(
        user_agent=settings.user_agent,
        request_timeout=settings.request_timeout,
        deadline=settings.crawl_deadline,
        max_body=settings.max_body,
        loopback_ports=tuple(settings.allow_loopback_ports),
        database_url=settings.database_url,
    )


def try_live(settings: Settings, selectors: tuple[str, ...], tell: Callable[[Trial], None]) -> list[Trial]:
    """Try the sources that the selectors name, else the enabled ones, and keep what came of it."""
    sources = choose_sources(settings, selectors or settings.sources)
    live, offline = split_offline(sources)
    if not live:
        raise UserError(f"{offline[0].source_id} reads web archives only: there is nothing to try on the network")

    async def hear(trial: Trial) -> None:
        await asyncio.to_thread(keep_trial, settings, trial)
        tell(trial)

    return hold_session(open_terms(settings), lambda web: try_sources(web, live, hear))


def split_offline(sources: Iterable[Source]) -> tuple[list[Source], list[Source]]:
    """Return the sources that are on the network, and those that are archives alone."""
    live: list[Source] = []
    offline: list[Source] = []
    for source in sources:
        only_archives = all(way.kind == "warc" for way in source.strategies)
        (offline if only_archives else live).append(source)
    return live, offline


def keep_trial(settings: Settings, trial: Trial) -> None:
    """Write a trial down, where there is a database."""
    if settings.database_url is None:
        return
    with connect(settings.database_url, application="dateline sources", autocommit=True) as connection:
        insert_trial(connection, **asdict(trial))
