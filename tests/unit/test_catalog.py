"""Catalog entries: what is accepted, what is refused with file and line, and what the shipped ones are."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from dateline.catalog import CatalogError, check_catalog, load_catalog
from dateline.settings import Settings
from scrapers.catalog import SHIPPED, parse_entry, read_files, read_folder, write_entry
from scrapers.entries import Entry, to_source
from scrapers.yamlmarks import FastLoader, MarkedLoader, choose_loader
from transforms.records import Strategy

ENTRY = """\
id: station
name: Station House
kind: news
country: FI
languages: [fi, en]
timezone: Europe/Helsinki
homepage: https://www.station.example/
discovery:
  - {strategy: feed, url: "https://www.station.example/feed/", paged: wordpress}
"""


def complain(text: str) -> list[str]:
    entry, problems = parse_entry(text, file="station.yaml")
    assert (entry is None) == bool(problems)
    assert all("\n" not in str(problem) for problem in problems)
    return [str(problem) for problem in problems]


def read(text: str) -> Entry:
    entry, problems = parse_entry(text, file="station.yaml")
    assert problems == []
    assert entry is not None
    return entry


def change(old: str, new: str) -> str:
    assert old in ENTRY
    return ENTRY.replace(old, new)


def write_file(folder: Path, source_id: str, text: str | None = None) -> Path:
    path = folder / f"{source_id}.yaml"
    path.write_text(text or change("id: station", f"id: {source_id}"))
    return path


def test_a_short_entry_gets_the_defaults() -> None:
    source = to_source(read(ENTRY))
    assert source.interval == 2.0
    assert (source.expected_minimum, source.expected_maximum, source.expected_days) == (None, None, 7)
    assert source.strategies == (
        Strategy(kind="feed", url="https://www.station.example/feed/", options={"paged": "wordpress"}),
    )
    assert source.verified_on is None
    assert source.overrides == {}
    assert source.entry["politeness"] == {"interval": 2.0}


def test_a_full_entry_arrives_whole() -> None:
    text = ENTRY + (
        "politeness: {interval: 5}\n"
        "expected: {minimum: 1, maximum: 40, days: 14}\n"
        "hosts: [cdn.station.example, 'other.example:8443']\n"
        "exclude: ['^/events/']\n"
        "overrides: {text: 'article .body', published: time}\n"
        "rights: Ask first\n"
        "evidence: {on: 2026-11-22, of: Somebody looked}\n"
        "verified: 2026-11-23\n"
        "tags: [sample, baltic]\n"
    )
    source = to_source(read(text))
    assert (source.interval, source.expected_minimum, source.expected_maximum, source.expected_days) == (
        5,
        1,
        40,
        14,
    )
    assert "cdn.station.example:443" in source.hosts
    assert "other.example:8443" in source.hosts
    assert source.exclude == ("^/events/",)
    assert source.overrides == {"text": "article .body", "published": "time"}
    assert (source.rights, source.evidence, source.evidence_on) == (
        "Ask first",
        "Somebody looked",
        date(2026, 11, 22),
    )
    assert source.verified_on == date(2026, 11, 23)
    assert source.tags == ("sample", "baltic")


@pytest.mark.parametrize(
    ("homepage", "hosts"),
    [
        (
            "https://www.station.example/",
            {"www.station.example:443", "www.station.example:80", "station.example:443", "station.example:80"},
        ),
        ("http://127.0.0.1:8711/", {"127.0.0.1:8711"}),
        ("https://station.example:8443/", {"station.example:8443"}),
    ],
)
def test_the_homepage_s_host_is_the_source_s_own(homepage: str, hosts: set[str]) -> None:
    assert set(to_source(read(change("https://www.station.example/\n", f"{homepage}\n"))).hosts) == hosts


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (change("id: station", "id: Station"), 1, "id: 'Station' is no id"),
        (change("name: Station House\n", ""), 1, "name is missing"),
        (
            change("name: Station House", "nmae: x\nname: y"),
            2,
            "nmae is no known key: did you mean name?",
        ),
        (change("kind: news", "kind: blog"), 3, "kind: must be 'think_tank', 'news',"),
        (change("FI", "XX"), 4, "country: 'XX' is no ISO 3166-1 alpha-2 code"),
        (change("[fi, en]", "[fi, xx]"), 5, "languages[1]: 'xx' is no ISO 639-1 code"),
        (change("[fi, en]", "fi"), 5, "languages: must be a valid list, not 'fi'"),
        (change("Europe/Helsinki", "Europe/Helsinkki"), 6, "timezone: 'Europe/Helsinkki' is no IANA"),
        (
            change("https://www.station.example/\n", "station.example\n"),
            7,
            "homepage: 'station.example' is",
        ),
        (
            change("https://www.station.example/\n", "ftp://x.example\n"),
            7,
            "homepage: 'ftp://x.example' is",
        ),
        (
            change("//www.station.example/\n", "//me:pw@x.example/\n"),
            7,
            "homepage: an address must not carry",
        ),
        (
            change("strategy: feed", "strategy: telegraph"),
            9,
            "discovery[0]: this version has no strategy 'telegraph': write one of archive_pages, feed, listing,",
        ),
        (
            change("strategy: feed, ", ""),
            9,
            "discovery[0]: strategy is missing: write one of archive_pages, feed,",
        ),
        (
            change("paged: wordpress", "paged: drupal"),
            9,
            "discovery[0].paged: must be 'none', 'wordpress' or 'next'",
        ),
        (change("paged:", "pagd:"), 9, "discovery[0].pagd is no known key: did you mean paged?"),
        (
            change('"https://www.station.example/feed/"', "/feed/"),
            9,
            "discovery[0].url: '/feed/' is no http",
        ),
        (ENTRY + "discovery: []\n", 10, "the key 'discovery' is there twice"),
        (
            ENTRY + "politeness: {interval: 0.5}\n",
            10,
            "politeness.interval: 0.5 s is too short: only sources on this machine",
        ),
        (
            ENTRY + "politeness: {interval: -1}\n",
            10,
            "politeness.interval: must be greater than or equal",
        ),
        (
            ENTRY + "expected:\n  minimum: 9\n  maximum: 3\n",
            10,
            "expected: the minimum 9 is above the",
        ),
        (
            ENTRY + "expected: {days: 0}\n",
            10,
            "expected.days: must be greater than or equal to 1, not 0",
        ),
        (ENTRY + "expected: {days: '7'}\n", 10, "expected.days: must be a valid integer, not '7'"),
        (ENTRY + "hosts: ['https://x.example/']\n", 10, "hosts[0]: 'https://x.example/' is no host"),
        (ENTRY + "exclude:\n  - '^/a/'\n  - '('\n", 12, "exclude[1]: '(' is no regular expression"),
        (ENTRY + "overrides: {text: '..'}\n", 10, "overrides.text: '..' is no CSS selector"),
        (
            ENTRY + "overrides: {body: p}\n",
            10,
            "overrides.body is no known key: the keys here are text, title, authors, publ",
        ),
        (
            ENTRY + "evidence: {on: soon, of: x}\n",
            10,
            "evidence.on: 'soon' is no day: write one such as",
        ),
        (ENTRY + "evidence: {of: x}\n", 10, "evidence.on is missing"),
        (ENTRY + "verified: yes\n", 10, "verified: 'yes' is no day"),
        (ENTRY + "tags: [Top Ten]\n", 10, "tags[0]: 'Top Ten' is no tag"),
        (
            ENTRY + "base: &b {x: 1}\nother: *b\n",
            10,
            "anchors and aliases are not for catalog entries",
        ),
        (ENTRY + "  wrong: [", None, "is not YAML"),
        ("- 1\n", 1, "holds no entry"),
        ("", 1, "holds no entry"),
        ("a: \x00", None, "is not YAML"),
        ("[" * 50_000, None, ""),
        ("a: !!python/object/apply:os.system [ls]\n", None, "is not YAML"),
    ],
)
def test_a_bad_entry_is_refused_with_file_and_line(text: str, line: int | None, words: str) -> None:
    place = "station.yaml:" if line is None else f"station.yaml:{line}: "
    assert any(said.startswith(place) and words in said for said in complain(text)), complain(text)


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_lines() -> None:
    text = change("kind: news", "kind: blog").replace("FI", "XX") + "tags: [A]\n"
    assert [line.split(": ")[0] for line in complain(text)] == [
        "station.yaml:3",
        "station.yaml:4",
        "station.yaml:10",
    ]


fragments = some.sampled_from(
    [
        *("{", "}", "[", "]", ": ", "- ", "? ", "&a ", "*a", "!!int ", "!!bool ", "!!set ", "!!omap ", "<<: "),
        *("|\n", "\n", "  ", "#", "'", '"', "2026-13-45", "9" * 5000, "0x", ".inf", "~", "key", "id: "),
        *("discovery: ", "12:30:45", "\t", "%YAML 1.2\n", "---\n"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    noise=some.lists(fragments | some.text(max_size=5), max_size=12).map("".join), at=some.integers(0, len(ENTRY))
)
@example(noise="? [a, b]\n: c\n", at=0)
@example(noise="? {a: b}\n: c\n", at=0)
def test_any_text_is_an_entry_or_has_problems(noise: str, at: int) -> None:
    complain(noise)
    complain(ENTRY[:at] + noise + ENTRY[at:])


def test_the_same_way_in_twice_is_refused() -> None:
    line = '  - {strategy: feed, url: "https://www.station.example/feed/"}\n'
    assert complain(ENTRY + line) == [
        "station.yaml:10: discovery[1]: feed https://www.station.example/feed/ is there twice"
    ]


def test_norway_and_norwegian_are_words() -> None:
    entry = read(change("FI", "NO").replace("[fi, en]", "[no, nb]"))
    assert (entry.country, entry.languages) == ("NO", ["no", "nb"])


@pytest.mark.parametrize("host", ["127.0.0.1:8711", "localhost:8711", "[::1]:8711"])
def test_only_this_machine_may_be_asked_without_pause(host: str) -> None:
    text = ENTRY.replace("https://www.station.example", f"http://{host}") + "politeness: {interval: 0.05}\n"
    assert to_source(read(text)).interval == 0.05
    assert complain(text.replace(f"homepage: http://{host}/", "homepage: https://station.example/"))


def test_a_warc_source_needs_no_feed() -> None:
    text = change(
        'strategy: feed, url: "https://www.station.example/feed/", paged: wordpress',
        "strategy: warc, url: a.warc.gz",
    )
    (strategy,) = to_source(read(text)).strategies
    assert (strategy.kind, strategy.url) == ("warc", "a.warc.gz")
    assert strategy.options == {"content": "records", "base": None, "dates": "any", "hosts": "any"}
    assert strategy.is_read_whole
    assert strategy.web_addresses == ()


@pytest.mark.parametrize(
    ("option", "more", "hosts"),
    [
        ("", "", "any"),
        ("", "hosts: [blog.station.example]\n", "own"),
        (", hosts: any", "hosts: [blog.station.example]\n", "any"),
        (", hosts: own", "", "own"),
    ],
)
def test_an_archive_that_is_a_source_by_itself_may_hold_any_hosts_pages(
    option: str, more: str, hosts: str
) -> None:
    feed = 'strategy: feed, url: "https://www.station.example/feed/", paged: wordpress'
    text = change(feed, f"strategy: warc, url: a.warc.gz{option}") + more
    assert to_source(read(text)).strategies[0].options["hosts"] == hosts


def test_an_archive_beside_other_ways_in_holds_the_sources_own_pages() -> None:
    text = change("discovery:\n", "discovery:\n  - {strategy: warc, url: a.warc.gz}\n")
    assert to_source(read(text)).strategies[0].options["hosts"] == "own"


def test_an_entry_survives_being_shown() -> None:
    entry = read(ENTRY + "evidence: {on: 2026-11-22, of: x}\n")
    shown = write_entry(entry)
    assert read(shown) == entry
    assert "\n  on: 2026-11-22\n" in shown


def test_a_file_is_named_after_its_id(tmp_path: Path) -> None:
    path = write_file(tmp_path, "other", ENTRY)
    _, problems = read_files([path])
    assert [str(problem) for problem in problems] == [
        f"{path}:1: the id is 'station' but the file is other.yaml: name it station.yaml"
    ]


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(ENTRY.encode() + "rights: déjà\n".encode("latin-1"))
    _, problems = read_files([latin, tmp_path / "gone.yaml"])
    assert [str(problem) for problem in problems] == [
        f"{latin}: is not UTF-8 text: save it as UTF-8",
        f"{tmp_path / 'gone.yaml'}: cannot be read: No such file or directory",
    ]


def test_a_folder_s_other_files_are_left_alone(tmp_path: Path) -> None:
    write_file(tmp_path, "station")
    (tmp_path / "README.md").write_text("notes")
    (tmp_path / ".station.yaml").write_text("an editor's leftover")
    listed, problems = read_folder(tmp_path)
    assert ([entry.entry.id for entry in listed], problems) == (["station"], [])


def test_a_catalog_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="there is no such folder of catalog entries"):
        load_catalog(Settings(catalog_folder=tmp_path / "none"))


def test_text_that_nests_deeply_is_never_given_to_libyaml() -> None:
    deep = ("[" * 20_000, "{a: " * 20_000, "- " * 20_000, "? " * 20_000)
    assert [choose_loader(text) for text in deep] == [MarkedLoader] * 4
    assert choose_loader(ENTRY) is FastLoader


def test_no_shipped_entry_uses_an_address_that_was_measured_dead(shared_folder: Path) -> None:
    lines = (shared_folder / "sources" / "sources.jsonl").read_text().splitlines()
    facts: list[dict[str, Any]] = [json.loads(line) for line in lines if '"dead_endpoints": [{' in line]
    dead = {endpoint["url"] for fact in facts for endpoint in fact["dead_endpoints"]}
    used = {strategy.url for entry in read_folder(SHIPPED)[0] for strategy in entry.source.strategies}
    assert len(dead) > 10
    assert used & dead == set()


def test_the_demo_outlets_are_in_the_catalog_on_their_ports() -> None:
    sources = load_catalog(Settings(demo_ports=(9101, 9102, 9103, 9104))).sources
    assert sources["meridian"].homepage == "http://127.0.0.1:9101/"
    assert load_catalog(Settings()).sources["meridian"].homepage == "http://127.0.0.1:8711/"


def test_the_user_s_own_entry_replaces_a_shipped_one(tmp_path: Path) -> None:
    write_file(tmp_path, "iria")
    write_file(tmp_path, "meridian")
    catalog = load_catalog(Settings(catalog_folder=tmp_path))
    assert catalog.sources["iria"].name == "Station House"
    assert catalog.listed["iria"].origin == str(tmp_path / "iria.yaml")
    assert "meridian" not in catalog.dormant
    assert "northwire" in catalog.dormant


def test_one_bad_entry_is_named_and_the_good_ones_are_still_known(tmp_path: Path) -> None:
    bad = write_file(tmp_path, "bad", change("id: station", "id: bad").replace("FI", "XX"))
    write_file(tmp_path, "good")
    catalog, problems = check_catalog(Settings(catalog_folder=tmp_path))
    assert "good" in catalog.sources
    assert [problem.file for problem in problems] == [str(bad)]
    with pytest.raises(CatalogError, match=r"bad.yaml:4: country: 'XX' is no ISO"):
        load_catalog(Settings(catalog_folder=tmp_path))


def test_every_key_of_an_entry_is_documented() -> None:
    from scrapers.complaints import MODELS

    page = (Path(__file__).parents[2] / "docs" / "catalog.md").read_text()
    keys = {name for model in MODELS.values() for name in model.model_fields}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
