"""Every script of the world survives: decoded, cut into blocks, chosen, whatever the page says of its charset."""

import json
from pathlib import Path

import pytest

from transforms.extract import extract_article
from transforms.records import Page

SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text(encoding="utf-8"))
CHARSETS = {"cyrillic": "windows-1251", "greek": "iso-8859-7", "japanese": "shift_jis", "chinese": "gb18030",
            "korean": "euc-kr", "hebrew": "windows-1255", "arabic": "windows-1256", "thai": "tis-620"}  # fmt: skip


def write(sentence: str, meta: str = "") -> str:
    paragraphs = "".join(f"<p>{number} {sentence}</p>" for number in range(1, 7))
    title, menu = sentence[:30], f"<nav><a href=/>{sentence[:8]}</a> <a href=/n>{sentence[8:14]}</a></nav>"
    article = f"<main><article><h1>{title}</h1>{paragraphs}</article></main>"
    footer = f"<footer><a href=/about>{sentence[5:12]}</a></footer>"
    return f"<html><head>{meta}<title>{title}</title></head><body>{menu}{article}{footer}</body></html>"


def expect(sentence: str) -> str:
    return "\n\n".join(f"{number} {sentence}" for number in range(1, 7))


@pytest.mark.parametrize("script", SENTENCES)
def test_each_script_survives_in_utf_8(script: str) -> None:
    page = Page(body=write(SENTENCES[script]).encode(), url="https://a.example/story-of-the-ferry")
    assert extract_article(page).article.text == expect(SENTENCES[script])


@pytest.mark.parametrize("script", SENTENCES)
def test_a_byte_order_mark_beats_what_the_page_says(script: str) -> None:
    body = write(SENTENCES[script], '<meta charset="iso-8859-1">').encode("utf-16")
    page = Page(body=body, url="https://a.example/story-of-the-ferry")
    assert extract_article(page).article.text == expect(SENTENCES[script])


@pytest.mark.parametrize("script", CHARSETS)
def test_older_charsets_are_read_as_the_page_declares_them(script: str) -> None:
    charset = CHARSETS[script]
    body = write(SENTENCES[script], f'<meta charset="{charset}">').encode(charset)
    page = Page(body=body, url="https://a.example/story-of-the-ferry", content_type="text/html")
    assert extract_article(page).article.text == expect(SENTENCES[script])


@pytest.mark.parametrize("script", SENTENCES)
def test_a_wrong_charset_in_the_header_does_no_harm_to_utf_8(script: str) -> None:
    body = write(SENTENCES[script], '<meta charset="utf-8">').encode()
    page = Page(body=body, url="https://a.example/story-of-the-ferry", content_type="text/html; charset=us-ascii")
    assert extract_article(page).article.text == expect(SENTENCES[script])
