"""Readers: files, folders, WARC and manifests; a bad line is named before anything is read."""

import gzip
import io
import json

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline import readers
from dateline.errors import UserError
from dateline.readers import read_inputs, read_manifest, read_texts
from transforms.outcomes import Reason

HTML = b"<html><body><p>Some words.</p></body></html>"


def write_warc(path, responses, *, zipped):
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=zipped)
        for url, status, headers, body in responses:
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http)
            )


def test_html_is_read_plain_and_gzipped_with_its_address(tmp_path):
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(HTML))
    (plain,) = read_inputs([tmp_path / "a.html"], "https://a.example/x", [])
    (zipped,) = read_inputs([tmp_path / "b.html.gz"], None, [])
    assert plain.page is not None
    assert zipped.page is not None
    assert (plain.page.body, plain.page.url) == (HTML, "https://a.example/x")
    assert (zipped.page.body, zipped.page.url) == (HTML, None)


def test_a_folder_is_read_sorted_and_other_files_are_left_out(tmp_path):
    for name in ("b/2.html", "a.htm", "b/1.html.gz", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(HTML)
    names = [found.page_id.removeprefix(tmp_path.as_posix()) for found in read_inputs([tmp_path], None, [])]
    assert names == ["/a.htm", "/b/1.html.gz", "/b/2.html"]


@pytest.mark.parametrize("zipped", [True, False])
def test_a_warc_gives_its_successful_html_responses_decoded(tmp_path, zipped):
    html = ("Content-Type", "text/html; charset=utf-8")
    file = tmp_path / ("x.warc.gz" if zipped else "x.warc")
    write_warc(
        file,
        [
            ("https://a.example/1", "200 OK", [html], HTML),
            ("https://a.example/2", "404 Not Found", [html], HTML),
            ("https://a.example/3", "200 OK", [("Content-Type", "image/png")], b"\x89PNG"),
            ("https://a.example/4", "200 OK", [html, ("Content-Encoding", "gzip")], gzip.compress(HTML)),
        ],
        zipped=zipped,
    )
    found = list(read_inputs([file], None, []))
    assert [page.url for page in found] == ["https://a.example/1", "https://a.example/4"]
    for each in found:
        assert each.page is not None
        assert each.page.body == HTML
        assert each.page.fetched_at is not None
        assert each.page.content_type == "text/html; charset=utf-8"
        assert each.page_id.startswith("urn:uuid:")


def test_a_page_that_cannot_be_read_is_a_page_with_a_problem(tmp_path, monkeypatch):
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(HTML * 99)[:-9])
    (tmp_path / "vast.html").write_bytes(HTML * 101)
    monkeypatch.setattr(readers, "LARGEST_PAGE", len(HTML) * 100)
    torn, vast = read_inputs([tmp_path / "torn.html.gz", tmp_path / "vast.html"], None, [])
    assert (torn.page, torn.problem) == (None, Reason.UNREADABLE)
    assert (vast.page, vast.problem) == (None, Reason.TOO_LARGE)


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(readers, "LARGEST_PAGE", 1000)
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"x" * 10_000_000))
    (bomb,) = read_inputs([tmp_path / "bomb.html.gz"], None, [])
    assert bomb.problem is Reason.TOO_LARGE


@pytest.mark.parametrize("name", ["missing.html", "empty"])
def test_a_missing_path_and_an_empty_folder_are_named_before_anything_is_read(tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.html").write_bytes(HTML)
    with pytest.raises(UserError, match=name):
        read_inputs([tmp_path / "a.html", tmp_path / name], None, [])


def test_an_address_names_one_html_file(tmp_path):
    (tmp_path / "a.html").write_bytes(HTML)
    with pytest.raises(UserError, match="--url"):
        read_inputs([tmp_path / "a.html", tmp_path / "a.html"], "https://a.example/", [])


def test_what_is_no_warc_says_so(tmp_path):
    (tmp_path / "x.warc.gz").write_bytes(gzip.compress(b"no records here\n" * 9)[:-12])
    with pytest.raises(UserError, match=r"x\.warc\.gz"):
        list(read_inputs([tmp_path / "x.warc.gz"], None, []))


def write_lines(path, *lines):
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8"
    )
    return path


def test_a_manifest_is_read_in_its_order_relative_to_itself(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(HTML)
    lines = [
        {"id": "2", "file": "pages/a.html", "url": None},
        "",
        {"id": "1", "file": "pages/a.html", "url": "https://a.example/"},
    ]
    found = list(read_manifest(write_lines(tmp_path / "m.jsonl", *lines)))
    assert [(page.page_id, page.url) for page in found] == [("2", None), ("1", "https://a.example/")]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        {"id": "x"},
        {"id": 1, "file": "a.html"},
        {"id": "x", "file": "gone.html"},
        {"id": "x", "file": "a.html", "url": 5},
    ],
)
def test_a_bad_manifest_line_is_named_before_the_first_page(tmp_path, bad):
    (tmp_path / "a.html").write_bytes(HTML)
    manifest = write_lines(tmp_path / "m.jsonl", {"id": "1", "file": "a.html"}, bad)
    with pytest.raises(UserError, match=r"m\.jsonl, line 2"):
        read_manifest(manifest)


def test_a_manifest_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UserError, match=r"m\.jsonl"):
        read_manifest(tmp_path / "m.jsonl")


def test_texts_keep_their_ids_and_line_separators_within_strings(tmp_path):
    lines = [
        {"id": 7, "text": "a\u2028b", "language": None, "title": "t"},
        {"id": "x", "text": "", "language": "fr"},
    ]
    file = tmp_path / "t.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert [(text.text_id, text.text, text.language) for text in read_texts(file)] == [
        (7, "a\u2028b", None),
        ("x", "", "fr"),
    ]


@pytest.mark.parametrize(
    "bad", [{"id": "x"}, {"text": "x"}, {"id": "x", "text": None}, {"id": "x", "text": "x", "language": 1}]
)
def test_a_bad_text_line_is_named(tmp_path, bad):
    with pytest.raises(UserError, match=r"t\.jsonl, line 1"):
        read_texts(write_lines(tmp_path / "t.jsonl", bad))


def test_a_line_that_is_nested_without_end_is_named(tmp_path):
    file = tmp_path / "t.jsonl"
    file.write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(UserError, match=r"t\.jsonl, line 1: not JSON of one row \(nested too deep\)"):
        read_texts(file)
