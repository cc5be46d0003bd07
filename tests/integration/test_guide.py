"""docs/add-a-source.md, each of its commands run as written, against a demo outlet."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dateline.demo.server import DemoServer
from sql.connection import Connection

GUIDE = Path(__file__).parents[2] / "docs" / "add-a-source.md"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = [line[2:] for block in BLOCK.findall(GUIDE.read_text()) for line in block.splitlines()]
EXPORTS = [line for line in COMMANDS if line.startswith("export ")]


@pytest.fixture
def environment(tmp_path, database_url):
    """A newcomer's shell: a home folder, the database of a stack, one outlet at the site's address."""
    with DemoServer(run_day=date(2026, 11, 22)) as demo:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
        yield kept | {
            "HOME": str(tmp_path),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DATELINE_HOME": str(tmp_path / "var"),
            "DATELINE_DATABASE_URL": database_url,
            "DATELINE_ALLOW_LOOPBACK_PORTS": str(demo.ports["meridian"]),
            "OUTLET": demo.url("meridian"),
        }


def test_the_guide_shows_every_step():
    assert all(line.startswith(("export ", "dateline ")) for line in COMMANDS)
    steps = [line.split() for line in COMMANDS if line.startswith("dateline ")]
    assert [" ".join(words[1:3]) for words in steps[:4]] == [
        "sources probe",
        "sources new",
        *["sources check"] * 2,
    ]
    assert [words[1] for words in steps[4:]] == ["run", "report", "report"]


def test_every_command_of_the_guide_works_and_rows_arrive(environment, database: Connection):
    shell = "\n".join([*EXPORTS, "SITE=$OUTLET"])
    for command in COMMANDS:
        done = subprocess.run(
            ["bash", "-euc", f"{shell}\n{command}"],
            env=environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    rows = database.execute(
        "select source_id, count(*) as articles from news.articles where published_day = '2026-11-21' group by 1"
    ).fetchall()
    assert [row["source_id"] for row in rows] == ["station"]
    assert rows[0]["articles"] >= 1
    assert "2026-11-21" in done.stdout
    trial = database.execute("select worked from report.trials where source_id = 'station'").fetchone()
    assert trial == {"worked": True}
