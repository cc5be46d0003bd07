"""The demo outlets as a process of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime

import httpx
import pytest

COMMAND = [sys.executable, "-m", "dateline.demo"]


def read_ready(process):
    line = process.stdout.readline()
    return json.loads(line)


def start(*arguments):
    return subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_says_its_ports_and_stops_cleanly(stop):
    with start("--date", "2026-11-22") as process:
        ready = read_ready(process)
        assert ready["date"] == "2026-11-22"
        assert list(ready["ports"]) == ["meridian", "northwire", "harbourpost", "fourthquarter"]
        assert httpx.get(f"http://127.0.0.1:{ready['ports']['northwire']}/rss.xml").status_code == 200
        process.send_signal(stop)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{ready['ports']['northwire']}/rss.xml")


def test_without_a_date_it_stands_on_today():
    with start() as process:
        before, ready, after = datetime.now(UTC).date(), read_ready(process), datetime.now(UTC).date()
        process.terminate()
    assert before <= date.fromisoformat(ready["date"]) <= after


def wait_for(condition):
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_usr1_serves_the_edited_versions():
    with start("--date", "2026-11-22") as process:
        base = f"http://127.0.0.1:{read_ready(process)['ports']['meridian']}"

        def has_update():
            return "(updated)" in httpx.get(f"{base}/feed/").text + httpx.get(f"{base}/feed/?paged=2").text

        assert not has_update()
        process.send_signal(signal.SIGUSR1)
        assert wait_for(has_update)
        process.terminate()


def test_ends_when_its_parent_ends():
    script = (
        "import subprocess, sys;"
        f"p = subprocess.Popen({COMMAND!r} + ['--date', '2026-11-22'], stdout=subprocess.PIPE, text=True);"
        "sys.stdout.write(p.stdout.readline()); sys.stdout.flush(); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        address = f"http://127.0.0.1:{read_ready(parent)['ports']['meridian']}/robots.txt"
        assert httpx.get(address).status_code == 200
        os.kill(parent.pid, signal.SIGKILL)

        def is_gone():
            try:
                httpx.get(address)
            except httpx.TransportError:
                return True
            return False

        assert wait_for(is_gone)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--date", "yesterday"], "'yesterday' is not a day such as 2026-11-22"),
        (["--ports", "southwire=1"], "'southwire=1' is not an outlet and its port"),
        (["--ports", "meridian=70000"], "'meridian=70000' is not an outlet and its port"),
    ],
)
def test_bad_arguments_are_refused(arguments, says):
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stdout == ""
