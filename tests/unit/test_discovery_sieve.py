"""Entries against the window, the source's hosts, its exclusions and the budget."""

import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scrapers.discovery.base import Ask
from scrapers.discovery.sieve import Listed, Sieve, clean_title, find_instant, leave_out_sticky, read_date
from transforms.outcomes import Reason
from transforms.records import Source, Strategy

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
DAY = datetime(2026, 11, 21, tzinfo=UTC)


def make_ask(
    *,
    timezone: str = "Europe/Helsinki",
    exclude: tuple[str, ...] = (),
    budget: int = 100,
    until: datetime | None = datetime(2026, 11, 22, tzinfo=UTC),
) -> Ask:
    strategy = Strategy(kind="feed", url="https://station.example/feed")
    source = Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",), timezone=timezone,
        homepage="https://station.example/", strategies=(strategy,), exclude=exclude, hosts=("other.example:443",),
    )  # fmt: skip
    return Ask(source=source, strategy=strategy, since=DAY, until=until, budget=budget)


def list_entry(
    url: str | None, raw: str | None = None, *, modified: str | None = None, timezone: str = "UTC"
) -> Listed:
    published = read_date(raw, timezone=timezone, fetched_at=NOW)
    return Listed(
        url=url, raw=raw, published=published, modified=read_date(modified, timezone=timezone, fetched_at=NOW)
    )


def keeps(
    raw: str | None, *, modified: str | None = None, until: datetime | None = NOW, timezone: str = "UTC"
) -> bool:
    ask = make_ask(until=until, timezone=timezone)
    entry = list_entry("https://station.example/a", raw, modified=modified, timezone=timezone)
    candidates, pruned, _ = Sieve(ask).sift([entry])
    assert (len(candidates), dict(pruned)) in [(1, {}), (0, {Reason.OUTSIDE_WINDOW: 1})]
    return bool(candidates)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("2026-11-20T23:59:59Z", False),
        ("2026-11-21T00:00:00Z", True),
        ("2026-11-21T23:59:59Z", True),
        ("2026-11-22T00:00:00Z", False),
        ("2026-11-22T01:30:00+02:00", True),
        ("2026-11-21T01:30:00+02:00", False),
    ],
)
def test_the_window_holds_its_start_and_not_its_end(raw: str, wanted: bool) -> None:
    assert keeps(raw, until=datetime(2026, 11, 22, tzinfo=UTC)) is wanted


@pytest.mark.parametrize(
    ("raw", "timezone", "wanted"),
    [
        ("2026-11-21", "UTC", True),
        ("2026-11-20", "UTC", False),
        ("2026-11-22", "UTC", False),
        ("2026-11-22", "Asia/Tokyo", True),  # begins at 15:00 UTC of the 21st
        ("2026-11-20", "America/New_York", True),  # ends at 05:00 UTC of the 21st
        ("2026-11-23", "Asia/Tokyo", False),
    ],
)
def test_a_bare_day_counts_where_it_may_touch_the_window(raw: str, timezone: str, wanted: bool) -> None:
    assert keeps(raw, until=datetime(2026, 11, 22, tzinfo=UTC), timezone=timezone) is wanted


def test_a_bare_day_counts_as_utc_means_it_too() -> None:
    ask = replace(make_ask(timezone="Asia/Tokyo", until=None), since=datetime(2026, 11, 21, 20, tzinfo=UTC))
    entry = list_entry("https://station.example/a", "2026-11-21", timezone="Asia/Tokyo")
    assert len(Sieve(ask).sift([entry])[0]) == 1


def test_an_undated_entry_is_kept_for_its_page_may_say_when() -> None:
    assert keeps(None)


def test_an_entry_that_was_last_modified_before_the_window_was_published_before_it() -> None:
    assert not keeps(None, modified="2026-11-19T10:00:00Z")
    assert keeps(None, modified="2026-11-21T10:00:00Z")


def test_a_bare_day_is_noted_as_that_day_and_no_other() -> None:
    day = read_date("2026-11-21", timezone="Europe/Helsinki", fetched_at=NOW)
    assert find_instant(day) == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Sat, 21 Nov 2026 10:00:00 +0500", "2026-11-21T05:00:00+00:00"),
        ("Sat, 21 Nov 2026 10:00:00 GMT", "2026-11-21T10:00:00+00:00"),
        ("Sat, 21 Nov 2026 10:00:00 -0000", "2026-11-21T10:00:00+00:00"),
        ("Sat, 21 Nov 2026 10:00:00", "2026-11-21T08:00:00+00:00"),
        ("Sat, 21 Nov 2026 10:00:00 EET", "2026-11-21T08:00:00+00:00"),
        ("2026-11-21T10:00:00", "2026-11-21T08:00:00+00:00"),
        ("Saturday, November 21, 2026 - 10:00", "2026-11-21T08:00:00+00:00"),
    ],
)
def test_a_time_without_a_usable_zone_is_the_source_s_own(raw: str, expected: str) -> None:
    instant = find_instant(read_date(raw, timezone="Europe/Helsinki", fetched_at=NOW))
    assert instant is not None
    assert instant.isoformat() == expected


