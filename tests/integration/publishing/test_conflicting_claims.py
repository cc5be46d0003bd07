"""Claims side by side: what conflicts, what does not, and whose quotes are shown."""

from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg.types.json import Jsonb

DAY = date(2026, 11, 21)
TEXT = "Fighting along the river went on. {} Nobody else has counted so far, and the bridge is closed."
STORY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def claims(night):
    """Publish an article a day for each (sentence, figures), all in one story; return the pairs that conflict."""

    def publish(*articles, days=None):
        run = night.plan("n/1", ("alpha", "beta"))
        for number, (sentence, figures) in enumerate(articles):
            text = TEXT.format(sentence)
            day = DAY + timedelta(days=(days or range(len(articles)))[number])
            night.page(
                run,
                f"https://alpha.example/{number}",
                text=text,
                title=f"Fighting, day {number}",
                published_day=day,
                published_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
                analysis={"figures": Jsonb([make_figure(text, sentence, **one) for one in figures])},
            )
        night.publish(run)
        night.connection.execute(
            "insert into news.stories"
            " (story_id, headline, first_day, last_day, sources, reports, copies, method, run_id)"
            " values (%s, 'Fighting', %s, %s, 1, 1, 0, 'test', 'n/1')",
            [STORY, DAY, DAY],
        )
        night.connection.execute(
            "insert into news.story_articles (article_id, story_id, similarity, method, day, run_id)"
            " select article_id, %s, 1, 'test', published_day, 'n/1' from news.articles",
            [STORY],
        )
        return list_conflicts(night)

    return publish


def claim(claimant, low, **columns):
    """An article with one claim."""
    return f"{claimant or 'It'} said that {low} were killed.", [
        {"words": str(low), "low": low, "claimant": claimant} | columns
    ]


def make_figure(text, sentence, *, words, low, **columns):
    start = text.index(words)
    return {
        "low": low,
        "high": low,
        "bound": "exact",
        "happened": "killed",
        "number": [start, start + len(words)],
        "sentence": [text.index(sentence), text.index(sentence) + len(sentence)],
        "background": False,
        "method": "test",
    } | columns


def list_conflicts(night):
    rows = night.fetch("select * from report.conflicting_claims")
    assert all(row["first_day"] <= row["last_day"] for row in rows)
    assert all(row["event"] == "Fighting" for row in rows)
    return [
        (
            row["one_claimant"],
            row["one_number"],
            row["other_claimant"],
            row["other_number"],
            row["claimants_differ"],
        )
        for row in rows
    ]


KESTRIA = {"claimant_side": "Kestria"}
SORVANIA = {"claimant_side": "Sorvania"}


def test_two_sides_that_count_one_sides_dead_conflict_whatever_the_words(claims):
    own = claim("Kestria", 17, group="its own soldiers", group_side="Kestria", **KESTRIA)
    other = claim("Sorvania", 40, bound="about", group="Kestrians", group_side="Kestria", **SORVANIA)
    assert claims(own, other) == [("Kestria", "17", "Sorvania", "about 40", True)]


def test_own_dead_and_the_enemys_do_not_conflict(claims):
    own = claim("Kestria", 17, group="its own soldiers", group_side="Kestria", **KESTRIA)
    other = claim("Sorvania", 11, group="soldiers", group_side="Sorvania", **SORVANIA)
    unknown = claim("Monitors", 90, group="soldiers")
    assert claims(own, other, unknown) == []


def test_one_side_under_two_names_is_no_rival_of_itself(claims):
    assert claims(claim("Kestria", 17, **KESTRIA), claim("Kestrian defence ministry", 9, **KESTRIA)) == []


def test_one_number_by_one_side_is_paired_once(claims):
    enemy = {"group_side": "Sorvania"} | KESTRIA
    pairs = claims(
        claim("Kestria", 31, **enemy),
        claim("Kestria\u2019s ministry", 31, group="Sorvanian troops", **enemy),
        claim("Sorvania", 11, group="dead", group_side="Sorvania", **SORVANIA),
    )
    assert pairs == [("Kestria\u2019s ministry", "31", "Sorvania", "11", True)]


def test_a_short_name_is_the_side_whose_name_has_its_words(claims):
    lowenda = {"claimant_side": "Lowenda"}
    pairs = claims(
        claim("interior ministry of Lowenda", 17, bound="at_least", **lowenda),
        claim("ministry", 17),
        claim("interior ministry still", 22),
        claim("Hospital", 23),
    )
    assert {(pair[0], pair[1]) for pair in pairs} == {
        ("interior ministry of Lowenda", "at least 17"),
        ("interior ministry still", "22"),
    }
    assert {pair[2] for pair in pairs} == {"Hospital"}


def test_an_article_that_repeats_what_somebody_said_is_not_counted_again(claims):
    assert claims(claim("Police", 17), claim(None, 17), claim("Hospital", 23)) == [
        ("Police", "17", "Hospital", "23", True)
    ]


def test_a_few_of_one_trade_are_no_conflict_with_all(claims):
    assert claims(claim("Monitor", 1, group="herdsman"), claim("Army", 15, group="people")) == []


def test_the_same_number_is_no_conflict(claims):
    assert claims(claim("Police", 4), claim("Hospital", 4), claim(None, 4, bound="at_least")) == []


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        ({"low": 30, "bound": "at_least"}, {"low": 41}, 0),
        ({"low": 30, "bound": "at_least"}, {"low": 12}, 1),
        ({"low": 40, "bound": "about"}, {"low": 42}, 0),
        ({"low": 28, "high": 71, "bound": "between"}, {"low": 50}, 0),
        ({"low": 30, "bound": "up_to"}, {"low": 12}, 0),
        ({"low": None, "high": None, "bound": "vague:dozens"}, {"low": 12}, 0),
    ],
)
def test_bounds_tell_whether_one_who_counts_again_disagrees(claims, one, other, pairs):
    articles = [
        ("Police said that some were killed.", [{"words": "some", "claimant": "Police"} | columns])
        for columns in (one, other)
    ]
    assert len(claims(*articles)) == pairs


