"""Which sources somebody means: ids, kinds, tags, countries, or all."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher, get_close_matches

from scrapers.catalog import Catalog, CatalogError
from transforms.records import Source

GROUPS: dict[str, Callable[[Source], Iterable[str]]] = {
    "kind": lambda source: (source.kind,),
    "tag": lambda source: source.tags,
    "country": lambda source: (source.country,) if source.country else (),
}

AS_NEAR = 0.15
"""Names that are less alike than the nearest one by more than this are no help: a catalog has hundreds."""


def select_sources(catalog: Catalog, selectors: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources that any of the selectors names, each once, in the order of ids.

    A selector is an id, `kind:think_tank`, `tag:demo`, `country:BE`, `all`, or a tag that names its set itself,
    such as `region:caucasus`; CatalogError names one that is nothing, with near matches. Dormant sources answer
    only to their id or a tag.
    """
    chosen = {source_id for selector in selectors for source_id in match_selector(catalog, selector.strip())}
    return tuple(source for source_id, source in catalog.sources.items() if source_id in chosen)


def match_selector(catalog: Catalog, selector: str) -> set[str]:
    """Return the ids that one selector names."""
    if selector in catalog.listed:
        return {selector}
    if selector == "all":
        return catalog.listed.keys() - catalog.dormant
    group, colon, value = selector.partition(":")
    if colon and group in GROUPS:
        return match_group(catalog, group, value)
    sets = {tag for source in catalog.sources.values() for tag in source.tags if ":" in tag}
    if selector in sets:
        return match_group(catalog, "tag", selector)
    known = [*catalog.listed, "all", *(f"{name}:" for name in GROUPS), *sorted(sets)]
    raise CatalogError([f"there is no source {selector!r}{suggest(selector, known)}"])


def match_group(catalog: Catalog, group: str, value: str) -> set[str]:
    """Return the ids of a kind, tag or country."""
    read = GROUPS[group]
    awake = {
        source_id: source
        for source_id, source in catalog.sources.items()
        if group == "tag" or source_id not in catalog.dormant
    }
    found = {source_id for source_id, source in awake.items() if value in read(source)}
    if not found:
        known = sorted({each for source in awake.values() for each in read(source)})
        raise CatalogError([f"no source has {group}:{value}{suggest(value, known, prefix=f'{group}:')}"])
    return found


def suggest(wrong: str, known: Iterable[str], *, prefix: str = "") -> str:
    """Return near matches as the end of a sentence, or how to see what there is."""
    names = get_close_matches(wrong, list(known), n=3, cutoff=0.6)
    close = {each: SequenceMatcher(a=each, b=wrong).ratio() for each in names}
    near = [prefix + each for each in names if close[each] > close[names[0]] - AS_NEAR]
    return f": did you mean {' or '.join(near)}?" if near else ": see `dateline sources list`"
