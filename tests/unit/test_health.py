"""A source against its own 28 days: what is remarkable, and what is only a weekend."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.health import (
    Sample,
    SourceHistory,
    Symptom,
    judge_health,
    measure_distance,
    name_complaints,
)

WEDNESDAY = date(2026, 11, 25)
USUAL = Sample(
    articles=200,
    dated=196,
    median_words=600,
    low_words=250,
    methods={"title": {"json_ld": 1.0}, "authors": {"json_ld": 0.9}, "text": {"trafilatura": 1.0}},
)


def make_history(counts, *, days_seen=28, seen=True, before=USUAL, now=USUAL, day=WEDNESDAY):
    """`counts` gives the articles of each day back from the judged one, which comes first."""
    dated = {day - timedelta(days=back): count for back, count in enumerate(counts)}
    return SourceHistory(
        source_id="alpha", day=day, counts=dated, days_seen=days_seen, seen=seen, before=before, now=now
    )


def find_symptoms(history):
    return [complaint.symptom for complaint in judge_health(history)]


def week_of(weekday, weekend, *, day=WEDNESDAY):
    """Four weeks and a day back from a day, with other numbers at weekends."""
    return [weekend if (day - timedelta(days=back)).weekday() >= 5 else weekday for back in range(29)]


def test_a_source_that_is_as_it_was_is_well():
    assert find_symptoms(make_history(week_of(20, 3))) == []


@pytest.mark.parametrize("back", [3, 4])
def test_a_weekend_is_no_silence(back):
    day = WEDNESDAY - timedelta(days=back)
    assert day.weekday() >= 5
    assert find_symptoms(make_history(week_of(30, 0, day=day), day=day)) == []


def test_a_working_day_without_articles_is():
    (complaint,) = judge_health(make_history([0, *week_of(30, 0)[1:]]))
    assert complaint.symptom is Symptom.SILENT
    assert complaint.in_words == "no article on Wednesday 2026-11-25, usually about 30 on a Wednesday"


def test_far_fewer_and_far_more_than_usual_are_told():
    (fewer,) = judge_health(make_history([3, *week_of(30, 5)[1:]]))
    assert (fewer.symptom, fewer.in_words) == (
        Symptom.FEWER,
        "3 articles on Wednesday 2026-11-25, usually about 30 on a Wednesday",
    )
    assert find_symptoms(make_history([90, *week_of(30, 5)[1:]])) == [Symptom.MORE]
    assert find_symptoms(make_history([22, *week_of(30, 5)[1:]])) == []


def test_one_odd_week_does_not_move_what_is_usual():
    counts = week_of(30, 5)
    counts[7] = 400
    assert find_symptoms(make_history([30, *counts[1:]])) == []
    assert find_symptoms(make_history([2, *counts[1:]])) == [Symptom.FEWER]


def test_a_source_of_few_articles_is_judged_by_its_pauses():
    rare = [1 if back % 4 == 0 else 0 for back in range(29)]
    assert find_symptoms(make_history(rare)) == []
    assert find_symptoms(make_history([0] * 8 + rare[8:])) == []
    (complaint,) = judge_health(make_history([0] * 12 + rare[12:]))
    assert complaint.symptom is Symptom.SILENT
    assert complaint.in_words == "no article for 12 days (the last of 2026-11-13); its longest pause before was 4"


def test_a_young_source_and_a_day_that_was_not_seen_are_not_silent():
    silent = [0, *week_of(30, 0)[1:]]
    assert find_symptoms(make_history(silent, days_seen=13)) == []
    assert find_symptoms(make_history(silent, seen=False)) == []
    assert find_symptoms(make_history([0] * 29)) == []


def test_lost_dates_and_bodies_are_told_with_their_numbers():
    now = Sample(articles=20, dated=2, median_words=40, low_words=10, methods=USUAL.methods)
    found = judge_health(make_history(week_of(20, 3), now=now))
    assert [complaint.symptom for complaint in found] == [Symptom.DATES_LOST, Symptom.BODIES_LOST]
    assert name_complaints(found) == (
        "2 of 20 articles have a date, 98% did before; half of 20 texts have at most 40 words, usually 600"
    )


def test_short_texts_are_no_loss_where_texts_were_always_of_all_lengths():
    mixed = Sample(articles=200, dated=200, median_words=400, low_words=60, methods=USUAL.methods)
    now = Sample(articles=6, dated=6, median_words=90, low_words=60, methods=USUAL.methods)
    assert find_symptoms(make_history(week_of(20, 3), before=mixed, now=now)) == []


def test_too_few_articles_tell_nothing():
    now = Sample(articles=4, dated=0, median_words=3, low_words=1)
    assert find_symptoms(make_history(week_of(20, 3), now=now)) == []


def test_fields_that_are_found_in_another_way_mean_another_layout():
    moved = {"title": {"h1": 1.0}, "authors": {}, "text": {"trafilatura": 1.0}}
    now = Sample(articles=20, dated=20, median_words=600, low_words=250, methods=moved)
    (complaint,) = judge_health(make_history(week_of(20, 3), now=now))
    assert (complaint.symptom, complaint.in_words) == (
        Symptom.LAYOUT_CHANGED,
        "authors, title are found in another way than before",
    )
    one = Sample(articles=20, dated=20, median_words=600, low_words=250, methods={**USUAL.methods, "title": {}})
    assert find_symptoms(make_history(week_of(20, 3), now=one)) == []


shares = st.dictionaries(st.sampled_from("abcd"), st.floats(0, 0.25), max_size=4)


@given(shares, shares)
def test_the_distance_of_two_shares_lies_between_0_and_1_and_is_the_same_both_ways(one, other):
    distance = measure_distance(one, other)
    assert 0 <= distance <= 1 + 1e-9
    assert distance == pytest.approx(measure_distance(other, one))
    assert measure_distance(one, one) == 0


@given(
    st.lists(st.integers(0, 50), min_size=29, max_size=29), st.integers(0, 28), st.booleans(), st.integers(0, 40)
)
def test_no_counts_break_the_judgement(counts, days_seen, seen, articles):
    now = Sample(articles=articles, dated=articles // 2, median_words=10, low_words=5)
    found = judge_health(make_history(counts, days_seen=days_seen, seen=seen, now=now))
    assert len({complaint.symptom for complaint in found}) == len(found)
    assert all(complaint.in_words and "\n" not in complaint.in_words for complaint in found)
