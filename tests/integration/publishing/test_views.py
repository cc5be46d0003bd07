"""The report views: the stable interface, on rows that a run published."""

from datetime import UTC, date, datetime

import pytest
from psycopg.types.json import Jsonb

from dateline.steps.settle import settle_run

DAY = date(2026, 11, 21)
COLUMNS = {
    "article_versions": (
        "day source_id source url version_no is_current changed title authors published_at modified_at fetched_at"
        " words article_id extractor run_id raw_file raw_offset raw_digest body"
    ),
    "casualty_claims": (
        "event happened claimant group low high bound first_day last_day sources reports articles sentence url"
        " title"
        " source_id place background story_id claimant_entity_id article_id figure_no claimant_side group_side"
        " number date_said happened_on is_part source_ids article_ids"
    ),
    "conflicting_claims": (
        "event happened group_class one_claimant one_group one_low one_high one_bound one_sentence one_url"
        " one_first_day other_claimant other_group other_low other_high other_bound other_sentence other_url"
        " other_first_day claimants_differ numbers_differ story_id one_number other_number one_claimant_side"
        " other_claimant_side group_side one_happened_on other_happened_on numbers_disagree first_day last_day"
        " source_ids one_article_id one_figure_no other_article_id other_figure_no"
    ),
    "coverage": (
        "day source_id source expected_minimum expected_maximum reach found stored rejected quarantined deferred"
        " failed problem detail run_id settled_at"
    ),
    "daily_volume": "day source_id source articles copies changed words languages",
    "entity_cooccurrence": (
        "one one_kind other other_kind articles sources first_day last_day one_entity_id other_entity_id"
    ),
    "entity_days": "day kind entity_id name_key name articles mentions sources",
    "entity_timeline": (
        "day kind name articles mentions sources articles_7_days mentions_7_days first_day entity_id name_key"
    ),
    "freshness": (
        "source_id source kind enabled latest_day latest_published_at latest_fetched_at last_looked_at"
        " days_since_latest articles articles_last_week held_at held_because"
    ),
    "funnel": "run_id first_day last_day source_id source outcome reason entries pruned settled_at",
    "latest_articles": (
        "day published_at source_id source title authors url language section tags words truncated version_no"
        " published_precision published_problem duplicate_of gone_at first_stored_at fetched_at article_id"
        " extractor model_name model_version run_id raw_file raw_offset raw_digest body time_utc"
    ),
    "places": ("name country latitude longitude geonames_id articles mentions sources first_day last_day method"),
    "quarantine": (
        "quarantine_id state source_id source in_words title url reason expectation run_id capture_id"
        " quarantined_at state_by state_at row_as_staged"
    ),
    "quotes_by_speaker": (
        "speaker role kind words cue named_as day source_id title url duplicate_of method entity_id article_id"
        " quote_no"
    ),
    "reach": (
        "run_id first_day last_day source_id source way strategy reach problem entries pruned requests oldest_at"
        " newest_at listing_ended wanted_since wanted_until detail address started_at finished_at"
    ),
    "reprocess_changes": "run_id field looked_at changed samples dry_run started_at",
    "reprocess_sources": (
        "run_id source_id source first_day last_day dry_run state looked_at changed unchanged newly_accepted"
        " newly_rejected still_refused failed kept mentions_before mentions_after replaced held_because"
        " replaced_at started_at"
    ),
    "run_summary": (
        "run_id dag_id mode first_day last_day sources state message urls stored updated unchanged duplicate"
        " skipped rejected quarantined deferred failed pruned started_at settled_at"
    ),
    "source_health": (
        "source_id source state symptoms in_words day articles_on_day usual_on_day articles_28_days last_day"
        " days_silent dated_share_before dated_share_now median_words_before median_words_now days_seen enabled"
        " run_id judged_at"
    ),
    "stories": (
        "headline first_day last_day sources reports copies articles days story_id method run_id updated_at"
        " source_ids"
    ),
    "story_timeline": (
        "headline day published_at part source_id source title url similarity story_id article_id duplicate_of"
    ),
    "syndication": (
        "day original_source_id copy_source_id original_title copy_title hours_later method similarity"
        " original_url"
        " copy_url original_id copy_id source_ids"
    ),
    "verdicts": (
        "run_id first_day last_day source_id source expectation in_words severity success evaluated unexpected"
        " decided_at"
    ),
    "top_entities": "name kind articles mentions sources first_day last_day entity_id",
    "trending_entities": "day name kind articles sources articles_a_day_before rise is_new entity_id",
    "trials": "source_id source worked tried_at last_worked_at way entries detail",
    "url_trace": "url at step event detail run_id source_id capture_id article_id",
}


