"""Politeness without a database: the same answers as Postgres gives, for one process."""

import asyncio

import pytest

from scrapers.memory import MemoryDesk
from sql.hosts import ensure_host, read_robots, set_retry_after, take_slot, write_robots
from sql.sources import select_source_state

HOST = "post.example:443"


def ask(desk, question, *args, **kwargs):
    return asyncio.run(desk.ask(question, *args, **kwargs))


@pytest.fixture
def clock():
    return {"now": 100.0}


@pytest.fixture
def desk(clock):
    return MemoryDesk(clock=lambda: clock["now"])


def test_a_host_answers_once_an_interval(desk, clock):
    ask(desk, ensure_host, HOST)
    assert ask(desk, take_slot, HOST, 2.0).taken
    refused = ask(desk, take_slot, HOST, 2.0)
    assert (refused.taken, refused.wait, refused.asked) == (False, 2.0, False)
    assert ask(desk, take_slot, "other.example:443", 2.0).taken
    clock["now"] = 102.0
    assert ask(desk, take_slot, HOST, 2.0).taken


def test_a_wish_to_be_left_alone_holds_and_is_told(desk, clock):
    ask(desk, set_retry_after, HOST, 60.0)
    ask(desk, set_retry_after, HOST, 5.0)
    refused = ask(desk, take_slot, HOST, 2.0)
    assert (refused.taken, refused.wait, refused.asked) == (False, 60.0, True)
    clock["now"] = 160.0
    assert ask(desk, take_slot, HOST, 2.0).taken


def test_robots_are_not_kept_for_others(desk):
    ask(desk, write_robots, HOST, status=200, body="", seconds=1.0, crawl_delay=None)
    assert ask(desk, read_robots, HOST) is None


def test_it_knows_nothing_but_hosts(desk):
    with pytest.raises(KeyError):
        ask(desk, select_source_state, "meridian")
