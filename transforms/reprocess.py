"""Deriving again: what may be asked, and when so much looks worse that a person should look first."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

FEWEST_WORSE: Final = 3
"""Fewer articles than this say nothing on the extractor."""
MOST_WORSE: Final = 0.1
"""Share of a source's articles that may lose more than half of their words, or be refused."""


def find_collapse(*, articles: int, shrunk: int, refused: int) -> str | None:
    """Return in words why a source's new derivations should not replace the old ones; None if they may."""
    worse = shrunk + refused
    if worse < FEWEST_WORSE or worse <= MOST_WORSE * articles:
        return None
    return (
        f"{worse} of {articles} derivations look worse than what is published: {shrunk} texts would lose more "
        f"than half of their words, {refused} would be refused"
    )


def find_unwell(row: Mapping[str, Any], *, dry_run: bool) -> str | None:
    """Return in words what is unwell about a source's share of a reprocess; None if all is well.

    A dry run is there to tell what would be held: that alone is nothing unwell.
    """
    troubles = []
    if row["failed"]:
        named = "; ".join(row["failures"]) + ("; …" if row["failed"] > len(row["failures"]) else "")
        troubles.append(f"{_count(row['failed'], 'page')} cannot be read and stay as they were ({named})")
    if row["because"] and not dry_run:
        troubles.append(f"nothing was replaced: {row['because']}: look at report.reprocess_changes, then go on")
    elif row["not_replaced"] and not dry_run:
        troubles.append(f"{_count(row['not_replaced'], 'row')} compared and not replaced")
    if (left := row["planned"] - row["looked_at"]) > 0:
        troubles.append(f"{_count(left, 'page')} not derived again")
    return ", and ".join(troubles) or None


def write_message(
    rows: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]],
    gone: int,
    *,
    unwell: Mapping[str, str],
    tasks: Sequence[str],
    dry_run: bool,
) -> str:
    """Return the run's one message: the comparison, after what is unwell; a dry run tells what it would hold."""
    parts = []
    if unwell:
        listed = "; ".join(f"{source_id}: {why}" for source_id, why in unwell.items())
        parts.append(f"{len(unwell)} of {_count(len(rows), 'source')} unwell: {listed}")
    if tasks:
        parts.append(f"tasks failed: {'; '.join(tasks)}")
    if dry_run:
        held = [f"{row['source_id']} would be held: {row['because']}" for row in rows if row["because"]]
        parts += ["dry run, nothing replaced: " + describe_changes(rows, changes, gone=gone), *held]
    else:
        parts.append(describe_changes(rows, changes, gone=gone))
    return " | ".join(parts)


def describe_changes(rows: Sequence[Mapping[str, Any]], changes: Sequence[Mapping[str, Any]], *, gone: int) -> str:
    """Return the comparison in one line: pages, changes, which fields, what is accepted or rejected now."""
    if not any(row["planned"] or row["looked_at"] for row in rows):
        return "nothing to derive again" + (f": {_describe_gone(gone)}" if gone else "")
    total = {name: sum(row[name] for row in rows) for name in COUNTED}
    parts = [f"{_count(total['looked_at'], 'page')} derived again, {total['changed']} changed"]
    if changes:
        parts[0] += " (" + ", ".join(f"{change['field']} {change['changed']}" for change in changes) + ")"
    parts += [words.format(total[name]) for name, words in COUNTED.items() if words and total[name]]
    if gone:
        parts.append(_describe_gone(gone))
    return ", ".join(parts)


COUNTED: Final[Mapping[str, str]] = {
    "looked_at": "",
    "changed": "",
    "accepted": "{} newly accepted",
    "rejected": "{} newly rejected and kept as they were",
    "kept": "{} kept: their latest page is not among them",
}


def _describe_gone(gone: int) -> str:
    return f"{gone} left out: taken down, erased or expired"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
