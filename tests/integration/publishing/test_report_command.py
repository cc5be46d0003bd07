"""`dateline report`, `dateline status` and the first report, as a user sees them."""

import csv
import io
import json
import subprocess
import sys

import pytest
from rich.console import Console

from dateline.first_report import print_first_report
from dateline.layouts import BELOW, SHOWN, WITHOUT_DAY, WITHOUT_SOURCE
from dateline.steps.settle import RunUnwell, settle_run
from sql.reports import list_views

URL = "https://alpha.example/ferries-run-again"


@pytest.fixture
def dateline(database_url, tmp_path):
    """Run the command over this test's database; returns status, output and errors."""

    def run(*arguments, url=database_url):
        environment = {
            "PATH": "/usr/bin:/bin",
            "DATELINE_DATABASE_URL": url,
            "DATELINE_HOME": str(tmp_path),
            "PYTHONIOENCODING": "utf-8",
        }
        code = "import sys; from dateline.cli import main; sys.argv[0] = 'dateline'; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture
def settled(night):
    run = night.plan("n/1", ("alpha", "beta"))
    night.page(run, URL, title="Ferries run \x1b[31magain, [bold]they say[/bold]")
    night.page(run, "https://beta.example/second-report", source="beta", title="Second, with a comma")
    night.publish(run)
    settle_run(night.settings, run_id=run, task_states={})
    return run


def test_without_a_view_it_lists_the_views_and_what_they_show(dateline):
    status, output, _ = dateline("report")
    assert status == 0
    for name in (
        "daily_volume",
        "coverage",
        "freshness",
        "funnel",
        "top_entities",
        "latest_articles",
        "quarantine",
    ):
        assert name in output
    assert "Articles by published day and source" in output


def test_a_view_is_a_table_and_titles_cannot_drive_the_terminal(settled, dateline):
    status, output, _ = dateline("report", "latest_articles")
    assert status == 0
    assert "Ferries run  [31magain, [bold]they say[/bold]" in output
    assert "\x1b" not in output


def test_rows_are_chosen_by_source_and_day(settled, dateline):
    _, output, _ = dateline("report", "daily_volume", "--source", "beta", "--csv")
    assert [row["source_id"] for row in csv.DictReader(io.StringIO(output))] == ["beta"]
    _, output, _ = dateline("report", "daily_volume", "--from", "2026-11-22", "--csv")
    assert list(csv.DictReader(io.StringIO(output))) == []
    _, output, _ = dateline("report", "funnel", "--day", "2026-11-21", "--json")
    assert len(json.loads(output)) == 2
    _, output, _ = dateline("report", "latest_articles", "--limit", "1", "--json")
    assert len(json.loads(output)) == 1


def test_full_texts_are_left_out_unless_asked_for(settled, dateline):
    _, output, _ = dateline("report", "latest-articles", "--csv")
    rows = list(csv.DictReader(io.StringIO(output)))
    assert {row["title"] for row in rows} >= {"Second, with a comma"}
    assert "body" not in rows[0]
    assert "authors" in rows[0]
    _, output, _ = dateline("report", "latest_articles", "--json", "--full-text")
    assert all("harbour office" in row["body"] for row in json.loads(output))


def test_search_prints_highlighted_snippets(settled, dateline):
    status, output, _ = dateline("report", "search", "harbour -comma")
    assert status == 0
    assert "**harbour**" in output
    assert URL in output
    assert "second-report" not in output
    _, output, _ = dateline("report", "search", "harbour", "--csv", "--source", "alpha")
    assert [row["url"] for row in csv.DictReader(io.StringIO(output))] == [URL]
    assert dateline("report", "search", "zebrafish")[1] == "Nothing matches.\n"


def test_a_snippet_stays_indented_where_it_wraps(settled, night, dateline):
    night.connection.execute("update news.articles set body = repeat('The harbour office said so again. ', 60)")
    _, output, _ = dateline("report", "search", "harbour")
    lines = [line for line in output.splitlines() if "harbour office" in line.replace("*", "")]
    assert len(lines) > 2
    assert all(line.startswith("  ") for line in lines)


