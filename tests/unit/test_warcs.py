"""WARC files that are cut or damaged: what is whole is read, and the damage is said."""

import gzip
import io
import random
import tempfile
import zlib
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline import warcs
from dateline.errors import UserError
from dateline.readers import read_inputs
from transforms.outcomes import Reason

HTML = b"<html><body><p>Some words that are long enough to be cut.</p></body></html>"


def make_body(number):
    """A page that does not compress to nothing, so that it can be cut anywhere."""
    return HTML + b"<!--" + random.Random(number).randbytes(3000).hex().encode() + b"-->"


def make_warc(*bodies, zipped=True, headers=()):
    """Return the file's bytes and where each record starts."""
    stream, starts = io.BytesIO(), []
    writer = WARCWriter(stream, gzip=zipped)
    for number, body in enumerate(bodies, 1):
        starts.append(stream.tell())
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
        url = f"https://a.example/{number}"
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=http))
    return stream.getvalue(), starts


def read(path):
    damage = []
    found = list(read_inputs([path], None, damage))
    return found, damage


@pytest.mark.parametrize("zipped", [True, False])
def test_of_a_cut_file_the_whole_pages_are_read_and_the_torn_one_is_named(tmp_path, zipped):
    content, starts = make_warc(*map(make_body, range(3)), zipped=zipped)
    file = tmp_path / ("cut.warc.gz" if zipped else "cut.warc")
    file.write_bytes(content[: starts[2] + (len(content) - starts[2]) // 2])
    found, damage = read(file)
    assert [page.url for page in found] == [f"https://a.example/{number}" for number in (1, 2, 3)]
    assert [page.problem for page in found] == [None, None, Reason.UNREADABLE]
    assert [page.page.body for page in found[:2]] == [make_body(0), make_body(1)]
    assert damage == [f"{file}: record 3 (https://a.example/3), at byte {starts[2]}, is cut off"]


def test_a_file_that_is_cut_before_a_record_can_be_told_says_so(tmp_path):
    content, starts = make_warc(*map(make_body, range(3)))
    file = tmp_path / "cut.warc.gz"
    file.write_bytes(content[: starts[2] + 7])
    found, damage = read(file)
    assert [page.problem for page in found] == [None, None]
    assert damage == [f"{file}: cut off after record 2, at byte {starts[2]}"]


def test_a_file_that_is_cut_between_two_records_is_a_whole_one(tmp_path):
    content, starts = make_warc(*map(make_body, range(3)))
    (tmp_path / "x.warc.gz").write_bytes(content[: starts[2]])
    found, damage = read(tmp_path / "x.warc.gz")
    assert (len(found), damage) == (2, [])


def test_after_a_damaged_place_the_next_whole_record_is_read(tmp_path):
    content, starts = make_warc(*map(make_body, range(4)))
    torn = bytearray(content)
    middle = (starts[1] + starts[2]) // 2
    torn[middle : middle + 40] = b"\xff" * 40
    file = tmp_path / "x.warc.gz"
    file.write_bytes(torn)
    found, damage = read(file)
    whole = {page.url: page.page.body for page in found if page.problem is None}
    assert whole == {f"https://a.example/{number + 1}": make_body(number) for number in (0, 2, 3)}
    assert len(damage) == 1
    assert damage[0].startswith(f"{file}: damaged after record 1, at byte {starts[0]}")


def deflate(body):
    return zlib.compress(body)


def brotli(body):
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "packed.br"
        with BrotliWriter(packed) as writer:
            writer.write(body)
        return packed.read_bytes()


def chunk(body):
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:1000], body[1000:], b""))


@pytest.mark.parametrize(
    ("header", "encode"),
    [
        (("Content-Encoding", "gzip"), gzip.compress),
        (("Content-Encoding", "deflate"), deflate),
        (("Content-Encoding", "br"), brotli),
        (("Transfer-Encoding", "chunked"), chunk),
        (("Transfer-Encoding", "chunked"), bytes),
    ],
)
def test_bodies_are_decoded(tmp_path, header, encode):
    content, _ = make_warc(encode(make_body(0)), headers=[header])
    (tmp_path / "x.warc.gz").write_bytes(content)
    found, damage = read(tmp_path / "x.warc.gz")
    assert [page.page.body for page in found] == [make_body(0)]
    assert damage == []


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_with_another_encoding_than_its_own_spoils_no_other_page(tmp_path, coding):
    headers = [("Content-Encoding", coding)]
    spoilt, _ = make_warc(b"neither the one nor the other", headers=headers)
    well, _ = make_warc(make_body(1))
    (tmp_path / "x.warc.gz").write_bytes(spoilt + well)
    found, damage = read(tmp_path / "x.warc.gz")
    assert [page.problem for page in found] == [Reason.BAD_ENCODING, None]
    assert found[1].page.body == make_body(1)
    assert damage == []


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(warcs, "LARGEST_PAGE", 1000)
    content, _ = make_warc(gzip.compress(b"x" * 10_000_000), headers=[("Content-Encoding", "gzip")])
    (tmp_path / "x.warc.gz").write_bytes(content)
    assert [page.problem for page in read(tmp_path / "x.warc.gz")[0]] == [Reason.TOO_LARGE]


@pytest.mark.parametrize(
    "content", [b"", gzip.compress(b"", mtime=0), b"\x00\x01 no records", gzip.compress(b"words " * 99, mtime=0)]
)
def test_what_holds_no_record_at_all_is_no_warc(tmp_path, content):
    (tmp_path / "x.warc.gz").write_bytes(content)
    with pytest.raises(UserError, match=r"x\.warc\.gz .*WARC"):
        read(tmp_path / "x.warc.gz")


def test_a_whole_record_that_is_too_large_is_not_taken_for_a_torn_one(tmp_path, monkeypatch):
    monkeypatch.setattr(warcs, "MOST_PAYLOAD", 1000)
    content, starts = make_warc(make_body(0), make_body(1))
    (tmp_path / "x.warc.gz").write_bytes(content)
    found, damage = read(tmp_path / "x.warc.gz")
    assert ([page.problem for page in found], damage) == ([Reason.TOO_LARGE] * 2, [])
    (tmp_path / "x.warc.gz").write_bytes(content[:-50])
    found, damage = read(tmp_path / "x.warc.gz")
    assert damage == [f"{tmp_path / 'x.warc.gz'}: cut off after record 2, at byte {starts[1]}"]