@pytest.fixture
def settled(night):
    """Two sources, three articles of two days, one of them undated, one rejection, one case in quarantine."""
    night.source("alpha", expected_minimum=14, expected_days=7)
    run = night.plan("n/1", ("alpha", "beta"))
    mentions = [
        {"start": 0, "end": 9, "text": "the OSCE\u2019s", "label": "ORG", "kind": "ORG"},
        {"start": 10, "end": 14, "text": "OSCE", "label": "ORG", "kind": "ORG"},
        {"start": 20, "end": 26, "text": "Friday", "label": "DATE", "kind": None},
    ]
    night.page(run, "https://alpha.example/one-report", analysis={"mentions": Jsonb(mentions)})
    night.page(run, "https://alpha.example/another-report", published_day=None, published_at=None)
    night.page(run, "https://beta.example/third-report", source="beta", analysis={"mentions": Jsonb(mentions[1:])})
    night.page(run, "https://alpha.example/", outcome="rejected", reason="home_page")
    held = night.page(
        run, "https://beta.example/held", source="beta", outcome="quarantined", reason="expectation_failed"
    )
    night.insert(
        "quality.quarantine",
        {
            "run_id": run,
            "source_id": "beta",
            "capture_id": held,
            "url": "https://beta.example/held",
            "reason": "expectation_failed",
            "expectation": "title_length",
            "in_words": "a title has at least ten letters",
            "row_as_staged": Jsonb({"title": "Short"}),
        },
    )
    night.publish(run)
    settle_run(night.settings, run_id=run, task_states={})
    return run


def test_views_and_their_columns_stay_and_only_grow(fetch):
    rows = fetch(
        "select table_name, string_agg(column_name, ' ' order by ordinal_position) as columns"
        " from information_schema.columns where table_schema = 'report' group by table_name"
    )
    assert {row["table_name"]: row["columns"] for row in rows} == COLUMNS


def test_daily_volume_counts_articles_by_day_and_source(settled, fetch):
    rows = fetch("select day, source_id, source, articles, languages from report.daily_volume")
    assert [tuple(row.values()) for row in rows] == [
        (DAY, "alpha", "The Alpha", 1, ["en"]),
        (DAY, "beta", "The Beta", 1, ["en"]),
        (None, "alpha", "The Alpha", 1, ["en"]),
    ]


def test_coverage_says_what_was_expected_found_stored_and_rejected(settled, fetch):
    rows = fetch(
        "select source_id, expected_minimum, reach, found, stored, rejected, quarantined from report.coverage"
        " where found > 0"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("alpha", 2, "full", 2, 1, 1, 0),  # its undated article counts on no day
        ("beta", None, "full", 2, 1, 0, 1),
    ]


def test_freshness_shows_the_newest_article_and_the_last_look(settled, night, fetch):
    night.source("silent")
    rows = fetch(
        "select source_id, latest_day, last_looked_at is not null as looked, articles from report.freshness"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("silent", None, False, 0),
        ("alpha", DAY, True, 2),
        ("beta", DAY, True, 1),
    ]


def test_top_entities_count_articles_without_articles_and_possessives(settled, fetch):
    rows = fetch("select name, kind, articles, mentions, sources, first_day from report.top_entities")
    assert tuple(rows[0].values()) == ("OSCE", "ORG", 2, 3, 2, DAY)
    assert "Friday" not in {row["name"] for row in rows}
    days = fetch("select day, name, articles from report.entity_days where kind = 'ORG'")
    assert days == [{"day": DAY, "name": "OSCE", "articles": 2}]


def test_latest_articles_lead_to_the_raw_page_and_leave_out_what_was_merged_or_taken_down(settled, night, fetch):
    rows = fetch("select url, day, raw_file, raw_offset, body from report.latest_articles")
    assert len(rows) == 3
    assert rows[-1]["day"] is None
    assert rows[0]["raw_file"] == "night.warc.gz"
    night.connection.execute("update news.articles set taken_down_at = now() where source_id = 'beta'")
    night.connection.execute(
        "update news.articles set merged_into ="
        " (select article_id from news.articles where url like '%one-report') where url like '%another%'"
    )
    urls = [row["url"] for row in fetch("select url from report.latest_articles")]
    assert urls == ["https://alpha.example/one-report"]
    assert [row["articles"] for row in fetch("select articles from report.daily_volume")] == [1]
    assert [row["articles"] for row in fetch("select articles from report.top_entities where name = 'OSCE'")] == [
        1
    ]


