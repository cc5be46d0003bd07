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
        ("[1]", "line 1: a list, not an object"),
        ({"id": 1}, "line 1: `text` is missing; a line needs `id` "),
        ({"text": "x"}, "line 1: `id` is missing; a line needs"),
        ({"id": 1.5, "text": "x"}, "line 1: `id` is a number, not text or number; a line needs"),
        ({"id": 1, "text": None}, "line 1: `text` is null, not text; a line needs"),
        ({"id": 1, "text": "x", "title": 3}, "line 1: `title` is a number, not text or null; a line needs"),
        ({"id": 1, "text": "x", "published_at": "yesterday"}, "line 1: `published_at` is no ISO 8601"),
        (
            {"id": 1, "text": "x", "published_at": "0001-01-01T00:00:00+05:00"},
            "line 1: `published_at` is no ISO",
        ),
    ],
)
def test_a_line_that_is_no_article_is_named(write, row, told):
    with pytest.raises(UserError, match=told) as caught:
        call(group, write(row))
    assert "\n" not in str(caught.value)


def test_an_id_that_comes_twice_is_named_with_both_lines(write):
    rows = [{"id": name, "text": QUAKE} for name in ("a", "1", 1, "a")]
    with pytest.raises(UserError, match="line 4: id 'a' is that of line 1 too"):
        call(group, write(*rows))


@pytest.mark.parametrize("language", ["English", "e", "en GB"])
def test_a_language_that_is_no_code_is_named(write, language):
    with pytest.raises(UserError, match=f"line 1: `language` '{language}' is no ISO 639-1 code such as en"):
        call(analyse, write({"id": 1, "text": "x", "language": language}))


def test_a_text_without_its_key_is_named(write):
    with pytest.raises(UserError, match="line 2: `text` is missing; a line needs `id`"):
        call(analyse, write({"id": 1, "text": "x"}, {"id": 2}))


def test_the_order_of_the_lines_does_not_matter_and_the_first_by_time_names_the_story(write):
    rows = [
        {"id": "b", "title": "Quake", "text": QUAKE, "published_at": "2026-11-21"},
        {"id": "a", "title": "Quake", "text": QUAKE.replace("strong", "heavy"), "published_at": "2026-11-21"},
        {"id": "0", "title": "Quake", "text": QUAKE.replace("morning", "night"), "published_at": "2026-11-22"},
        {"id": 5, "title": "Ferries", "text": FERRY},
        {"id": 4, "title": "Ferries", "text": FERRY.replace("price", "cost")},
    ]
    there, back = (
        {row["id"]: row for row in map(json.loads, call(group, write(*some)).splitlines())}
        for some in (rows, rows[::-1])
    )
    assert there == back
    assert {row["story"] for row in there.values()} == {"a", 4}


def test_a_dash_is_standard_input_and_output(write):
    text = json.dumps({"id": 1, "text": QUAKE, "language": "fr"})
    for command in (group, analyse):
        done = CliRunner().invoke(command, ["-", "--output", "-"], input=text)
        assert json.loads(done.output)["id"] == 1
    done = CliRunner().invoke(group, ["-"], input='{"id": 1}')
    assert "standard input, line 1: `text` is missing" in str(done.exception)


def test_a_figure_has_its_day_where_the_text_was_published_on_one(write):
    text = "Kenyan minister Ada Okonjo said that 12 of its soldiers were killed on Monday."
    rows = [{"id": at, "text": text, "language": "en", "published_at": at} for at in ("2026-11-27T10:00:00Z",)]
    rows.append({"id": "none", "text": text, "language": "en"})
    dated, undated = (json.loads(line)["figures"][0] for line in call(analyse, write(*rows)).splitlines())
    assert (dated["date"], dated["happened_on"], dated["claimant_side"]) == ("Monday", "2026-11-23", "KE")
    assert undated["happened_on"] is None


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
