"""plan_shards: sources, shards, and a run that starts anew when it is planned again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from dateline.catalog import CatalogError
from dateline.errors import UserError
from dateline.steps.plan import ALONE, MOST_SHARDS, NothingToPlan, group_sources, plan_shards
from transforms.records import Source, Strategy
from transforms.windows import Mode, Window


def make_source(source_id, host):
    return Source(
        source_id=source_id,
        name=source_id,
        kind="news",
        country=None,
        languages=("en",),
        timezone="UTC",
        homepage=f"https://{host}/",
        strategies=(Strategy(kind="feed", url=f"https://{host}/feed"),),
    )


def test_a_plan_is_written_whole(crawl, site):
    crawl.source("one", site)
    crawl.source("two", site)
    window = Window(first_day=date(2026, 11, 20), last_day=date(2026, 11, 21), mode=Mode.LOOK_BACK)
    shards = crawl.plan("nightly/x", window)
    assert shards == [{"shard": 0, "label": "one"}, {"shard": 1, "label": "two"}]
    [run] = crawl.rows("select mode, first_day, last_day, sources, state, attempt from crawl.runs")
    assert run == {
        "mode": "look_back",
        "first_day": date(2026, 11, 20),
        "last_day": date(2026, 11, 21),
        "sources": ["one", "two"],
        "state": "running",
        "attempt": 1,
    }
    sources = crawl.rows(
        "select source_id, enabled, entry ->> 'homepage' as homepage from crawl.sources order by 1"
    )
    assert [(row["source_id"], row["enabled"]) for row in sources] == [("one", True), ("two", True)]
    assert sources[0]["homepage"] == f"{site.base}/"
    month = crawl.rows("select to_char(now() at time zone 'UTC', '\"crawl.ledger_\"YYYY_MM') as name")[0]["name"]
    assert crawl.rows("select to_regclass(%s) is not null as there", month) == [{"there": True}]


def test_a_selection_leaves_the_other_sources_enabled(crawl, site):
    crawl.source("one", site)
    crawl.source("two", site)
    crawl.plan("command/all")
    assert crawl.plan("command/some", selection=("two",)) == [{"shard": 0, "label": "two"}]
    assert len(crawl.rows("select 1 from crawl.sources where enabled")) == 2
    crawl.configure(sources=("one",))
    crawl.plan("command/fewer")
    assert crawl.rows("select source_id from crawl.sources where enabled") == [{"source_id": "one"}]


def test_planned_again_a_run_keeps_only_its_captures(crawl, site):
    crawl.source("one", site)
    site.article("/a")
    crawl.run()
    crawl.database.execute("update crawl.runs set state = 'failed', message = 'm', settled_at = now()")
    crawl.plan()
    assert crawl.rows("select attempt, state, message from crawl.runs") == [
        {"attempt": 2, "state": "running", "message": None}
    ]
    for table in ("ledger", "observations", "pruned"):
        assert crawl.rows(f"select * from crawl.{table}") == []
    assert crawl.rows("select claimed_by, outcome from crawl.captures") == [{"claimed_by": None, "outcome": None}]
    site.asked.clear()
    crawl.run()
    assert crawl.outcomes() == {"a": ("captured", "")}
    assert site.count("/a") == 0
    assert len(crawl.rows("select * from crawl.captures")) == 1


def test_the_same_run_planned_twice_at_once_is_one_plan(crawl, site):
    crawl.source("one", site)
    with ThreadPoolExecutor(4) as threads:
        plans = list(threads.map(lambda _: crawl.plan(), range(4)))
    assert plans == [[{"shard": 0, "label": "one"}]] * 4
    assert crawl.rows("select attempt from crawl.runs") == [{"attempt": 4}]
    assert len(crawl.rows("select * from crawl.shards")) == 1


def test_an_unknown_source_is_one_line_and_nothing_is_written(crawl, site):
    crawl.source("one", site)
    with pytest.raises(CatalogError, match="onne") as error:
        crawl.plan(selection=("one", "onne"))
    assert "\n" not in str(error.value)
    assert crawl.rows("select * from crawl.runs") == crawl.rows("select * from crawl.sources") == []


def test_no_source_is_one_line_that_names_the_setting(crawl):
    with pytest.raises(UserError, match="DATELINE_SOURCES"):
        crawl.plan()


def test_a_real_site_is_not_planned_without_a_contact(settings):
    window = Window(first_day=date(2026, 11, 21), last_day=date(2026, 11, 21), mode=Mode.EXACT)
    anonymous = settings.model_copy(update={"contact": None})
    with pytest.raises(NothingToPlan, match="set DATELINE_CONTACT"):
        plan_shards(anonymous, run_id="n/1", dag_id="nightly", window=window, selection=("iria",))
    planned = plan_shards(settings, run_id="n/1", dag_id="nightly", window=window, selection=("iria",))
    assert [shard["label"] for shard in planned] == ["iria"]


def test_few_sources_have_a_shard_each():
    sources = [make_source(f"s{number}", "example.org") for number in range(ALONE)]
    assert [ids for _, ids in group_sources(sources)] == [(source.source_id,) for source in sources]


def test_many_sources_are_grouped_and_those_that_share_a_host_stay_together():
    sources = [make_source(f"s{number:04}", f"host{number % 700}.example") for number in range(1000)]
    shards = group_sources(sources)
    assert len(shards) == MOST_SHARDS
    assert sorted(source_id for _, ids in shards for source_id in ids) == [source.source_id for source in sources]
    of = {source_id: number for number, (_, ids) in enumerate(shards) for source_id in ids}
    assert all(of[f"s{number:04}"] == of[f"s{number + 700:04}"] for number in range(300))
    assert max(len(ids) for _, ids in shards) <= 6
    assert all(label for label, _ in shards)
