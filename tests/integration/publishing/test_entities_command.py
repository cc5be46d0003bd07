"""`dateline entities`: found by name, merged for the views, and split again."""

import threading
import time

import pytest
from click.testing import CliRunner
from psycopg.types.json import Jsonb

from dateline.commands.entities import command, merge
from dateline.errors import UserError
from sql.entities import lock_entities
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


def test_two_merges_at_once_make_no_circle(night, entities):
    done = []
    night.connection.execute("begin")
    lock_entities(night.connection)
    threads = [
        threading.Thread(target=lambda words=words: done.append(try_merge(*words)))
        for words in (NAMES[:2], NAMES[1::-1])
    ]
    for thread in threads:
        thread.start()
    wait_for_two(night)
    night.connection.execute("commit")
    for thread in threads:
        thread.join(60)
    assert sorted(done) == ["merged", "refused"]


def try_merge(one, other):
    try:
        merge.callback(one=one, other=other, because="at once", by="test")
    except UserError:
        return "refused"
    return "merged"


def wait_for_two(night):
    """Wait until both merges wait for the lock."""
    for _ in range(200):
        [row] = night.fetch(
            "select count(*) as waiting from pg_locks where locktype = 'advisory' and not granted"
            " and database = (select oid from pg_database where datname = current_database())"
        )
        if row["waiting"] == 2:
            return
        time.sleep(0.05)
    raise AssertionError("the merges do not wait for each other")
