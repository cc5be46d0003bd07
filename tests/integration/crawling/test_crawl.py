"""A crawl end to end: plan, child process, captures in the archive, the ledger's outcomes."""

from scrapers.archive import read_response


def read_capture(crawl, row):
    return read_response(
        crawl.settings.archive,
        file=row["warc_file"],
        offset=row["warc_offset"],
        length=row["warc_length"],
        digest=row["body_digest"],
    )


def test_each_listed_page_becomes_a_capture_that_verifies(crawl, site):
    crawl.source("quiet", site)
    for path in ("/a", "/b"):
        site.article(path, **{"Set-Cookie": "secret=1", "ETag": '"x"'})
    assert crawl.run()["captured"] == 2
    captures = crawl.rows("select * from crawl.captures order by url")
    assert [row["url"] for row in captures] == [f"{site.base}/a", f"{site.base}/b"]
    for row in captures:
        assert read_capture(crawl, row) == site.answers[row["url"].removeprefix(site.base)].body
        assert row["claimed_by"] == "command/one"
        assert "set-cookie" not in row["headers"]
        assert row["headers"]["etag"] == '"x"'
    assert crawl.outcomes() == {"a": ("captured", ""), "b": ("captured", "")}
    looks = crawl.rows("select * from crawl.observations")
    assert [(look["reach"], look["problem"], look["entries"]) for look in looks] == [("full", None, 3)]
    assert crawl.rows("select reason, entries from crawl.pruned") == [{"reason": "outside_window", "entries": 1}]
    assert crawl.rows("select state, attempts from crawl.shards") == [{"state": "done", "attempts": 1}]
    assert {asked.headers["User-Agent"] for asked in site.asked} == {crawl.settings.user_agent}


def test_the_crawls_queries_run_on_postgres_15(crawl, site, postgres15_url):
    crawl.configure(database_url=postgres15_url)
    crawl.source("older", site)
    site.article("/a")
    site.article("/private/b")
    counts = crawl.run()
    assert (counts["captured"], counts["skipped"]) == (1, 1)
    assert crawl.run("command/two")["captured"] == 1


def test_a_run_of_which_nothing_is_new_asks_only_for_the_listing(crawl, site):
    crawl.source("quiet", site)
    site.article("/a")
    crawl.run("command/one")
    crawl.database.execute("update crawl.runs set state = 'settled'")
    site.asked.clear()
    assert crawl.run("command/two")["captured"] == 1
    assert [asked.path for asked in site.asked] == ["/feed.xml"]
