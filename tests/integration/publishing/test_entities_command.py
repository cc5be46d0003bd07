"""`dateline entities`: found by name, merged for the views, and split again."""

from datetime import UTC, datetime

import psycopg
import pytest
from click.testing import CliRunner
from psycopg.types.json import Jsonb

from dateline.commands import entities as commands
from dateline.commands.entities import command
from dateline.errors import UserError
from sql.entities import merge_entities
from sql.takedowns import take_down
from transforms.entities import mint_entity_id

NAMES = ("Ada Okonjo", "Ada M. Okonjo", "A. Okonjo")


@pytest.fixture
def entities(night, monkeypatch):
    """Three articles, each with another spelling of one person's name; returns the command."""
    monkeypatch.setenv("DATELINE_DATABASE_URL", night.settings.database_url)
    monkeypatch.setenv("DATELINE_HOME", str(night.settings.home))
    run = night.plan("n/1")
    for number, name in enumerate(NAMES):
        entity_id = mint_entity_id("PER", name)
        mention = {
            "start": 0,
            "end": 7,
            "text": "Ferries",
            "label": "PERSON",
            "kind": "PER",
            "entity_id": entity_id,
        }
        entity = {"entity_id": entity_id, "kind": "PER", "name": name, "aliases": [], "method": "name"}
        found = {"mentions": Jsonb([mention]), "entities": Jsonb([entity])}
        night.page(run, f"https://alpha.example/{number}", text=f"Ferries run again. {number}", analysis=found)
    night.publish(run)

    def call(*words):
        done = CliRunner().invoke(command, words)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return call


def count_articles(night):
    return {row["name"]: row["articles"] for row in night.fetch("select name, articles from report.top_entities")}


def test_a_merge_counts_in_the_views_and_a_split_takes_it_back(night, entities):
    before = count_articles(night)
    assert before == dict.fromkeys(NAMES, 1)
    assert "merge 1: A. Okonjo counts as Ada Okonjo" in entities(
        "merge", "A. Okonjo", "Ada Okonjo", "--because", "same office, same day"
    )
    assert count_articles(night) == {"Ada Okonjo": 2, "Ada M. Okonjo": 1}
    assert "merged into Ada Okonjo" in entities("find", "a. okonjo")
    assert "same office, same day" in entities("merges")
    assert "merge 1 is undone" in entities("split", "1")
    assert count_articles(night) == before
    assert "undone" in entities("merges")


def test_merges_follow_each_other_and_each_can_be_undone(night, entities):
    entities("merge", "A. Okonjo", "Ada Okonjo", "--because", "one")
    entities("merge", "Ada Okonjo", "Ada M. Okonjo", "--because", "two")
    assert count_articles(night) == {"Ada M. Okonjo": 3}
    entities("split", "1")
    assert count_articles(night) == {"Ada M. Okonjo": 2, "A. Okonjo": 1}
    entities("split", "2")
    assert count_articles(night) == dict.fromkeys(NAMES, 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("merge", "A. Okonjo", "A. Okonjo", "--because", "x"), "same entity already"),
        (("merge", "A. Okonjo", "Nobody", "--because", "x"), "no entity is named 'Nobody'"),
        (("merge", "A. Okonjo", "Ada Okonjo", "--because", " "), "say why"),
        (("split", "7"), "there is no merge 7"),
        (("find", "Nobody"), "no entity is named 'Nobody'"),
    ],
)
def test_what_cannot_be_done_is_one_line(entities, words, told):
    with pytest.raises(UserError, match=told) as caught:
        entities(*words)
    assert "\n" not in str(caught.value)


def test_published_again_a_merge_holds(night, entities):
    entities("merge", "A. Okonjo", "Ada Okonjo", "--because", "one")
    night.publish("n/1")
    assert count_articles(night) == {"Ada Okonjo": 2, "Ada M. Okonjo": 1}


@pytest.mark.parametrize("words", ["okonjo", "OK\u00d3NJO", "Ada Okonjo", "okonjo somebody"])
def test_any_word_of_a_name_finds_whatever_its_case_and_accents(entities, words):
    assert {line.split("  ")[0] for line in entities("find", words).splitlines()[1::2]} == set(NAMES)


