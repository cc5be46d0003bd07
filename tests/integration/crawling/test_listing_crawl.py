"""Listing and archive pages through the real crawl: what is known of addresses dates listings without dates."""

from datetime import date, timedelta

import pytest

from transforms.windows import Mode, Window

DAY = date(2026, 11, 21)


def day(number):
    window_day = date(2026, 11, number)
    return Window(first_day=window_day, last_day=window_day, mode=Mode.EXACT)


@pytest.fixture
def news(crawl, site, page):
    """A listing without any date: ten articles, of two days each page, the newest first."""
    pages = f'pages: "{site.base}/news?p={{page}}"'
    listing = f'{{strategy: listing, url: "{site.base}/news", article: "/n/", {pages}}}'
    crawl.source("undated", site, discovery=f"[{listing}]")
    write_listing(site, page, [f"/n/{number}" for number in range(21, 11, -1)])
    return crawl


def write_listing(site, page, paths):
    """Publish the articles and the pages that list them, four a page."""
    for path in paths:
        site.answers.setdefault(path, page(f"<html><title>{path}</title><p>{path}</p></html>".encode()))
    for start in range(0, len(paths), 4):
        cards = "".join(f"<li><a href='{path}'>The bridge of {path}</a></li>" for path in paths[start : start + 4])
        number = start // 4 + 1
        site.answers["/news" if number == 1 else f"/news?p={number}"] = page(f"<ul>{cards}</ul>".encode())


def publish(crawl):
    """Advance the frontier as the publish transaction does: each article's number is its day."""
    crawl.database.execute(
        """
        update crawl.urls set article_id = gen_random_uuid(), outcome = 'stored', fetched_at = now(),
            published_day = make_date(2026, 11, substring(urls.url from '/n/([0-9]+)')::integer),
            capture_id = captures.capture_id
        from crawl.captures where captures.url = urls.url
        """
    )
    crawl.database.execute("update crawl.captures set outcome = 'stored', claimed_by = null")
    crawl.database.execute("update crawl.runs set state = 'settled'")


def looks(crawl, run_id):
    return crawl.rows(
        "select requests, entries, reach, listing_ended, oldest_at::date as oldest from crawl.observations"
        " where run_id = %s",
        run_id,
    )


def test_what_is_known_dates_a_listing_without_dates(news, site, page):
    news.run("command/one", day(21))
    assert len(news.outcomes("command/one")) == 10
    assert looks(news, "command/one") == [
        {"requests": 4, "entries": 10, "reach": "full", "listing_ended": True, "oldest": None}
    ]
    publish(news)
    write_listing(site, page, [f"/n/{number}" for number in range(22, 11, -1)])
    news.run("command/two", day(21))
    assert news.outcomes("command/two") == {"n/22": ("captured", ""), "n/21": ("unchanged", "not_due")}
    assert looks(news, "command/two") == [
        {"requests": 1, "entries": 4, "reach": "full", "listing_ended": False, "oldest": date(2026, 11, 19)}
    ]
    [pruned] = news.rows("select reason, entries from crawl.pruned where run_id = 'command/two'")
    assert pruned == {"reason": "outside_window", "entries": 2}


def test_an_older_window_is_found_behind_what_is_known(news):
    news.run("command/one", day(21))
    publish(news)
    news.run("command/two", day(15))
    assert news.outcomes("command/two") == {"n/15": ("unchanged", "not_due")}
    assert looks(news, "command/two") == [
        {"requests": 2, "entries": 8, "reach": "full", "listing_ended": False, "oldest": date(2026, 11, 14)}
    ]


def test_days_without_a_page_are_told_from_sites_without_such_pages(crawl, site, page):
    crawl.source(
        "dated",
        site,
        discovery=f'[{{strategy: archive_pages, url: "{site.base}/on/{{yyyy}}/{{mm}}/{{dd}}/", article: "/n/"}}]',
    )
    crawl.run("command/one", day(21))
    [missing] = crawl.rows("select reach, problem, detail from crawl.observations where run_id = 'command/one'")
    assert (missing["reach"], missing["problem"]) == ("unreachable", "missing")
    for number in (16, 18):
        site.answers[f"/on/2026/11/{number}/"] = page(f"<a href='/n/{number}'>The bridge</a>".encode())
        site.answers[f"/n/{number}"] = page(b"<html><p>a bridge</p></html>")
    crawl.run("command/two", day(21))
    assert crawl.outcomes("command/two") == {}
    assert [look["reach"] for look in looks(crawl, "command/two")] == ["full"]
    crawl.run("command/three", day(18))
    assert crawl.outcomes("command/three") == {"n/18": ("captured", "")}
    [capture] = crawl.rows("select listed_published_at, strategy from crawl.captures")
    assert capture["listed_published_at"] is None  # the page's day is a hint, not a date of the article
    assert capture["strategy"].startswith("archive_pages:")


def test_known_days_are_the_latest_of_the_source(news, site):
    from sql.looks import read_known_days

    news.run("command/one", day(21))
    publish(news)
    assert read_known_days(news.database, source_id="undated", most=2) == {
        f"{site.base}/n/{number}": DAY - timedelta(days=21 - number) for number in (21, 20)
    }
    assert read_known_days(news.database, source_id="another", most=2) == {}
