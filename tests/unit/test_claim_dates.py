"""When what a figure counts happened: weekdays, dates and days ago, told from the day of publication."""

from datetime import date

import pytest

from transforms.claim_dates import date_figures, find_days, resolve_date
from transforms.records import Figure

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Monday", date(2026, 11, 23)),
        ("Friday", FRIDAY),
        ("last Friday", date(2026, 11, 20)),
        ("Saturday night", date(2026, 11, 21)),
        ("today", FRIDAY),
        ("Today\u2019s", FRIDAY),
        ("this morning", FRIDAY),
        ("yesterday", date(2026, 11, 26)),
        ("last night", date(2026, 11, 26)),
        ("on 9 May", date(2026, 5, 9)),
        ("May 9", date(2026, 5, 9)),
        ("Dec. 9", date(2025, 12, 9)),
        ("the 9th of May, 2016", date(2016, 5, 9)),
        ("Sept 3, 2014", date(2014, 9, 3)),
        ("2026-11-02", date(2026, 11, 2)),
        ("two days ago", date(2026, 11, 25)),
        ("a week ago", date(2026, 11, 20)),
    ],
)
def test_words_that_mean_a_day(words, day):
    assert resolve_date(words, FRIDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        "in March 2016",
        "2016",
        "next Monday",
        "every Friday",
        "nine years ago",
        "the week",
        "31 June",
        "29",
        "in May",
    ],
)
def test_words_that_mean_no_one_day(words):
    assert resolve_date(words, FRIDAY) is None


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The blast on Tuesday killed one man.", [date(2026, 11, 24)]),
        ("The army said on Tuesday that nine had died.", []),
        ("Nine have died, the army said Tuesday.", []),
        ("Nine people were killed on Sunday, police said on Monday.", [date(2026, 11, 22)]),
        ("Nine have been held since Sunday.", []),
        ("He put the toll at 26 by Wednesday.", []),
    ],
)
def test_the_day_of_saying_it_is_another(sentence, days):
    assert [found.day for found in find_days(sentence, FRIDAY)] == days


def make_figure(text: str, words: str | None, **values: object) -> Figure:
    span = (text.index(words), text.index(words) + len(words)) if words else None
    number = text.index("nine")
    columns = {
        "low": 9, "high": 9, "bound": "exact", "happened": "killed", "group": None, "claimant": None,
        "number": (number, number + 4), "sentence": (0, len(text)), "background": False, "method": "test",
        "date": words, "date_span": span,
    }  # fmt: skip
    return Figure(**(columns | values))


@pytest.mark.parametrize(
    ("text", "words", "date_words", "day"),
    [
        ("On Sunday nine died.", "Sunday", "Sunday", "2026-11-22"),
        ("The blast killed nine on 9 May.", "9 May.", "9 May", "2026-05-09"),
        ("On Wednesday nine others died.", "Wednesday nine", "Wednesday", "2026-11-25"),
        ("Early today nine died.", None, "today", "2026-11-27"),
        ("In all nine of the other 17 died.", "the other 17", None, None),
        ("In March 2016 nine died.", "March 2016", "March 2016", None),
        ("Two years ago nine died, and on Sunday nobody.", "Two years ago", "Two years ago", None),
        ("In the seven-week war nine died.", "seven-week", None, None),
        ("Between Sunday and Tuesday nine died.", "Sunday", "Sunday", None),
    ],
)
def test_a_figure_gets_the_day_of_its_sentence(text, words, date_words, day):
    (figure,) = date_figures([make_figure(text, words)], text, FRIDAY)
    assert (figure.date, figure.happened_on) == (date_words, day)
    assert figure.date_span is None or text[slice(*figure.date_span)] == figure.date


def test_without_a_day_of_publication_there_are_words_only():
    text = "On Sunday nine died."
    (figure,) = date_figures([make_figure(text, "Sunday")], text, None)
    assert (figure.date, figure.happened_on) == ("Sunday", None)


def test_what_is_past_has_no_day():
    text = "On Sunday nine died."
    (figure,) = date_figures([make_figure(text, "Sunday", background=True)], text, FRIDAY)
    assert figure.happened_on is None


@pytest.mark.parametrize(
    ("words", "published"),
    [("on Tuesday", date.min), ("on 9 May", date.max), ("yesterday", date.min), ("two weeks ago", date.min)],
)
def test_a_day_beyond_the_calendar_is_none(words, published):
    assert resolve_date(words, published) is None
