"""Stories: articles on one event, in any order, over a window of days."""

import random
import tracemalloc
from datetime import date, timedelta

from transforms import stories
from transforms.stories import WINDOW, Report, group_reports, measure_nearness

DAY = date(2026, 11, 21)
EVENTS = {
    "quake": "earthquake Tarn valley Halmar houses collapsed rescuers survivors tremor seismic Orbel fault",
    "ferry": "ferry ticket price islands harbour office diesel shipowners protest pier subsidies committee",
    "vote": "election ballot Kestria parliament seats coalition turnout opposition recount observers mandate",
    "fire": "forest fire pines Velm ridge firefighters helicopters evacuated smoke wind drought campers ranger",
}
FILLER = [
    "people",
    "week",
    "morning",
    "officials",
    "region",
    "talked",
    "waited",
    "street",
    "local",
    "many",
    "early",
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


def test_a_story_that_reaches_out_of_the_window_takes_new_articles_and_no_other_kept_story():
    kept = [write("quake", 1, story_id="s1"), write("quake", 2, story_id="s1"), write("ferry", 3, story_id="s2")]
    stories = group_reports([*kept, write("quake", 4), write("vote", 5)])
    assert {story.story_id: story.reports for story in stories if story.story_id} == {
        "s1": ("quake-1", "quake-2", "quake-4"),
        "s2": ("ferry-3",),
    }
    twice = [write("quake", 1, story_id="s1"), write("quake", 2, story_id="s2")]
    assert [story.story_id for story in group_reports(twice)] == ["s1", "s2"]


def test_articles_without_words_stand_alone():
    blank = [Report(report_id=str(number), title="", text="", day=DAY) for number in range(3)]
    assert [story.reports for story in group_reports(blank)] == [("0",), ("1",), ("2",)]
    assert group_reports([]) == []


def test_the_central_article_is_the_one_nearest_to_all():
    others = [write(event, 4) for event in ("ferry", "vote", "fire")]
    stories = group_reports([write("quake", 1), write("quake", 2), write("quake", 3), *others])
    [quake] = [story for story in stories if len(story.reports) == 3]
    assert quake.central == max(quake.similarities, key=quake.similarities.__getitem__)
    assert all(0 < value <= 1 for value in quake.similarities.values())


BOMBING = Report(
    report_id="1",
    title="Car bomb kills 14 at market in Tarsin",
    text="A car bomb exploded in the crowded vegetable market of Tarsin on Monday, killing at least 14 people and"
    " wounding dozens, the interior ministry said. Witnesses described shattered stalls and a crater in the road."
    " Officials blamed the Red Valley insurgents, who have fought the government for a decade.",
    day=DAY,
)
RISEN = Report(
    report_id="2",
    title="Death toll in Tarsin market bombing rises to 19",
    text="The number of people killed in Monday\u2019s bombing of a market in Tarsin rose to 19 on Tuesday after"
    " five of the wounded died in hospital, doctors said. Funerals were held across the city. President Anton"
    " Brell visited the injured and promised to find those behind the blast.",
    day=DAY + timedelta(days=1),
)
FLOOD = Report(
    report_id="3",
    title="Floods drive thousands from homes along the Osk",
    text="Heavy rain sent the river Osk over its banks on Tuesday and forced about 4,000 people to leave their"
    " homes in Belmark, rescue services said. Two people were missing after a bridge collapsed.",
    day=DAY,
)


def test_the_next_days_toll_belongs_to_the_event_however_few_the_articles():
    assert name_stories([BOMBING, RISEN]) == [("1", "2")]
    assert name_stories([BOMBING, RISEN, FLOOD]) == [("1", "2"), ("3",)]
    assert name_stories([BOMBING, FLOOD]) == [("1",), ("3",)]


def test_articles_of_many_days_are_compared_in_the_memory_of_a_few():
    reports = [
        Report(
            report_id=f"{number:05d}",
            title=f"Word{number % 6}",
            text=f"Other{number % 6} and single{number}",
            day=date(2020, 1, 1) + timedelta(days=number // 3),
        )
        for number in range(3000)
    ]
    tracemalloc.start()
    measure_nearness(reports)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


def test_blocks_change_nothing(monkeypatch):
    reports = [
        Report(
            report_id=str(number),
            title=f"Bridge {number % 4} reopens",
            text=f"Lorries cross {number % 3} again, and trains {number % 4}.",
            day=None if number % 7 == 0 else date(2026, 11, 1) + timedelta(days=number % 11),
        )
        for number in range(60)
    ]
    whole = measure_nearness(reports)
    monkeypatch.setattr(stories, "BLOCK", 7)
    assert measure_nearness(reports) == whole
    assert whole
