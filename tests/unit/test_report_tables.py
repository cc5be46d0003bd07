"""Rows for people and for programs."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from rich.console import Console

from dateline.commands.report import choose_columns, find_view
from dateline.errors import UserError
from dateline.tables import (
    build_table,
    describe_value,
    make_console,
    make_printable,
    print_table_with_texts,
    write_csv,
    write_json,
)
from sql.reports import View

ROW = {
    "day": date(2026, 11, 21),
    "source": "northwire",
    "title": "A very long title " * 20,
    "words": 412,
    "tags": ["a", "b"],
    "at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
}
VIEW = View(name="latest_articles", comment="", columns=("day", "title", "body"))


def test_long_texts_give_way_and_days_and_names_do_not():
    file = io.StringIO()
    make_console(file).print(build_table([ROW], ["day", "source", "title", "words"]))
    header, line = file.getvalue().splitlines()
    assert header.split() == ["day", "source", "title", "words"]
    assert line.startswith("2026-11-21  northwire  A very long title")
    assert line.rstrip().endswith("412")
    assert "…" in line


def test_texts_stand_in_full_below_their_line_and_a_narrow_terminal_breaks_the_header_only():
    file = io.StringIO()
    row = {
        "a_rather_long_name": "x" * 30,
        "another_long_name": "y" * 30,
        "said": "One two. " * 12,
        "url": "u" * 60,
    }
    print_table_with_texts(
        Console(file=file, width=40), [row, row], ["a_rather_long_name", "another_long_name"], ["said", "url"]
    )
    lines = file.getvalue().splitlines()
    assert lines.count("    " + "u" * 60) == 2
    assert sum(line.count("One two.") for line in lines) == 24


def test_values_are_shown_as_people_read_them():
    assert describe_value(None) == ""
    assert describe_value(value=True) == "yes"
    assert describe_value(ROW["at"]) == "2026-11-21 09:30"
    assert describe_value(["a", None, "b"]) == "a, , b"


def test_control_characters_of_a_page_never_reach_the_terminal():
    assert make_printable("a\x1b[31m\x9bb\u202ec\nd") == "a [31m b c d"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(1)", "\t=1"])
def test_no_text_of_a_page_is_a_formula_in_a_spreadsheet(text):
    file = io.StringIO()
    write_csv([{"title": text, "words": -3}], ["title", "words"], file)
    assert list(csv.reader(io.StringIO(file.getvalue()))) == [["title", "words"], [f"'{text}", "-3"]]


def test_csv_and_json_keep_types_apart():
    file = io.StringIO()
    write_csv([ROW], ["day", "tags", "at"], file)
    assert file.getvalue() == 'day,tags,at\n2026-11-21,"[""a"", ""b""]",2026-11-21T09:30:00+00:00\n'
    file = io.StringIO()
    write_json([{"day": ROW["day"], "none": None}], file)
    assert file.getvalue() == '[\n  {\n    "day": "2026-11-21",\n    "none": null\n  }\n]\n'


def test_programs_get_every_column_but_full_texts():
    assert choose_columns(VIEW, "csv", full_text=False) == ["day", "title"]
    assert choose_columns(VIEW, "json", full_text=True) == ["day", "title", "body"]


def test_a_view_may_be_written_with_hyphens_or_its_schema():
    for name in ("latest_articles", "latest-articles", "report.latest_articles"):
        assert find_view([VIEW], name) is VIEW
    with pytest.raises(UserError, match="there is no view 'zzz': views are latest_articles, and search"):
        find_view([VIEW], "zzz")
