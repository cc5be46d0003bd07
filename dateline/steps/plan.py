"""Which sources a run crawls, and in which shards."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from dateline.catalog import load_catalog, select_sources
from dateline.errors import UserError
from dateline.models import check_model
from dateline.settings import Settings
from dateline.steps.close import close_dead_commands
from scrapers.entries import is_loopback
from sql.connection import connect
from sql.shards import write_plan
from transforms.records import Source
from transforms.windows import Window, describe_days

ALONE: Final = 64
"""Up to this many sources each has a shard of its own, which the UI names."""
MOST_SHARDS: Final = 256


class NothingToPlan(UserError):
    """No source is enabled, or those that are may not be asked yet."""


def plan_shards(
    settings: Settings, *, run_id: str, dag_id: str, window: Window, selection: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Plan a run over the selected (else the enabled) sources and return its shards: number and label.

    Planned again, the run starts from nothing but its captures. Raises UserError before anything is written
    when there is no source, or one that the catalog does not know, or no model.
    """
    check_model(settings.model)
    sources = choose_sources(settings, selection or settings.sources)
    shards = group_sources(sources)
    close_dead_commands(settings)
    with connect(settings.database, application="dateline plan_shards", autocommit=True) as connection:
        write_plan(
            connection,
            run_id=run_id,
            dag_id=dag_id,
            window=window,
            sources=sources,
            enabled=None if selection else [source.source_id for source in sources],
            shards=shards,
        )
    return [{"shard": number, "label": label} for number, (label, _) in enumerate(shards)]


def choose_sources(settings: Settings, selectors: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the catalog's sources that the selectors name; raise UserError when a run over them cannot be."""
    if not selectors:
        raise NothingToPlan("no source is enabled: set DATELINE_SOURCES to ids, kind:think_tank, tag:demo or all")
    sources = select_sources(load_catalog(settings), selectors)
    if not sources:
        raise NothingToPlan(
            f"no source in the catalog matches {', '.join(selectors)}: see `dateline sources list`"
        )
    if settings.contact is None and (real := [source.source_id for source in sources if is_real(source)]):
        raise NothingToPlan(
            f"{real[0]} is a real site, and a guest gives a name: set DATELINE_CONTACT to an address or page "
            "where sites can reach you"
        )
    return sources


def describe_run_days(settings: Settings, window: Window, selection: tuple[str, ...] = ()) -> str:
    """Return in words which days a run over the selected (else the enabled) sources is about."""
    whole = [source.is_read_whole for source in choose_sources(settings, selection or settings.sources)]
    return describe_days(window, dated=not all(whole), archives=any(whole))


def is_real(source: Source) -> bool:
    """Whether a crawl of the source asks a site beyond this machine."""
    return any(not is_loopback(address) for way in source.strategies for address in way.web_addresses)


def group_sources(sources: Sequence[Source]) -> list[tuple[str, tuple[str, ...]]]:
    """Return label and source ids of each shard: a source each while they are few, else by shared hosts."""
    if len(sources) <= ALONE:
        return [(source.source_id, (source.source_id,)) for source in sources]
    bins: list[list[str]] = [[] for _ in range(MOST_SHARDS)]
    for group in sorted(join_by_host(sources), key=len, reverse=True):
        min(bins, key=len).extend(group)
    return [(_label(ids), tuple(ids)) for ids in bins if ids]


def join_by_host(sources: Sequence[Source]) -> list[list[str]]:
    """Return groups of source ids; sources that share a host, directly or through others, are in one group."""
    leader = {source.source_id: source.source_id for source in sources}

    def find(source_id: str) -> str:
        while leader[source_id] != source_id:
            source_id = leader[source_id]
        return source_id

    owner: dict[str, str] = {}
    for source in sources:
        for host in hosts_of(source):
            leader[find(source.source_id)] = find(owner.setdefault(host, source.source_id))
    groups: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        groups[find(source.source_id)].append(source.source_id)
    return list(groups.values())


def hosts_of(source: Source) -> set[str]:
    """Return the names of the hosts that a source's crawl will call on."""
    asked = (address for way in source.strategies for address in way.web_addresses)
    addresses = (source.homepage, *asked)
    return {name for address in addresses if (name := urlsplit(address).netloc)} | set(source.hosts)


def _label(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]} and {len(ids) - 1} more"