@pytest.mark.parametrize(
    ("zone", "timezone", "hour"),
    [
        ("UT", "Europe/Helsinki", 10),
        ("CET", "Europe/Helsinki", 9),
        ("MSK", "UTC", 7),
        ("AEDT", "UTC", -1),
        ("EST", "Europe/Berlin", 15),
        ("IST", "UTC", 4.5),
        ("IST", "Europe/Dublin", 4.5),  # Dublin is on GMT in November
        ("CST", "UTC", 16),
        ("CST", "Asia/Shanghai", 2),
        ("AST", "Asia/Shanghai", 14),
        ("XYZ", "Asia/Tokyo", 1),
    ],
)
def test_a_named_zone_means_the_source_s_own_first(zone: str, timezone: str, hour: float) -> None:
    parsed = read_date(f"Sat, 21 Nov 2026 10:00:00 {zone}", timezone=timezone, fetched_at=NOW)
    assert find_instant(parsed) == datetime(2026, 11, 21, tzinfo=UTC) + timedelta(hours=hour)


@pytest.mark.parametrize(
    "raw",
    ["Thu, 01 Jan 2099 02:00:00 +0200", "0000-00-00", "1970-01-01", "soon", "9999-12-31T23:59:59Z", "  ", ""],
)
def test_an_impossible_date_is_no_date_and_its_words_are_kept(raw: str) -> None:
    ((candidate,), _, _) = Sieve(make_ask()).sift([list_entry("https://station.example/a", raw)])
    assert candidate.published_at is None
    assert candidate.published_raw == raw


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://station.example/a", True),
        ("https://OTHER.example/a", True),
        ("https://elsewhere.example/a", False),
        ("http://station.example:8080/a", False),
        ("ftp://station.example/a", False),
        ("javascript:alert(1)", False),
        ("https://station.example/events/a", False),
        ("https://station.example/%65vents/a", False),
        ("https://station.example/" + "a" * 5000, False),
        (None, False),
    ],
)
def test_only_the_source_s_own_articles_are_kept(url: str | None, kept: bool) -> None:
    candidates, pruned, _ = Sieve(make_ask(exclude=("^/events/",))).sift([Listed(url=url)])
    assert len(candidates) == kept
    assert dict(pruned) == ({} if kept else {Reason.EXCLUDED: 1})


def test_an_address_that_comes_twice_counts_once() -> None:
    sieve = Sieve(make_ask())
    candidates, pruned, new = sieve.sift(
        [Listed(url="https://station.example/a?utm_source=feed"), Listed(url="https://station.example/a#top")]
    )
    assert [candidate.url for candidate in candidates] == ["https://station.example/a"]
    assert (dict(pruned), new, sieve.entries) == ({}, 1, 1)
    assert sieve.sift([Listed(url="https://station.example/a")]) == ((), {}, 0)


def test_an_address_that_was_left_out_counts_once_too() -> None:
    sieve = Sieve(make_ask())
    old = list_entry("https://station.example/a", "2026-11-01T10:00:00Z")
    assert sieve.sift([old, old]) == ((), {Reason.OUTSIDE_WINDOW: 1}, 1)
    assert sieve.sift([old]) == ((), {}, 0)


def test_memory_is_bounded_by_what_is_kept_however_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.discovery.sieve.MOST_REMEMBERED", 1000)
    sieve = Sieve(make_ask(budget=10))
    assert len(sieve.sift([Listed(url=f"https://station.example/{at}") for at in range(10)])[0]) == 10
    tracemalloc.start()
    try:
        for page in range(40):
            sieve.sift(Listed(url=f"https://elsewhere.example/{page}/{at}") for at in range(1000))
            if page == 4:
                after_a_few = tracemalloc.get_traced_memory()[0]
        assert tracemalloc.get_traced_memory()[0] < after_a_few * 1.5
    finally:
        tracemalloc.stop()
    assert sieve.entries == 40_010
    # The last thousand are known at least, and what was kept always.
    assert sieve.sift(Listed(url=f"https://elsewhere.example/39/{at}") for at in range(1000))[2] == 0
    assert sieve.sift([Listed(url="https://station.example/3")]) == ((), {}, 0)


def test_what_is_over_the_budget_is_kept_once_more_and_then_counted() -> None:
    sieve = Sieve(make_ask(budget=2))
    listed = [Listed(url=f"https://station.example/{number}") for number in range(7)]
    candidates, pruned, _ = sieve.sift(listed[:2])
    assert (len(candidates), dict(pruned), sieve.over_budget) == (2, {}, False)
    candidates, pruned, _ = sieve.sift(listed[2:])
    assert [candidate.url for candidate in candidates] == [entry.url for entry in listed[2:4]]
    assert dict(pruned) == {Reason.BUDGET: 3}
    assert sieve.over_budget


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Convoy &amp;amp; escort reach the <em>pass</em>", "Convoy & escort reach the pass"),
        ("It&#233;s  over\n", "Ités over"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
        ("Ridge \ud83d", "Ridge \ufffd"),
        ("<p></p>", None),
        (None, None),
        ("x" * 9000, "x" * 500),
    ],
)
def test_a_title_is_plain_text(title: str | None, plain: str | None) -> None:
    assert clean_title(title) == plain


def test_old_entries_pinned_to_the_head_do_not_count_as_reach() -> None:
    def days(*numbers: int) -> list[Listed]:
        return [
            list_entry(f"https://station.example/{at}", f"2026-11-{n:02d}T10:00:00Z")
            for at, n in enumerate(numbers)
        ]

    def kept(*numbers: int) -> list[int]:
        return [entry.published.at.day for entry in leave_out_sticky(days(*numbers), DAY) if entry.published]

    assert kept(1, 2, 22, 21) == [22, 21]
    assert kept(1, 22, 21, 3) == [22, 21, 3]
    assert kept(22, 21, 20) == [22, 21, 20]
    assert kept(19, 20, 21, 22) == [19, 20, 21, 22]  # from old to new: nothing is pinned
    assert kept(3, 2, 1) == [3, 2, 1]
