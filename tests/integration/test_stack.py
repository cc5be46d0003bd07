"""The parts of the local stack: state, locks, secrets, ports, child processes; `dateline up` refusing to start."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from dateline.commands.up import command as up
from dateline.errors import UserError
from dateline.settings import NotifierSetting, Settings, load_settings
from dateline.stack import ports as ports_module
from dateline.stack.airflow_api import DagRun
from dateline.stack.first_run import find_run, has_night, latest_night
from dateline.stack.local import describe_settings
from dateline.stack.outlets import DemoOutlets, OutletsFailed
from dateline.stack.ports import OUTLET_NAMES, Ports
from dateline.stack.postgres import EmbeddedPostgres
from dateline.stack.private import load_or_make, make_folder, make_password, read_private, write_private
from dateline.stack.processes import Child, list_session, read_birth, stop_session
from dateline.stack.progress import describe_result
from dateline.stack.state import (
    StackBusy,
    StackState,
    find_stack,
    hold_home,
    read_state,
    resolve_settings,
    write_state,
)


def make_state(**changes):
    known = {
        "pid": os.getpid(),
        "born": read_birth(os.getpid()),
        "database_url": "postgresql://dateline:x@127.0.0.1:1/dateline",
        "reader_url": "postgresql://analyst:y@127.0.0.1:1/dateline",
        "airflow_url": "http://127.0.0.1:2",
        "airflow_user": "admin",
        "airflow_password": "z",
        "contact": "ops@example.org",
        "sources": ("tag:demo",),
        "demo_ports": (3, 4, 5, 6),
        "processes": {"scheduler": (7, 8.5)},
    }
    return StackState(**{**known, **changes})


def test_the_state_of_a_stack_comes_back_as_it_was_written(tmp_path):
    write_state(tmp_path, make_state())
    assert read_state(tmp_path) == make_state()
    assert find_stack(tmp_path) == make_state()
    assert (tmp_path / "stack.json").stat().st_mode & 0o777 == 0o600


def test_the_state_of_a_killed_stack_is_not_a_running_one(tmp_path):
    write_state(tmp_path, make_state(born=1.0))
    assert find_stack(tmp_path) is None
    assert read_state(tmp_path).processes == {"scheduler": (7, 8.5)}


@pytest.mark.parametrize("content", ["", "[1]", '{"pid": 1}', "{"])
def test_a_state_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "stack.json").write_text(content)
    assert read_state(tmp_path) is None


def test_commands_find_database_sources_and_ports_of_the_running_stack(tmp_path):
    write_state(tmp_path, make_state())
    settings = resolve_settings(Settings(home=tmp_path))
    assert settings.database_url == make_state().database_url
    assert settings.reader_url == make_state().reader_url
    assert settings.sources == ("tag:demo",)
    assert settings.contact == "ops@example.org"
    assert settings.demo_ports == settings.allow_loopback_ports == (3, 4, 5, 6)


def test_what_the_environment_says_goes_before_the_running_stack(tmp_path):
    write_state(tmp_path, make_state())
    own = Settings(home=tmp_path, database_url="postgresql://elsewhere/db")
    assert resolve_settings(own) == own
    assert resolve_settings(Settings(home=tmp_path, sources=("iria",))).sources == ("iria",)


def test_one_home_serves_one_stack_at_a_time(tmp_path):
    with hold_home(tmp_path):
        write_state(tmp_path, make_state())
        with pytest.raises(StackBusy, match=rf"process {os.getpid()}.*http://127\.0\.0\.1:2"), hold_home(tmp_path):
            pass
    with hold_home(tmp_path):
        assert (tmp_path / "up.lock").read_text() == str(os.getpid())


def test_generated_secrets_are_made_once_and_are_for_the_user_alone(tmp_path):
    path = make_folder(tmp_path / "airflow") / "keys.json"
    first = load_or_make(path, {"a": make_password})
    second = load_or_make(path, {"a": make_password, "b": make_password})
    assert second["a"] == first["a"]
    assert len(set(second.values())) == 2
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert read_private(path) == second


def test_a_private_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path):
    write_private(tmp_path / "x.json", {"a": 1})
    write_private(tmp_path / "x.json", {"b": 2})
    assert json.loads((tmp_path / "x.json").read_text()) == {"b": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


@pytest.fixture
def usual_ports(monkeypatch):
    """Other usual ports than a stack's that may run here."""
    with ExitStack() as probes:
        mine = {}
        for name in ports_module.PREFERRED:
            probe = probes.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            mine[name] = probe.getsockname()[1]
    monkeypatch.setattr(ports_module, "PREFERRED", mine)
    return mine


