"""`dateline archive verify` finds flipped bytes, missing files and files that nothing points to."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.commands.archive import command
from dateline.errors import UserError
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
    assert result.output == "2 records sound, 0 damaged, 0 files without a page\n"


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
    assert "1 record sound, 1 damaged, 1 file without a page" in result.output
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
    assert isinstance(result.exception, UserError)
    line = str(result.exception)
    assert line.startswith(f"the archive {url} cannot be opened: ")
    assert line.endswith(": set DATELINE_ARCHIVE_URL")
    crawl.configure(archive_url=url)
    with pytest.raises(CrawlFailed, match=f"crawl of kept failed: the archive {url} cannot be opened"):
        crawl.run("command/two")


def test_records_that_are_gone_on_purpose_are_no_damage(verify, crawl):
    crawl.database.execute("update crawl.captures set expired_at = now(), wiped_at = now() where url like '%/a'")
    assert verify().output == "1 record sound, 0 damaged, 0 files without a page\n"


def test_one_source_can_be_read_alone(verify, crawl):
    assert CliRunner().invoke(command, ["verify", "--source", "kept"]).output == "2 records sound, 0 damaged\n"
    result = CliRunner().invoke(command, ["verify", "--source", "other"])
    assert str(result.exception).startswith("no record of a source 'other' is in the archive")


def test_an_archive_that_is_not_mounted_is_one_line(verify, monkeypatch, tmp_path):
    monkeypatch.setenv("DATELINE_ARCHIVE_URL", str(tmp_path / "nowhere"))
    result = verify()
    assert isinstance(result.exception, UserError)
    assert "nowhere cannot be read" in str(result.exception)
    assert result.output == ""


def test_stats_say_what_each_source_and_month_has(verify, crawl):
    crawl.database.execute("update crawl.captures set expired_at = now(), wiped_at = now() where url like '%/a'")
    [row] = json.loads(CliRunner().invoke(command, ["stats", "--json"]).output)
    kept = crawl.rows("select warc_length, body_bytes from crawl.captures where url like '%%/b'")[0]
    counts = {name: row[name] for name in ("source_id", "captures", "files", "taken_down", "expired")}
    assert counts == {"source_id": "kept", "captures": 2, "files": 1, "taken_down": 0, "expired": 1}
    assert (row["packed_bytes"], row["page_bytes"]) == (kept["warc_length"], kept["body_bytes"])
    table = CliRunner().invoke(command, ["stats"]).output
    assert table.splitlines()[-2].startswith("2 captures, 0.0 MB in the archive, ")
    assert table.splitlines()[-1].startswith("0 files without a page")
    csv = CliRunner().invoke(command, ["stats", "--source", "kept", "--csv"]).output
    assert csv.startswith(
        "source_id,month,captures,files,packed_bytes,page_bytes,taken_down,expired,oldest,newest\nkept,"
    )
    assert CliRunner().invoke(command, ["stats", "--source", "other"]).output == "The archive holds nothing yet.\n"
