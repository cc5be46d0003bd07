"""The command line's shell."""

import subprocess
import sys

from click.testing import CliRunner

from dateline.cli import COMMANDS, command


def test_help_lists_every_command_without_importing_any():
    script = (
        "import sys; from click.testing import CliRunner; from dateline.cli import command;"
        "CliRunner().invoke(command, ['--help']); "
        "print([m for m in sys.modules if m.startswith('dateline.commands.')])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"
    output = CliRunner().invoke(command, ["--help"]).output
    assert all(f"  {name} " in output for name in COMMANDS)


def test_an_unknown_command_is_one_clear_line():
    done = subprocess.run(
        [sys.executable, "-c", "from dateline.cli import main; main()", "nothing"], capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "No such command 'nothing'" in done.stderr


def test_a_bad_setting_is_one_line_naming_the_variable(monkeypatch):
    monkeypatch.setenv("DATELINE_CRAWL_DEADLINE", "soon")
    done = subprocess.run(
        [sys.executable, "-c", "from dateline.cli import main; main()", "status"], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "DATELINE_CRAWL_DEADLINE='soon'" in done.stderr
