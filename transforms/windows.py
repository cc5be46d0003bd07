"""Windows: which days a run wants, in look-back or exact mode."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

LOOK_BACK_OVERLAP = timedelta(days=3)
LOOK_BACK_LIMIT = timedelta(days=14)


class Mode(StrEnum):
    """How a run treats what lies outside its window."""

    LOOK_BACK = "look_back"
    EXACT = "exact"


class WindowError(ValueError):
    """A window that a user wrote is not one; the message says what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Whole UTC calendar days, both inclusive; `mode` says whether late posts before it count too."""

    first_day: date
    last_day: date
    mode: Mode

    @property
    def start(self) -> datetime:
        """The first instant of the window (UTC)."""
        return datetime.combine(self.first_day, time.min, UTC)

    @property
    def end(self) -> datetime:
        """The first instant after the window (UTC)."""
        return datetime.combine(self.last_day + timedelta(days=1), time.min, UTC)

    def contains(self, day: date) -> bool:
        """Whether a published day lies in the window."""
        return self.first_day <= day <= self.last_day


def parse_window(text: str) -> tuple[date, date]:
    """Return the first and last day that `2026-11-21` or `2026-11-19..2026-11-21` names; raise WindowError."""
    first, dots, last = text.strip().partition("..")
    try:
        days = date.fromisoformat(first.strip()), date.fromisoformat((last if dots else first).strip())
    except ValueError:
        raise WindowError(
            f"window {text!r} is not a day: write 2026-11-21, or 2026-11-19..2026-11-21 for several"
        ) from None
    if days[0] > days[1]:
        raise WindowError(f"window {text!r} ends before it starts: write the earlier day first")
    return days


def describe_days(window: Window, *, dated: bool = True, archives: bool = False) -> str:
    """Return in words which days a run is about; `archives` that are read whole hold whatever days they hold."""
    days = f"{window.first_day}" + (f"..{window.last_day}" if window.last_day > window.first_day else "")
    if window.mode is Mode.LOOK_BACK:
        days = f"{window.last_day} and late posts before it"
    if not archives:
        return days
    return f"{days}, and whole archives" if dated else "whole archives"


def last_complete_day(now: datetime) -> date:
    """Return the UTC calendar day before `now`."""
    return (now.astimezone(UTC) - timedelta(days=1)).date()


def wanted_since(window: Window, last_look: datetime | None) -> datetime:
    """Return the earliest publication that a run wants from one source.

    Exact mode: the window's start. Look-back mode: the earlier of the window's start and the last
    completed look less three days, but at most fourteen days before the window's end. A source that was
    never looked at counts as looked at when the window ended, so that the same night run twice wants the same.
    Always a UTC midnight: what is said of a day must hold for all of it.
    """
    if window.mode is Mode.EXACT:
        return window.start
    since = min(window.start, (last_look or window.end) - LOOK_BACK_OVERLAP)
    return max(_find_midnight(since), window.end - LOOK_BACK_LIMIT)


def wanted_until(window: Window) -> datetime | None:
    """Return the first instant that a run no longer wants; None in look-back mode, which runs until now."""
    return window.end if window.mode is Mode.EXACT else None


def _find_midnight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time.min, UTC)
