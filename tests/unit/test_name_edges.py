"""Where names begin and end."""

import pytest

from transforms.name_edges import extend_names, is_title, split_names
from transforms.records import Mention

KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "NORP": "MISC", "WORK_OF_ART": "MISC", "DATE": None}


def mark(text, words, label):
    start = text.index(words)
    return Mention(start=start, end=start + len(words), text=words, label=label, kind=KINDS[label])


@pytest.mark.parametrize(
    ("words", "label", "names"),
    [
        ("Orbel, Tarn and", "GPE", ["Orbel", "Tarn"]),
        ("Ada Okonjo and Vera Holub", "PERSON", ["Ada Okonjo", "Vera Holub"]),
        ("Orbel / Tarn", "ORG", ["Orbel", "Tarn"]),
        ("Orbel Motors, Inc.", "ORG", ["Orbel Motors, Inc."]),
        ("Department of Water, Forests and Mines", "ORG", ["Department of Water, Forests and Mines"]),
        ("University of Tarn in Orbel", "ORG", ["University of Tarn", "Orbel"]),
        ("Trinidad and Tobago", "GPE", ["Trinidad and Tobago"]),
        ('Ada "Ace" Okonjo', "PERSON", ['Ada "Ace" Okonjo']),
        ("Songs of Rain, Wind and Snow", "WORK_OF_ART", ["Songs of Rain, Wind and Snow"]),
        ("Orbel 3", "GPE", ["Orbel"]),
    ],
)
def test_spans_of_several_names_are_split(words, label, names):
    text = f"They saw {words} there."
    found = list(split_names(text, [mark(text, words, label)]))
    assert [one.text for one in found] == names
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("text", "words", "label", "name"),
    [
        ("They all saw the Orbel Herons play well.", "Orbel", "GPE", "Orbel Herons"),
        ("They all went to see FC Orbel play well.", "Orbel", "GPE", "FC Orbel"),
        ("They all left Orbel Friday in good order.", "Orbel", "GPE", "Orbel"),
        ("They all asked Orbel President Ada Okonjo.", "Orbel", "GPE", "Orbel"),
        ("They all met in Orbel In good order.", "Orbel", "GPE", "Orbel"),
        ("They all flew to Halmar D.C. in good order.", "Halmar", "GPE", "Halmar D.C."),
        ("They all spoke with Peter Halmar about this.", "Halmar", "PERSON", "Peter Halmar"),
        ("They all saw Swedish Herons fly over there.", "Swedish", "NORP", "Swedish"),
        ("Orbel Wins Third Match At Home", "Orbel", "GPE", "Orbel"),
    ],
)
def test_names_get_the_capitalised_words_beside_them(text, words, label, name):
    [found] = extend_names(text, [mark(text, words, label)], [])
    assert found.text == name == text[found.start : found.end]


def test_no_name_grows_into_another_span():
    text = "They all saw Orbel Herons play well."
    taken = mark(text, "Herons", "DATE")
    assert [one.text for one in extend_names(text, [mark(text, "Orbel", "GPE")], [taken])] == ["Orbel"]


def test_a_line_with_capitals_throughout_is_a_title():
    text = "Many Rivers Rise Over Night\nMany rivers rose over night in Orbel."
    assert is_title(text, 5)
    assert not is_title(text, text.index("Orbel"))
    assert is_title("", 0)
