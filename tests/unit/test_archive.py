"""The archive: records that verify, that others can read, and that fail loudly when they are damaged."""

import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from scrapers.archive import ArchiveDamaged, ArchiveUnwritable, ArchiveWriter, digest_body, read_response
from scrapers.stores import FolderStore, open_store
from scrapers.warc import Exchange, name_file

AT = datetime(2026, 11, 21, 12, 30, 15, 250000, tzinfo=UTC)
BODY = "<html><body>Grüße</body></html>".encode()


def exchange(url="https://example.org/a", body=BODY):
    return Exchange(
        url=url,
        fetched_at=AT,
        status=200,
        headers=(
            *(("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")),
            *(("Content-Length", "17"), ("Transfer-Encoding", "chunked"), ("Set-Cookie", "session=secret")),
            ("X-Note", "naïve\r\nInjected: yes"),
        ),
        body=body,
        request_headers=(("User-Agent", "Dateline"), ("Cookie", "secret"), ("Authorization", "Basic c2VjcmV0")),
    )


def write(archive, *exchanges, name="2026-11-21/run-000-1.warc.gz"):
    writer = ArchiveWriter(str(archive), name)
    places = [writer.append(one) for one in exchanges]
    writer.seal()
    writer.close()
    return places


def read(archive, place, body=BODY):
    return read_response(
        str(archive), file=place.file, offset=place.offset, length=place.length, digest=digest_body(body)
    )


def test_what_was_written_is_read(tmp_path):
    bodies = [BODY, b"", b"\r\n\r\nbinary\0\xff" * 1000]
    places = write(tmp_path, *(exchange(body=body) for body in bodies))
    assert [read(tmp_path, place, body) for place, body in zip(places, bodies, strict=True)] == bodies


def test_two_readers_agree_that_the_file_is_sound(tmp_path):
    [place] = write(tmp_path, exchange())
    raw = (tmp_path / place.file).read_bytes()
    kinds = []
    for record in ArchiveIterator(io.BytesIO(raw), check_digests="raise"):
        kinds.append(record.rec_type)
        if record.rec_type == "response":
            assert record.content_stream().read() == BODY
            assert record.rec_headers.get_header("WARC-Target-URI") == "https://example.org/a"
            assert record.rec_headers.get_header("WARC-Date") == "2026-11-21T12:30:15.250000Z"
            headers = dict(record.http_headers.headers)
    assert kinds == ["warcinfo", "response", "request"]
    assert headers["Content-Length"] == str(len(BODY))
    assert headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in headers
    assert "Transfer-Encoding" not in headers
    assert "Injected" not in headers
    for record in FastIterator(io.BytesIO(raw), record_types=WarcRecordType.response, parse_http=False):
        assert record.verify_block_digest()
        record.parse_http()
        assert record.verify_payload_digest()


def test_no_cookie_and_no_credential_is_kept(tmp_path):
    [place] = write(tmp_path, exchange())
    raw = b"".join(
        record.raw_stream.read() + str(record.http_headers).encode()
        for record in ArchiveIterator(io.BytesIO((tmp_path / place.file).read_bytes()))
    )
    assert b"secret" not in raw
    assert b"c2VjcmV0" not in raw


def test_a_flipped_byte_is_found(tmp_path):
    [place] = write(tmp_path, exchange(body=BODY * 50))
    file = tmp_path / place.file
    raw = bytearray(file.read_bytes())
    raw[place.offset + place.length // 2] ^= 0x20
    file.write_bytes(raw)
    with pytest.raises(ArchiveDamaged, match=rf"{place.file} at offset {place.offset}"):
        read(tmp_path, place, BODY * 50)


def test_another_body_than_the_rows_is_found(tmp_path):
    [place] = write(tmp_path, exchange())
    with pytest.raises(ArchiveDamaged, match="expected sha256"):
        read(tmp_path, place, b"something else")


@pytest.mark.parametrize(("shift", "cut"), [(1, 0), (0, 10), (10**6, 0)])
def test_a_record_that_is_not_there_is_found(tmp_path, shift, cut):
    [place] = write(tmp_path, exchange())
    with pytest.raises(ArchiveDamaged):
        read_response(
            str(tmp_path),
            file=place.file,
            offset=place.offset + shift,
            length=place.length - cut,
            digest=digest_body(BODY),
        )


def test_a_missing_file_and_one_outside_the_archive_are_said(tmp_path):
    for file in ("none.warc.gz", "../outside.warc.gz", "/etc/passwd"):
        with pytest.raises(ArchiveDamaged):
            read_response(str(tmp_path), file=file, offset=0, length=10, digest="sha256:")


def test_two_attempts_never_share_a_file(tmp_path):
    write(tmp_path, exchange())
    with pytest.raises(ArchiveUnwritable):
        write(tmp_path, exchange())


def test_a_writer_without_records_leaves_no_file(tmp_path):
    ArchiveWriter(str(tmp_path), "x.warc.gz").close()
    assert list(tmp_path.iterdir()) == []


def test_file_names_are_safe():
    name = name_file(run_id="nightly/scheduled__2026-11-22T02:00:00+00:00", shard=7, attempt="1../a", now=AT)
    assert name == "2026-11-21/nightly-scheduled-2026-11-22T02-00-00-00-00-007-1a.warc.gz"


def test_a_folder_may_be_written_as_a_file_url(tmp_path):
    [place] = write(f"file://{tmp_path}", exchange())
    assert read(tmp_path, place) == BODY
    assert list(FolderStore(tmp_path).files()) == [place.file]


def test_object_stores_get_whole_files_and_are_durable_only_when_sealed():
    archive = "memory://dateline-test-archive"
    writer = ArchiveWriter(archive, "2026-11-21/run.warc.gz")
    first = writer.append(exchange())
    assert not writer.is_durable
    assert list(open_store(archive).files()) == []
    writer.seal()
    assert writer.is_durable
    second = writer.append(exchange("https://example.org/b"))
    writer.seal()
    writer.close()
    assert list(open_store(archive).files()) == [first.file, second.file]
    assert read(archive, first) == read(archive, second) == BODY


def test_what_an_object_store_never_got_leaves_nothing_behind():
    archive = "memory://dateline-test-lost"
    writer = ArchiveWriter(archive, "run.warc.gz")
    writer.append(exchange())
    writer.close()
    assert list(open_store(archive).files()) == []


def test_a_full_disk_takes_back_the_torn_record(tmp_path):
    program = f"""
import os, resource
from datetime import UTC, datetime
from scrapers.archive import ArchiveUnwritable, ArchiveWriter
from scrapers.warc import Exchange
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
writer = ArchiveWriter({str(tmp_path)!r}, "full.warc.gz")
last = 0
try:
    while True:
        place = writer.append(Exchange(url="https://example.org/a", fetched_at=datetime.now(UTC), status=200,
                                       headers=(), body=os.urandom(9000)))
        last = place.offset + place.length
except ArchiveUnwritable as error:
    print(last, error)
"""
    checkout = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=checkout)
    last, _, message = ran.stdout.strip().partition(" ")
    assert message.endswith("is full: free space there, then run the crawl again")
    assert (tmp_path / "full.warc.gz").stat().st_size == int(last)
