"""Which sources a selector means, and what is said of one that means nothing."""

from pathlib import Path

import pytest

from dateline.catalog import Catalog, CatalogError, load_catalog, select_sources
from dateline.demo.outlets import OUTLETS
from dateline.settings import Settings
from scrapers.selection import suggest


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
    think_tanks = pick(awake, "kind:think_tank")
    assert {"brookings", "crisis-group", "iria", "meridian", "stimson"} <= set(think_tanks)
    assert {awake.sources[source_id].kind for source_id in think_tanks} == {"think_tank"}
    assert {awake.sources[source_id].country for source_id in pick(awake, "country:BE")} == {"BE"}
    assert {"northwire", "stimson"} <= set(pick(awake, "kind:agency", "stimson"))
    assert {"caci-analyst", "jamestown"} <= set(pick(awake, "region:caucasus", "topic:security"))
    assert pick(awake, "all") == list(awake.sources)


def test_demo_outlets_that_do_not_run_answer_to_id_and_tag_only(asleep: Catalog) -> None:
    assert "meridian" not in pick(asleep, "country:BE", "kind:think_tank")
    assert pick(asleep, "all") == [source_id for source_id in asleep.sources if source_id not in OUTLETS]
    assert pick(asleep, "meridian") == ["meridian"]
    assert "meridian" in pick(asleep, "tag:demo")


def test_nothing_selects_nothing(awake: Catalog) -> None:
    assert pick(awake) == []


@pytest.mark.parametrize(
    ("selector", "complaint"),
    [
        ("stimsom", "there is no source 'stimsom': did you mean stimson?"),
        ("crisisgroup", "there is no source 'crisisgroup': did you mean crisis-group"),
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
    catalog = load_catalog(Settings(catalog_folder=tmp_path))
    assert "own" in pick(catalog, "kind:government")
    assert "own" in pick(catalog, "country:LV")


def test_only_names_as_near_as_the_nearest_are_suggested() -> None:
    known = ["meridian", "iefimerida", "meridiana"]
    assert suggest("meridiann", known) == ": did you mean meridian or meridiana?"
    assert suggest("iefimerid", known) == ": did you mean iefimerida?"
