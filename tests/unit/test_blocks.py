"""A page as blocks: where lines break, what is counted, what nobody sees."""

import pytest

from transforms.block_classes import WORDS, read_words
from transforms.blocks import KINDS, STYLED, Blocks, read_page
from transforms.decoding import parse_html


def read(body: str) -> Blocks:
    tree = parse_html(f"<html><head><title>T</title></head><body>{body}</body></html>")
    assert tree is not None
    return read_page(tree)


def kinds(page: Blocks) -> list[int]:
    return [page.kinds[owner] for owner in page.owners]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>One <b>two</b> three.</p><p>Four.</p>", ["One two three.", "Four."]),
        ("<div>Before<p>Within</p>behind</div>", ["Before", "Within", "behind"]),
        ("<p>One<br>line.<br><br>Another.</p>", ["One line.", "Another."]),
        ("<p>One<br>\n <br>two</p>", ["One", "two"]),
        ("<ul><li>A</li><li>B</li></ul>", ["A", "B"]),
        ("<custom-box>X</custom-box>Y", ["X", "Y"]),
        ("<p>a<script>var x = 'no'</script>b<style>p {}</style></p>", ["ab"]),
        ("<noscript><p>no</p></noscript><template><p>no</p></template><p>yes</p>", ["yes"]),
        ("<button><div><p>All of it</p></div></button>", ["All of it"]),
        ("<svg><p>Even here</p></svg>", ["Even here"]),
        ("<p> \n\t </p><p>\u00a0</p>", []),
        ("<table><tr><td>1</td><td>2</td></tr></table>", ["1", "2"]),
        ("<p>A <em>b<i>c</em>d</i> e</p>", ["A bcd e"]),
    ],
)
def test_a_block_is_what_stands_between_two_line_breaks(body: str, texts: list[str]) -> None:
    assert read(body).texts == texts


def test_links_emphasis_pictures_and_breaks_are_counted() -> None:
    page = read(
        "<img><p>See <a href=x>this</a> and <a href=y><b>that</b></a>.</p><p>One<br><br>two<img></p><p>End</p>"
    )
    assert page.texts == ["See this and that.", "One", "two", "End"]
    assert page.linked == [8, 0, 0, 0]
    assert page.links == [2, 0, 0, 0]
    assert page.strong == [4, 0, 0, 0]
    assert page.breaks == [0, 0, 1, 0]
    assert page.pictures == [1, 1, 2, 2]


def test_each_block_knows_its_element_and_each_element_its_parent() -> None:
    page = read('<main><div class="a"><h2>Head</h2><p>Text</p></div><div class="a"><p>More</p></div></main>')
    assert kinds(page) == [KINDS["h2"], KINDS["p"], KINDS["p"]]
    boxes = [page.parents[owner] for owner in page.owners]
    assert boxes[0] == boxes[1] != boxes[2]
    assert page.signatures[boxes[0]] == page.signatures[boxes[2]]
    assert page.signatures[page.owners[0]] != page.signatures[page.owners[1]]


def test_what_a_style_hides_is_marked() -> None:
    page = read('<div style="color: red; display : none"><p>a</p></div><div hidden><p>b</p></div><p>c</p>')
    assert [bool(page.bits[page.parents[owner]] & STYLED) for owner in page.owners] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("div article-body", {"article", "body", "text_box"}),
        ("div commentList", {"comment", "item", "aside_box"}),
        ("div downloads gradient", set()),
        ("div ad-slot", {"advertisement"}),
        ("div breadcrumb", {"navigation", "aside_box"}),
    ],
)
def test_class_names_say_what_an_element_holds(words: str, said: set[str]) -> None:
    found = {name for number, name in enumerate(WORDS) if read_words(words) >> number & 1}
    assert found == said


def test_deep_nesting_is_read() -> None:
    page = read("<div>" * 200 + "<p>Deep down</p>" + "</div>" * 200)
    assert page.texts == ["Deep down"]
