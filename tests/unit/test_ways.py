"""What a catalog entry may tell each strategy, and what is said of what it may not."""

import pytest
import yaml

from dateline.catalog import select_sources
from scrapers.catalog import list_entry, merge_catalog, parse_entry
from transforms.records import Strategy

ENTRY = """\
id: station
name: Station House
kind: think_tank
homepage: https://station.example/
discovery:
  - {way}
tags: [{tags}]
"""


def read_way(way: dict[str, object], tags: str = "nordic"):
    text = ENTRY.format(way=yaml.dump(way, default_flow_style=True, width=1000).strip(), tags=tags)
    return parse_entry(text, file="station.yaml")


def take(way: dict[str, object]) -> Strategy:
    entry, problems = read_way(way)
    assert entry is not None, problems
    return list_entry(entry, "here").source.strategies[0]


@pytest.mark.parametrize(
    "way",
    [
        {"strategy": "wordpress", "url": "https://station.example/wp-json/wp/v2/posts", "types": ["briefs"]},
        {"strategy": "feed", "url": "https://station.example/feed/", "paged": "next"},
        {"strategy": "sitemap", "url": "https://station.example/robots.txt", "children": "post", "depth": 2},
        {"strategy": "listing", "url": "https://station.example/news", "article": "/news/", "next": "a.next"},
        {"strategy": "archive_pages", "url": "https://station.example/{yyyy}/{mm}/{dd}/", "article": "/n/"},
        {
            "strategy": "archive_pages",
            "url": "https://station.example/{yyyy}/{m}/",
            "article": "/n/",
            "pages": "https://station.example/{yyyy}/{mm}/page/{page}/",
        },
        {"strategy": "warc", "url": "s3://crawl/pages.warc.gz", "dates": "window", "hosts": "own"},
    ],
    ids=lambda way: str(way["strategy"]),
)
def test_each_strategy_keeps_what_it_was_told(way: dict[str, object]) -> None:
    strategy = take(way)
    assert (strategy.kind, strategy.url) == (way["strategy"], way["url"])
    told = {name: value for name, value in way.items() if name not in {"strategy", "url"}}
    assert told.items() <= strategy.options.items()


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ({"strategy": "listing", "url": "https://s.example/news"}, "article is missing"),
        ({"strategy": "listing", "url": "https://s.example/", "article": "("}, "is no regular expression"),
        (
            {"strategy": "listing", "url": "https://s.example/", "article": "x", "pages": "https://s.example/2"},
            "is no template",
        ),
        (
            {
                "strategy": "listing",
                "url": "https://s.example/",
                "article": "x",
                "next": "a",
                "pages": "https://s.example/?p={page}",
            },
            "choose one",
        ),
        ({"strategy": "archive_pages", "url": "https://s.example/{mm}/", "article": "x"}, "names no period"),
        ({"strategy": "archive_pages", "url": "https://s.example/{yyyy}/{dd}", "article": "x"}, "no period"),
        ({"strategy": "archive_pages", "url": "https://s.example/{year}/", "article": "x"}, "is no template"),
        ({"strategy": "archive_pages", "url": "https://s.example/{yyyy", "article": "x"}, "is no template"),
        (
            {
                "strategy": "archive_pages",
                "url": "https://s.example/{yyyy}/{m}/",
                "article": "x",
                "pages": "https://s.example/{yyyy}/{page}/",
            },
            "name different periods",
        ),
        (
            {
                "strategy": "archive_pages",
                "url": "https://s.example/{yyyy}/",
                "article": "x",
                "pages": "https://s.example/{yyyy}/",
            },
            "names no page",
        ),
        ({"strategy": "sitemap", "url": "https://s.example/sitemap.xml", "depth": 9}, "depth"),
        ({"strategy": "wordpress", "url": "https://s.example/", "types": ["a/b"]}, "is no name"),
        ({"strategy": "feed", "url": "https://s.example/", "paged": "yes"}, "paged"),
        (
            {"strategy": "warc", "url": "https://s.example/{yyyy}/{mm}", "content": "paths", "dates": "any"},
            "name one list",
        ),
    ],
)
def test_what_a_strategy_cannot_be_told_is_one_line(way: dict[str, object], words: str) -> None:
    entry, problems = read_way(way)
    assert entry is None
    assert len(problems) == 1
    assert words in str(problems[0])
    assert str(problems[0]).startswith("station.yaml:")


def test_a_tag_can_name_the_set_that_it_belongs_to() -> None:
    entry, problems = read_way(
        {"strategy": "feed", "url": "https://station.example/feed/"}, tags="'region:caucasus', nordic"
    )
    assert entry is not None, problems
    catalog = merge_catalog([list_entry(entry, "here")])
    for selector in ("region:caucasus", "tag:region:caucasus", "tag:nordic"):
        assert [source.source_id for source in select_sources(catalog, (selector,))] == ["station"]
    with pytest.raises(Exception, match="did you mean region:caucasus"):
        select_sources(catalog, ("region:caucasis",))
