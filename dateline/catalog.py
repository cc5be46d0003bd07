"""The catalog as one installation sees it: shipped entries, the demo's, and those of the user's own folder."""

from collections.abc import Iterable
from typing import Final

from dateline.demo.catalog import catalog_entries
from dateline.demo.outlets import OUTLETS
from dateline.errors import UserError
from dateline.settings import Settings
from scrapers import catalog as entries
from scrapers import selection
from scrapers.catalog import Catalog, Listed
from scrapers.entries import to_source
from scrapers.yamlmarks import Problem
from transforms.records import Source

__all__ = ["Catalog", "CatalogError", "check_catalog", "load_catalog", "select_sources", "to_source"]

DEMO_PORT: Final = 8711
"""Where the first outlet stands while nobody has said otherwise."""


class CatalogError(UserError):
    """The catalog cannot be used as it stands, or has no such source; one line a problem."""


def load_catalog(settings: Settings) -> Catalog:
    """Return every entry; raise CatalogError naming file and line of each problem if there is any.

    An entry of the user's folder replaces a shipped or demo entry of the same id. While no demo runs
    (`demo_ports` is empty) its outlets answer only to their ids and tags.
    """
    catalog, problems = check_catalog(settings)
    if problems:
        raise CatalogError("\n".join(map(str, problems)))
    return catalog


def check_catalog(settings: Settings) -> tuple[Catalog, list[Problem]]:
    """Return the catalog of all good entries, and every problem of the others."""
    shipped, problems = entries.read_folder(entries.SHIPPED)
    demo, found = list_demo(settings)
    problems += found
    own: list[Listed] = []
    if settings.catalog_folder is not None:
        own, found = entries.read_folder(settings.catalog_folder)
        problems += found
    asleep = [] if settings.demo_ports else demo
    dormant = {listed.entry.id for listed in asleep} - {listed.entry.id for listed in own}
    return entries.merge_catalog(shipped, demo, own, dormant=dormant), problems


def select_sources(catalog: Catalog, selectors: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources that the selectors name; CatalogError for one that names nothing, with near matches."""
    try:
        return selection.select_sources(catalog, selectors)
    except entries.CatalogError as error:
        raise CatalogError(str(error)) from None


def list_demo(settings: Settings) -> tuple[list[Listed], list[Problem]]:
    """Return the demo outlets' entries on the ports where they run, or would run."""
    ports = settings.demo_ports or range(DEMO_PORT, DEMO_PORT + len(OUTLETS))
    listed: list[Listed] = []
    problems: list[Problem] = []
    for source_id, text in catalog_entries(dict(zip(OUTLETS, ports, strict=False))).items():
        entry, found = entries.parse_entry(text, file=f"(demo) {source_id}")
        problems += found
        if entry is not None:
            listed.append(entries.list_entry(entry, "(demo)"))
    return listed, problems
