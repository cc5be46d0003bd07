"""Housekeeping: what is over goes, nothing else does, and a step that fails leaves the others."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from psycopg.types.json import Jsonb

from dateline.commands.housekeeping import command
from dateline.expectations.pages import docs_folder, write_docs
from dateline.steps.housekeeping import STEPS
from scrapers.archive import ArchiveDamaged
from scrapers.stores import open_store
from sql.loader import read_query
from sql.retention import find_old_months

PAGE = "https://alpha.example/world/ferries-run-again"
OTHER = "https://beta.example/world/the-harbour-is-open"
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def months(night):
    """The ledger's partitions, as each plan makes them."""
    night.connection.execute("select crawl.ensure_ledger_month(current_date)")
    night.connection.execute("select crawl.ensure_ledger_month((current_date + interval '1 month')::date)")


@pytest.fixture
def keep_house(night, monkeypatch):
    """Run the command; return what each step says."""
    monkeypatch.setenv("DATELINE_DATABASE_URL", night.settings.database_url)
    monkeypatch.setenv("DATELINE_HOME", str(night.settings.home))

    def run(*words, status=0, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"DATELINE_{name.upper()}", str(value))
        done = CliRunner().invoke(command, words)
        assert done.exit_code == status, done.output
        return dict(line.split(": ", 1) for line in done.output.splitlines() if ": " in line)

    return run


@pytest.fixture
def kept(night, vault):
    """Two published pages of two sources, a hundred days old."""
    night.plan("n/1", sources=("alpha", "beta"))
    pages = [vault.page("n/1", PAGE, "Ferries run again."), vault.page("n/1", OTHER, "Open.", source="beta")]
    night.publish("n/1")
    vault.close()
    night.connection.execute(
        "update crawl.captures set claimed_by = null, fetched_at = now() - interval '100 days'"
    )
    night.connection.execute("update crawl.runs set state = 'settled', settled_at = now() - interval '100 days'")
    return pages


def test_pages_are_kept_for_ever_unless_somebody_says_otherwise(night, vault, kept, keep_house):
    assert set(keep_house()) == set(STEPS)
    assert vault.read(kept[0])
    assert night.fetch("select 1 from crawl.captures where expired_at is not null") == []


def test_what_has_expired_is_marked_and_its_bytes_are_erased(night, vault, kept, keep_house):
    before = night.hash
    assert keep_house("--dry-run", retention_days=99)["expire_pages"] == "pages 2"
    assert night.fetch("select 1 from crawl.captures where expired_at is not null") == []
    said = keep_house(retention_days=99)
    assert (said["expire_pages"], said["erase_pages"]) == ("pages 2", "files 1, records 2")
    rows = night.fetch(
        "select expired_at is not null as expired, wiped_at is not null as wiped from crawl.captures"
    )
    assert rows == [{"expired": True, "wiped": True}] * 2
    assert not vault.texts().count(b"Ferries")
    for view in ("latest_articles", "article_versions"):
        assert night.fetch(f"select distinct raw_file from report.{view}") == [{"raw_file": None}]
    assert night.hash == before  # the article stays
    assert keep_house(retention_days=99)["expire_pages"] == "nothing to do"


def test_a_sources_own_retention_counts_before_the_setting(night, vault, kept, keep_house):
    night.connection.execute(
        "update crawl.sources set entry = %s where source_id = 'beta'", [Jsonb({"retention_days": 50})]
    )
    assert keep_house(retention_days=1000)["expire_pages"] == "pages 1"
    assert vault.read(kept[0])
    with pytest.raises(ArchiveDamaged):
        vault.read(kept[1])


def test_captures_are_looked_at_from_the_oldest_and_not_at_all_without_a_retention(night, kept):
    query = "explain (analyze, costs off, buffers off, timing off) " + read_query("expire_captures")
    for days, rows in ((None, "0.00"), (99, "2.00")):
        plan = night.connection.execute(query, {"retention_days": days, "most": 10}).fetchall()
        text = "\n".join(row["QUERY PLAN"] for row in plan)
        looked = rf"captures_by_age on captures \S+ \(actual rows={rows} .*\n +Index Cond: \(fetched_at <"
        assert re.search(looked, text), text


@pytest.mark.parametrize(
    "change", ["claimed_by = 'n/9'", "outcome = null", "outcome = 'quarantined', reason = 'source_held'"]
)
def test_what_waits_for_a_step_or_a_person_does_not_expire(night, kept, keep_house, change):
    night.connection.execute(f"update crawl.captures set {change}")
    assert keep_house(retention_days=1)["expire_pages"] == "nothing to do"


