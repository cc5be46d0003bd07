"""Bodies within bounds, and pages that ask not to be kept."""

import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scrapers.content import SLICE, decode_body, forbids_archiving, is_html
from scrapers.refusals import Refused
from scrapers.robots import PRODUCT
from transforms.outcomes import Reason

HTML = {"content-type": "text/html; charset=utf-8"}


@given(some.binary(max_size=3000))
def test_what_was_encoded_is_decoded(body):
    assert decode_body(gzip.compress(body), "gzip", limit=3000) == body
    assert decode_body(gzip.compress(body), " X-GZIP ", limit=3000) == body
    assert decode_body(zlib.compress(body), "deflate", limit=3000) == body
    assert decode_body(gzip.compress(zlib.compress(body)), "deflate, gzip", limit=3100) == body
    assert decode_body(gzip.compress(body) + gzip.compress(body), "gzip", limit=6000) == body * 2
    assert decode_body(gzip.compress(body) + b"\0\0", "gzip", limit=3000) == body
    assert decode_body(body, "identity", limit=3000) == body


@given(some.binary(max_size=300), some.sampled_from(["gzip", "deflate", "gzip, deflate", "br", "x, y"]))
def test_any_bytes_give_a_body_or_a_reason(body, encoding):
    reason = None
    try:
        decode_body(body, encoding, limit=1000)
    except Refused as refused:
        reason = refused.reason
    assert reason in {None, Reason.BAD_ENCODING, Reason.TOO_LARGE}


def test_a_bomb_never_unfolds():
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(Refused) as refused:
        decode_body(bomb, "gzip", limit=1_000_000)
    assert refused.value.reason is Reason.TOO_LARGE


def test_a_body_of_countless_members_is_refused():
    with pytest.raises(Refused) as refused:
        decode_body(gzip.compress(b"") * 10_001, "gzip", limit=1_000_000)
    assert refused.value.reason is Reason.BAD_ENCODING
    assert decode_body(gzip.compress(b"ab") * 9_000, "gzip", limit=1_000_000) == b"ab" * 9_000


@given(some.integers(0, 40), some.binary(max_size=40))
def test_a_member_may_end_anywhere_in_a_slice(padding, body):
    first = gzip.compress(random.Random(padding).randbytes(SLICE - 60 + padding))
    assert decode_body(first + gzip.compress(body) + b"\0", "gzip", limit=100_000).endswith(body)
    cut = (first + gzip.compress(body))[:-1]
    with pytest.raises(Refused, match="ends too early"):
        decode_body(cut, "gzip", limit=100_000)


def test_a_cut_body_is_said_to_be_cut():
    with pytest.raises(Refused) as refused:
        decode_body(gzip.compress(b"hello" * 1000)[:-9], "gzip", limit=100_000)
    assert refused.value.reason is Reason.BAD_ENCODING


@pytest.mark.parametrize(
    ("header", "forbidden"),
    [
        ("noarchive", True),
        ("noindex, NoArchive", True),
        ("dateline: noarchive", True),
        ("otherbot: noarchive", False),
        ("otherbot: noindex, noarchive", False),
        ("noindex, nofollow", False),
        ("unavailable_after: 25 Jun 2027 15:00:00 PST, noarchive", True),
        ("", False),
    ],
)
def test_the_header_that_forbids_archiving(header, forbidden):
    assert forbids_archiving({**HTML, "x-robots-tag": header}, b"", product=PRODUCT) is forbidden


@pytest.mark.parametrize(
    ("element", "forbidden"),
    [
        (b'<meta name="robots" content="noarchive">', True),
        (b"<META CONTENT='index,noarchive' NAME='ROBOTS'/>", True),
        (b"<meta name=robots content=noarchive>", True),
        (b'<meta name="dateline" content="noarchive">', True),
        (b'<meta name="googlebot" content="noarchive">', False),
        (b'<meta name="robots" content="noindex">', False),
        (b'<!-- <meta name="robots" content="noarchive"> -->', False),
        (b'<meta name="description" content="robots say noarchive">', False),
    ],
)
def test_the_element_that_forbids_archiving(element, forbidden):
    page = b"<html><head>" + element + b"</head><body>text</body></html>"
    assert forbids_archiving(HTML, page, product=PRODUCT) is forbidden


def test_only_html_is_read_for_meta_elements():
    page = b'<meta name="robots" content="noarchive">'
    assert not forbids_archiving({"content-type": "application/pdf"}, page, product=PRODUCT)
    assert is_html(None)
    assert is_html("application/xhtml+xml; charset=utf-8")
    assert not is_html("application/json")


def test_comments_that_never_end_are_read_once():
    # Looked through anew from each of them, this head would take half a minute.
    assert not forbids_archiving(HTML, b"<!--" * 65_536, product=PRODUCT)
    assert not forbids_archiving(HTML, b'<!-- <meta name="robots" content="noarchive">', product=PRODUCT)
    assert forbids_archiving(HTML, b'<!-- a --><meta name="robots" content="noarchive"><!-- b', product=PRODUCT)
