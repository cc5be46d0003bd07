"""`dateline sources` as a user calls it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from dateline.commands.sources import word_state
from sql.connection import Connection, connect
from sql.errors import DatabaseUnavailable
from sql.sources import select_source_state

BAD = "id: bad\nname: Bad\nkind: blog\nlanguages: [en]\ntimezone: UTC\nhomepage: https://x.example/\n"
KINDS = "kind: must be 'think_tank', 'news', 'agency', 'magazine', 'broadcaster' or 'government', not 'blog'"
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Call `dateline` with nothing of this machine's own settings."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        environment |= {"DATELINE_HOME": str(tmp_path / "home")}
        environment |= {f"DATELINE_{name.upper()}": value for name, value in settings.items()}
        return subprocess.run(
            [str(Path(sys.executable).with_name("dateline")), *arguments],
            env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def bad_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "bad.yaml").write_text(BAD)
    return folder


def test_list_is_the_same_table_where_nobody_looks(call: Call) -> None:
    answer = call("sources", "list", sources="iria,kind:magazine")
    assert answer.returncode == 0, answer.stderr
    assert not re.search("[\t\x1b│┃]", answer.stdout)
    head, *lines = answer.stdout.splitlines()
    assert head.split() == [
        "id",
        "name",
        "kind",
        "country",
        "languages",
        "strategies",
        "enabled",
        "verified",
        "last_worked",
    ]
    rows = {line.split()[0]: line for line in lines}
    enabled = {name: line[head.index("enabled") :].split()[0] for name, line in rows.items()}
    assert enabled["iria"] == enabled["war-on-the-rocks"] == "yes"
    assert enabled["stimson"] == enabled["fourthquarter"] == "no"
    assert rows["iria"].split()[-1] == "never"


def test_a_list_still_comes_when_the_setting_names_a_source_that_is_none(call: Call) -> None:
    answer = call("sources", "list", sources="iria,nope")
    assert answer.returncode == 1
    assert answer.stderr == "dateline: DATELINE_SOURCES: there is no source 'nope'\n"
    enabled = {line.split()[0]: line.split()[-2] for line in answer.stdout.splitlines()}
    assert (enabled["iria"], enabled["stimson"]) == ("yes", "no")


def test_list_is_a_table_at_a_terminal(tmp_path: Path) -> None:
    here, there = os.openpty()
    environment = {"PATH": os.environ["PATH"], "COLUMNS": "160", "TERM": "xterm", "DATELINE_HOME": str(tmp_path)}
    program = str(Path(sys.executable).with_name("dateline"))
    # A terminal holds a few kilobytes only: it is read while the program still writes.
    process = subprocess.Popen([program, "sources", "list"], env=environment, stdout=there)
    os.close(there)
    shown = b""
    with suppress(OSError):  # what Linux raises at the end of a terminal's output
        while part := os.read(here, 65536):
            shown += part
    os.close(here)
    assert process.wait(120) == 0
    plain = re.sub(r"\x1b\[[\d;]*m", "", shown.decode())
    rows = [line.split() for line in plain.splitlines()]
    assert rows[0] == [
        "id",
        "name",
        "kind",
        "country",
        "languages",
        "strategies",
        "enabled",
        "verified",
        "last_worked",
    ]
    assert next(row for row in rows if row[:1] == ["iria"])[-2:] == ["no", "never"]


def test_list_as_json(call: Call) -> None:
    rows = {row["id"]: row for row in json.loads(call("sources", "list", "--json").stdout)}
    assert rows["iria"]["strategies"] == ["wordpress", "feed"]
    assert rows["iria"]["country"] is None
    assert rows["meridian"]["tags"] == ["demo"]


def test_check_of_a_sound_catalog(call: Call) -> None:
    answer = call("sources", "check")
    assert answer.returncode == 0
    assert re.fullmatch(r"\d+ sound entries, no problems\n", answer.stdout)


def test_check_names_file_and_line_of_every_problem(call: Call, bad_folder: Path) -> None:
    by_setting = call("sources", "check", catalog_folder=str(bad_folder))
    by_path = call("sources", "check", str(bad_folder))
    for answer in (by_setting, by_path):
        assert answer.returncode == 1
        *problems, summary = answer.stdout.splitlines()
        assert problems == [
            f"{bad_folder}/bad.yaml:1: discovery is missing",
            f"{bad_folder}/bad.yaml:3: {KINDS}",
        ]
        assert summary.endswith("entries, 2 problems")
        assert answer.stderr == ""


def test_a_bad_entry_stops_a_list_with_its_file_and_line(call: Call, bad_folder: Path) -> None:
    answer = call("sources", "list", catalog_folder=str(bad_folder))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.splitlines()[0] == f"dateline: {bad_folder}/bad.yaml:1: discovery is missing"


def test_show_gives_the_entry_as_yaml_and_one_line_without_a_database(call: Call) -> None:
    answer = call("sources", "show", "iria")
    assert answer.returncode == 0, answer.stderr
    assert yaml.safe_load(answer.stdout)["politeness"] == {"interval": 2.0}
    assert answer.stdout.splitlines()[-1].startswith("# no database: start one with `dateline up`")


def test_show_still_shows_the_entry_when_the_database_is_down(call: Call) -> None:
    answer = call("sources", "show", "iria", database_url="postgresql://nobody@127.0.0.1:9/none")
    assert answer.returncode == 0, answer.stderr
    assert "id: iria" in answer.stdout
    *_, last = answer.stdout.splitlines()
    assert last.startswith("# state unknown: no connection to database none on 127.0.0.1:9 (")


def test_show_says_what_the_database_knows(call: Call, database_url: str, database: Connection) -> None:
    tell_state(database)
    answer = call("sources", "show", "iria", database_url=database_url)
    lines = [line for line in answer.stdout.splitlines() if line.startswith("# ")]
    assert lines[1:] == [
        "# planned since 2026-11-20, enabled in the last plan",
        "# held back since 2026-11-21 03:00 UTC: dates vanished",
        "# last look 2026-11-21 02:00 UTC by feed:https://www.ir-ia.com/feed/",
        "# last look 2026-11-21 02:05 UTC by wordpress:https://www.ir-ia.com/wp-json/wp/v2/posts",
        "# covered 2026-11-20: partial (budget: too many), 5 found, 4 stored, 1 rejected",
    ]


STATE = b"""
insert into crawl.sources (
    source_id, name, kind, timezone, homepage, entry, enabled, held_at, held_because, first_seen_at
) values (
    'iria', 'IRIA', 'think_tank', 'UTC', 'https://www.ir-ia.com/', '{}', true,
    '2026-11-21T03:00Z', 'dates vanished', '2026-11-20T00:00Z'
);
insert into crawl.looks (source_id, strategy, looked_at, run_id) values
    ('iria', 'wordpress:https://www.ir-ia.com/wp-json/wp/v2/posts', '2026-11-21T02:05Z', 'r'),
    ('iria', 'feed:https://www.ir-ia.com/feed/', '2026-11-21T02:00Z', 'r'),
    ('stimson', 'feed:x', '2026-11-21T02:00Z', 'r');
