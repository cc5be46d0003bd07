"""`dateline group` and `dateline analyse` as a user calls them: one line a text, or one line that says what"
" is wrong."""

import json

import pytest
from click.testing import CliRunner

from dateline.commands.analyse import command as analyse
from dateline.commands.group import command as group
from dateline.errors import UserError

QUAKE = (
    "A strong earthquake shook the Tarn valley and brought down houses in Halmar, where rescuers dug through"
    " the rubble"
    " for survivors. Hospitals took in people with broken bones all morning, and schools in the valley stay"
    " closed."
)
FERRY = (
    "Ferries to the outer islands will cost more from January, the harbour office announced. Shipowners"
    " explain it with"
    " the price of diesel, and islanders protested at the pier with banners before the transport committee met."
)


@pytest.fixture
def write(tmp_path):
    def write_lines(*rows):
        path = tmp_path / "in.jsonl"
        path.write_text("".join(f"{json.dumps(row) if isinstance(row, dict) else row}\n" for row in rows))
        return str(path)

    return write_lines


def call(command, *words):
    done = CliRunner().invoke(command, words)
    if done.exception is not None:
        raise done.exception
    return done.output


def test_stories_and_copies_come_out_line_by_line(write, tmp_path):
    rows = [
        {"id": 7, "title": "Quake", "text": QUAKE, "published_at": "2026-11-21T10:00:00Z"},
        {"id": "f", "title": "Ferries", "text": FERRY, "published_at": "2026-11-21"},
        {"id": "c", "title": "Tremor", "text": "ORBEL - " + QUAKE, "published_at": "2026-11-21T09:00:00+02:00"},
        {"id": "u", "title": None, "text": QUAKE.replace("strong", "heavy").replace("morning", "night")},
    ]
    output = tmp_path / "out.jsonl"
    assert call(group, write(*rows), "--output", str(output)) == ""
    found = [json.loads(line) for line in output.read_text().splitlines()]
    assert [row["id"] for row in found] == [7, "f", "c", "u"]
    assert [row["duplicate_of"] for row in found] == ["c", None, None, "c"]
    assert found[0]["story"] == found[2]["story"] == found[3]["story"] != found[1]["story"]
    assert call(group, write(*rows)).splitlines() == output.read_text().splitlines()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{"id": 1', "line 1: not JSON"),
        ({"id": 1}, "line 1: needs `id` and `text`"),
        ({"id": 1, "text": "x", "title": 3}, "line 1: needs `id` and `text`"),
        ({"id": 1, "text": "x", "published_at": "yesterday"}, "line 1: published_at is no ISO 8601"),
        ({"id": 1, "text": "x", "published_at": "0001-01-01T00:00:00+05:00"}, "line 1: published_at is no ISO"),
    ],
)
def test_a_line_that_is_no_article_is_named(write, row, told):
    with pytest.raises(UserError, match=told) as caught:
        call(group, write(row))
    assert "\n" not in str(caught.value)


def test_an_empty_file_gives_an_empty_one(write):
    assert call(group, write()) == ""


def test_what_a_text_says_comes_out_with_spans(write):
    text = "Kenyan minister Ada Okonjo said that at least 12 soldiers were killed in Nairobi."
    row = json.loads(call(analyse, write({"id": "a", "text": text, "language": "en"})))
    assert {"id", "spans", "entities", "places", "attributions", "figures"} <= row.keys()
    [figure] = row["figures"]
    assert (figure["event"], figure["low"], figure["high"], figure["bound"]) == ("killed", 12, 12, "at_least")
    assert (figure["group"], figure["claimed_by"]) == ("soldiers", "Ada Okonjo")
    assert "12" in text[figure["start"] : figure["end"]]
    [quote] = row["attributions"]
    assert (quote["speaker"], quote["type"]) == ("Ada Okonjo", "indirect")
    assert [text[start:end] for start, end in quote["source"]] == ["Kenyan minister Ada Okonjo"]
    okonjo = next(entity for entity in row["entities"] if entity["name"] == "Ada Okonjo")
    assert (okonjo["label"], okonjo["role"], quote["entity"]) == ("PER", "Kenyan minister", okonjo["id"])
    nairobi = next(place for place in row["places"] if place["name"] == "Nairobi")
    assert (nairobi["country"], nairobi["geonameid"]) == ("KE", 184745)


def test_halves_of_characters_are_read_as_what_the_tables_would_hold(write):
    row = {"id": "h", "title": "\ud83d", "text": "Mayor Ada \ude00 Okonjo of Halmar said no."}
    assert json.loads(call(group, write(row))) == {"id": "h", "story": "h", "duplicate_of": None}
    found = json.loads(call(analyse, write(row)))
    assert found["id"] == "h"
