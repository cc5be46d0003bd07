"""Archives on disks that fill up: nothing torn stands under its name, and the crawl goes on when there is room."""

import os
import random
import shutil

import pytest

from dateline.steps.crawl import CrawlFailed, crawl_shard


def fill(disk):
    filler = disk / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - 64 * 1024))
    return filler


@pytest.fixture
def heavy(crawl, site):
    """A page that no compression makes small."""
    crawl.source("heavy", site)
    site.article("/a", text=random.Random(1).randbytes(400_000).hex())
    crawl.plan()
    return lambda run="command/one": crawl_shard(crawl.settings, run_id=run, shard=0)


def list_files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("scheme", ["local://", ""])
def test_a_full_archive_is_said_and_goes_on_when_there_is_room(crawl, heavy, small_disk, scheme):
    disk = small_disk("4m")
    filler = fill(disk)
    crawl.configure(archive_url=f"{scheme}{disk}/archive")
    with pytest.raises(
        CrawlFailed, match=f"the archive .*{disk}/archive is full: free space there, then run the crawl again"
    ):
        heavy()
    assert crawl.rows("select 1 from crawl.captures") == []
    torn = [path for path in list_files(disk / "archive") if path.stat().st_size > 1000]
    assert torn == []
    filler.unlink()
    assert heavy()["captured"] == 1


@pytest.mark.parametrize("scheme", ["local://", ""])
def test_an_archive_that_may_not_be_written_is_said(crawl, heavy, small_disk, scheme):
    disk = small_disk()
    assert os.system(f"mount -o remount,ro {disk}") == 0
    crawl.configure(archive_url=f"{scheme}{disk}/archive")
    with pytest.raises(CrawlFailed, match=r"takes no files \(Read-only file system\)"):
        heavy()
    assert crawl.rows("select outcome, capture_id from crawl.ledger") == [{"outcome": None, "capture_id": None}]


def test_a_full_place_for_temporary_files_is_said(crawl, heavy, small_disk, monkeypatch, tmp_path):
    disk = small_disk()
    filler = fill(disk)
    monkeypatch.setenv("TMPDIR", str(disk))
    crawl.configure(archive_url=f"local://{tmp_path}/archive")
    with pytest.raises(CrawlFailed, match=f"TMPDIR {disk} is full: free space there"):
        heavy()
    assert list_files(disk) == [filler]
    filler.unlink()
    assert heavy()["captured"] == 1
