"""Syndicated copies: a page that names another source's article as its canonical address."""

import pytest

WIRE = "https://wire.example/item/NW7/ferries"
COPY = "https://paper.example/world/ferries-7.html"


def publish(night, run, *sources):
    """A run in which each of these sources shows its page."""
    night.plan(run, sources)
    for source in sources:
        if source == "wire":
            night.page(run, WIRE, source="wire", canonical_url=WIRE)
        else:
            night.page(run, COPY, source="paper", canonical_url=f"{WIRE}?utm_source=paper", text="Shorter. " * 9)
    return night.publish(run)


def list_copies(night):
    return night.fetch(
        "select copy.url, original.url as original, copy.duplicate_method, copy.duplicate_run_id"
        " from news.articles copy join news.articles original on copy.duplicate_of = original.article_id"
    )


@pytest.mark.parametrize("nights", [["wire", "paper"], ["paper", "wire"], [("paper", "wire")]])
def test_a_copy_names_its_original_whichever_came_first(night, nights):
    runs = [f"n/{number}" for number in range(1, len(nights) + 1)]
    for run, sources in zip(runs, nights, strict=True):
        publish(night, run, *([sources] if isinstance(sources, str) else sources))
    assert list_copies(night) == [
        {"url": COPY, "original": WIRE, "duplicate_method": "canonical_link", "duplicate_run_id": runs[-1]}
    ]
    assert len(night.fetch("select 1 from news.articles")) == 2


def test_the_same_rows_in_whatever_order(night):
    publish(night, "n/1", "wire")
    publish(night, "n/2", "paper")
    one = night.hash
    night.connection.execute(
        "truncate news.articles, news.article_urls, news.article_versions, news.mentions cascade"
    )
    night.connection.execute("update crawl.captures set outcome = null, claimed_by = run_id")
    night.connection.execute("update crawl.ledger set outcome = null")
    night.publish("n/2")
    night.publish("n/1")
    assert night.hash == one


def test_a_page_that_no_longer_names_an_original_is_no_copy(night):
    publish(night, "n/1", "wire", "paper")
    night.plan("n/2", ("paper",))
    night.page("n/2", COPY, source="paper", canonical_url=COPY, text="Our own words now. " * 9)
    night.publish("n/2")
    assert list_copies(night) == []
    assert night.fetch("select original_url from news.articles where source_id = 'paper'") == [
        {"original_url": None}
    ]


@pytest.mark.parametrize(
    "canonical", ["https://wire.example/", "https://wire.example/world", "//[", "javascript:x"]
)
def test_a_link_to_no_article_makes_no_copy(night, canonical):
    night.plan("n/1", ("paper",))
    night.page("n/1", COPY, source="paper", canonical_url=canonical)
    night.publish("n/1")
    assert night.fetch("select original_url, duplicate_of from news.articles") == [
        {"original_url": None, "duplicate_of": None}
    ]


def test_an_original_of_the_same_source_is_no_copy(night):
    night.source("paper", homepage="https://paper.example/")
    night.plan("n/1", ("paper",))
    night.page("n/1", WIRE, source="paper", canonical_url=WIRE)
    night.page("n/1", COPY, source="paper", canonical_url=WIRE, text="Shorter. " * 9)
    night.publish("n/1")
    assert list_copies(night) == []
