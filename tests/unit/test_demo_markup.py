"""The demo's little markup and its escaping."""

from datetime import date

import pytest
import yaml

from dateline.demo.blocks import fill_moments, find_sentence, parse_block, parse_blocks
from dateline.demo.catalog import catalog_entries
from dateline.demo.markup import code_wordpress, write_byline, write_json_ld
from dateline.demo.outlets import OUTLETS
from dateline.demo.server import DemoServer


def test_blocks_tell_text_from_furniture():
    blocks = parse_blocks("One *two* [three](four).\n\n## Head\n\n> Said.\n\n!newsletter\n\n!pull Words\nwords")
    assert [(block.kind, block.text, block.in_text) for block in blocks] == [
        ("paragraph", "One two three.", True),
        ("subheading", "Head", True),
        ("blockquote", "Said.", True),
        ("newsletter", "", False),
        ("pull", "Words words", False),
    ]


def test_unknown_furniture_is_an_error():
    with pytest.raises(ValueError, match="!banner"):
        parse_block("!banner Hello")


def test_moments_are_counted_from_the_given_day():
    text = fill_moments("{weekday} {weekday-1} {weekday+2} {jour} {date-20}", date(2026, 11, 20))
    assert text == "Friday Thursday Sunday vendredi 31 October"


@pytest.mark.parametrize(
    ("fragment", "sentence"),
    [
        ("One", "One is here."),
        ("four", "“Three and four,” he said."),
        ("five", "“And five.”"),
        ("six", "Then six."),
        ("seven", "Is seven last?"),
    ],
)
def test_a_sentence_is_found_whole(fragment, sentence):
    text = "One is here. “Three and four,” he said. “And five.” Then six.\n\nIs seven last?"
    assert find_sentence(text, fragment) == sentence


def test_a_fragment_that_is_nowhere_is_an_error():
    with pytest.raises(ValueError, match="nowhere"):
        find_sentence("Some text.", "nowhere")


def test_wordpress_codes_marks_as_numbers():
    assert (
        code_wordpress("A & B\N{RIGHT SINGLE QUOTATION MARK}s <“x”> \N{EN DASH} y")
        == "A &#038; B&#8217;s &lt;&#8220;x&#8221;&gt; &#8211; y"
    )


def test_json_ld_cannot_be_closed_by_a_text():
    assert "</script><b>" not in write_json_ld({"headline": "</script><b>"})


@pytest.mark.parametrize(
    ("authors", "byline"), [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")]
)
def test_bylines_read_naturally(authors, byline):
    assert write_byline(authors) == byline


def test_catalog_entries_name_each_outlet_as_it_is():
    entries = catalog_entries({source_id: 9000 + place for place, source_id in enumerate(OUTLETS)})
    assert list(entries) == list(OUTLETS)
    for source_id, outlet in OUTLETS.items():
        entry = yaml.safe_load(entries[source_id])
        found = (entry["id"], entry["name"], entry["kind"], entry["country"], entry["timezone"])
        assert found == (source_id, outlet.name, outlet.kind, outlet.country, outlet.timezone)
        assert tuple(entry["languages"]) == outlet.languages
        assert all(way["url"].startswith(entry["homepage"]) for way in entry["discovery"])


def test_an_outlet_that_does_not_exist_cannot_have_a_port():
    with pytest.raises(ValueError, match="'southwire'"):
        DemoServer(run_day=date(2026, 11, 22), ports={"southwire": 1})