def test_the_whole_name_comes_first_and_then_all_of_the_words(entities):
    names = [line for line in entities("find", "Ada", "Okonjo").splitlines()[1:] if "PER" in line]
    assert [line.split("  ")[0] for line in names] == ["Ada Okonjo", "Ada M. Okonjo", "A. Okonjo"]


def test_what_is_found_is_shown_with_its_days_and_counts(entities):
    header, line, below = entities("find", "a. okonjo").splitlines()[:3]
    assert header.split() == ["name", "kind", "country", "role", "mentions", "articles", "first_day", "last_day"]
    assert line.split() == ["A.", "Okonjo", "PER", "1", "1", "2026-11-21", "2026-11-21"]
    assert below.strip() == mint_entity_id("PER", "A. Okonjo")


def test_merged_ones_are_counted_together_and_say_so(entities):
    entities("merge", "A. Okonjo", "Ada Okonjo", "--because", "one")
    found = entities("find", "okonjo").splitlines()
    counts = {line.split("  ")[0].strip(): line.split()[-4] for line in found[1::2]}
    assert counts == {"A. Okonjo": "2", "Ada Okonjo": "2", "Ada M. Okonjo": "1"}
    assert sum("merged into Ada Okonjo, counted together" in line for line in found) == 1


def test_help_cuts_no_line():
    assert "..." not in CliRunner().invoke(command, ["--help"]).output.split("Commands:")[1]


def name_person(name, entity_id=None, **more):
    """What an analysis finds in a text that names a person."""
    entity_id = entity_id or mint_entity_id("PER", name)
    mention = {"start": 0, "end": 7, "text": "Ferries", "label": "PERSON", "kind": "PER", "entity_id": entity_id}
    entity = {"entity_id": entity_id, "kind": "PER", "name": name, "aliases": [], "method": "name"} | more
    return {"mentions": Jsonb([mention]), "entities": Jsonb([entity])}


@pytest.fixture
def publish(night):
    """Publish one article a run: its number, what was found in it, and its hour."""
    runs = iter(range(1, 99))

    def call(number, analysis, hour=9, words=""):
        run = night.plan(f"e/{next(runs)}")
        at = datetime(2026, 11, 21, hour, tzinfo=UTC)
        text = f"Ferries run again. {number} {words}"
        night.page(run, f"https://alpha.example/{number}", text=text, published_at=at, analysis=analysis)
        night.publish(run)

    return call


def select_entities(night):
    rows = night.fetch("select name, aliases, country, role from news.entities order by name")
    return [tuple(row.values()) for row in rows]


ADA = mint_entity_id("PER", "Ada Okonjo")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_role_and_country_are_those_of_the_latest_article_that_gives_one(night, publish, order):
    found = [
        {"role": "Mayor", "country": "AM", "aliases": ["Ada"]},
        {"role": "Deputy", "country": "BE"},
        {"name": "Ada M. Okonjo"},
    ]
    for number in order:
        publish(number, name_person(**({"name": "Ada Okonjo", "entity_id": ADA} | found[number])), hour=9 + number)
    assert select_entities(night) == [("Ada M. Okonjo", ["Ada", "Ada Okonjo"], "BE", "Deputy")]


def test_an_analysis_of_a_changed_text_takes_back_what_it_said_before(night, publish):
    publish(1, name_person("Ada Okonjo", role="murderer", aliases=["Ada the Knife"]))
    publish(2, name_person("Ben Okonjo"))
    publish(1, name_person("Ada Okonjo", role="mayor"), words="Corrected.")
    publish(2, name_person("Bea Okonjo"), words="Corrected.")
    assert select_entities(night) == [("Ada Okonjo", [], None, "mayor"), ("Bea Okonjo", [], None, None)]


