"""Whether bytes are a page at all, before anything reads them as one."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from transforms.decoding import find_not_html


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Über die Grenze"),
        ("cp1252", "“Über” … die Grenze"),
        ("koi8-r", "Через границу идут люди"),
        ("cp1251", "Через границу идут люди"),
        ("gb18030", "人们穿越边境"),
        ("big5", "人們穿越邊境"),
        ("shift_jis", "人々が国境を越える"),
        ("euc_jp", "人々が国境を越える"),
        ("iso2022_jp", "人々が国境を越える"),
        ("euc_kr", "사람들이 국경을 넘는다"),
        ("utf-16", "人们穿越边境"),
        ("utf-8-sig", "Über die Grenze"),
    ],
)
def test_text_in_any_charset_of_the_web_is_not_taken_for_binary(charset, text):
    assert find_not_html(f"<p>{text * 40}</p>".encode(charset), f"text/html; charset={charset}") is None


def test_wide_text_without_a_mark_is_html_where_the_header_says_so():
    body = "<p>Across the border</p>".encode("utf-16-le")
    assert find_not_html(body, "text/html; charset=UTF-16LE") is None
    assert find_not_html(body, "text/html") is not None


@given(st.integers(), st.integers(400, 5000))
def test_random_bytes_are_binary(seed, size):
    noise = random.Random(seed).randbytes(size)
    assume(not noise.startswith((b"\xff\xfe", b"\xfe\xff")))
    assert find_not_html(noise, "text/html") is not None


def test_a_page_with_stray_control_characters_is_still_a_page():
    assert (
        find_not_html(
            b"<p>" + b"A page that somebody pasted from a word processor, breaks and all.\x0b" * 20, None
        )
        is None
    )
