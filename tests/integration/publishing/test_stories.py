"""Stories and copies of published articles: again, late, at once, after an edit, after a takedown."""

import random
import threading
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from dateline.steps import stories as steps
from dateline.steps.stories import group_stories
from sql.connection import connect
from sql.loader import read_query
from sql.stories import lock_stories
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


NEWS = [
    "Two bridges are closed", "The mayor resigned", "Insurers count the cost", "A court hears the builders",
    "Tents make way", "Engineers test the fault", "Donors meet in Orbel", "Schools reopen", "Builders are fined",
    "A memorial is planned", "Aid arrives by sea", "Roads reopen", "Prices of bricks rise", "Students return",
]  # fmt: skip
PLACES = ("Barton", "Corville", "Delburg", "Fenmouth", "Golton", "Humville", "Isterburg", "Jolmouth")
MATTERS = ("taxes", "parks", "buses", "schools", "bins", "trees", "noise", "water", "lights", "roads")


def write_council(number):
    town, matter = PLACES[number % 8], MATTERS[number % 10]
    text = f"The council of {town} voted on {matter} after a debate until evening, when the chair closed it."
    return f"{text} Residents of {town} had asked for other {matter}, said councillor Number{number} Smith."


def list_partition(night):
    groups = {}
    for url, story_id in list_places(night):
        groups.setdefault(story_id, set()).add(url)
    return groups


def grow(count, gap):
    """Articles in the order of their days: one long event and councils that have nothing to do with it."""
    event = [
        (
            "alpha",
            f"q{number}",
            QUAKE.format(NEWS[number]),
            f"Quake in {number}",
            DAY + timedelta(days=gap * number),
        )
        for number in range(count)
    ]
    councils = [
        ("beta", f"u{number}", write_council(number), f"Council {number}", DAY + timedelta(days=2 * number))
        for number in range(count)
    ]
    return sorted(event + councils, key=lambda page: page[4])


@pytest.mark.parametrize("order", ["by day", "backwards", "at random"])
def test_in_whatever_order_they_come_the_stories_are_those_of_all_at_once(night, stories, order):
    pages = grow(12, gap=3)
    if order != "by day":
        pages = pages[::-1] if order == "backwards" else random.Random(4).sample(pages, k=len(pages))
    for place in range(0, len(pages), 2):
        stories(*pages[place : place + 2])
    arrived = list_partition(night), list_stories(night)
    night.connection.execute("truncate news.story_articles, news.stories, news.story_parts cascade")
    group_stories(night.settings, run_id="anew")
    assert (list_partition(night), list_stories(night)) == arrived
    [event] = [urls for urls in arrived[0].values() if "https://alpha.example/q0" in urls]
    assert event == {f"https://alpha.example/q{number}" for number in range(12)}


def test_a_quiet_night_looks_at_two_weeks_only(night, stories, monkeypatch):
    stories(*grow(12, gap=4))
    looked_at = []
    select = steps.select_week
    monkeypatch.setattr(steps, "select_week", lambda *keys: looked_at.append(keys[1]) or select(*keys))
    stories(("gamma", "new", FERRY, "Ferry tickets to cost more", DAY + timedelta(days=44)))
    assert looked_at == [DAY + timedelta(days=44 - (DAY + timedelta(days=44)).weekday())]


def test_a_copy_is_in_its_originals_story_however_late(night, stories):
    far = ("delta", "late", QUAKE.format("Read it again."), "A quake, told again", DAY + timedelta(days=26))
    bridge = ("beta", "tremor", *COPY[2:4], DAY + timedelta(days=13))
    stories(FIRST, SECOND, OTHER)
    stories(far, bridge)
    places = dict(list_places(night))
    assert places["https://delta.example/late"] == places["https://alpha.example/quake"]
    stories(("gamma", "x", FERRY, "Ferry", DAY + timedelta(days=40)))
    rows = night.fetch("select source_id from news.articles where duplicate_of is not null order by 1")
    assert [row["source_id"] for row in rows] == ["beta", "delta"]
    assert dict(list_places(night)).items() >= places.items()


def test_a_copy_that_a_link_tells_moves_to_its_originals_story(night, stories):
    stories(FIRST, ("beta", "own", FERRY, "Ferry tickets to cost more", DAY))
    beta, alpha = (
        night.fetch("select article_id from news.articles where source_id = %s", one) for one in ("beta", "alpha")
    )
    night.connection.execute(
        "update news.articles set duplicate_of = %s, duplicate_method = 'canonical_link' where article_id = %s",
        [alpha[0]["article_id"], beta[0]["article_id"]],
    )
    group_stories(night.settings, run_id="link")
    assert list_stories(night) == [("Earthquake shakes Tarn valley", DAY, DAY, 2, 1, 1)]


