"""What the trees are taught: which blocks a known text is made of, and how much each page counts."""

import numpy as np
import pytest

from training.alignment import align, mark_passages
from training.pages import set_targets

NAVIGATION = "Home World Harbour Opinion"
FIRST = "Ferries to the outer islands ran again on Saturday, the harbour office said."
SECOND = "Some four hundred people had waited in the terminal since the storm began."
TEASER = "The storm, day by day"


def test_blocks_of_the_text_are_found_and_others_are_not():
    texts = [NAVIGATION, FIRST, TEASER, SECOND]
    assert align(texts, f"{FIRST}\n{SECOND}").tolist() == [0, 1, 0, 1]


def test_a_block_that_is_there_twice_is_found_once():
    assert align([FIRST, SECOND, FIRST], f"{FIRST}\n{SECOND}").tolist() == [1, 1, 0]


def test_a_block_of_which_a_part_is_known_has_that_share():
    [share] = align([f"{FIRST} And so on and on."], FIRST)
    assert share == pytest.approx(13 / 18)


def test_short_lines_count_among_longer_ones_only():
    texts = ["Nobody was hurt.", *["x y z"] * 9, FIRST, "Nobody was hurt.", SECOND]
    found = align(texts, f"{FIRST}\nNobody was hurt.\n{SECOND}")
    assert (found[0], found[11]) == (0, 1)


def test_passages_mark_the_blocks_that_hold_them():
    texts = [NAVIGATION, FIRST, TEASER]
    assert mark_passages(texts, ["ran again  on Saturday"], shortest=10).tolist() == [0, 1, 0]
    assert mark_passages(texts, ["day"], shortest=4).tolist() == [0, 0, 0]


def test_a_page_with_known_text_counts_as_one_article_does():
    texts = [NAVIGATION, FIRST, SECOND]
    wanted, weights = set_targets(texts, {"body": f"{FIRST}\n{SECOND}"}, [])
    assert wanted.tolist() == [0, 1, 1]
    assert 0.5 < weights[1:].sum() < 1.5
    assert set_targets([NAVIGATION * 50] * 50, {"body": FIRST}, [])[1].sum() == pytest.approx(3)


def test_a_standfirst_that_is_kept_apart_counts_for_nothing():
    _, weights = set_targets([FIRST, SECOND], {"body": SECOND, "summary": FIRST}, [])
    assert weights[0] == 0 < weights[1]


def test_passages_count_beside_what_another_extractor_finds():
    row = {"must_have": ["ran again on Saturday"], "must_not": ["storm, day by day"]}
    wanted, weights = set_targets([NAVIGATION, FIRST, SECOND, TEASER], row, [SECOND, TEASER])
    assert wanted.tolist() == [0, 1, 1, 0]
    assert np.all(weights[[1, 3]] > weights[[2, 0]] / 2)
    assert set_targets([FIRST, TEASER], {}, [FIRST])[0].tolist() == [1, 0]
