"""Whether a run wants an article, by the day on which it was published."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from transforms.outcomes import Reason
from transforms.records import Rejection
from transforms.windows import Mode, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the run that fetched a page wanted of its source: instants, `until` exclusive; None is open.

    `everything` takes any day, and pages without one: archives that are read whole.
    """

    since: datetime | None = None
    until: datetime | None = None
    everything: bool = False

    def contains(self, day: date) -> bool:
        """Whether a published day shares an instant with the range; a wish without a start wants nothing."""
        if self.since is None:
            return False
        return self.since.astimezone(UTC).date() <= day and (self.until is None or day <= last_day(self.until))

    def widen(self, other: "Wish") -> "Wish":
        """Return the narrowest wish that wants all that either wants; one that wants nothing adds nothing."""
        if self.everything or other.everything:
            return Wish(everything=True)
        if self.since is None or other.since is None:
            return other if self.since is None else self
        until = None if self.until is None or other.until is None else max(self.until, other.until)
        return Wish(since=min(self.since, other.since), until=until)


def check_window(day: date | None, *, window: Window, wish: Wish) -> Rejection | None:
    """Return why the run does not want an article of that published day; None if it does.

    A day is wanted if it lies in the run's window (from its first day on in look-back mode) or in the wish
    under which its page was fetched. Without a day, only a look-back run wants it: this one, or the one whose open
    wish it is.
    """
    if wish.everything:
        return None
    if day is None:
        return _refuse_undated(window, wish)
    if in_window(day, window) or wish.contains(day):
        return None
    return Rejection(reason=Reason.OUTSIDE_WINDOW, detail=f"published on {day}, outside {describe_window(window)}")


def in_window(day: date, window: Window) -> bool:
    """Whether a day lies in a run's window; look-back mode runs until now."""
    return day >= window.first_day if window.mode is Mode.LOOK_BACK else window.contains(day)


def last_day(until: datetime) -> date:
    """Return the last UTC day that has an instant before `until`."""
    return (until.astimezone(UTC) - timedelta(microseconds=1)).date()


def describe_window(window: Window) -> str:
    """Return the window in words."""
    if window.mode is Mode.LOOK_BACK:
        return f"what was published from {window.first_day} on"
    return (
        f"{window.first_day}"
        if window.first_day == window.last_day
        else f"{window.first_day} to {window.last_day}"
    )


def _refuse_undated(window: Window, wish: Wish) -> Rejection | None:
    if window.mode is Mode.LOOK_BACK or (wish.since is not None and wish.until is None):
        return None
    return Rejection(
        reason=Reason.UNDATED, detail=f"no published date, and the run wants only {describe_window(window)}"
    )
