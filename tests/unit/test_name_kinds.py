"""What kind of thing a name means."""

import pytest

from transforms.name_kinds import GUESS, KINDS, decide_kinds, fold_name, load_weights, weigh_words
from transforms.records import Mention


def mark(text, words, label, kind):
    start = text.index(words)
    return Mention(start=start, end=start + len(words), text=words, label=label, kind=kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nato", "ORG"),
        ("sweden", "LOC"),
        ("swedish", "MISC"),
        ("orbel university", "ORG"),
        ("lake orbel", "LOC"),
        ("peter halmar", "PER"),
    ],
)
def test_words_that_leave_no_doubt(name, kind):
    assert max(weigh_words(name), key=lambda one: one[1])[0] == kind


@pytest.mark.parametrize(
    ("text", "words", "label", "kind"),
    [
        ("They have lived in Halmar since then.", "Halmar", "PERSON", "LOC"),
        ("Then Vera Holub, the singer, left.", "Vera Holub", "ORG", "PER"),
    ],
)
def test_the_words_beside_a_name_outweigh_the_model(text, words, label, kind):
    mention = mark(text, words, label, {"PERSON": "PER", "ORG": "ORG"}[label])
    assert decide_kinds(text, [mention], frozenset())[words.casefold()] == kind


def test_a_name_that_the_text_shows_to_be_an_organisation_is_one():
    text = "They asked the Wexel."
    mention = mark(text, "Wexel", "PERSON", "PER")
    assert decide_kinds(text, [mention], frozenset({"wexel"})) == {"wexel": "ORG"}


def test_a_surname_has_the_kind_of_the_full_name():
    text = "Peter Halmar came. In Halmar they trust."
    lone = Mention(start=22, end=28, text="Halmar", label="GPE", kind="LOC")
    kinds = decide_kinds(text, [mark(text, "Peter Halmar", "PERSON", "PER"), lone], frozenset())
    assert kinds == {"peter halmar": "PER", "halmar": "PER"}


def test_names_of_one_text_are_grouped_without_case_and_article():
    assert fold_name("The  Tarn") == fold_name("TARN") == "tarn"
    assert fold_name("") == ""


def test_each_feature_has_a_weight_for_each_kind():
    weights = load_weights()
    assert GUESS in KINDS
    assert len(weights) > 1000
    assert {len(row) for row in weights.values()} == {len(KINDS)}
