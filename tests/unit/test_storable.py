from dataclasses import replace

from transforms.extract import extract_article
from transforms.records import Page
from transforms.storable import make_storable

EMPTY = extract_article(Page(body=b"", url="https://meridian.example/1")).article


def test_unstorable_characters_are_replaced_and_lengths_stay():
    broken = replace(EMPTY, title="a\x00b", text="x\ud83dy", authors=("M\x00",), tags=("\udc00",), section=None)
    stored = make_storable(broken)
    assert (stored.title, stored.text, stored.authors, stored.tags) == (
        "a\ufffdb",
        "x\ufffdy",
        ("M\ufffd",),
        ("\ufffd",),
    )
    assert stored.section is None


def test_whole_characters_beyond_the_basic_plane_stay():
    assert make_storable(replace(EMPTY, text="\U0001f600 é\n\n漢")).text == "\U0001f600 é\n\n漢"


def test_control_characters_are_replaced_but_tabs_and_line_ends_stay():
    driving = replace(EMPTY, title="a\x1b]0;b\x07", section="c\x9b31m", text="d\x7f\te\nf")
    stored = make_storable(driving)
    assert (stored.title, stored.section, stored.text) == ("a\ufffd]0;b\ufffd", "c\ufffd31m", "d\ufffd\te\nf")
