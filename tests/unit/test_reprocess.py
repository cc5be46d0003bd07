"""Deriving again: when so much looks worse that a person should look first, and what is told at the end."""

import pytest

from transforms.reprocess import find_collapse, find_unwell, write_message


@pytest.mark.parametrize(
    ("articles", "shrunk", "refused", "held"),
    [
        (2, 2, 0, False),
        (100, 5, 5, False),
        (100, 6, 5, True),
        (3, 0, 3, True),
        (20, 2, 0, False),
        (0, 0, 0, False),
    ],
)
def test_a_source_is_held_from_three_articles_and_a_tenth_on(articles, shrunk, refused, held):
    assert (find_collapse(articles=articles, shrunk=shrunk, refused=refused) is not None) is held


def row(**columns):
    counts = dict.fromkeys(("changed", "accepted", "rejected", "failed", "kept", "not_replaced"), 0)
    named = {"source_id": "alpha", "planned": 5, "looked_at": 5, "failures": [], "because": None}
    return {**counts, **named, **columns}


def test_what_is_unwell_is_named():
    assert find_unwell(row(), dry_run=False) is None
    failed = find_unwell(row(failed=3, failures=["capture 1: gone", "capture 2: gone"]), dry_run=True)
    assert failed == "3 pages cannot be read and stay as they were (capture 1: gone; capture 2: gone; …)"
    assert find_unwell(row(looked_at=4), dry_run=False) == "1 page not derived again"
    assert find_unwell(row(not_replaced=2), dry_run=False) == "2 rows compared and not replaced"
    assert find_unwell(row(not_replaced=2), dry_run=True) is None


def test_a_held_source_is_unwell_unless_the_run_only_compares():
    held = row(because="4 of 5 look worse", not_replaced=5)
    assert find_unwell(held, dry_run=False).startswith("nothing was replaced: 4 of 5 look worse")
    assert find_unwell(held, dry_run=True) is None


def test_the_message_says_first_what_is_unwell_then_the_comparison():
    changes = [{"field": "body", "changed": 3}, {"field": "title", "changed": 1}]
    said = write_message(
        [row(changed=3, accepted=1)], changes, 2, unwell={"alpha": "bad"}, tasks=["clean failed"], dry_run=False
    )
    assert said == (
        "1 of 1 source unwell: alpha: bad | tasks failed: clean failed | "
        "5 pages derived again, 3 changed (body 3, title 1), 1 newly accepted, "
        "2 left out: taken down, erased or expired"
    )
    assert write_message([], [], 0, unwell={}, tasks=[], dry_run=True) == (
        "dry run, nothing replaced: nothing to derive again"
    )
