"""A text as a whole: everything that is found points into it, and the seed article's facts come out."""

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.commands.analyse import make_row
from dateline.models import load_model
from dateline.settings import Settings
from transforms.analysis import analyse_all, find_country

SEED = Path(__file__).parents[2].parent / "shared" / "seed"
ARTICLE = """Two tolls after clash on the Tarn

YEREVAN (Northern Wire) - Armenian Foreign Minister Ada Okonjo said that at least 12 soldiers died near Gyumri.

\u201cWe did not fire first,\u201d she told reporters.

Azerbaijan said it lost around 30 servicemen. The ministry in Baku added that five civilians were wounded."""


@pytest.fixture(scope="module")
def nlp():
    return load_model(Settings().model).nlp


def test_an_article_says_who_where_who_said_what_and_how_many(nlp):
    [found] = analyse_all(nlp, [ARTICLE])
    okonjo = next(one for one in found.entities if one.name == "Ada Okonjo")
    assert (okonjo.kind, okonjo.role, okonjo.country) == ("PER", "Armenian Foreign Minister", "AM")
    quote = next(one for one in found.quotes if one.kind == "direct")
    assert (quote.speaker_name, quote.speaker_entity_id) == ("Ada Okonjo", okonjo.entity_id)
    assert {(one.happened, one.low, one.bound, one.claimant) for one in found.figures} >= {
        ("killed", 12, "at_least", "Ada Okonjo"),
        ("killed", 30, "about", "Azerbaijan"),
    }
    assert {"AM", "AZ"} <= {place.country for place in found.places}
    assert {place.name for place in found.places} >= {"Yerevan", "Baku"}


def test_places_and_peoples_have_the_country_that_they_were_resolved_to(nlp):
    text = "Armenian soldiers entered Yerevan on Monday. Soviet tanks stood in Prague. Kurdish men fled."
    [found] = analyse_all(nlp, [text])
    assert {one.name: one.country for one in found.entities} == {
        "Armenian": "AM",
        "Yerevan": "AM",
        "Soviet": None,
        "Prague": "CZ",
        "Kurdish": None,
    }


def test_two_places_of_one_name_have_each_its_country(nlp):
    [found] = analyse_all(nlp, ["Men left Tripoli, Libya, for Tripoli, Lebanon."])
    assert [one.country for one in found.entities if one.name == "Tripoli"] == ["LY", "LB"]


def test_an_organisation_of_states_is_of_no_country(nlp):
    [found] = analyse_all(nlp, ["The Organization of American States and the African Union met in Lima."])
    assert {one.country for one in found.entities if one.kind == "ORG"} == {None}


def list_spans(found):
    for mention in found.mentions:
        yield mention.start, mention.end
    for place in found.places:
        yield place.start, place.end
    for quote in found.quotes:
        yield from quote.content
        yield from (span for span in (quote.cue, quote.speaker) if span)
    for figure in found.figures:
        spans = (figure.number, figure.sentence, figure.group_span, figure.claimant_span, figure.place_span)
        yield from (span for span in (*spans, figure.date_span) if span)


def check(text, found):
    assert all(0 <= start < end <= len(text) for start, end in list_spans(found))
    assert all(text[one.start : one.end] == one.text for one in found.mentions)
    known = {one.entity_id for one in found.entities}
    assert {one.entity_id for one in found.mentions if one.entity_id} == known
    assert {one.speaker_entity_id for one in found.quotes} <= known | {None}
    assert {one.claimant_entity_id for one in found.figures} <= known | {None}
    json.dumps(make_row(found))


def test_every_text_gets_its_own_findings_in_order(nlp):
    texts = ["", ARTICLE, "\n\n", "Nothing.", ARTICLE] * 20
    found = list(analyse_all(nlp, texts))
    assert [bool(one.quotes) for one in found] == [text == ARTICLE for text in texts]
    assert found[1] == found[4]
    for text, one in zip(texts, found, strict=True):
        check(text, one)


PIECES = [
    "\u201c", "\u201d", '"', "''", " said ", "Ada Okonjo", " 12 ", "killed ", "soldiers", ". ", "\n", "\U0001f600",
    "(", ")", "Paris, ", "Texas", "according to ", "between 20 and ", "\u0645\u0631\u062d\u0628\u0627 ", "he ",
    "the ministry ", "1,300,", "\u2014 ",
]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_spans_point_into_any_text(nlp, text):
    [found] = analyse_all(nlp, [text])
    check(text, found)


@pytest.mark.parametrize("sign", ['" ', "said ", "\u2019 "])
def test_what_repeats_itself_takes_no_long_time(nlp, sign):
    started = process_time()
    list(analyse_all(nlp, [(sign * 50_000)[:100_000]]))
    assert process_time() - started < 4


def test_the_seed_articles_facts(nlp):
    if not (SEED / "gold.json").exists():
        pytest.skip(f"there is no {SEED}")
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    text = (SEED / "iria-article.txt").read_text(encoding="utf-8")
    [found] = analyse_all(nlp, [text])
    check(text, found)
    persons = {one.name: one.role for one in found.entities if one.kind == "PER"}
    assert {one["name"]: one["role"] for one in gold["persons"]}.items() <= persons.items()
    assert not set(gold["not_persons"]) & persons.keys()
    named = {name for one in found.entities if one.kind != "PER" for name in (one.name, *one.aliases)}
    assert {one["name"] for one in gold["orgs"]} <= named
    assert set(gold["countries"]) <= {place.country for place in found.places}
    places = {(place.name, place.country) for place in found.places}
    assert {(one["name"], one["country"]) for one in gold["places"]} <= places
    for quote in gold["quotes"]:
        words = quote["content"].strip(" .,")
        speakers = {
            one.speaker_name for one in found.quotes if any(words in text[start:end] for start, end in one.content)
        }
        assert quote["speaker"] in speakers, quote
    claims = {(one.low, one.bound, one.claimant, one.background) for one in found.figures}
    assert {(105, "at_least", "Nikol Pashinyan", False), (50, "about", "Azerbaijan", False)} <= claims
    assert (6500, "more_than", None, True) in claims


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Armenian Prime Minister", "AM"),
        ("Papua New Guinea Prime Minister", "PG"),
        ("South Sudan minister", "SS"),
        ("South Korean President", "KR"),
        ("Northern Ireland First Minister", "GB"),
        ("White House press secretary", "US"),
        ("New Mexico Governor", None),
        ("Moscow Mayor", None),
        ("director of the council", None),
    ],
)
def test_the_country_of_an_office_is_the_longest_that_it_names(words, country):
    assert find_country(words) == country
