"""The page on the shipped sources, written from the catalog."""

from collections.abc import Mapping, Sequence
from typing import Final

from scrapers.catalog import Listed

KINDS: Final = {
    "think_tank": "Think tanks",
    "magazine": "Magazines",
    "agency": "Agencies",
    "broadcaster": "Broadcasters",
    "news": "Newspapers and news sites",
    "government": "Governments and international bodies",
}
HEAD: Final = """\
# The shipped sources

Written from the catalog (`scrapers/sources/`): change an entry, then delete this page and run its test, which
writes it anew. {count} entries, {think_tanks} of them think tanks. **Nobody has run them against the real sites
yet** (`verified: never`): the last column says when somebody last saw an address of the entry answer, or when it
was last found in public lists. Nothing real is contacted until you enable it; read a site's terms before you do.
`dateline sources check --live` tries those that you have enabled, `dateline sources probe URL` looks at a site
that is not here.

Sets are chosen by selectors: `kind:think_tank`, `country:DE`, `region:caucasus`, `topic:security`. A region is
where a source sits or what it mostly writes about.

| set | entries |
|---|---|
{sets}
"""
TABLE: Final = (
    "| id | name | country | languages | ways in, in order | sets | seen |\n|---|---|---|---|---|---|---|"
)


def write_catalog_page(listed: Mapping[str, Listed]) -> str:
    """Return the page in Markdown: how many entries a set has, then one table a kind, in the order of ids."""
    entries = [listed[source_id] for source_id in sorted(listed)]
    parts = [_write_head(entries)]
    for kind, heading in KINDS.items():
        rows = [write_row(one) for one in entries if one.source.kind == kind]
        if rows:
            parts.append("\n".join([f"## {heading}\n", TABLE, *rows]) + "\n")
    return "\n".join(parts)


def write_row(listed: Listed) -> str:
    """Return one source's line."""
    source = listed.source
    cells = (
        f"`{source.source_id}`",
        f"[{source.name.replace('|', '/')}]({source.homepage})",
        source.country or "",
        ", ".join(source.languages),
        ", ".join(strategy.kind for strategy in source.strategies),
        ", ".join(source.tags),
        str(source.evidence_on or ""),
    )
    return f"| {' | '.join(cells)} |"


def _write_head(entries: Sequence[Listed]) -> str:
    counts: dict[str, int] = {}
    for one in entries:
        for tag in one.source.tags:
            if ":" in tag:
                counts[tag] = counts.get(tag, 0) + 1
    return HEAD.format(
        count=len(entries),
        think_tanks=sum(one.source.kind == "think_tank" for one in entries),
        sets="\n".join(f"| `{tag}` | {counts[tag]} |" for tag in sorted(counts)),
    )