def test_a_takedown_leaves_nothing_that_only_the_erased_article_said(night, publish):
    publish(1, name_person("Wilhelmina Ada Okonjo", ADA, role="felon", country="AM", aliases=["Secret"]))
    publish(2, name_person("Ada Okonjo", ADA))
    publish(3, name_person("Wilhelmina Secret"))
    erase(night, 1)
    erase(night, 3)
    assert select_entities(night) == [("Ada Okonjo", [], None, None)]


def erase(night, number):
    url = f"https://alpha.example/{number}"
    take_down(night.connection, url, because="asked for", by="test", with_copies=False)


def list_merges(night):
    return night.fetch(
        "select one.name, into_one.name as into_name, entity_merges.because from news.entity_merges"
        " inner join news.entities as one on one.entity_id = entity_merges.entity_id"
        " inner join news.entities as into_one on into_one.entity_id = entity_merges.into_entity_id"
        " order by merge_id"
    )


def merge(night, one, other, because="one person"):
    ids = {row["name"]: row["entity_id"] for row in night.fetch("select name, entity_id from news.entities")}
    return merge_entities(
        night.connection, entity_id=ids[one], into_entity_id=ids[other], because=because, decided_by="test"
    )


def select_ends(night):
    rows = night.fetch(
        "select one.name, into_one.name as into_name from news.entities as one"
        " inner join news.entities as into_one on one.merged_into = into_one.entity_id order by 1"
    )
    return [tuple(row.values()) for row in rows]


def test_a_merge_with_an_erased_entity_is_forgotten_and_what_went_through_it_holds(night, entities):
    merge(night, "A. Okonjo", "Ada Okonjo", "A. is Ada Okonjo")
    merge(night, "Ada Okonjo", "Ada M. Okonjo", "Ada Okonjo is Ada M.")
    erase(night, NAMES.index("Ada Okonjo"))
    assert [row["name"] for row in night.fetch("select name from news.entities order by 1")] == [
        "A. Okonjo",
        "Ada M. Okonjo",
    ]
    [left] = list_merges(night)
    assert (left["name"], left["into_name"]) == ("A. Okonjo", "Ada M. Okonjo")
    assert "Ada Okonjo" not in left["because"]
    assert select_ends(night) == [("A. Okonjo", "Ada M. Okonjo")]
    erase(night, NAMES.index("Ada M. Okonjo"))
    assert list_merges(night) == select_ends(night) == []


@pytest.mark.parametrize("second", [("Ada Okonjo", "A. Okonjo"), ("A. Okonjo", "Ada M. Okonjo")])
def test_what_was_merged_since_somebody_looked_is_seen_under_the_lock(night, entities, second, monkeypatch):
    def merge_late(connection, **keys):
        merge(night, "A. Okonjo", "Ada Okonjo")
        return merge_entities(connection, **keys)

    monkeypatch.setattr(commands, "merge_entities", merge_late)
    with pytest.raises(UserError, match="merged by somebody else meanwhile"):
        entities("merge", *second, "--because", "late")
    assert select_ends(night) == [("A. Okonjo", "Ada Okonjo")]


def test_the_database_refuses_second_merges_and_merges_with_oneself(night, entities):
    merge(night, "A. Okonjo", "Ada Okonjo")
    again = "insert into news.entity_merges (entity_id, into_entity_id, because)"
    with pytest.raises(psycopg.errors.UniqueViolation):
        night.connection.execute(f"{again} select entity_id, into_entity_id, 'x' from news.entity_merges")
    with pytest.raises(psycopg.errors.CheckViolation):
        night.connection.execute(f"{again} select into_entity_id, into_entity_id, 'x' from news.entity_merges")
    with pytest.raises(psycopg.errors.CheckViolation):
        night.connection.execute("update news.entities set merged_into = entity_id")


def test_a_long_chain_of_merges_is_followed_to_its_end(night):
    night.connection.execute(
        "insert into news.entities (entity_id, kind, name, run_id)"
        " select gen_random_uuid(), 'PER', 'C' || number, 'x' from generate_series(100, 249) as number"
    )
    for number in range(100, 249):
        merge(night, f"C{number}", f"C{number + 1}")
    assert {end for _, end in select_ends(night)} == {"C249"}
    assert len(select_ends(night)) == 149