def test_the_usual_port_is_taken_again_once_it_is_free_and_each_start_says_why_it_is_not(tmp_path, usual_ports):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", usual_ports["ui"]))
        busy.listen()
        for _ in range(2):
            ports = Ports(tmp_path)
            got = ports.take("ui")
            assert got != usual_ports["ui"]
            assert ports.describe_moves("ui") == f" ({usual_ports['ui']} is busy)"
            ports.remember()
        assert Ports(tmp_path).choices("ui") == (usual_ports["ui"], got)
    again = Ports(tmp_path)
    assert again.take("ui") == usual_ports["ui"]
    assert again.describe_moves("ui") == ""


def test_an_outlet_keeps_its_port_since_addresses_hold_it_and_says_so(tmp_path, usual_ports):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", usual_ports["demo-2"]))
        busy.listen()
        first = Ports(tmp_path)
        got = [first.take(name) for name in OUTLET_NAMES]
        assert first.describe_moves(*OUTLET_NAMES) == f" ({usual_ports['demo-2']} is busy)"
        first.remember()
    again = Ports(tmp_path)
    assert [again.take(name) for name in OUTLET_NAMES] == got
    assert again.describe_moves(*OUTLET_NAMES) == (
        f" (not {usual_ports['demo-2']}, once busy: the articles' addresses keep their ports)"
    )


def test_a_busy_port_gives_a_free_one(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        wanted = busy.getsockname()[1]
        ports = Ports(tmp_path, ui=wanted)
        got = ports.take("ui")
        assert got != wanted
        assert ports.moved == {"ui": (wanted, got)}
        assert ports.describe_moves("ui", "postgres") == f" ({wanted} is busy)"
        assert ports.describe_moves("postgres") == ""


def test_settings_pass_through_the_environment_of_a_child(tmp_path, monkeypatch):
    post = NotifierSetting(
        notifier="some.Notifier", arguments={"to": ["a@b.c", "d@e.f"], "text": "{{ dateline }}"}
    )
    settings = Settings(
        home=tmp_path,
        sources=("a", "b"),
        demo_ports=(1, 2),
        crawl_deadline=7.5,
        contact="x@y.z",
        notifiers=(post,),
    )
    for name, value in describe_settings(settings).items():
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


SPAWN = (
    "import subprocess, sys, time; "
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    "print('up', flush=True); time.sleep(600)"
)


def wait_until(condition, patience=30):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def start_family(tmp_path, *, ignore_term=False):
    prelude = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " if ignore_term else ""
    child = Child(
        name="x",
        command=[sys.executable, "-c", prelude + SPAWN],
        environment=os.environ,
        log=tmp_path / "x.log",
        grace=0.3,
    )
    child.start()
    wait_until(lambda: "up" in child.log.read_text())
    members = list_session(child.process.pid)
    assert len(members) == 2
    return child, members


@pytest.mark.parametrize("ignore_term", [False, True])
def test_stopping_a_child_leaves_none_of_its_family(tmp_path, ignore_term):
    child, members = start_family(tmp_path, ignore_term=ignore_term)
    child.stop()
    child.stop()
    wait_until(lambda: not any(member.is_running() for member in members))
    assert child.log.stat().st_mode & 0o777 == 0o600


def test_a_child_dies_with_a_parent_that_is_killed(tmp_path):
    script = (
        "import os, sys, time; from pathlib import Path; from dateline.stack.processes import Child; "
        f"child = Child(name='x', command=[sys.executable, '-c', 'import time; time.sleep(600)'], "
        f"environment=os.environ, log=Path({str(tmp_path / 'x.log')!r})); "
        "child.start(); print(child.process.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    orphan = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    wait_until(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)


def test_ctrl_c_in_the_terminal_does_not_reach_a_child(tmp_path):
    child, _ = start_family(tmp_path)
    assert os.getpgid(child.process.pid) != os.getpgid(0)
    child.stop()


def test_a_session_that_is_gone_already_is_no_error(tmp_path):
    child, _ = start_family(tmp_path)
    pid = child.process.pid
    child.stop()
    stop_session(pid, grace=0.1)
    assert read_birth(pid) is None


def test_the_demo_outlets_serve_on_other_ports_when_theirs_are_busy(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        outlets = DemoOutlets((taken, 0, 0, 0), log=tmp_path / "demo.log")
        outlets.start()
        try:
            outlets.wait_until_ready()
            assert taken not in outlets.ports
            assert len(set(outlets.ports)) == 4
            for port in outlets.ports:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
            os.kill(outlets.child.process.pid, signal.SIGKILL)
            outlets.child.process.wait()
            with pytest.raises(OutletsFailed, match=r"demo\.log"):
                outlets.check()
        finally:
            outlets.stop()


@pytest.mark.parametrize(
    ("arguments", "environment", "line"),
    [
        (["--no-demo"], {}, "set DATELINE_SOURCES"),
        ([], {"DATELINE_DATABASE_URL": "postgresql://h/d"}, "DATELINE_DATABASE_URL is set"),
        (["--no-demo"], {"DATELINE_SOURCES": "no-such-source"}, "no-such-source"),
        ([], {"DATELINE_MODEL": "no_such_model"}, "the spaCy model 'no_such_model' cannot be loaded"),
    ],
)
def test_up_says_in_one_line_why_it_cannot_start(tmp_path, monkeypatch, arguments, environment, line):
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(up, arguments)
    assert isinstance(result.exception, UserError)
    assert line in str(result.exception)
    assert not (tmp_path / "home").exists()


def test_a_home_that_takes_no_files_is_one_line(tmp_path):
    (tmp_path / "file").write_text("in the way")
    environment = {**os.environ, "DATELINE_HOME": str(tmp_path / "file" / "home")}
    program = [sys.executable, "-c", "from dateline.cli import main; main()", "up"]
    ended = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert ended.stderr.startswith(f"dateline: {tmp_path / 'file'}")


def test_a_cluster_whose_making_was_cut_short_is_made_anew(tmp_path, monkeypatch):
    def be_killed(command: list[str]) -> None:
        folder = next(part for part in command if part.startswith("--pgdata=")).removeprefix("--pgdata=")
        Path(folder).mkdir()
        (Path(folder) / "PG_VERSION").write_text("18\n")
        raise KeyboardInterrupt

    home = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    home.chmod(0o755)  # the server's user must reach it
    server = EmbeddedPostgres(home, durable=False)
    try:
        monkeypatch.setattr(server, "_can_run", lambda _command: True)
        monkeypatch.setattr(server, "_run", be_killed)
        with pytest.raises(KeyboardInterrupt):
            server.start()
        monkeypatch.undo()
        assert not list(home.rglob("password"))
        server.start()
        assert server.is_running()
        assert server.log.stat().st_mode & 0o077 == 0
    finally:
        server.stop()
        shutil.rmtree(home)


def test_a_second_up_over_the_same_home_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    with hold_home(Path(tmp_path)):
        result = CliRunner().invoke(up, ["--once"])
    assert isinstance(result.exception, StackBusy)
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"captured": 3, "failed": 0}, "3 captured"),
        ({"taken_down": 1, "stored": 2}, "1 taken down, 2 stored"),
        ({"stored": 0}, "nothing to do"),
        ([{"shard": 0, "label": "meridian"}, {"shard": 1, "label": "northwire"}], "meridian, northwire"),
        ([0], "1 batch"),
        ([], "0 batches"),
        (None, "done"),
    ],
)
def test_what_a_step_returned_is_told_in_words(result, words):
    assert describe_result(result) == words


