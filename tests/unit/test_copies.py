"""Syndicated copies: what repeats another text, and which of them came first."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from transforms import copies
from transforms.copies import Copy, Text, find_copies

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


def test_copies_lie_within_a_window_of_days_of_each_other_or_of_another_copy():
    text = write(4)
    days = [AT + timedelta(days=number) for number in (0, 13, 26, 60, 70)]
    same = [Text(text_id=str(number), text=text, published_at=day) for number, day in enumerate(days)]
    assert find(*same) == [("1", "0"), ("2", "0"), ("4", "3")]
    assert find(*same[:4:2]) == []
    edited = [
        Text(text_id=one.text_id, text=f"{text} {one.text_id} of them", published_at=one.published_at)
        for one in same
    ]
    assert find(*edited) == [("1", "0"), ("2", "0"), ("4", "3")]


def test_times_with_and_without_a_zone_are_put_in_order():
    text = write(5)
    assert find(
        Text(text_id="a", text=text, published_at=AT.replace(tzinfo=None) + timedelta(hours=1)),
        Text(text_id="b", text=text, published_at=AT),
    ) == [("a", "b")]


@pytest.mark.parametrize("changed", [0, 5, 40])
def test_hundreds_of_copies_are_told_by_few_comparisons(changed, monkeypatch):
    compared = []
    count_shared = copies._count_shared
    monkeypatch.setattr(copies, "_count_shared", lambda *pair: compared.append(1) or count_shared(*pair))
    words = [f"{one}{number}" for one in WORDS for number in range(12)]
    texts = []
    for number in range(400):
        edited = list(words)
        for place in random.Random(number).sample(range(len(words)), k=changed):
            edited[place] = f"other{number}"
        texts.append(Text(text_id=f"{number:04d}", text=" ".join(edited)))
    assert len(find_copies(texts)) == (399 if changed < 40 else 0)
    assert len(compared) <= 2 * (copies.TRIED + 1) * len(texts)
