"""Claims side by side, and who is spoken of more than before: what the views make of what articles say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg.types.json import Jsonb

DAY = date(2026, 11, 21)
TEXT = "The ministry said 12 soldiers were killed. Police said 15 soldiers were killed."


def count(low, claimant, sentence):
    return {
        "low": low,
        "high": low,
        "bound": "exact",
        "happened": "killed",
        "group": "soldiers",
        "claimant": claimant,
        "number": [18, 20],
        "sentence": sentence,
        "method": "test",
    }


@pytest.fixture
def claims(night):
    """Two sources of one story: both have the ministry's number, the later one has that of the police too."""
    run = night.plan("n/1", ("alpha", "beta"))
    ministry, police = count(12, "The ministry", [0, 42]), count(15, "Police", [43, 79])
    for number, (source, figures) in enumerate((("alpha", [ministry]), ("beta", [ministry, police]))):
        at = datetime(2026, 11, 21 + number, 9, tzinfo=UTC)
        night.page(
            run,
            f"https://{source}.example/tolls-differ",
            source=source,
            text=TEXT,
            published_at=at,
            published_day=at.date(),
            analysis={"figures": Jsonb(figures)},
        )
    night.publish(run)
    story = night.insert(
        "news.stories",
        {"story_id": "11111111-1111-1111-1111-111111111111", "headline": "Tolls differ", "first_day": DAY}
        | {"last_day": DAY, "sources": 2, "reports": 2, "copies": 0, "method": "test", "run_id": run},
        "story_id",
    )
    night.connection.execute(
        "insert into news.story_articles (article_id, story_id, method, run_id)"
        " select article_id, %s, 'test', 'n/1' from news.articles",
        [story],
    )


def test_a_claim_is_one_row_with_where_it_stood_first(claims, fetch):
    rows = fetch(
        "select event, claimant, low, first_day, last_day, sources, reports, articles, sentence, source_id"
        " from report.casualty_claims order by low"
    )
    later = DAY + timedelta(days=1)
    assert [tuple(row.values()) for row in rows] == [
        ("Tolls differ", "The ministry", 12, DAY, later, 2, 2, 2, TEXT[:42], "alpha"),
        ("Tolls differ", "Police", 15, later, later, 1, 1, 1, TEXT[43:], "beta"),
    ]
    (pair,) = fetch(
        "select group_class, one_low, other_low, claimants_differ, numbers_differ from report.conflicting_claims"
    )
    assert {pair["one_low"], pair["other_low"]} == {12, 15}
    assert (pair["group_class"], pair["claimants_differ"], pair["numbers_differ"]) == ("military", True, True)


def test_many_claims_are_not_compared_each_with_each(claims, night, fetch):
    night.connection.execute(
        "insert into news.figures (article_id, figure_no, low, high, bound, happened, number_span, sentence_span,"
        " method, model_name, model_version, run_id)"
        " select article_id, 100 + number, number, number, 'exact', 'killed', '[18,20)', '[0,42)', 'test',"
        " 'test', '1', 'n/1' from news.articles cross join generate_series(1, 30000) as number"
        " where source_id = 'alpha'"
    )
    night.connection.execute("analyze news.figures")
    night.connection.execute("set statement_timeout = '15s'")
    assert fetch("select count(*) as claims from report.casualty_claims") == [{"claims": 30002}]


def test_the_last_day_stands_beside_the_four_weeks_before(night, fetch):
    run = night.plan("n/1")
    known = {"start": 0, "end": 4, "text": "OSCE", "label": "ORG", "kind": "ORG"}
    days = (DAY - timedelta(days=40), DAY - timedelta(days=3), DAY, DAY)
    for number, day in enumerate(days):
        mentions = [known] if number < 3 else [known, known | {"text": "Orbel"}]
        night.page(
            run,
            f"https://alpha.example/report-number-{number}",
            published_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
            published_day=day,
            analysis={"mentions": Jsonb(mentions)},
        )
    night.page(
        run,
        "https://alpha.example/nobody-is-named",
        published_day=DAY + timedelta(days=1),
        analysis={"mentions": Jsonb([])},
    )
    night.publish(run)
    rows = fetch("select day, name, articles, is_new from report.trending_entities")
    assert {tuple(row.values()) for row in rows} == {(DAY, "OSCE", 2, False), (DAY, "Orbel", 1, True)}
