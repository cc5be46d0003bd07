"""The shipped catalog: enough sources, each with its evidence; the page on them is what the catalog says."""

from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dateline.catalog_page import write_catalog_page
from scrapers.catalog import SHIPPED, Listed, read_folder

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"


@pytest.fixture(scope="module")
def listed() -> dict[str, Listed]:
    found, problems = read_folder(SHIPPED)
    assert problems == []
    return {one.entry.id: one for one in found}


def test_there_are_hundreds_and_many_think_tanks(listed: dict[str, Listed]) -> None:
    kinds = Counter(one.source.kind for one in listed.values())
    assert len(listed) >= 200
    assert kinds["think_tank"] >= 80
    assert "iria" in listed


def test_each_says_what_it_rests_on_and_claims_no_trial(listed: dict[str, Listed]) -> None:
    for source_id, one in listed.items():
        assert one.source.evidence, source_id
        assert one.source.evidence_on, source_id
        assert date(2025, 1, 1) <= one.source.evidence_on <= date(2026, 11, 25), source_id
        assert one.source.verified_on is None, source_id
        assert one.source.interval >= 2, source_id


def test_each_has_a_zone_languages_and_ways_on_the_web(listed: dict[str, Listed]) -> None:
    for source_id, one in listed.items():
        assert one.source.languages, source_id
        assert one.source.timezone != "UTC" or one.source.country in {None, "GB", "IS", "SN", "GH", "CI", "ML"}, (
            source_id
        )
        for way in one.source.strategies:
            assert way.kind != "warc", source_id
            assert urlsplit(way.url).scheme in {"http", "https"}, source_id


def test_no_two_entries_go_the_same_way_in(listed: dict[str, Listed]) -> None:
    ways = Counter(way.url for one in listed.values() for way in one.source.strategies)
    assert [url for url, entries in ways.items() if entries > 1] == []


def test_sets_can_be_chosen(listed: dict[str, Listed]) -> None:
    tags = Counter(tag for one in listed.values() for tag in one.source.tags)
    assert tags["topic:security"] >= 40
    assert tags["region:caucasus"] >= 3
    assert all(tag.partition(":")[0] in {"region", "topic"} for tag in tags if tag != "sample")


def test_the_page_is_what_the_catalog_says(listed: dict[str, Listed]) -> None:
    page = write_catalog_page(listed)
    if not PAGE.exists():
        PAGE.write_text(page, encoding="utf-8")
        pytest.fail(f"{PAGE} was missing and has been written: read and commit it")
    assert PAGE.read_text(encoding="utf-8") == page, f"delete {PAGE} and run this test again to write it anew"