def test_verdicts_say_in_words_what_only_warned_the_unheld_first(settled, night, fetch):
    known = {"run_id": settled, "evaluated": 3, "severity": "warn"}
    night.insert(
        "quality.verdicts", known | {"verdict_no": 1, "expectation": "a", "in_words": "A.", "success": True}
    )
    odd = known | {"expectation": "b", "in_words": "B.", "success": False, "unexpected": 1}
    night.insert("quality.verdicts", odd | {"verdict_no": 2})
    night.insert("quality.verdicts", odd | {"verdict_no": 3, "source_id": "alpha", "evaluated": 1})
    rows = fetch("select source, in_words, severity, success, evaluated, unexpected from report.verdicts")
    assert [tuple(row.values()) for row in rows] == [
        (None, "B.", "warn", False, 3, 1),
        ("The Alpha", "B.", "warn", False, 1, 1),
        (None, "A.", "warn", True, 3, 0),
    ]


def test_quarantine_says_why_in_words(settled, fetch):
    (case,) = fetch("select state, in_words, title, url from report.quarantine")
    assert tuple(case.values()) == (
        "held",
        "a title has at least ten letters",
        "Short",
        "https://beta.example/held",
    )


def test_run_summary_has_one_row_a_run(settled, night, fetch):
    night.plan("n/2", reach="")
    rows = {row["run_id"]: row for row in fetch("select * from report.run_summary")}
    first = rows["n/1"]
    assert (first["urls"], first["stored"], first["rejected"], first["quarantined"]) == (5, 3, 1, 1)
    assert (first["state"], first["sources"]) == ("settled", 2)
    assert (rows["n/2"]["state"], rows["n/2"]["urls"]) == ("running", 0)


def test_the_timeline_of_an_entity_sums_the_week_up_to_each_day(night, fetch):
    mention = [{"start": 0, "end": 4, "text": "OSCE", "label": "ORG", "kind": "ORG"}]
    run = night.plan("n/1")
    for number, day in enumerate((1, 3, 8, 20)):
        at = datetime(2026, 11, day, 9, tzinfo=UTC)
        night.page(
            run,
            f"https://alpha.example/report-number-{number}",
            published_at=at,
            published_day=at.date(),
            analysis={"mentions": Jsonb(mention * (number + 1))},
        )
    night.publish(run)
    rows = fetch(
        "select day, articles, mentions, articles_7_days, mentions_7_days, first_day from report.entity_timeline"
        " order by day"
    )
    assert [tuple(row.values())[1:5] for row in rows] == [(1, 1, 1, 1), (1, 2, 2, 3), (1, 3, 2, 5), (1, 4, 1, 4)]
    assert {row["first_day"] for row in rows} == {date(2026, 11, 1)}


def test_versions_say_what_changed_and_lead_to_their_raw_pages(night, fetch):
    url = "https://alpha.example/ferries-run-again"
    night.page(night.plan("n/1"), url)
    night.publish("n/1")
    night.page(night.plan("n/2"), url, title="Ferries stop again")
    night.publish("n/2")
    rows = fetch(
        "select version_no, is_current, changed, title, words > 5 as worded, raw_offset"
        " from report.article_versions"
    )
    assert [tuple(row.values()) for row in rows] == [
        (2, True, ["title"], "Ferries stop again", True, 2),
        (1, False, [], "Ferries run again", True, 1),
    ]
    night.connection.execute("update news.articles set taken_down_at = now()")
    assert fetch("select 1 from report.article_versions") == []


def test_reach_shows_each_way_in_the_order_of_trying(night, fetch):
    night.plan("n/1", reach="")
    night.observe(
        "n/1", "alpha", strategy="wordpress:https://alpha.example/wp", reach="unreachable", problem="refused"
    )
    night.observe("n/1", "alpha", position=1, requests=3)
    night.insert(
        "crawl.pruned",
        {
            "run_id": "n/1",
            "source_id": "alpha",
            "strategy": "feed:https://alpha.example/feed",
            "reason": "outside_window",
            "entries": 4,
        },
    )
    rows = fetch("select way, strategy, address, reach, problem, entries, pruned, requests from report.reach")
    assert [tuple(row.values()) for row in rows] == [
        (1, "wordpress", "https://alpha.example/wp", "unreachable", "refused", 10, 0, 1),
        (2, "feed", "https://alpha.example/feed", "full", None, 10, 4, 3),
    ]
