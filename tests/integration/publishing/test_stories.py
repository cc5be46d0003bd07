"""Stories and copies of published articles: again, late, at once, after an edit, after a takedown."""

import threading
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

import dateline.steps.stories as step
from dateline.steps.stories import group_stories
from sql.takedowns import take_down

QUAKE = (
    "A strong earthquake shook the Tarn valley early on Saturday and brought down dozens of houses in Halmar,"
    " where"
    " rescuers dug through the rubble for survivors. The tremor of magnitude 6.1 was felt as far as the coast, the"
    " seismic institute in Orbel said. Hospitals in Halmar took in people with broken bones all morning, and"
    " schools"
    " stay closed. {} The valley lies on the Orbel fault, which last broke eleven years ago."
)
QUAKE_AGAIN = (
    "Rescue teams in Halmar searched collapsed houses for a second day after the earthquake in the Tarn"
    " valley. The"
    " seismic institute counted forty aftershocks along the Orbel fault. Families slept in tents on the football"
    " ground, and the mayor of Halmar asked for blankets, water and diggers. Schools in the valley remain closed."
)
FERRY = (
    "Ferries to the outer islands will cost more from January, the harbour office announced. A return ticket"
    " rises by"
    " a fifth, which shipowners explain with the price of diesel. Islanders protested at the pier with"
    " banners, and"
    " the transport committee wants to hear the operators next week before it decides about subsidies."
)
DAY = date(2026, 11, 21)


