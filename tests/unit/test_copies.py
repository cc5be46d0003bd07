"""Syndicated copies: what repeats another text, and which of them came first."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from transforms import copies
from transforms.copies import Copy, Text, find_copies, is_copy

WORDS = [
    "harbour", "ferry", "storm", "island", "office", "price", "ticket", "diesel", "owner", "banner", "pier",
    "committee", "week", "subsidy", "winter", "sailor", "rope", "crane", "dock", "cargo", "rust", "paint",
    "engine", "tide", "fog", "signal", "lamp", "captain", "mate", "cook", "galley", "deck", "hull", "keel",
    "anchor", "chain",
]  # fmt: skip
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def write(seed, length=220):
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def find(*texts):
    return [(one.text_id, one.original_id) for one in find_copies(texts)]


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: "ORBEL (Wire) - " + text,
        lambda text: text[: len(text) * 3 // 5],
        lambda text: text + " Subscribe to our letter. Read more about ferries. Share this article with friends.",
        lambda text: " ".join(text.split()[110:] + text.split()[:110]),
        lambda text: text.replace("harbour", "port", 3).replace("ferry", "boat", 3),
    ],
)
def test_an_edited_copy_is_found(edit):
    text = write(1)
    assert find(Text(text_id="a", text=text, published_at=AT), Text(text_id="b", text=edit(text))) == [("b", "a")]


def test_independent_texts_and_shared_quotations_are_no_copies():
    quote = " ".join(write(9).split()[:30])
    texts = [Text(text_id=str(seed), text=f"{write(seed)} {quote}") for seed in range(20)]
    assert find(*texts) == []


def test_short_texts_are_never_copies():
    assert find(Text(text_id="a", text="Ferries run again."), Text(text_id="b", text="Ferries run again.")) == []


def test_the_first_one_is_the_original_unless_a_page_names_another():
    text = write(2)
    later = Text(text_id="a", text=text, published_at=AT + timedelta(hours=1), url="https://wire.example/1")
    first = Text(text_id="b", text=text, published_at=AT, url="https://paper.example/1")
    undated = Text(text_id="c", text=text)
    assert find(later, first, undated) == [("a", "b"), ("c", "b")]
    named = Text(text_id="b", text=text, published_at=AT, url=first.url, canonical="https://wire.example/1")
    assert find(later, named, undated) == [("b", "a"), ("c", "a")]


def test_any_order_gives_the_same_copies():
    texts = [Text(text_id=f"{seed}-{n}", text=write(seed) + f" {n}" * n) for seed in range(6) for n in range(3)]
    expected = find_copies(texts)
    assert len(expected) == 12
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        assert find_copies(texts) == expected


def test_the_likeness_is_told():
    text = write(3)
    [copy] = find_copies([Text(text_id="a", text=text), Text(text_id="b", text=text)])
    assert copy == Copy(text_id="b", original_id="a", similarity=1.0, method="shingles")


def test_a_text_that_many_articles_have_is_looked_at_once(monkeypatch):
    stub, other = write(1, 40), write(2, 40)
    looked_at = []
    monkeypatch.setattr(copies, "is_copy", lambda one, two: looked_at.append(1) or is_copy(one, two))
    texts = [Text(text_id=f"{number:03d}", text=stub) for number in range(200)]
    texts += [Text(text_id="edited", text=f"{stub} And more."), Text(text_id="other", text=other)]
    found = find_copies(texts)
    assert {copy.original_id for copy in found} == {"000"}
    assert len(found) == 200
    assert len(looked_at) < 5
