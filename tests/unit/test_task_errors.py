"""What a user reads of a task that failed: a sentence, without the names of classes."""

import pytest

from dateline.stack.airflow_api import find_error, shorten_error

LINE = "there is no source 'merdian': did you mean meridian?"


def error(**details):
    return {"event": "Task failed with exception", "level": "error", "error_detail": [details]}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ([{"event": LINE, "level": "error"}, {"event": "Task exited", "level": "error", "exit_code": 1}], LINE),
        (
            [error(exc_type="CrawlFailed", exc_value="crawl of x failed: no answer")],
            "crawl of x failed: no answer",
        ),
        ([error(exc_type="KeyError", exc_value="'shard'")], "KeyError: 'shard'"),
        ([error(exc_type="KeyError", exc_value="'a'"), error(exc_type="ValueError", exc_value="b\n c")], "b c"),
        ([error(exc_type="OSError", exc_value="[Errno 28] No space left")], "No space left"),
        ([{"event": "captured", "level": "info"}], None),
        ([], None),
    ],
)
def test_the_last_error_of_a_log_is_told_in_its_own_words(content, line):
    assert find_error(content) == line


def test_a_long_error_is_cut():
    assert len(shorten_error("ValueError", "word " * 900)) == 400
