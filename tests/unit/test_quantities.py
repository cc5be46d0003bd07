"""Quantities: numbers in words and digits, ranges, and the words that bound them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.quantities import find_quantities, split_tokens


def read(text: str) -> list[tuple[int | None, int | None, str]]:
    return [(one.low, one.high, one.bound) for one in find_quantities(split_tokens(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("7,400", 7400),
        ("1.5 million", 1_500_000),
        ("twenty-one", 21),
        ("one hundred and five", 105),
        ("a hundred", 100),
        ("two thousand three hundred", 2300),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("half a million", 500_000),
        ("a couple", 2),
        ("1.5m people", 1_500_000),
        ("10k people", 10_000),
        ("1,5 million", 1_500_000),
        ("1,00,000", 100_000),
        ("3 lakh", 300_000),
        ("10 000", 10_000),
        ("10'000", 10_000),
        ("1.250 people", 1250),
    ],
)
def test_numbers_are_read_in_words_and_digits(text, value):
    assert read(text) == [(value, value, "exact")]


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("at least 12", 12, 12, "at_least"),
        ("no fewer than twelve", 12, 12, "at_least"),
        ("12 or more", 12, 12, "at_least"),
        ("20-odd", 20, 20, "about"),
        ("12 at least", 12, 12, "at_least"),
        ("15,000 at most", 15000, 15000, "up_to"),
        ("more than 100", 100, 100, "more_than"),
        ("over 100", 100, 100, "more_than"),
        ("some 50", 50, 50, "about"),
        ("nearly a thousand", 1000, 1000, "about"),
        ("as many as 60", 60, 60, "up_to"),
        ("up to 60", 60, 60, "up_to"),
        ("fewer than ten", 10, 10, "fewer_than"),
        ("between 20 and 30", 20, 30, "between"),
        ("20 to 30", 20, 30, "between"),
        ("20-30", 20, 30, "between"),
        ("two or three", 2, 3, "between"),
        ("perhaps more than 70", 70, 70, "more_than"),
        ("some 15,000 people at most", 15000, 15000, "up_to"),
        ("more than 40 but fewer than 60", 40, 60, "between"),
        ("around 30, perhaps 40,", 30, 40, "between"),
        ("dozens", None, None, "vague:dozens"),
        ("scores", None, None, "vague:scores"),
        ("hundreds of thousands", None, None, "vague:hundreds of thousands"),
    ],
)
def test_bounds_are_kept(text, low, high, bound):
    assert read(text) == [(low, high, bound)]


def test_no_number_is_no_quantity():
    assert read("The council met and went home.") == []


@pytest.mark.parametrize(
    "text",
    ["two trillion", "nine hundred quadrillion", "9" * 400, "1" + ",000" * 400, "1" + " 000" * 400, "waves of 5m"],
)
def test_more_than_all_people_alive_is_no_quantity(text):
    assert read(text) == []


def test_a_change_names_two_numbers_and_no_range():
    assert read("rose from 12 to 19") == [(12, 12, "exact"), (19, 19, "exact")]


def test_a_day_before_a_number_is_no_part_of_it():
    assert read("On May 12 300 people")[-1] == (300, 300, "exact")


def test_two_numbers_side_by_side_stay_two():
    assert read("seven, nine") == [(7, 7, "exact"), (9, 9, "exact")]


@given(st.text())
def test_tokens_point_into_any_text(text):
    tokens = split_tokens(text)
    assert all(text[token.start : token.end].lower() == token.word for token in tokens)
    for one in find_quantities(tokens):
        assert 0 <= one.first < one.last <= len(tokens)
