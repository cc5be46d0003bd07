"""Which days a sitemap's name speaks of, and which day an article's path names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scrapers.discovery.addressdates import Period, find_name_periods, find_path_period

SITE = "https://station.example"


def day(text: str) -> date:
    return date.fromisoformat(text)


def write(period: Period | None) -> str | None:
    return f"{period.first}..{period.last}" if period else None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/11/21/convoy/", "2026-11-21..2026-11-21"),
        ("/world/2026/3/5/convoy", "2026-03-05..2026-03-05"),
        ("/2026/nov/21/convoy", "2026-11-21..2026-11-21"),
        ("/world/2026/September/01/convoy", "2026-09-01..2026-09-01"),
        ("/news/2026-11-21/convoy", "2026-11-21..2026-11-21"),
        ("/news/convoy-2026-11-21.html", "2026-11-21..2026-11-21"),
        ("/2026/11/21", "2026-11-21..2026-11-21"),
        ("/2026/11/convoy/", "2026-11-01..2026-11-30"),
        ("/2024/02/convoy/", "2024-02-01..2024-02-29"),
        ("/2026/11/21-ways-to-cross/", "2026-11-01..2026-11-30"),
        ("/2026/11/7", "2026-11-01..2026-11-30"),
        ("/issue/2026/05/convoy/", None),
        ("/2026/13/21/convoy/", None),
        ("/2026/02/30/convoy/", None),
        ("/1889/11/21/convoy/", None),
        ("/2026/xyz/21/convoy/", None),
        ("/12026-11-21/convoy", None),
        ("/story/20261121", None),
        ("/2026/convoy/", None),
        ("/convoy?date=2026-11-21", None),
        ("/budget-2026/", None),
    ],
)
def test_the_path_of_an_article_names_its_day_or_month(path: str, expected: str | None) -> None:
    assert write(find_path_period(SITE + path)) == expected


YEARS = ["2024-01-01..2024-12-31", "2024-01-01..2024-12-31", "2025-01-01..2025-12-31"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["sitemap-2026-10.xml", "sitemap-2026-11.xml"], ["2026-10-01..2026-10-31", "2026-11-01..2026-11-30"]),
        (["posts/2025/12/", "posts/2026/01/"], ["2025-12-01..2025-12-31", "2026-01-01..2026-01-31"]),
        (["2026/11/20/map.xml", "2026/11/21/map.xml"], ["2026-11-20..2026-11-20", "2026-11-21..2026-11-21"]),
        (["map20261120.xml.gz", "map20261121.xml.gz"], ["2026-11-20..2026-11-20", "2026-11-21..2026-11-21"]),
        (["m-202610.xml", "m-202611.xml"], ["2026-10-01..2026-10-31", "2026-11-01..2026-11-30"]),
        (["sitemap-2024.xml", "sitemap-2025.xml"], ["2024-01-01..2024-12-31", "2025-01-01..2025-12-31"]),
        (["daily/2024", "daily/2025"], ["2024-01-01..2024-12-31", "2025-01-01..2025-12-31"]),
        (
            ["map.xml?yyyy=2026&mm=11&dd=20", "map.xml?yyyy=2026&mm=11&dd=21"],
            ["2026-11-20..2026-11-20", "2026-11-21..2026-11-21"],
        ),
        (["m?year=2026&month=9", "m?year=2026&month=10"], ["2026-09-01..2026-09-30", "2026-10-01..2026-10-31"]),
        (["map?date=2026-11-20", "map?date=2026-11-21"], ["2026-11-20..2026-11-20", "2026-11-21..2026-11-21"]),
        (
            ["a-2024-01-01-2024-06-30.xml", "a-2024-07-01-2024-12-31.xml"],
            ["2024-01-01..2024-06-30", "2024-07-01..2024-12-31"],
        ),
        (["a-2010-2019.xml", "a-2020-2024.xml"], ["2010-01-01..2019-12-31", "2020-01-01..2024-12-31"]),
        (["2024/m-2024-05.xml", "2024/m-2024-06.xml"], ["2024-05-01..2024-05-31", "2024-06-01..2024-06-30"]),
        # Counters within a year, whatever they look like.
        (["p-2024-1.xml", "p-2024-10.xml", "p-2025-1.xml"], YEARS),
        (["p-2024-12.xml", "p-2024-13.xml", "p-2025-01.xml"], YEARS),
        # Counters that happen to pass through the years.
        (["post-sitemap1.xml", "post-sitemap1999.xml", "post-sitemap2000.xml"], [None, None, None]),
        (["map-202613.xml", "map-202611.xml", "map-202610.xml"], [None, None, None]),
        (["gsitemap-2011.xml", "gsitemap-2404.xml"], [None, None]),  # November 2020 and April 2024
        # Weeks belong to two years.
        (["a-2026-w01.xml", "a-2026-w47.xml"], [None, None]),
        (["a-2026W01.xml", "a-2026W47.xml"], [None, None]),
        # One date alone may be that of anything.
        (["uploads/2019/03/posts.xml", "pages.xml"], [None, None]),
        (["map-2026-11.xml"], [None]),
        (["1700000000.xml", "1700000001.xml"], [None, None]),
        (["a.xml", "b.xml"], [None, None]),
    ],
)  # fmt: skip
def test_the_names_of_an_index_say_which_days_they_hold(names: list[str], expected: list[str | None]) -> None:
    assert [write(period) for period in find_name_periods([f"{SITE}/{name}" for name in names])] == expected


def test_a_date_in_the_host_is_none() -> None:
    names = ["https://2019.station.example/a.xml", "https://2020.station.example/a.xml"]
    assert find_name_periods(names) == [None, None]


@given(
    some.lists(some.text(alphabet="0129-/?=&ymdw.[", max_size=30).map(lambda text: f"{SITE}/{text}"), max_size=6)
)
def test_any_address_can_be_asked(urls: list[str]) -> None:
    periods = find_name_periods(urls)
    assert len(periods) == len(urls)
    for period in (*periods, *map(find_path_period, urls)):
        assert period is None or day("1990-01-01") <= period.first <= period.last