insert into quality.coverage (
    source_id, day, reach, problem, detail, found, stored, rejected, quarantined, deferred, failed, run_id
) values
    ('iria', '2026-11-19', 'full', null, null, 9, 9, 0, 0, 0, 0, 'r'),
    ('iria', '2026-11-20', 'partial', 'budget', 'too many', 5, 4, 1, 0, 0, 0, 'r');
"""


def tell_state(database: Connection) -> None:
    database.execute(STATE)
    database.commit()


def test_a_source_that_no_run_has_planned(database: Connection) -> None:
    state = select_source_state(database, "iria")
    assert (state.first_seen_at, state.looks, state.covered) == (None, (), None)
    assert list(word_state(state)) == ["no run has planned it yet"]


def test_a_database_without_tables_says_what_to_do(empty_database_url: str) -> None:
    with (
        connect(empty_database_url) as connection,
        pytest.raises(DatabaseUnavailable, match="run `dateline db migrate`"),
    ):
        select_source_state(connection, "iria")


@pytest.mark.parametrize(
    ("source_id", "complaint"),
    [
        ("irai", "dateline: there is no source 'irai': did you mean iai or iria or ifri?"),
        ("kind:think_tank", "dateline: kind:think_tank may name several sources: show one by its id"),
    ],
)
def test_show_of_what_is_no_source(call: Call, source_id: str, complaint: str) -> None:
    answer = call("sources", "show", source_id)
    assert answer.returncode == 1
    assert answer.stderr.strip() == complaint
