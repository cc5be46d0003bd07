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
    assert done.returncode == 2
    assert done.stderr == "dateline: No such command 'nothing': see `dateline --help`\n"


def test_a_wrong_option_is_one_line_that_names_the_page_to_read():
    script = "from dateline.cli import main; main()"
    arguments = ["report", "coverage", "--day", "2026-13-40"]
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == (
        "dateline: Invalid value for '--day': '2026-13-40' is not a day: write 2026-11-21: "
        "see `dateline report --help`\n"
    )


def test_a_group_without_its_command_shows_its_commands():
    script = "from dateline.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script, "sources"], capture_output=True, text=True)
    assert "\nCommands:\n" in done.stderr


def test_a_bad_setting_is_one_line_naming_the_variable(monkeypatch):
    monkeypatch.setenv("DATELINE_CRAWL_DEADLINE", "soon")
    done = subprocess.run(
        [sys.executable, "-c", "from dateline.cli import main; main()", "status"], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "DATELINE_CRAWL_DEADLINE='soon'" in done.stderr
