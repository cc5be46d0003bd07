"""Which sources a selector means, and what is said of one that means nothing."""

from pathlib import Path

import pytest

from dateline.catalog import Catalog, CatalogError, load_catalog, select_sources
from dateline.settings import Settings


@pytest.fixture(scope="module")
def awake() -> Catalog:
    return load_catalog(Settings(demo_ports=(9101, 9102, 9103, 9104)))


@pytest.fixture(scope="module")
def asleep() -> Catalog:
    return load_catalog(Settings(demo_ports=()))


def pick(catalog: Catalog, *selectors: str) -> list[str]:
    return [source.source_id for source in select_sources(catalog, selectors)]


def test_ids_name_themselves_once_in_order(awake: Catalog) -> None:
    assert pick(awake, "stimson", "iria", " stimson ") == ["iria", "stimson"]


def test_kinds_tags_and_countries_name_groups(awake: Catalog) -> None:
    assert pick(awake, "tag:demo") == ["fourthquarter", "harbourpost", "meridian", "northwire"]
    assert pick(awake, "kind:think_tank") == ["brookings", "crisis-group", "iria", "meridian", "stimson"]
    assert pick(awake, "country:BE") == ["crisis-group", "meridian"]
    assert pick(awake, "kind:agency", "stimson") == ["northwire", "stimson"]
    assert pick(awake, "all") == list(awake.sources)


def test_demo_outlets_that_do_not_run_answer_to_id_and_tag_only(asleep: Catalog) -> None:
    assert pick(asleep, "country:BE") == ["crisis-group"]
    assert pick(asleep, "all") == ["brookings", "crisis-group", "iria", "stimson", "war-on-the-rocks"]
    assert pick(asleep, "meridian") == ["meridian"]
    assert "meridian" in pick(asleep, "tag:demo")


def test_nothing_selects_nothing(awake: Catalog) -> None:
    assert pick(awake) == []


@pytest.mark.parametrize(
    ("selector", "complaint"),
    [
        ("irai", "there is no source 'irai': did you mean iria?"),
        ("crisisgroup", "there is no source 'crisisgroup': did you mean crisis-group?"),
        ("kind:thinktank", "no source has kind:thinktank: did you mean kind:think_tank?"),
        ("tag:dmeo", "no source has tag:dmeo: did you mean tag:demo?"),
        ("country:XX", "no source has country:XX: see `dateline sources list`"),
        ("nonsense:9", "there is no source 'nonsense:9': see `dateline sources list`"),
        ("", "there is no source '': see `dateline sources list`"),
    ],
)
def test_what_names_nothing_is_an_error_with_near_matches(awake: Catalog, selector: str, complaint: str) -> None:
    with pytest.raises(CatalogError) as caught:
        pick(awake, "iria", selector)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_user_s_own_sources_are_in_the_groups(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "id: own\nname: Own\nkind: government\ncountry: LV\nlanguages: [lv]\ntimezone: Europe/Riga\n"
        "homepage: https://own.example/\ndiscovery: [{strategy: warc, url: own.warc.gz}]\n"
    )
    assert pick(load_catalog(Settings(catalog_folder=tmp_path)), "kind:government") == ["own"]
