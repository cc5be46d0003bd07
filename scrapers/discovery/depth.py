"""How far back a page of links goes, judged list by list: boxes beside the list must not speak for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from scrapers.discovery.cards import LinkEntry
from scrapers.discovery.sieve import Listed, find_instant, is_older, leave_out_sticky, runs_from_new_to_old

FEWEST: Final = 3
"""Entries that make a list; where there is one, a lead story beside it tells nothing."""

List = Sequence[Listed]


def split_lists(
    entries: Iterable[tuple[LinkEntry, Listed]], *, sticky_before: datetime | None = None
) -> list[List]:
    """Return the page's lists; with `sticky_before`, without the older entries pinned to each one's head."""
    places: dict[str, list[Listed]] = {}
    for entry, listed in entries:
        places.setdefault(entry.place, []).append(listed)
    lists: list[List] = [one for one in places.values() if len(one) >= FEWEST] or list(places.values())
    return lists if sticky_before is None else [leave_out_sticky(one, sticky_before) for one in lists]


def is_past(lists: Sequence[List], since: datetime) -> bool:
    """Whether every list of a page runs past an instant, so that the pages after it hold only older entries.

    A list does if it runs from new to old and its last date is older, or if the last few all are: one old entry
    among others may have been put there by hand. Where most dates are not known, nothing is.
    """
    return bool(lists) and all(is_list_past(find_dated(one), since) for one in lists)


def is_list_past(dated: List, since: datetime) -> bool:
    """Whether the dated entries of one list run past an instant."""
    return bool(dated) and (runs_past(dated, since) or all(is_older(listed, since) for listed in dated[-FEWEST:]))


def runs_past(dated: List, since: datetime) -> bool:
    """Whether a list runs from new to old and past an instant."""
    return bool(dated) and runs_from_new_to_old(dated) and is_older(dated[-1], since)


def runs_past_from_new_to_old(lists: Sequence[List], since: datetime) -> bool:
    """Whether every list of a page runs past an instant, on a site that may as well run from old to new."""
    dated = [find_dated(one) for one in lists]
    # A list of one day runs both ways.
    return bool(dated) and all(runs_past(one, since) and not runs_past(one[::-1], since) for one in dated)


def find_depth(lists: Sequence[List]) -> datetime | None:
    """Return down to when a page shows everything, as far as its lists tell; None where one does not."""
    depths = [find_list_depth(find_dated(one)) for one in lists]
    known = [depth for depth in depths if depth is not None]
    return max(known) if known and len(known) == len(depths) else None


def find_list_depth(dated: List) -> datetime | None:
    """Return the last date of a list that runs from new to old, else the newest of the last few."""
    telling = dated[-1:] if runs_from_new_to_old(dated) else dated[-FEWEST:]
    return max(list_dates(telling), default=None)


def list_dates(entries: Iterable[Listed]) -> list[datetime]:
    """Return the dates of the dated entries."""
    return [at for listed in entries if (at := find_instant(listed.newest)) is not None]


def find_dated(entries: List) -> List:
    """Return the dated entries of a list, in its order; none where they are fewer than half."""
    dated = [listed for listed in entries if listed.newest]
    return dated if 2 * len(dated) >= len(entries) else []
