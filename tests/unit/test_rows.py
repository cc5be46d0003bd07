"""JSON lines that appear whole or not at all, wherever the user points them."""

import os
from pathlib import Path
from threading import Thread

import pytest

from dateline.errors import UserError
from dateline.rows import write_rows

ROWS = ({"id": "a"}, {"id": "b"})
LINES = '{"id": "a"}\n{"id": "b"}\n'


def test_what_is_no_file_is_written_to_and_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    assert write_rows(ROWS, pipe) == 2
    reader.join(10)
    assert read == [LINES]
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_link_stays_and_what_it_names_is_replaced(tmp_path):
    (tmp_path / "there").mkdir()
    link, target = tmp_path / "link.jsonl", tmp_path / "there" / "rows.jsonl"
    link.symlink_to(target)
    for _ in range(2):
        write_rows(ROWS, link)
        assert link.is_symlink()
        assert target.read_text() == LINES


@pytest.mark.parametrize(
    ("place", "told"), [("", "is a folder: name a file"), ("none/x.jsonl", "is no folder: make it first")]
)
def test_a_place_that_cannot_be_is_told_before_anything_is_read(tmp_path: Path, place, told):
    def never():
        raise AssertionError("a row was asked for")
        yield {}

    with pytest.raises(UserError, match=told):
        write_rows(never(), tmp_path / place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(UserError, match="cannot be written to: choose another folder"):
        write_rows(ROWS, tmp_path / "x.jsonl")


def test_a_folder_that_takes_no_new_file_is_told():
    with pytest.raises(UserError, match=r"/proc takes no new file .*: choose another folder"):
        write_rows(ROWS, Path("/proc/x.jsonl"))