def test_a_changed_text_leaves_its_old_story_however_long_that_is(night, stories):
    pages = grow(6, gap=6)
    stories(*pages)
    stories(("alpha", "q0", FERRY, "Ferry tickets to cost more", DAY))
    stories(("gamma", "ferry", f"{FERRY} More tomorrow.", "Ferry tickets", DAY))
    groups = list_partition(night).values()
    assert {"https://alpha.example/q0", "https://gamma.example/ferry"} in groups
    assert {f"https://alpha.example/q{number}" for number in range(1, 6)} in groups


def test_an_article_that_gets_another_day_leaves_its_story(night, stories):
    stories(FIRST, SECOND)
    assert len(list_stories(night)) == 1
    stories((*SECOND[:4], DAY - timedelta(days=300)))
    assert [(first, last) for _, first, last, *_ in list_stories(night)] == [
        (DAY, DAY),
        (DAY - timedelta(days=300), DAY - timedelta(days=300)),
    ]


def erase(night, url):
    take_down(night.connection, url, because="asked for", by="test", with_copies=False)


def test_after_the_original_is_taken_down_the_first_copy_is_the_original(night, stories):
    third = ("delta", "third", QUAKE.format("Our third man says so."), "Third quake", DAY)
    for source, page in enumerate((FIRST, COPY, third)):
        stories(page, group=False)
        night.connection.execute(
            "update news.articles set published_at = published_at + %s where source_id = %s",
            [timedelta(hours=source), page[0]],
        )
    group_stories(night.settings, run_id="one")
    assert list_stories(night) == [("Earthquake shakes Tarn valley", DAY, DAY, 3, 1, 2)]
    erase(night, "https://alpha.example/quake")
    assert (
        night.fetch("select 1 from news.articles where duplicate_of is null and duplicate_similarity is not null")
        == []
    )
    assert [row[0] for row in list_stories(night)] == ["Strong quake in the Tarn valley"]
    group_stories(night.settings, run_id="two")
    assert list_stories(night) == [("Strong quake in the Tarn valley", DAY, DAY, 2, 1, 1)]


@pytest.mark.parametrize("title", [None, "", "SECRET headline"])
def test_no_headline_of_an_erased_article_is_left(night, stories, title):
    stories((*FIRST[:3], title, DAY), SECOND, ("beta", "alone", FERRY, title, DAY))
    night.connection.execute(
        "update news.articles set title = 'Retitled' where title is not null and source_id <> 'gamma'"
    )
    erase(night, "https://alpha.example/quake")
    erase(night, "https://beta.example/alone")
    assert [row[0] for row in list_stories(night)] == ["Search goes on in Halmar after quake"]
    group_stories(night.settings, run_id="again")
    assert [row[0] for row in list_stories(night)] == ["Search goes on in Halmar after quake"]


