"""The crawl child's log, as the task that started it logs it."""

import logging
import os

from dateline.steps.crawl import read_level, relay_log


def test_a_line_keeps_the_level_that_it_names():
    assert read_level("level=INFO event=crawled source=alpha") == (logging.INFO, "event=crawled source=alpha")
    assert read_level("level=ERROR logger=x broken") == (logging.ERROR, "logger=x broken")


def test_a_line_without_a_level_is_a_warning():
    for line in ("Traceback (most recent call last):", "level=", "INFO something", ""):
        assert read_level(line) == (logging.WARNING, line)


def test_lines_are_relayed_one_by_one_even_if_they_are_no_text(caplog):
    with caplog.at_level(logging.INFO, "dateline.steps.crawl"), relay_log() as stderr:
        os.write(stderr, b"level=INFO event=looked\nlevel=WARNING \xff\nno newline")
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("INFO", "event=looked"),
        ("WARNING", "\ufffd"),
        ("WARNING", "no newline"),
    ]