@pytest.mark.parametrize(
    ("now", "night"),
    [("2026-11-22T01:59", "2026-11-21T02:00"), ("2026-11-22T02:00", "2026-11-22T02:00")],
)
def test_the_latest_night_began_at_two(now, night):
    assert latest_night(datetime.fromisoformat(now + "+00:00")) == datetime.fromisoformat(night + "+00:00")


STARTED = datetime(2026, 11, 22, 10, tzinfo=UTC)


def make_run(**changes):
    known = {
        "dag_id": "nightly",
        "run_id": "x",
        "state": "success",
        "run_type": "scheduled",
        "run_after": datetime(2026, 11, 22, 2, tzinfo=UTC),
        "logical_date": None,
        "queued_at": STARTED - timedelta(hours=8),
        "ended_at": None,
    }
    return DagRun(**{**known, **changes})


@pytest.mark.parametrize(
    ("changes", "followed"),
    [
        ({}, False),  # ended before this stack started
        ({"state": "running"}, True),  # left by an earlier stack, goes on
        ({"state": "queued"}, True),
        ({"queued_at": STARTED + timedelta(seconds=5)}, True),  # the scheduler's own, already through
        ({"queued_at": None}, False),
    ],
)
def test_up_follows_a_run_that_is_under_way_instead_of_starting_a_second_one(changes, followed):
    run = make_run(**changes)
    assert find_run([run], STARTED) == (run if followed else None)


def test_a_manual_run_is_not_the_schedulers_night():
    night = datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert has_night([make_run()], night)
    assert not has_night([make_run(run_type="manual", run_after=STARTED)], night)
    assert not has_night([make_run(run_after=night - timedelta(days=1))], night)
