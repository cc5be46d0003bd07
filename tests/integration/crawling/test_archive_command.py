"""`dateline archive verify` finds flipped bytes, missing files and files that nothing points to."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.commands.archive import command
from dateline.steps.crawl import CrawlFailed


@pytest.fixture
def verify(crawl, site, monkeypatch):
    crawl.source("kept", site)
    site.article("/a", text="x" * 3000)
    site.article("/b")
    crawl.run()
    monkeypatch.setenv("DATELINE_DATABASE_URL", crawl.settings.database)
    monkeypatch.setenv("DATELINE_ARCHIVE_URL", crawl.settings.archive)
    return lambda: CliRunner().invoke(command, ["verify"])


def test_a_sound_archive_is_said_to_be_sound(verify):
    result = verify()
    assert result.exit_code == 0
    assert result.output == "2 records sound, 0 damaged, 0 files without a capture\n"


def test_flipped_bytes_missing_files_and_orphans_are_named(verify, crawl):
    [first, second] = crawl.rows("select * from crawl.captures order by warc_offset")
    file = Path(crawl.settings.archive) / first["warc_file"]
    raw = bytearray(file.read_bytes())
    raw[first["warc_offset"] + first["warc_length"] // 2] ^= 1
    file.write_bytes(raw)
    (file.parent / "orphan.warc.gz").write_bytes(b"")
    result = verify()
    assert result.exit_code == 1
    assert f"damaged: capture {first['capture_id']}, {first['url']}" in result.output
    assert f"orphan: {file.parent.name}/orphan.warc.gz" in result.output
    assert "1 records sound, 1 damaged, 1 files without a capture" in result.output
    file.unlink()
    assert "0 records sound, 2 damaged" in verify().output
    assert second["url"] in verify().output


def test_a_part_of_a_torn_upload_is_named(verify, crawl):
    (Path(crawl.settings.archive) / "2026-11-21").mkdir()
    (Path(crawl.settings.archive) / "2026-11-21" / "torn.warc.gz.part").write_bytes(b"x")
    assert "orphan: 2026-11-21/torn.warc.gz.part" in verify().output


@pytest.mark.parametrize("url", ["nonsense://bucket/x", "s3://bucket/x"])
def test_an_archive_that_nothing_here_can_open_is_said_in_one_line(verify, crawl, monkeypatch, url):
    monkeypatch.setenv("DATELINE_ARCHIVE_URL", url)
    result = verify()
    assert result.exit_code == 1
    [line] = result.output.strip().splitlines()
    assert line.startswith(f"Error: the archive {url} cannot be opened: ")
    assert line.endswith(": set DATELINE_ARCHIVE_URL")
    crawl.configure(archive_url=url)
    with pytest.raises(CrawlFailed, match=f"crawl of kept failed: the archive {url} cannot be opened"):
        crawl.run("command/two")
