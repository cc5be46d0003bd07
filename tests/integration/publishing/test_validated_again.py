"""Clearing a step after publication: what was held back and is sound now is published after all."""

import pytest

from dateline.steps.settle import RunUnwell, settle_run
from dateline.steps.validate import validate_run

LONG = "Ferries to the islands run again after the storm, the harbour office said on Monday morning. " * 8


def finish(night, run):
    validate_run(night.settings, run_id=run)
    night.publish(run)
    try:
        settle_run(night.settings, run_id=run, task_states={})
    except RunUnwell as unwell:
        return str(unwell)
    return ""


@pytest.fixture
def held(night):
    """A run whose one article was held back for its title, published as such and settled."""
    night.plan("n/1")
    night.page("n/1", "https://alpha.example/a", title="Hi", text=LONG)
    finish(night, "n/1")
    assert night.outcomes("n/1") == {"https://alpha.example/a": ("quarantined", "expectation_failed")}
    assert night.fetch("select state from quality.quarantine") == [{"state": "held"}]
    return "n/1"


def test_a_page_that_is_sound_on_a_second_look_is_published(night, held):
    night.connection.execute("update staging.articles set title = 'Ferries to the islands run again'")
    finish(night, held)
    assert night.outcomes(held) == {"https://alpha.example/a": ("stored", None)}
    assert night.fetch("select outcome from crawl.captures") == [{"outcome": "stored"}]
    assert night.fetch("select 1 from quality.quarantine") == []
    assert len(night.fetch("select 1 from news.articles")) == 1


def test_a_page_that_is_still_wrong_keeps_one_case(night, held):
    finish(night, held)
    assert night.outcomes(held) == {"https://alpha.example/a": ("quarantined", "expectation_failed")}
    assert night.fetch("select outcome from crawl.captures") == [{"outcome": "quarantined"}]
    assert night.fetch("select state from quality.quarantine") == [{"state": "held"}]
    assert night.fetch("select 1 from news.articles") == []


def test_what_a_person_dismissed_is_not_judged_again(night, held):
    night.connection.execute("update quality.quarantine set state = 'dismissed'")
    night.connection.execute("update staging.articles set title = 'Ferries to the islands run again'")
    finish(night, held)
    assert night.outcomes(held) == {"https://alpha.example/a": ("quarantined", "expectation_failed")}
    assert night.fetch("select 1 from news.articles") == []
