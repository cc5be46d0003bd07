"""Every way in, on the real Airflow against the demo outlets: what the second issue calls done."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from dateline.demo.truth import truth

TODAY = datetime.now(UTC).date()
LAST_DAY = TODAY - timedelta(days=1)


def read_ways(stack, run) -> dict[str, list[tuple[str, str]]]:
    """Which strategies a run tried on each source, in order, and how far each saw."""
    ways: dict[str, list[tuple[str, str]]] = {}
    for row in stack.rows(
        "select source_id, split_part(strategy, ':', 1) as kind, reach from crawl.observations "
        "where run_id = %(run)s order by source_id, position",
        run=stack.step_id(run),
    ):
        ways.setdefault(row["source_id"], []).append((row["kind"], row["reach"]))
    return ways


def test_each_outlet_is_crawled_by_its_own_way(stack):
    run = stack.run()
    assert run.state == "success", stack.message(run)
    assert read_ways(stack, run) == {
        "fourthquarter": [("archive_pages", "full")],
        "harbourpost": [("sitemap", "full")],
        "meridian": [("wordpress", "full")],
        "northwire": [("feed", "full")],
    }


def test_an_outlet_fails_over_from_rest_to_sitemap_to_paged_feed(stack):
    conf = {"sources": ["meridian"], "window": f"{TODAY - timedelta(days=8)}..{LAST_DAY}"}
    stack.run(**conf)
    expected = stack.rows("select url from news.articles order by 1")
    assert expected
    stack.reset()
    stack.demo.fail("meridian", 403, prefix="/wp-json/")
    run = stack.run(**conf)
    assert run.state == "success", stack.message(run)
    assert read_ways(stack, run)["meridian"] == [("wordpress", "unreachable"), ("sitemap", "full")]
    assert stack.rows("select url from news.articles order by 1") == expected
    stack.reset()
    stack.demo.fail("meridian", 403, prefix="/wp-json/")
    stack.demo.fail("meridian", 404, prefix="/wp-sitemap")
    run = stack.run(**conf)
    assert run.state == "success", stack.message(run)
    assert read_ways(stack, run)["meridian"] == [
        ("wordpress", "unreachable"),
        ("sitemap", "unreachable"),
        ("feed", "full"),
    ]
    assert stack.rows("select url from news.articles order by 1") == expected


@pytest.mark.timeout(1800)
def test_a_thirty_day_backfill_finds_exactly_the_truth(stack):
    first = LAST_DAY - timedelta(days=29)
    results = stack.backfill(first, LAST_DAY)
    assert len(results) == 30
    listed = [
        article
        for article in truth(TODAY, days=30)
        if article.published_day and first <= article.published_day <= LAST_DAY and article.rejected is None
    ]
    expected = {stack.demo.url(one.source_id, one.path): one for one in listed if one.is_reachable}
    found = {row["url"]: row for row in stack.rows("select url, title, published_day, body from news.articles")}
    assert found.keys() == expected.keys()
    for url, article in expected.items():
        row = found[url]
        assert (row["title"], row["published_day"], row["body"]) == (
            article.title,
            article.published_day,
            article.text,
        )
    stored = Counter((one.source_id, one.published_day) for one in expected.values())
    coverage = stack.rows("select source_id, day, reach, stored from report.coverage")
    by_day = {(row["source_id"], row["day"]): row for row in coverage}
    for number in range(30):
        day = first + timedelta(days=number)
        for source_id in ("meridian", "harbourpost", "fourthquarter"):
            assert by_day[source_id, day]["reach"] == "full", (source_id, day)
        # The wire's feed holds a few days: what lies before them it must call unreachable, never empty.
        wire = by_day["northwire", day]
        if wire["reach"] == "unreachable":
            assert wire["stored"] == 0
        for source_id in ("meridian", "harbourpost", "fourthquarter", "northwire"):
            assert by_day[source_id, day]["stored"] == stored[source_id, day], (source_id, day)
    assert by_day["northwire", first]["reach"] == "unreachable"
    assert by_day["northwire", LAST_DAY]["reach"] == "full"


def test_the_wires_items_are_told_apart_from_their_copies(stack):
    run = stack.run()
    assert run.state == "success", stack.message(run)
    since = TODAY - timedelta(days=3)
    expected = {
        (stack.demo.url(one.source_id, one.path), stack.demo.url(*one.copy_of))
        for one in truth(TODAY)
        if one.copy_of and one.published_day and one.published_day >= since
    }
    copies = stack.rows(
        "select c.url, o.url as original from news.articles c "
        "join news.articles o on c.duplicate_of = o.article_id"
    )
    assert {(row["url"], row["original"]) for row in copies} == expected
    assert expected


def test_reprocess_derives_a_window_again_without_network(stack):
    run = stack.run()
    assert run.state == "success", stack.message(run)
    before = stack.rows("select article_id, body, version_no from news.articles order by 1")
    for source_id in ("meridian", "northwire", "harbourpost", "fourthquarter"):
        stack.demo.fail(source_id, 500)
    stack.rows("update news.articles set body = 'derived badly' returning article_id")
    stack.rows("update news.article_versions set body = 'derived badly' returning article_id")
    again = stack.run("reprocess", window=f"{TODAY - timedelta(days=10)}..{LAST_DAY}")
    assert again.state == "success", stack.message(again)
    assert stack.rows("select article_id, body, version_no from news.articles order by 1") == before


def test_a_dry_run_of_reprocess_is_green_and_tells_what_would_change(stack):
    stack.run()
    stack.rows("update news.articles set title = 'Derived badly' returning article_id")
    run = stack.run("reprocess", sources=["northwire"], dry_run=True)
    assert run.state == "success", stack.message(run)
    assert stack.states(run)["replace"] == ["skipped"]
    assert stack.rows("select distinct title from news.articles") == [{"title": "Derived badly"}]
    [change] = stack.rows("select * from report.reprocess_changes where run_id = %(run)s", run=stack.step_id(run))
    articles = stack.rows("select 1 from news.articles where source_id = 'northwire'")
    assert (change["field"], change["changed"]) == ("title", len(articles))
    assert change["samples"][0]["before"] == "Derived badly"
    lines = [str(line.get("event")) for line in stack.log(run, "compare")]
    assert any("title: changes in" in line and "'Derived badly' becomes" in line for line in lines)


def test_an_empty_form_of_reprocess_is_refused_and_an_empty_window_is_green(stack):
    empty = stack.run("reprocess")
    assert empty.state == "failed"
    assert "say what to derive again" in stack.error(empty, "settle")
    run = stack.run("reprocess", window="2001-01-01")
    assert run.state == "success", stack.message(run)
    assert stack.message(run) == "nothing to derive again"
