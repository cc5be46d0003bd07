"""A process that waits at the gate until another one answers."""

import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from dateline.stack.postgres import find_free_port


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_waits_at_the_gate_is_loaded_at_once_and_runs_when_the_other_answers(tmp_path):
    (tmp_path / "heavy.py").write_text("from pathlib import Path\nPath('loaded').touch()\n")
    (tmp_path / "work.py").write_text(
        "import sys\nfrom pathlib import Path\nPath('ran').write_text(str(sys.argv[1:]))\n"
    )
    port = find_free_port()
    command = [sys.executable, "-m", "dateline.stack.gate", "--imports=heavy", f"http://127.0.0.1:{port}/", "--"]
    gate = subprocess.Popen(
        [*command, "work", "--now", "x"], cwd=tmp_path, env={**os.environ, "http_proxy": "http://127.0.0.1:9"}
    )
    wait_until((tmp_path / "loaded").exists)
    assert gate.poll() is None
    assert not (tmp_path / "ran").exists()
    with ThreadingHTTPServer(("127.0.0.1", port), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert gate.wait(timeout=60) == 0
        server.shutdown()
    assert (tmp_path / "ran").read_text() == "['--now', 'x']"