def day_of(day):
    return {"published_day": day, "published_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC)}


@pytest.fixture
def stories(night):
    """Publish pages given as (source, name, text, title, day) in one run, then group."""
    runs = iter(range(1, 99))

    def publish(*pages, group=True):
        run = f"n/{next(runs)}"
        night.plan(run, tuple(sorted({page[0] for page in pages})))
        for source, name, text, title, day in pages:
            night.page(
                run, f"https://{source}.example/{name}", source=source, text=text, title=title, **day_of(day)
            )
        night.publish(run)
        return group_stories(night.settings, run_id=run) if group else None

    return publish


def list_stories(night):
    rows = night.fetch("select headline, first_day, last_day, sources, reports, copies from report.stories")
    return sorted(tuple(row.values()) for row in rows)


def list_places(night):
    rows = night.fetch(
        "select articles.url, story_articles.story_id from news.story_articles"
        " inner join news.articles on story_articles.article_id = articles.article_id order by 1"
    )
    return [tuple(row.values()) for row in rows]


FIRST = ("alpha", "quake", QUAKE.format("Two bridges are closed."), "Earthquake shakes Tarn valley", DAY)
COPY = ("beta", "tremor", QUAKE.format("Our reporter is there."), "Strong quake in the Tarn valley", DAY)
SECOND = ("gamma", "search", QUAKE_AGAIN, "Search goes on in Halmar after quake", DAY + timedelta(days=1))
OTHER = ("alpha", "ferries", FERRY, "Ferry tickets to cost more", DAY)


def test_reports_of_one_event_make_a_story_and_copies_do_not_count_as_reports(night, stories):
    stories(FIRST, COPY, SECOND, OTHER)
    assert list_stories(night) == [
        ("Earthquake shakes Tarn valley", DAY, DAY + timedelta(days=1), 3, 2, 1),
        ("Ferry tickets to cost more", DAY, DAY, 1, 1, 0),
    ]
    [copy] = night.fetch("select original_source_id, copy_source_id, method, similarity from report.syndication")
    assert (copy["original_source_id"], copy["copy_source_id"], copy["method"]) == ("alpha", "beta", "shingles")
    assert 0.5 < copy["similarity"] < 1
    parts = night.fetch("select source_id, part from report.story_timeline where headline like 'Earth%%'")
    assert [tuple(row.values()) for row in parts] == [
        ("alpha", "first report"),
        ("beta", "copy"),
        ("gamma", "report"),
    ]


def test_again_changes_nothing(night, stories):
    stories(FIRST, COPY, SECOND, OTHER)
    rows = night.fetch("select * from news.stories order by story_id"), list_places(night)
    assert group_stories(night.settings, run_id="again") == {"articles": 0, "copies": 0, "stories": 0}
    assert (night.fetch("select * from news.stories order by story_id"), list_places(night)) == rows


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_late_articles_find_their_story(night, stories, order):
    pages = [FIRST, COPY, SECOND, OTHER]
    for place in order:
        stories(pages[place])
    assert [(reports, copies) for *_, reports, copies in list_stories(night)] == [(2, 1), (1, 0)]
    places = dict(list_places(night))
    assert places["https://alpha.example/quake"] == places["https://gamma.example/search"]
    everything = list_places(night)
    night.connection.execute("truncate news.story_articles, news.stories cascade")
    group_stories(night.settings, run_id="anew")
    assert list_places(night) == everything


def test_two_at_once_give_the_same_rows(night, stories):
    stories(FIRST, COPY, SECOND, OTHER, group=False)
    threads = [
        threading.Thread(target=group_stories, args=(night.settings,), kwargs={"run_id": f"t/{number}"})
        for number in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(list_stories(night)) == 2
    assert len(list_places(night)) == 4


def test_events_far_apart_in_time_are_two_stories(night, stories):
    later = ("gamma", "search", QUAKE_AGAIN, "Search goes on in Halmar after quake", DAY + timedelta(days=30))
    stories(FIRST, later)
    assert len(list_stories(night)) == 2


def test_an_edit_moves_an_article_to_the_story_of_its_new_text(night, stories):
    stories(FIRST, OTHER)
    before = dict(list_places(night))
    stories(("beta", "tremor", FERRY, "Ferry tickets to cost more, say islanders", DAY))
    stories(("beta", "tremor", QUAKE_AGAIN, "Search goes on in Halmar after quake", DAY))
    places = dict(list_places(night))
    assert places["https://beta.example/tremor"] == before["https://alpha.example/quake"]
    assert night.fetch("select duplicate_of from news.articles where source_id = 'beta'") == [
        {"duplicate_of": None}
    ]


def test_a_story_goes_with_its_last_article(night, stories):
    stories(FIRST, OTHER)
    take_down(night.connection, "https://alpha.example/ferries", because="asked for", by="test", with_copies=False)
    assert [story[0] for story in list_stories(night)] == ["Earthquake shakes Tarn valley"]


def list_copies(night):
    rows = night.fetch("select original_url, copy_url from report.syndication")
    return [tuple(row.values()) for row in rows]


def test_a_copy_stays_one_when_its_original_lies_before_the_days_that_are_grouped(night, stories):
    copy = ("beta", "tremor", QUAKE.format("Our reporter is there."), "Strong quake", DAY + timedelta(days=6))
    later = ("gamma", "ferries", FERRY, "Ferry tickets to cost more", DAY + timedelta(days=18))
    again = ("delta", "tremor", QUAKE.format("Trains run again."), "Quake", DAY + timedelta(days=18))
    stories(FIRST, copy)
    before = list_copies(night)
    assert before == [("https://alpha.example/quake", "https://beta.example/tremor")]
    stories(later)
    assert list_copies(night) == before
    stories(again)
    assert sorted(list_copies(night)) == [
        ("https://alpha.example/quake", "https://beta.example/tremor"),
        ("https://alpha.example/quake", "https://delta.example/tremor"),
    ]


def test_a_copy_by_its_link_and_its_original_are_not_copies_of_each_other(night, stories):
    linking = ("beta", "tremor", QUAKE.format("Our reporter is there."), "Strong quake", DAY - timedelta(days=1))
    stories(FIRST, group=False)
    stories(linking, group=False)
    night.connection.execute(
        "update news.articles set duplicate_method = 'canonical_link', duplicate_of ="
        " (select article_id from news.articles where source_id = 'alpha') where source_id = 'beta'"
    )
    group_stories(night.settings, run_id="linked")
    assert list_copies(night) == [("https://alpha.example/quake", "https://beta.example/tremor")]


def test_an_article_that_proved_to_be_another_leaves_its_story(night, stories):
    stories(FIRST, SECOND)
    night.connection.execute(
        "update news.articles set merged_into ="
        " (select article_id from news.articles where source_id = 'alpha') where source_id = 'gamma'"
    )
    group_stories(night.settings, run_id="merged")
    assert list_stories(night) == [("Earthquake shakes Tarn valley", DAY, DAY, 1, 1, 0)]


def test_an_article_that_moved_to_another_day_is_grouped_by_it(night, stories):
    stories(FIRST, SECOND)
    night.connection.execute(
        "update news.articles set published_day = published_day + 60 where source_id = 'gamma'"
    )
    group_stories(night.settings, run_id="moved")
    assert [story[1:] for story in list_stories(night)] == [
        (DAY, DAY, 1, 1, 0),
        (DAY + timedelta(days=61), DAY + timedelta(days=61), 1, 1, 0),
    ]
    assert group_stories(night.settings, run_id="again") == {"articles": 0, "copies": 0, "stories": 0}


def test_a_takedown_counts_a_story_anew_and_leaves_none_of_its_words(night, stories):
    stories(("alpha", "secret-name", FIRST[2], None, DAY), SECOND, OTHER)
    assert ("https://alpha.example/secret-name", DAY, DAY + timedelta(days=1), 2, 2, 0) in list_stories(night)
    take_down(night.connection, "https://alpha.example/secret-name", because="asked", by="test", with_copies=False)
    assert list_stories(night) == [
        ("Ferry tickets to cost more", DAY, DAY, 1, 1, 0),
        ("Search goes on in Halmar after quake", DAY + timedelta(days=1), DAY + timedelta(days=1), 1, 1, 0),
    ]


def test_a_copy_stands_for_itself_when_its_original_is_taken_down(night, stories):
    stories(FIRST, COPY, SECOND)
    take_down(night.connection, "https://alpha.example/quake", because="asked", by="test", with_copies=False)
    assert list_stories(night) == [(COPY[3], DAY, DAY + timedelta(days=1), 2, 2, 0)]
    rows = night.fetch("select duplicate_of, duplicate_similarity from news.articles")
    assert {tuple(row.values()) for row in rows} == {(None, None)}
    assert group_stories(night.settings, run_id="again")["articles"] == 0


def test_a_takedown_while_articles_are_grouped_leaves_none_of_their_words(night, stories, monkeypatch):
    stories(FIRST, SECOND, group=False)
    group = step.group_reports

    def take_down_meanwhile(reports):
        monkeypatch.setattr(step, "group_reports", group)
        take_down(night.connection, "https://alpha.example/quake", because="asked", by="test", with_copies=False)
        return group(reports)

    monkeypatch.setattr(step, "group_reports", take_down_meanwhile)
    group_stories(night.settings, run_id="meanwhile")
    assert [story[0] for story in list_stories(night)] == [SECOND[3]]
    assert [url for url, _ in list_places(night)] == ["https://gamma.example/search"]


def test_a_grouping_that_loses_to_a_publication_starts_again(night, stories, monkeypatch):
    stories(FIRST, SECOND, group=False)
    group = step.group_reports

    def lose_once(reports):
        monkeypatch.setattr(step, "group_reports", group)
        raise psycopg.errors.DeadlockDetected

    monkeypatch.setattr(step, "group_reports", lose_once)
    assert group_stories(night.settings, run_id="lost") == {"articles": 2, "copies": 0, "stories": 1}