def test_files_of_dead_crawls_go_after_some_days_and_those_of_others_stay(night, vault, kept, keep_house):
    folder = Path(vault.archive)
    old, young = TODAY - timedelta(days=8), TODAY - timedelta(days=2)
    night.plan("n/2")
    night.connection.execute(
        "insert into crawl.shards (run_id, shard_id, label, sources) values ('n/2', 7, 'x', '{}')"
    )
    dead = [f"{old}/n-1-000-1abcdef01.warc.gz", f"{old}/n-1-000-1abcdef01-002.warc.gz.part"]
    dead.append(f"{old}/n-1-000-1abcdef04.warc.gz")
    night.connection.execute(
        "update crawl.captures set expired_at = now(), wiped_at = now(), warc_file = %s where url = %s",
        [dead[-1], OTHER],
    )
    stays = [f"{young}/n-1-000-1abcdef02.warc.gz", f"{old}/n-2-007-1abcdef03.warc.gz", f"{old}/mine.warc.gz"]
    for name in (*dead, *stays):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(b"x")
    before = set(open_store(vault.archive).files())
    assert keep_house("--dry-run")["clear_archive"] == "files 3"
    assert set(open_store(vault.archive).files()) == before
    assert keep_house()["clear_archive"] == "files 3"
    assert set(open_store(vault.archive).files()) == before - set(dead)
    assert vault.read(kept[0])


def test_what_was_staged_for_old_runs_goes_and_for_others_stays(night, kept, keep_house):
    night.plan("n/2")
    night.page("n/2", PAGE, text="Ferries run again, edited.")
    before = night.hash
    assert keep_house("--dry-run")["clear_staged"] == "batches 1"
    assert keep_house()["clear_staged"] == "batches 1"
    assert night.fetch("select distinct run_id from staging.articles") == [{"run_id": "n/2"}]
    assert night.hash == before


def test_old_months_of_the_ledger_go_and_coverage_stays(night, kept, keep_house):
    for day in ("2024-03-05", "2024-04-05"):
        night.connection.execute("select crawl.ensure_ledger_month(%s)", [day])
        night.connection.execute(
            "insert into crawl.ledger (started_on, run_id, source_id, url) values (%s, 'old', 'alpha', 'x')", [day]
        )
    covered = night.fetch("select * from report.coverage order by 1, 2")
    night.connection.execute(
        "insert into crawl.runs (run_id, dag_id, mode, first_day, last_day, sources, started_at)"
        " values ('hangs', 'nightly', 'exact', '2024-04-05', '2024-04-05', '{}', '2024-04-05')"
    )
    assert keep_house("--dry-run")["clear_ledger"] == "months 2"
    assert keep_house()["clear_ledger"] == "months 1, rows 1"
    assert night.fetch("select started_on::text from crawl.ledger where run_id = 'old'") == [
        {"started_on": "2024-04-05"}
    ]
    assert night.fetch("select * from report.coverage order by 1, 2") == covered


def test_the_next_months_partitions_are_made(night, keep_house):
    night.connection.execute("truncate crawl.ledger")
    for row in night.fetch(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'crawl.ledger'::regclass"
    ):
        if row["name"] != "crawl.ledger_rest":
            night.connection.execute(f"drop table {row['name']}")
    assert keep_house("--dry-run")["make_partitions"] == "months 2"
    assert keep_house()["make_partitions"] == "months 2"
    assert keep_house()["make_partitions"] == "nothing to do"


@pytest.mark.parametrize(
    ("day", "old"),
    [("2025-01-31", []), ("2025-02-01", ["2025-01-01"]), ("2025-03-15", ["2025-01-01", "2025-02-01"])],
)
def test_a_month_is_old_when_all_of_it_is(day, old):
    months = [datetime(2025, month, 1, tzinfo=UTC).date() for month in (1, 2, 3)]
    found = find_old_months(months, before=datetime.fromisoformat(day).date())
    assert [f"{month}" for month in found] == old


def test_old_data_docs_go_from_the_disk_and_from_their_list(night, keep_house):
    now = datetime.now(UTC)
    old = write_docs(night.settings.home, "n/old", {}, now=now - timedelta(days=91))
    new = write_docs(night.settings.home, "n/new", {}, now=now)
    assert keep_house("--dry-run")["clear_documents"] == "runs 1"
    assert keep_house()["clear_documents"] == "runs 1"
    assert (old.exists(), new.exists()) == (False, True)
    index = (docs_folder(night.settings.home) / "index.html").read_text()
    assert ("n/old" in index, "n/new" in index) == (False, True)


def test_a_step_that_fails_leaves_the_others_and_is_named(night, vault, kept, keep_house, monkeypatch):
    (Path(vault.archive)).rename(Path(vault.archive).with_name("elsewhere"))
    said = keep_house(status=1)
    assert "cannot be read" in said["erase_pages"]
    assert said["clear_staged"] == "batches 1"
    assert said["Error"] == "erase_pages, clear_archive failed: the lines above say why"


def test_the_dag_runs_the_very_same_steps():
    from dags import housekeeping as dag

    assert list(dag.STEPS) == list(STEPS)
