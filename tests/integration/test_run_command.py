"""`dateline run`: the whole line in one process, over a web archive written for the test."""

import json
import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = """<html lang="en"><head><title>Ferry service resumes in {name}</title>
<meta property="article:published_time" content="2026-11-{day:02d}T08:00:00Z"></head><body><article>
<h1>Ferry service resumes in {name}</h1>
<p>The harbour master of {name} said on Friday that ferries would sail again after a pause of nine days.</p>
<p>Crews had waited for the naval patrol to clear the channel, and the first boat left shortly after dawn.</p>
<p>Traders in the market of {name} welcomed the news, since fresh fruit had become scarce and dear.</p>
</article></body></html>"""


@pytest.fixture
def environment(settings, tmp_path):
    catalog = tmp_path / "catalog"
    catalog.mkdir()
    write_archive(tmp_path / "pages.warc.gz")
    (catalog / "pages.yaml").write_text(
        "id: pages\nname: Pages\nkind: news\nhomepage: https://pages.invalid/\n"
        f"discovery: [{{strategy: warc, url: {tmp_path / 'pages.warc.gz'}}}]\n"
    )
    return os.environ | {
        "DATELINE_DATABASE_URL": settings.database,
        "DATELINE_HOME": str(settings.home),
        "DATELINE_CATALOG_FOLDER": str(catalog),
    }


def write_archive(path: Path) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file)
        for number, name in enumerate(("Ostmark", "Velburg", "Sankt Ilgen"), start=1):
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                f"https://pages.invalid/2026/ferry-service-resumes-{number}",
                "response",
                payload=BytesIO(PAGE.format(name=name, day=number).encode()),
                http_headers=headers,
            )
            writer.write_record(record)


def start(environment, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "run", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_an_archive_goes_through_every_step(environment, database):
    child = start(environment, "--source", "pages", "--json")
    output, log = child.communicate(timeout=120)
    assert child.returncode == 0, log
    report = json.loads(output)
    assert report["counts"]["publish"] == {"stored": 3}
    assert set(report["seconds"]) >= {"crawl", "clean", "analyse", "validate", "publish", "settle"}
    rows = database.execute("select published_day::text as day, title from news.articles order by 1").fetchall()
    assert [row["day"] for row in rows] == ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert rows[0]["title"] == "Ferry service resumes in Ostmark"


def test_it_says_at_the_end_what_came_and_shows_no_log_lines(environment):
    first = start(environment, "--source", "pages", "--window", "2026-11-01..2026-11-03")
    output, log = first.communicate(timeout=120)
    # An archive that is read whole is not of the window's days.
    assert output.splitlines()[0] == "whole archives: 3 stored"
    assert "level=" not in log
    again = start(environment, "--source", "pages", "--window", "2026-11-03")
    said = again.communicate(timeout=120)[0].splitlines()
    assert said[0] == "whole archives: nothing new: 0 stored, 3 unchanged"


def test_a_missing_model_is_one_line_before_anything_is_fetched(environment, database):
    child = start(environment | {"DATELINE_MODEL": "no_such_model"}, "--source", "pages")
    _, log = child.communicate(timeout=60)
    assert child.returncode == 1
    assert log.startswith("dateline: the spaCy model 'no_such_model' cannot be loaded")
    assert log.count("\n") == 1
    assert database.execute("select count(*) as runs from crawl.runs").fetchone()["runs"] == 0


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--window", "yesterday"], "window 'yesterday' is not a day: write 2026-11-21"),
        (["--window", "2026-11-03..2026-11-01"], "ends before it starts"),
        (["--window", "2999-01-01"], "reaches into the future"),
        (["--source", "page"], "pages"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_writes_nothing(environment, database, arguments, line):
    child = start(environment, *arguments)
    _, log = child.communicate(timeout=60)
    assert child.returncode == 1
    assert line in log
    assert len(log.strip().splitlines()) == 1
    assert database.execute("select count(*) as runs from crawl.runs").fetchone()["runs"] == 0


def test_a_killed_run_lets_go_of_what_it_had_claimed(environment, database):
    child = start(environment, "--source", "pages")
    deadline = time.monotonic() + 60
    while not database.execute("select 1 as one from crawl.captures").fetchone():
        assert child.poll() is None, child.communicate()[1]
        assert time.monotonic() < deadline
    child.send_signal(signal.SIGKILL)
    child.communicate()
    again = start(environment, "--source", "pages", "--json")
    output, log = again.communicate(timeout=120)
    assert again.returncode == 0, log
    assert json.loads(output)["counts"]["publish"] == {"stored": 3}
    assert "step=settle" not in log
    states = database.execute("select state, message from crawl.runs order by started_at").fetchall()
    assert [row["state"] for row in states] == ["failed", "settled"]
    assert "the command was stopped" in states[0]["message"]
    open_rows = database.execute("select count(*) as rows from crawl.ledger where outcome is null").fetchone()
    assert open_rows["rows"] == 0
    told = database.execute(
        "select (select sum(entries) from quality.funnel where run_id = runs.run_id) as told,"
        " (select count(*) from crawl.ledger where ledger.run_id = runs.run_id) as noted from crawl.runs"
    ).fetchall()
    assert all(row["told"] == row["noted"] > 0 for row in told)


FAIL_VERDICTS = """
create function quality.fail_verdict() returns trigger language plpgsql as
$$ begin raise exception 'the disk of verdicts is full'; end $$;
create trigger fail_verdict before insert on quality.verdicts for each row execute function quality.fail_verdict();
"""


def test_nothing_is_published_that_validation_has_not_judged(environment, database):
    database.execute(FAIL_VERDICTS)
    child = start(environment, "--source", "pages")
    _, log = child.communicate(timeout=120)
    assert child.returncode == 1
    assert "publish: failed: not published: validation has not judged batch 0" in log
    assert database.execute("select count(*) as published from news.articles").fetchone()["published"] == 0
    database.execute("drop trigger fail_verdict on quality.verdicts")
    again = start(environment, "--source", "pages", "--json")
    output, log = again.communicate(timeout=120)
    assert again.returncode == 0, log
    assert json.loads(output)["counts"]["publish"] == {"stored": 3}
