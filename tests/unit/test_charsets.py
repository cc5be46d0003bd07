"""Charsets of the web are read; other codecs of Python's are none, however a page names them."""

import codecs
import encodings.aliases

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from transforms.charsets import CHARSETS, SINGLE_BYTE, decode_charset, decode_text, find_declared, guess_charset

CODECS = sorted({*encodings.aliases.aliases.values(), "punycode", "idna", "unicode_escape", "raw_unicode_escape"})
TRAPS = ("punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf_7", "hex", "base64", "bz2", "zip", "uu",
         "rot13", "undefined", "palmos", "hz", "iso2022_kr", "cp037", "utf-32", "no-such-thing")  # fmt: skip
WORDS = {
    "utf-8": "Größe", "windows-1252": "Größe €", "latin1": "Größe", "iso-8859-9": "İstanbul",
    "windows-1251": "Дрина", "koi8-r": "Дрина", "iso-8859-7": "Σάμος", "windows-1255": "שלום",
    "windows-1256": "سلام", "tis-620": "ภูเก็ต", "gb2312": "重建", "gbk": "重建", "gb18030": "重建",
    "big5": "重建", "euc-jp": "再開", "shift_jis": "再開", "iso-2022-jp": "再開", "euc-kr": "다리",
    "utf-16": "Дрина",
}  # fmt: skip


def test_every_charset_is_named_as_python_names_it():
    assert {codecs.lookup(name).name for name in CHARSETS} == CHARSETS


@pytest.mark.parametrize(("label", "words"), WORDS.items())
def test_a_charset_of_the_web_is_read_by_header_and_declaration(label, words):
    page = f"<html><head><meta charset='{label}'><title>{words}</title>"
    assert words in decode_text(page.encode(label), None)
    assert words in decode_text(page.encode(label), f"text/html; charset={label}")
    listing = f"<?xml version='1.0' encoding='{label}'?><rss><title>{words}</title></rss>"
    assert words in decode_text(listing.encode(label), "text/xml")


@pytest.mark.parametrize("label", TRAPS)
def test_a_codec_that_is_no_charset_is_passed_over(label):
    text = "<title>Caf+AOk- \\x41 Y2Fm -ega</title>"
    declared = f"<meta charset='{label}'>{text}".encode()
    assert text in decode_text(declared, f"text/html; charset={label}")
    assert text in decode_text(f"<?xml version='1.0' encoding='{label}'?>{text}".encode(), None)
    assert find_declared(declared, f"text/html; charset={label}") is None


@settings(deadline=None)
@given(label=some.sampled_from(CODECS) | some.text("abcdefghijklmnopqrstuvwxyz0123456789-_", max_size=12))
def test_whatever_is_declared_comes_to_a_charset_of_the_web_or_to_none(label):
    assert find_declared(b"", f"text/html; charset={label}") in {None, *CHARSETS}
    assert find_declared(f"<meta charset={label}>".encode(), None) in {None, *CHARSETS}


@settings(deadline=None)
@given(body=some.binary(max_size=400), label=some.sampled_from(CODECS))
def test_any_bytes_in_any_declared_charset_are_text(body, label):
    assert isinstance(decode_text(body, f"text/html; charset={label}"), str)
    assert guess_charset(body) in CHARSETS


@pytest.mark.parametrize("charset", sorted(SINGLE_BYTE))
def test_a_table_gives_what_the_codec_gives(charset):
    body = bytes(range(256)) * 3
    assert decode_charset(body, charset) == body.decode(charset, "replace")


def test_a_header_that_is_no_charset_leaves_the_word_to_the_document():
    body = "<meta charset='windows-1251'><title>Дрина</title>".encode("cp1251")
    assert "Дрина" in decode_text(body, "text/html; charset=punycode")


def test_two_bytes_a_character_cannot_be_declared_in_ascii():
    assert decode_text(b"<meta charset='utf-16'>abc", None).endswith("abc")
    assert decode_text("Дрина".encode("utf-16-le"), "text/html; charset=utf-16") == "Дрина"