def test_two_claimants_with_other_numbers_conflict_even_if_both_may_be_right(claims, night):
    assert claims(claim("Police", 17, bound="at_least"), claim("Hospital", 23)) == [
        ("Police", "at least 17", "Hospital", "23", True)
    ]
    (row,) = night.fetch("select numbers_disagree, group_class, source_ids from report.conflicting_claims")
    assert tuple(row.values()) == (False, "people", ["alpha"])


def test_a_part_is_no_conflict_with_its_whole(claims):
    wounded = [
        {"words": "seven", "low": 7, "claimant": "Head", "happened": "wounded"},
        {"words": "two", "low": 2, "claimant": "Head", "happened": "wounded", "is_part": True},
    ]
    both = [
        {"words": "61", "low": 61, "claimant": "Doctor"},
        {"words": "11", "low": 11, "claimant": "Doctor"},
    ]
    assert (
        claims(
            ("Head said that seven were wounded, two of them badly.", wounded),
            ("Doctor said that 61 were there and 11 of them ill.", both),
        )
        == []
    )


def test_background_and_other_days_are_no_conflict(claims):
    assert (
        claims(
            claim("Police", 46, background=True),
            claim("Police", 17, happened_on="2026-11-20"),
            claim("Hospital", 23, happened_on="2026-11-18"),
            claim("Front", 30, date="three years ago"),
        )
        == []
    )


def test_gunmen_and_soldiers_are_not_compared_and_guards_among_people_only_by_two_who_are_named(claims):
    pairs = claims(
        claim("Army", 15, group="gunmen"),
        claim("Mission", 4, group="peacekeepers"),
        claim("Prosecutor", 5, group="people"),
        claim(None, 2, group="guards"),
    )
    assert ("Army", "15", "Mission", "4", True) not in pairs
    assert {(pair[0], pair[2]) for pair in pairs} == {("Mission", "Prosecutor")}


def test_the_toll_of_a_war_is_not_that_of_a_bombing(claims):
    assert claims(claim("Monitor", 9000), claim("Hospital", 23)) == []


def test_the_newest_pairs_come_first(claims):
    pairs = claims(claim("Police", 1), claim("Hospital", 2), claim("Mayor", 3))
    assert [pair[3] for pair in pairs] == ["3", "3", "2"]


def test_a_claim_says_for_whom_it_speaks_and_when_it_was(claims, night):
    claims(claim("Kestria", 17, group="men", date="Friday", happened_on="2026-11-20", **KESTRIA))
    (row,) = night.fetch(
        "select claimant_side, number, date_said, happened_on, is_part, source_ids, cardinality(article_ids) as n"
        " from report.casualty_claims"
    )
    assert tuple(row.values()) == ("Kestria", "17", "Friday", date(2026, 11, 20), False, ["alpha"], 1)


@pytest.mark.parametrize(
    ("words", "group"),
    [
        (None, "people"),
        ("its own soldiers", "military"),
        ("peacekeepers of the United Nations", "military"),
        ("Kestrians", "people"),
        ("people", "people"),
        ("the dead", "people"),
        ("gunmen", "militants"),
        ("her crew", "crew"),
        ("border guards", "guards"),
        ("brothers of his", "brother"),
        ("herdsman", "herdsman"),
    ],
)
def test_a_group_is_one_word(fetch, words, group):
    assert fetch("select news.name_group(%s) as said", words)[0]["said"] == group


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("a ministry official", True),
        ("The hospital", True),
        ("The head of the coastguard", True),
        ("Residents of Brask", True),
        ("two diplomats", True),
        ("policemen", True),
        ("a woman from Brask", True),
        ("Each side", False),
        ("nobody", False),
        ("a sign", False),
        ("reason", False),
        ("Men", False),
        ("she", False),
        ("eleven million dollars promised,", False),
        ("", False),
        (None, False),
    ],
)
def test_a_speaker_without_a_name_has_a_role(fetch, words, named):
    assert fetch("select news.names_speaker(%s) as said", words)[0]["said"] is named


def test_quotes_of_nobody_and_of_one_word_stay_out_of_the_view(night):
    text = TEXT.format(
        "The hospital expects more. A sign promises bread tomorrow. The mission said that. It rains."
    )

    def quote(speaker, words, kind="indirect"):
        span = [text.index(words), text.index(words) + len(words)]
        return {"kind": kind, "content": [span], "speaker_name": speaker, "method": "test"}

    found = [
        quote("The hospital", "expects more"),
        quote("A sign", "promises bread"),
        quote("The mission", "that."),
        quote("The mission", "rains", kind="direct"),
    ]
    run = night.plan("n/1")
    night.page(run, "https://alpha.example/quotes", text=text, analysis={"quotes": Jsonb(found)})
    night.publish(run)
    shown = night.fetch("select speaker, words from report.quotes_by_speaker order by quote_no")
    assert [tuple(row.values()) for row in shown] == [("The hospital", "expects more"), ("The mission", "rains")]
    assert night.fetch("select count(*)::int as n from news.quotes") == [{"n": 4}]


def test_a_bare_number_of_nobody_conflicts_with_none(claims):
    assert claims(claim("Kestria", 17), claim(None, 6)) == []


def test_a_number_of_nobody_who_counts_people_conflicts(claims):
    assert len(claims(claim("Kestria", 17, group="people"), claim(None, 6, group="people"))) == 1