def test_the_funnel_names_the_days_of_its_run(settled, dateline):
    _, output, _ = dateline("report", "funnel")
    assert output.splitlines()[0].split()[:3] == ["first_day", "last_day", "source_id"]
    assert output.splitlines()[1].split()[:3] == ["2026-11-21", "2026-11-21", "alpha"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "funnel", "--csv", "--json"], "--csv and --json cannot both be"),
        (
            ["report", "coverge"],
            "there is no view 'coverge': did you mean coverage? views are article_versions, casualty_claims,",
        ),
        (["report", "search"], "search needs words"),
        (["report", "funnel", "more"], "funnel takes no further words (more)"),
        (["report", "top_entities", "--source", "alpha"], "top_entities has no source to choose by"),
        (["report", "top_entities", "--day", "2026-11-21"], "top_entities has no day to choose by"),
        (["report", "funnel", "--day", "yesterday"], "'yesterday' is not a day: write 2026-11-21"),
        (["report", "funnel", "--language", "en"], "--language is for search"),
        (["report", "search", "x", "--language", "english"], "--language 'english' is no ISO 639-1 code"),
        (["report", "funnel", "--source", "alhpa"], "no run has planned a source 'alhpa': did you mean alpha?"),
        (
            ["report", "search", "x", "--source", "zz"],
            "no run has planned a source 'zz': those with rows are alpha",
        ),
        (
            ["report", "coverage", "--from", "2026-11-21", "--to", "2026-11-19"],
            "--from 2026-11-21 is after --to 2026-11-19: write the earlier day first",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(settled, dateline, arguments, told):
    status, output, errors = dateline(*arguments)
    assert status != 0
    assert output == ""
    assert told in errors
    assert "Traceback" not in errors


def test_help_names_the_views_that_take_no_day_or_no_source(database, dateline):
    views = list_views(database)
    assert WITHOUT_DAY.split() == [view.name for view in views if not view.day_columns]
    assert WITHOUT_SOURCE.split() == [view.name for view in views if not view.source_column]
    help_text = " ".join(dateline("report", "--help")[1].split())
    assert "for all views but entity_cooccurrence, freshness, places" in help_text


def test_every_column_of_a_table_is_one_of_its_view(database):
    views = {view.name: set(view.columns) for view in list_views(database)}
    for name, columns in (*SHOWN.items(), *BELOW.items()):
        assert set(columns.split()) <= views[name], name


def test_a_table_is_as_wide_as_it_gets_if_asked(settled, dateline):
    _, output, _ = dateline("report", "latest_articles", "--wide")
    header, *lines = output.splitlines()
    assert "raw_digest" in header.split()
    assert "body" not in header.split()
    assert "…" not in output
    assert len(lines) == 2
    assert "--json and --wide cannot both be" in dateline("report", "funnel", "--wide", "--json")[2]


def test_claims_are_chosen_by_day_and_any_source_and_stand_above_their_sentence(settled, night, dateline):
    night.connection.execute(
        "insert into news.figures (article_id, figure_no, low, high, bound, happened, affected, claimant,"
        " number_span, sentence_span, method, run_id)"
        " select article_id, 1, 3, 3, 'at_least', 'killed', 'sailors', 'the office', int4range(0, 1),"
        " int4range(0, 40), 'test', 'n/1' from news.articles"
    )
    _, output, _ = dateline("report", "casualty_claims", "--source", "beta", "--day", "2026-11-21")
    header, line, sentence, url = output.splitlines()
    assert header.split()[:4] == ["happened", "number", "group", "claimant"]
    assert line.split()[:4] == ["killed", "at", "least", "3"]
    assert sentence.strip() == "Ferries to the islands run again after t"
    assert url.strip() == URL
    assert dateline("report", "casualty_claims", "--day", "2026-11-20")[1] == "No rows.\n"


def test_a_database_without_views_is_one_line(empty_database_url, dateline):
    for command in (["report"], ["report", "search", "x"], ["status"]):
        status, _, errors = dateline(*command, url=empty_database_url)
        assert (status, errors.count("\n")) == (1, 1)
        assert "run `dateline db migrate`" in errors


def test_status_shows_runs_held_sources_and_where_everything_lies(settled, night, dateline):
    night.plan("n/2", ("gamma",), reach="unreachable")
    with pytest.raises(RunUnwell):
        settle_run(night.settings, run_id="n/2", task_states={})
    night.connection.execute(
        "update crawl.sources set held_at = now(), held_because = 'x' where source_id = 'beta'"
    )
    status, output, _ = dateline("status")
    assert status == 0
    assert "n/1" in output
    assert "1 of 1 sources unwell: gamma: unreachable" in output
    assert "Held:     beta since" in output
    assert "2 articles of 2 sources; 1 more source without any" in output
    found = json.loads(dateline("status", "--json")[1])
    assert {run["run_id"]: run["state"] for run in found["runs"]} == {"n/1": "settled", "n/2": "failed"}
    assert [source["source_id"] for source in found["held_sources"]] == ["beta"]
    assert (found["articles"], found["sources"], found["sources_with_articles"]) == (2, 3, 2)


def test_status_links_to_what_was_validated_once_there_is_something(settled, dateline, tmp_path):
    assert "Checks:" not in dateline("status")[1]
    page = tmp_path / "data_docs" / "index.html"
    page.parent.mkdir()
    page.write_text("<p>Nothing failed.</p>")
    assert page.as_uri() in dateline("status")[1]


def test_status_of_an_empty_database_says_what_to_do(dateline):
    status, output, _ = dateline("status")
    assert status == 0
    assert "No run yet" in output


def test_the_first_report_fits_one_screen_and_shows_the_night(settled, night):
    file = io.StringIO()
    print_first_report(night.settings, Console(file=file, width=110))
    text = file.getvalue()
    assert len(text.splitlines()) <= 40
    for part in ("2 stored", "time_utc", "full", "islands", "Second, with a comma", "report.coverage"):
        assert part.lower() in text.lower()


@pytest.mark.parametrize(
    ("mode", "days"), [("look_back", "2026-11-21 and late posts before it: "), ("exact", "2026-11-21: ")]
)
def test_the_first_report_says_which_days_its_run_was_about(settled, night, mode, days):
    night.connection.execute("update crawl.runs set mode = %s", [mode])
    night.connection.commit()
    file = io.StringIO()
    print_first_report(night.settings, Console(file=file, width=110))
    assert f"\n{days}2 stored" in file.getvalue()


def test_the_first_report_of_an_empty_database_is_honest(settings):
    file = io.StringIO()
    print_first_report(settings, Console(file=file, width=110))
    assert file.getvalue().count("no rows") == 5
