"""The model of blocks: every page has the same features, trees answer as they were grown, a file keeps them."""

import numpy as np
import pytest

from tests.unit.test_blocks import read
from transforms.block_features import FAR, Hints, measure, name_features
from transforms.block_model import FILE, BlockModel, load_model, read_model, write_model
from transforms.block_words import HEADS_OTHERS, NAMES, fold, liken, look_at, overlap

PAGE = """
<nav><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul></nav>
<article class=story><h1>Ferries run again</h1>
<p>Ferries to the outer islands ran again on Saturday, the harbour office said, after three days of storm.</p>
<p>Some four hundred people had waited in the terminal, and the first boat left at dawn.</p>
<div class=related><h3>Read more</h3><ul><li><a href=/x>The storm, day by day</a></li></ul></div>
<p>Nobody was hurt.</p></article><footer>Copyright The Station</footer>
"""


def column(name: str, body: str = PAGE, hints: Hints | None = None) -> dict[str, float]:
    page = read(body)
    values = measure(page, hints or Hints())[name]
    return {text[:12]: float(value) for text, value in zip(page.texts, values, strict=True)}


def test_every_page_has_the_same_features_one_number_a_block() -> None:
    page = read(PAGE)
    columns = measure(page, Hints(title="Ferries run again", description="x", body="y" * 300))
    assert tuple(columns) == name_features()
    assert {len(values) for values in columns.values()} == {len(page.texts)}
    assert all(np.isfinite(values).all() for values in columns.values())


@pytest.mark.parametrize(
    ("name", "block", "value"),
    [
        ("link_density", "Home", 1.0),
        ("link_density", "Nobody was h", 0.0),
        ("in_nav", "News", 2.0),  # through its item and list
        ("in_nav", "Nobody was h", FAR),
        ("near_related", "The storm, d", 2.0),
        ("near_related", "Nobody was h", FAR),
        ("since_heading", "Ferries to t", 1.0),
        ("since_other_heading", "The storm, d", 1.0),
        ("prose_since_title", "Home", 0.0),
        ("after_title", "Ferries to t", 1.0),
        ("after_title", "News", -1.0),
        ("to_title_up", "Ferries to t", 1.0),
        ("to_title_down", "Copyright Th", 2.0),
        ("headings_since_title", "Nobody was h", 1.0),
        ("box_tight_steps", "Ferries to t", 0.0),
        ("box_tight_steps", "News", -1.0),
        ("invites", "Copyright Th", 1.0),
        ("ends", "Nobody was h", 1.0),
        ("ends", "Ferries run ", 0.0),
    ],
)
def test_a_feature_says_what_its_name_says(name: str, block: str, value: float) -> None:
    assert column(name)[block] == value


def test_blocks_are_compared_with_what_the_page_says_elsewhere() -> None:
    hints = Hints(
        title="Ferries run again | Station",
        description="Some four hundred people had waited in the terminal, and the first boat left at dawn. More",
        body="Nobody was hurt." + " Padding of the stated text." * 20,
    )
    assert 0.6 < column("title", hints=hints)["Ferries run "] < 1
    assert column("description", hints=hints)["Some four hu"] == 2
    assert column("in_stated", hints=hints)["Nobody was h"] == 2
    assert column("in_stated", hints=hints)["Ferries to t"] == 1
    assert column("in_stated")["Nobody was h"] == 0


def test_copies_are_counted_and_told_apart() -> None:
    body = "<p>A sentence that stands here twice, word for word, at length.</p>" * 2 + "<p>Other</p>"
    page = read(body)
    columns = measure(page, Hints())
    assert columns["copies"].tolist() == [2, 2, 1]
    assert columns["copied"].tolist() == [0, 1, 0]
    assert columns["copied_later"].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Read more: the storm", "points", 1.0),
        ("He read more than I did.", "points", 0.0),
        ("Photo: Getty Images", "credits", 1.0),
        ("By Ann Example", "byline", 1.0),
        ("Bystanders ran.", "byline", 0.0),
        ("21.11.2026", "dated", 1.0),
        ("Subscribe to our newsletter", "invites", 1.0),
        ("A B c", "capitals", 2 / 3),
        ("12ab", "digits", 0.5),
        ("a!b?", "punctuation", 0.5),
    ],
)
def test_words_are_looked_at(text: str, name: str, expected: float) -> None:
    assert look_at(text)[NAMES.index(name)] == pytest.approx(expected)


def test_headings_over_other_things_are_known() -> None:
    assert HEADS_OTHERS.match("Related stories")
    assert not HEADS_OTHERS.match("What happened at the river")


def test_folded_texts_are_compared() -> None:
    assert fold("Ein Ölteppich, 3 km!") == "einölteppich3km"
    assert (liken("abc", "abc"), liken("abcd", "abc"), liken("ab", "abcdef"), liken("", "a")) == (1, 0.75, 0, 0)
    long = "x" * 70
    assert (overlap(long, long), overlap(long + "a", long), overlap("y" * 30, long)) == (3, 2, 0)


@pytest.fixture
def small() -> BlockModel:
    """Two trees of two questions: is it long, does it end as sentences do; and does it hold links."""
    return BlockModel(
        features=("ends", "length", "link_density"),
        borders=tuple(np.array(borders, dtype=np.float32) for borders in ([0.5], [10.0, 50.0], [0.25, 0.75])),
        feature_of=np.array([[1, 0], [2, 2]]),
        rank_of=np.array([[1, 0], [1, 255]], dtype=np.uint8),
        leaves=np.array([[-1.0, 0.0, 0.0, 2.0], [0.5, -3.0, 9.0, 9.0]], dtype=np.float32),
        bias=0.25,
    )


def test_trees_add_up_to_log_odds(small: BlockModel) -> None:
    columns = {
        "length": np.array([60.0, 60.0, 50.0, 5.0]),
        "ends": np.array([1.0, 0.0, 1.0, 0.0]),
        "link_density": np.array([0.0, 0.0, 0.75, 1.0]),
    }
    odds = np.array([2.0 + 0.5, 0.0 + 0.5, 0.0 + 0.5, -1.0 - 3.0]) + 0.25
    assert small.judge(columns) == pytest.approx(1 / (1 + np.exp(-odds)))


def test_a_file_keeps_a_model_and_the_same_model_gives_the_same_bytes(small: BlockModel, tmp_path) -> None:
    files = [tmp_path / "a.npz", tmp_path / "b.npz"]
    for file in files:
        write_model(small, file)
    kept = read_model(files[0])
    columns = measure(read(PAGE), Hints())
    assert kept.judge(columns) == pytest.approx(small.judge(columns))
    assert kept.features == small.features
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_model_that_comes_with_us_is_small_and_knows_its_features() -> None:
    assert FILE.stat().st_size < 5_000_000
    assert set(load_model().features) <= set(name_features())
    likely = dict(zip(read(PAGE).texts, load_model().judge(measure(read(PAGE), Hints())).tolist(), strict=True))
    assert likely["Nobody was hurt."] > 0.5
    assert likely["Home"] < 0.1