def test_a_takedown_waits_for_the_grouping(night, stories):
    stories(FIRST, OTHER, group=False)
    with connect(night.settings.database) as grouping, connect(night.settings.database, autocommit=True) as eraser:
        lock_stories(grouping)
        eraser.execute("set lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            take_down(eraser, "https://alpha.example/quake", because="asked for", by="test", with_copies=False)


def test_what_is_left_after_a_takedown_is_grouped_as_if_the_rest_had_come_alone(night, stories):
    stories(*grow(8, gap=3))
    erase(night, "https://alpha.example/q0")
    erase(night, "https://alpha.example/q4")
    group_stories(night.settings, run_id="after")
    after = list_partition(night), list_stories(night)
    night.connection.execute("truncate news.story_articles, news.stories, news.story_parts cascade")
    group_stories(night.settings, run_id="anew")
    assert (list_partition(night), list_stories(night)) == after


def test_one_text_of_many_sources_is_one_story(night, stories):
    stories(*((f"s{number}", "q", QUAKE.format("Same."), "Quake shakes Tarn", DAY) for number in range(45)))
    assert list_stories(night) == [("Quake shakes Tarn", DAY, DAY, 45, 1, 44)]


def test_the_first_and_the_last_days_of_all_are_grouped(night, stories):
    stories(FIRST, OTHER, group=False)
    night.connection.execute("update news.articles set published_day = '9999-12-31' where url like '%%quake'")
    night.connection.execute("update news.articles set published_day = '0001-01-01' where url like '%%ferries'")
    group_stories(night.settings, run_id="ends")
    assert {first for _, first, *_ in list_stories(night)} == {date(9999, 12, 31), date(1, 1, 1)}


def test_a_text_that_was_derived_anew_is_grouped_anew(night, stories):
    stories(FIRST, SECOND, OTHER)
    ids = [
        row["article_id"] for row in night.fetch("select article_id from news.articles where source_id = 'gamma'")
    ]
    night.connection.execute(
        "update news.articles set title = 'Ferries', body = %s where source_id = 'gamma'", [FERRY]
    )
    assert group_stories(night.settings, run_id="unseen")["articles"] == 0
    night.connection.execute(read_query("compare_anew"), {"article_ids": ids})
    group_stories(night.settings, run_id="seen")
    places = dict(list_places(night))
    assert places["https://gamma.example/search"] == places["https://alpha.example/ferries"]


TOPICS = {
    "quake": "quake rubble halmar tarn rescuers seismic magnitude aftershock collapsed tents survivors fault",
    "ferry": "ferry ticket harbour diesel islanders subsidy pier operator crossing fares timetable captain",
    "vote": "ballot turnout candidate recount parliament coalition runoff observers mandate opposition seats poll",
}
COMMON = [
    f"{one}{other}"
    for one in ("mee", "cou", "off", "que", "let")
    for other in ("ting", "ncil", "icial", "stion", "ter")
]


def write_mixed(rng, number):
    """A page of one topic, or between two, or a copy of such a page by another source."""
    topic, other = rng.sample(sorted(TOPICS), k=2)
    words = rng.choices(TOPICS[topic].split(), k=14) + rng.choices(COMMON, k=30)
    words += rng.choices(TOPICS[other].split(), k=rng.choice((0, 0, 8)))
    rng.shuffle(words)
    return (
        rng.choice(("alpha", "beta", "gamma")),
        f"a{number}",
        f"{' '.join(words)} {number}.",
        f"{topic} {number}",
    )


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_in_whatever_order_what_is_left_alone_decides(night, stories, seed):
    rng = random.Random(seed)
    pages = [(*write_mixed(rng, number), DAY + timedelta(days=rng.randrange(50))) for number in range(30)]
    for number in range(30, 45):
        original = rng.choice(pages)
        source = rng.choice(("delta", "omega"))
        day = original[4] + timedelta(days=rng.randrange(-9, 10))
        pages.append((source, f"a{number}", f"{original[2]} Told by {source}.", original[3], day))
    rng.shuffle(pages)
    for place in range(0, len(pages), 6):
        stories(*pages[place : place + 6])
        one, other = rng.sample(pages[: place + 6], k=2)
        stories((*other[:2], one[2] + " Edited.", one[3], one[4] + timedelta(days=rng.randrange(-20, 20))))
        gone = rng.choice(pages[: place + 6])
        erase(night, f"https://{gone[0]}.example/{gone[1]}")
        if rng.random() < 0.5:
            group_stories(night.settings, run_id="between")
    group_stories(night.settings, run_id="last")
    marks = "select url, duplicate_of, duplicate_similarity from news.articles order by 1"
    left = list_partition(night), list_stories(night), night.fetch(marks)
    assert any(row["duplicate_of"] for row in left[2])
    night.connection.execute("truncate news.story_articles, news.stories, news.story_parts cascade")
    night.connection.execute("update news.articles set duplicate_of = null, duplicate_method = null")
    night.connection.execute("update news.articles set duplicate_similarity = null")
    group_stories(night.settings, run_id="anew")
    assert (list_partition(night), list_stories(night), night.fetch(marks)) == left


def test_an_article_that_proved_to_be_another_leaves_its_story(night, stories):
    stories(FIRST, SECOND)
    night.connection.execute(
        "update news.articles set merged_into ="
        " (select article_id from news.articles where source_id = 'alpha') where source_id = 'gamma'"
    )
    group_stories(night.settings, run_id="merged")
    assert list_stories(night) == [("Earthquake shakes Tarn valley", DAY, DAY, 1, 1, 0)]


def test_a_grouping_that_loses_to_a_publication_starts_again(night, stories, monkeypatch):
    stories(FIRST, SECOND, group=False)
    group = steps.group_week

    def lose_once(*parts):
        monkeypatch.setattr(steps, "group_week", group)
        raise psycopg.errors.DeadlockDetected

    monkeypatch.setattr(steps, "group_week", lose_once)
    assert group_stories(night.settings, run_id="lost") == {"articles": 2, "copies": 0, "stories": 1}
