"""The demo's truth agrees with itself, on any run day."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from dateline.demo.blocks import WEEKDAYS, write_day
from dateline.demo.outlets import OUTLETS
from dateline.demo.stories import DAYS, QUOTATION, YEAR, load_stories, publish_day
from dateline.demo.truth import ExpectedArticle, load_world, truth

RUN_DAY = date(2026, 11, 22)
# A leap day, the end of a year, a day of summer time, and two neighbours.
RUN_DAYS = [RUN_DAY, RUN_DAY + timedelta(days=1), date(2028, 3, 1), date(2027, 1, 3), date(2027, 7, 14)]


def describe(article: ExpectedArticle) -> str:
    return f"{article.source_id}{article.path}"


@pytest.mark.parametrize("run_day", RUN_DAYS)
@pytest.mark.parametrize("edited", [False, True])
def test_every_outlet_has_its_articles_in_the_ten_days_before_the_run(run_day, edited):
    articles = truth(run_day, edited=edited)
    assert Counter(article.source_id for article in articles) == {
        "meridian": 20,
        "northwire": 23,
        "harbourpost": 13,
        "fourthquarter": 8,
    }
    first, last = run_day - timedelta(days=DAYS), run_day - timedelta(days=1)
    for article in articles:
        assert first <= article.filed_day <= last, describe(article)
        if article.published_day:
            assert article.published_day == article.filed_day, describe(article)


@pytest.mark.parametrize("run_day", RUN_DAYS)
def test_think_tank_and_wire_publish_at_least_two_dated_articles_each_day(run_day):
    days = Counter(
        (article.source_id, article.published_day) for article in truth(run_day) if not article.rejected
    )
    for back in range(1, DAYS + 1):
        for source_id in ("meridian", "northwire"):
            assert days[source_id, run_day - timedelta(days=back)] >= 2


def test_an_article_keeps_its_day_and_address_when_the_demo_starts_a_day_later():
    today = {describe(article): article for article in truth(RUN_DAY)}
    tomorrow = {describe(article): article for article in truth(RUN_DAY + timedelta(days=1))}
    gone = {key for key in today if key not in tomorrow}
    assert {today[key].filed_day for key in gone} == {RUN_DAY - timedelta(days=DAYS)}
    for key in today.keys() & tomorrow.keys():
        assert today[key] == tomorrow[key]


def test_addresses_and_titles_are_unique_and_texts_differ():
    articles = truth(RUN_DAY)
    assert len({describe(article) for article in articles}) == len(articles)
    assert len({article.title for article in articles}) == len(articles)
    texts = [article.text for article in articles if not article.rejected]
    assert len(set(texts)) == len(texts)
    paragraphs = Counter(
        paragraph
        for article in articles
        if not article.copy_of
        for paragraph in article.text.split("\n\n")
        if paragraph
    )
    assert [paragraph for paragraph, count in paragraphs.items() if count > 1] == []


@pytest.mark.parametrize("edited", [False, True])
def test_figures_and_quotations_stand_in_the_text(edited):
    for article in truth(RUN_DAY, edited=edited):
        for figure in article.figures:
            assert figure.sentence in article.text, describe(article)
            assert "\n" not in figure.sentence
            assert (figure.low is None) == (figure.high is None) == figure.bound.startswith("vague:")
            assert figure.low is None or figure.low <= (figure.high or 0)
        for quote in article.quotes:
            assert quote.content in article.text, describe(article)
            assert quote.speaker
        marked = [match[1] or match[2] for match in QUOTATION.finditer(article.text)]
        assert marked == [quote.content for quote in article.quotes if quote.kind != "indirect"]


NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
    *("twenty-one", "twenty-two"),
)
# Numbers that a sentence gives without a numeral.
IMPLIED = ("a Ghanaian corporal", "a cousin", "a herdsman and his two sons", "dozens")


def say_number(number: int) -> list[str]:
    words = [str(number), f"{number:,}"]
    return [*words, NUMBER_WORDS[number - 1]] if number <= len(NUMBER_WORDS) else words


def test_a_figure_names_a_number_that_its_sentence_has():
    for article in truth(RUN_DAY):
        for figure in article.figures:
            words = set(re.findall(r"[\w,]*\w(?:-\w+)*", figure.sentence.lower()))
            said = {form for number in (figure.low, figure.high) if number for form in say_number(number)}
            implied = any(words_of in figure.sentence for words_of in IMPLIED)
            assert words & said or implied, (describe(article), figure)


def test_rival_tolls_of_one_event_differ_by_claimant():
    tolls: dict[str, dict[str, set[int | None]]] = {}
    for article in truth(RUN_DAY):
        for figure in article.figures:
            if figure.happened == "killed" and figure.claimant and not figure.background:
                tolls.setdefault(article.event.rpartition("-")[0], {}).setdefault(figure.claimant, set()).add(
                    figure.low
                )
    assert tolls["port-sable"]["Samuel Obeng"] == {23, 26}
    assert tolls["port-sable"]["Lowendan interior ministry"] == {17, 22}
    assert {31, 17} <= tolls["dren"]["Kestrian defence ministry"]
    assert {11, 40} <= tolls["dren"]["Sorvanian defence ministry"]
    assert tolls["azhira"]["Azhiran army"] == {15}
    assert 7 in tolls["azhira"]["Laura Benedetti"]


def test_weekdays_in_the_text_are_those_of_the_day_it_was_filed():
    by_slug = {(story.source_id, story.slug): story for story in load_stories()}
    checked = 0
    for run_day in RUN_DAYS:
        for article in truth(run_day):
            slug = re.sub(r"-\d+\.html$", "", article.path.rstrip("/").rpartition("/")[2])
            body = by_slug[article.source_id, slug].body
            for paragraph in body.split("\n\n"):
                match = re.fullmatch(r"(.*\W|)\{weekday([+-]\d)?\}.*", " ".join(paragraph.split()))
                if match is None:
                    continue
                then = article.filed_day + timedelta(days=int(match[2] or 0))
                before = re.split(r"\{[^}]*\}|[*()\[\]]", match[1])[-1][-25:]
                assert before + WEEKDAYS[then.weekday()] in article.text, describe(article)
                checked += 1
    assert checked > 200


def test_no_placeholder_is_left_over():
    for article in truth(RUN_DAY, edited=True):
        assert not re.search(r"[{}\[\]*]|^!|\]\(", article.text, re.MULTILINE), describe(article)
    assert write_day(date(2026, 11, 20)) == "20 November"


def test_every_special_article_is_there():
    articles = truth(RUN_DAY)
    by_slug = {article.path.rstrip("/").rpartition("/")[2]: article for article in articles}
    assert by_slug["sur-la-dren-la-treve-avant-la-paix"].language == "fr"
    assert [article.source_id for article in articles if article.language != "en"] == ["meridian"]
    assert by_slug["insurers-raise-ambra-premiums"].published_at is None
    assert by_slug["factbox-incidents-in-the-ambra-strait"].published_day is None
    day_only = by_slug["letter-from-a-minefield"]
    assert (day_only.published_at, day_only.published_day) == (None, day_only.filed_day)
    assert not day_only.in_feed
    assert by_slug["the-captain-who-owed-nothing"].truncated
    assert [article.path for article in articles if article.rejected] == [
        by_slug["explosions-reported-near-halmar"].path
    ]
    assert len([article for article in articles if article.copy_of]) == 6


def test_near_midnight_the_local_day_is_not_the_utc_day():
    midnight = next(article for article in truth(RUN_DAY) if "a-ceasefire-in-name" in article.path)
    assert midnight.published_at is not None
    local = midnight.published_at.astimezone(OUTLETS["meridian"].zone)
    assert local.date() == midnight.published_day + timedelta(days=1)
    assert midnight.path.startswith(f"/{local:%Y/%m/%d}/")


def test_copies_say_less_than_the_wire_and_name_it():
    articles = {(article.source_id, article.path): article for article in truth(RUN_DAY)}
    for copy in filter(lambda article: article.copy_of, articles.values()):
        original = articles[copy.copy_of]
        assert original.source_id == "northwire"
        assert copy.published_at > original.published_at
        assert copy.text != original.text
        shared = set(copy.text.split("\n\n")) & set(original.text.split("\n\n"))
        assert len(shared) >= 2, describe(copy)
        assert len(copy.figures) >= len(original.figures) - 1
        assert copy.event == original.event


def test_an_edit_changes_text_figures_and_time_and_nothing_else():
    before, after = truth(RUN_DAY), truth(RUN_DAY, edited=True)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert sorted(old.source_id for old, _ in changed) == ["harbourpost", "meridian", "northwire"]
    for old, new in changed:
        assert old.text != new.text
        assert (old.path, old.published_at, old.authors) == (new.path, new.published_at, new.authors)
        assert old.modified_at is None
        assert new.modified_at > new.published_at
    wire = next(new for _, new in changed if new.source_id == "northwire")
    assert {figure.low for figure in wire.figures if figure.happened == "killed"} == {12, 6, 2000}


def test_names_of_the_world_are_all_used():
    world, articles = load_world(), truth(RUN_DAY, edited=True)
    spoken = " ".join([article.text + " ".join(article.authors) for article in articles])
    assert [name for name in (*world.persons, *world.organizations) if name not in spoken] == []
    assert {code for article in articles for code in article.countries} == set(world.countries)


def test_each_run_of_ten_days_has_each_slot_once():
    for run_day in RUN_DAYS:
        days = [publish_day(run_day - timedelta(days=back), edited=False) for back in range(1, DAYS + 1)]
        slugs = [(piece.outlet.source_id, piece.slug) for day in days for piece in day]
        assert sorted(slugs) == sorted((story.source_id, story.slug) for story in load_stories())


def test_a_year_of_archive_is_there_and_keeps_its_addresses():
    year = truth(RUN_DAY, days=YEAR)
    assert year[-64:] == truth(RUN_DAY)
    assert len({describe(article) for article in year}) == len(year) > 2000
    assert {article.filed_day for article in year} == {
        RUN_DAY - timedelta(days=back) for back in range(1, YEAR + 1)
    }
    later = {describe(article): article for article in truth(RUN_DAY + timedelta(days=1), days=YEAR)}
    for article in year:
        again = later.get(describe(article))
        assert again is None or (again.title, again.text, again.published_at) == (
            article.title,
            article.text,
            article.published_at,
        )


def test_only_the_wire_forgets():
    reachable = [article for article in truth(RUN_DAY, days=30) if article.is_reachable]
    lost = [article for article in truth(RUN_DAY, days=30) if not article.is_reachable]
    assert {article.source_id for article in lost} == {"northwire"}
    assert len([article for article in reachable if article.source_id == "northwire"]) == 30


def test_copies_of_every_round_name_the_wire_item_of_their_day():
    year = {(article.source_id, article.path): article for article in truth(RUN_DAY, days=YEAR)}
    copies = [article for article in year.values() if article.copy_of]
    assert len(copies) > 200
    for copy in copies:
        assert year[copy.copy_of].filed_day == copy.filed_day
