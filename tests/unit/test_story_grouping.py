"""Stories: articles on one event, in any order, over a window of days."""

import random
from datetime import date, timedelta

from transforms.stories import WINDOW, Report, find_week, group_reports, group_week

DAY = date(2026, 11, 21)
EVENTS = {
    "quake": "earthquake Tarn valley Halmar houses collapsed rescuers survivors tremor seismic Orbel fault",
    "ferry": "ferry ticket price islands harbour office diesel shipowners protest pier subsidies committee",
    "vote": "election ballot Kestria parliament seats coalition turnout opposition recount observers mandate",
    "fire": "forest fire pines Velm ridge firefighters helicopters evacuated smoke wind drought campers ranger",
}
FILLER = [
    f"{one}{other}"
    for one in ("mor", "stre", "wai", "tal", "lo", "ga", "be", "sho", "pla", "cro", "fi", "hu")
    for other in (
        "ning",
        "eet",
        "ted",
        "ked",
        "cal",
        "ny",
        "rton",
        "mble",
        "dow",
        "lish",
        "cker",
        "ves",
        "nds",
        "pt",
    )
]


def write(event, seed, day=DAY, **more):
    words = EVENTS[event].split() * 3 + random.Random(seed).choices(FILLER, k=30)
    random.Random(seed + 1).shuffle(words)
    title = " ".join(words[:6])
    return Report(report_id=f"{event}-{seed}", title=title, text=" ".join(words), day=day, **more)


def name_stories(reports):
    return sorted(tuple(sorted(story.reports)) for story in group_reports(reports))


def test_each_event_is_a_story_in_any_order():
    reports = [write(event, seed) for event in EVENTS for seed in range(4)]
    expected = [tuple(f"{event}-{seed}" for seed in range(4)) for event in sorted(EVENTS)]
    for seed in range(4):
        random.Random(seed).shuffle(reports)
        assert name_stories(reports) == expected


def test_days_further_apart_than_the_window_part_an_event():
    near, far = DAY + timedelta(days=WINDOW), DAY + timedelta(days=WINDOW + 1)
    others = [write(event, 9, DAY) for event in ("ferry", "vote", "fire")]
    assert ("quake-1", "quake-2") in name_stories([write("quake", 1), write("quake", 2, near), *others])
    assert ("quake-1", "quake-2") not in name_stories([write("quake", 1), write("quake", 2, far), *others])


def test_an_event_goes_on_over_weeks_and_two_stories_are_never_joined():
    days = [DAY + timedelta(days=3 * number) for number in range(14)]
    others = [write(event, seed, day) for event in ("ferry", "vote", "fire") for seed, day in enumerate(days)]
    long = [write("quake", seed, day) for seed, day in enumerate(days)]
    assert name_stories([*long, *others]) == sorted(
        tuple(sorted(f"{event}-{seed}" for seed in range(14))) for event in EVENTS
    )
    parts = group_week([[write("quake", 1)], [write("quake", 2)]], [write("quake", 3, DAY + timedelta(days=2))])
    assert [(part.reports, part.earlier is not None) for part in parts] == [(("quake-3",), True)]


def test_what_lies_weeks_away_changes_nothing():
    weeks = [DAY + timedelta(days=7 * number) for number in range(6)]
    near = [write(event, seed, weeks[0]) for event in ("quake", "fire") for seed in range(3)]
    far = [write(event, 10 + seed, weeks[seed]) for event in EVENTS for seed in range(2, 6)]
    expected = name_stories(near)
    assert [story for story in name_stories([*near, *far]) if story in expected] == expected


def test_a_week_begins_on_monday_even_where_time_begins():
    assert find_week(date(2026, 11, 22)) == find_week(date(2026, 11, 16)) == date(2026, 11, 16)
    assert [find_week(day) for day in (date.min, date.max)] == [date.min, date(9999, 12, 27)]


def test_a_big_event_is_one_story():
    same = [write("quake", 1)] * 41
    same = [
        Report(report_id=str(number), title=one.title, text=one.text, day=DAY) for number, one in enumerate(same)
    ]
    assert len(group_reports(same)) == 1
    rng = random.Random(1)
    base = [f"word{number}" for number in range(400)]
    texts = [
        " ".join(rng.choice((word, word, word, f"{word}x{number % 7}")) for word in base) for number in range(99)
    ]
    alone = [Report(report_id=str(number), title="", text=text, day=DAY) for number, text in enumerate(texts)]
    assert len(group_reports(alone)) == 1
    words = [f"{one}{other}{last}" for one in "bcdfgh" for other in "aeiou" for last in "klmnprst"]
    strangers = [
        Report(report_id=f"s{seed}", title="", text=" ".join(random.Random(seed).choices(words, k=60)), day=DAY)
        for seed in range(100)
    ]
    stories = group_reports([*strangers, *(write("quake", seed) for seed in range(60))])
    assert [len(story.reports) for story in stories if story.central.startswith("quake")] == [60]


def test_a_copy_is_in_its_originals_story_and_is_no_report_of_it():
    far = DAY + timedelta(days=40)
    reports = [write("quake", 1), write("quake", 2), write("fire", 4), write("fire", 5)]
    copies = [write("ferry", 3, far, original_id="quake-1"), write("quake", 6, original_id="ferry-3")]
    stories = {frozenset(story.reports) for story in group_reports([*reports, *copies])}
    assert stories == {frozenset({"quake-1", "quake-2", "ferry-3", "quake-6"}), frozenset({"fire-4", "fire-5"})}
    circle = [write("quake", 1, original_id="quake-2"), write("quake", 2, original_id="quake-1")]
    assert name_stories(circle) == [("quake-1", "quake-2")]


def test_articles_without_a_day_join_the_story_that_they_belong_to():
    reports = [write(event, seed, DAY + timedelta(days=seed * 20)) for event in EVENTS for seed in range(2)]
    assert ("fire-7", "fire-8", "quake-1") not in name_stories(reports)
    stories = name_stories([*reports, write("quake", 7, None), write("fire", 8, None)])
    assert sum("quake-7" in story and any(f"quake-{seed}" in story for seed in range(2)) for story in stories) == 1
    assert len(stories) == len(name_stories(reports))


def test_articles_without_words_stand_alone():
    blank = [Report(report_id=str(number), title="", text="", day=DAY) for number in range(3)]
    assert [story.reports for story in group_reports(blank)] == [("0",), ("1",), ("2",)]
    assert group_reports([]) == []


def test_the_central_article_is_the_one_nearest_to_all():
    stories = group_reports([write("quake", 1), write("quake", 2), write("quake", 3), write("ferry", 4)])
    [quake] = [story for story in stories if len(story.reports) == 3]
    assert quake.central == max(quake.similarities, key=quake.similarities.__getitem__)
    assert all(0 < value <= 1 for value in quake.similarities.values())
