"""Mentions with a whole document in view: labels, edges, and names that the model missed."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.mention_pass import revise_mentions
from transforms.records import Mention

LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "MISC": "NORP"}


def mark(text, *names):
    """Return mentions of (words, kind) at their places, the next one each time."""
    found, place = [], {}
    for words, kind in names:
        start = text.index(words, place.get(words, 0))
        place[words] = start + 1
        found.append(
            Mention(start=start, end=start + len(words), text=words, label=LABELS.get(kind, "DATE"), kind=kind)
        )
    return found


def read(text, *names):
    revised = revise_mentions(text, mark(text, *names))
    assert all(text[one.start : one.end] == one.text for one in revised)
    assert all(one.end <= other.start for one, other in pairwise(revised))
    return [(one.text, one.kind) for one in revised]


@pytest.mark.parametrize(
    ("text", "names", "revised"),
    [
        ("Mr. Okonjo met them.", [("Mr. Okonjo", "PER")], [("Okonjo", "PER")]),
        ("They met Constable Ada Okonjo.", [("Constable Ada Okonjo", "PER")], [("Ada Okonjo", "PER")]),
        ("The Tarn was high.", [("The Tarn", "LOC")], [("Tarn", "LOC")]),
        ("They met Ada Okonjo\u2019s men.", [("Ada Okonjo\u2019s", "PER")], [("Ada Okonjo", "PER")]),
        ("It is in Halmar that he lives.", [("Halmar", "PER")], [("Halmar", "LOC")]),
        ("Sweden won.", [("Sweden", "ORG")], [("Sweden", "LOC")]),
        ("They are Swedish.", [("Swedish", "PER")], [("Swedish", "MISC")]),
        ("NATO said no.", [("NATO", "LOC")], [("NATO", "ORG")]),
        ("Then Vera Holub, who leads them, left.", [("Vera Holub", "ORG")], [("Vera Holub", "PER")]),
        ("It was Orbel University.", [("Orbel University", "PER")], [("Orbel University", "ORG")]),
        ("We saw Lake Orbel.", [("Lake Orbel", "PER")], [("Lake Orbel", "LOC")]),
        (
            "Rivers Council Coordinator Ada Okonjo left.",
            [("Rivers Council Coordinator", "ORG"), ("Ada Okonjo", "PER")],
            [("Rivers Council", "ORG"), ("Ada Okonjo", "PER")],
        ),
    ],
)
def test_edges_and_labels(text, names, revised):
    assert read(text, *names) == revised


def test_a_name_found_once_is_found_everywhere_and_its_surname_too():
    text = "Ada Okonjo spoke first.\nThen Okonjo left, and Ada Okonjo\u2019s driver with her. Okonjos are many."
    assert read(text, ("Ada Okonjo", "PER")) == [("Ada Okonjo", "PER"), ("Okonjo", "PER"), ("Ada Okonjo", "PER")]


def test_a_surface_has_one_label_and_a_lone_surname_is_the_persons():
    text = "Per Lindqvist came. Lindqvist spoke. Lindqvist left."
    names = (("Per Lindqvist", "PER"), ("Lindqvist", "ORG"), ("Lindqvist", "ORG"))
    assert {kind for _, kind in read(text, *names)} == {"PER"}


def test_organisations_show_themselves():
    text = (
        "ORBEL (Northern Wire) - The Alliance for Open Rivers (AOR) and the Kestrian defence ministry disagree,"
        " and the Armenian defence ministry is silent. So is the Ministry of Water and Forests on Saturday."
    )
    found = read(text)
    assert ("Northern Wire", "ORG") in found
    assert ("Alliance for Open Rivers", "ORG") in found
    assert ("AOR", "ORG") in found
    assert ("Armenian defence ministry", "ORG") in found
    assert ("Ministry of Water and Forests", "ORG") in found
    assert not any(name.startswith("Kestrian") and kind == "ORG" for name, kind in found)


def test_other_spans_stay_where_no_name_lies():
    text = "Ada Okonjo left on Friday."
    assert read(text, ("Ada Okonjo", "PER"), ("Friday", None)) == [("Ada Okonjo", "PER"), ("Friday", None)]


@given(
    st.lists(
        st.sampled_from(
            [
                "Ada ",
                "Okonjo",
                "'s ",
                "\n",
                " ",
                "the ",
                "(",
                ")",
                "Ministry of ",
                "NATO",
                "\u201c",
                "\U0001f600",
                "in ",
                ".",
            ]
        ),
        max_size=40,
    ).map("".join),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 12), st.sampled_from([*LABELS, None])), max_size=6),
)
def test_any_spans_on_any_text_come_back_exact_and_disjoint(text, spans):
    mentions = [
        Mention(
            start=start,
            end=start + size,
            text=text[start : start + size],
            label=LABELS.get(kind, "DATE"),
            kind=kind,
        )
        for start, size, kind in spans
        if start + size <= len(text) and text[start : start + size].strip()
    ]
    revised = revise_mentions(text, mentions)
    assert all(text[one.start : one.end] == one.text and one.text for one in revised)
    named = [one for one in revised if one.kind]
    assert all(one.end <= other.start for one, other in pairwise(named))


def test_capitalised_words_that_the_model_missed_are_guessed():
    found = dict(read("Yesterday they all spoke with Peter Halmar in Orbel."))
    assert found["Peter Halmar"] == "PER"
    assert "Yesterday" not in found


@pytest.mark.parametrize(
    "text", ["However, it rained.", "Enter your address\nBack to top", "The Prime Minister left.", "Map of it"]
)
def test_words_with_a_capital_only_because_they_begin_or_are_an_office_are_no_names(text):
    assert read(text) == []


def test_a_country_is_found_even_at_the_beginning_of_a_sentence():
    assert read("Sweden said no.") == [("Sweden", "LOC")]


@pytest.mark.parametrize(
    "text", ["", " ", "\u201c" * 3000, "O'" * 9000, "(ABC) " * 2000, "\n" * 9000, "A." * 9000]
)
def test_any_text_is_read_in_linear_time(text):
    whole = Mention(start=0, end=len(text), text=text, label="ORG", kind="ORG")
    started = process_time()
    for mentions in ([], [whole] if text else []):
        assert all(text[one.start : one.end] == one.text for one in revise_mentions(text, mentions))
    assert process_time() - started < 2
