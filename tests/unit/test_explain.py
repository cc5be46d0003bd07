"""The worked examples of docs/extraction.md are what `dateline extract --explain` shows."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.commands.extract import command
from transforms.extract import explain_text, extract_article
from transforms.records import Page

EXAMPLES = Path(__file__).parent / "examples"
DOCS = Path(__file__).parents[2] / "docs" / "extraction.md"


@pytest.mark.parametrize("name", ["box", "comments"])
def test_the_examples_in_the_docs_are_what_is_shown(name, monkeypatch):
    monkeypatch.chdir(EXAMPLES)
    done = CliRunner().invoke(command, ["--explain", f"{name}.html"])
    assert done.exit_code == 0
    shown = re.findall(r"```\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert done.output in shown


@pytest.mark.parametrize(
    ("name", "method", "starts", "lacks"),
    [
        ("box", "blocks", ["Ferries to", "Some four", "Two boats", "Until the", "Nobody was"], "Who pays"),
        ("comments", "trafilatura", ["The council of", "The mayor put"], "My bus"),
    ],
)
def test_what_is_marked_is_the_text(name, method, starts, lacks):
    article = extract_article(Page(body=(EXAMPLES / f"{name}.html").read_bytes(), url=None)).article
    assert article.methods["text"] == method
    paragraphs = article.text.split("\n\n")
    assert [text[: len(start)] for text, start in zip(paragraphs, starts, strict=True)] == starts
    assert lacks not in article.text


def test_what_is_no_page_says_so(tmp_path):
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    done = CliRunner().invoke(command, ["--explain", str(tmp_path / "picture.html")])
    assert (done.exit_code, done.output.splitlines()[1]) == (0, "no text: the bytes are another file format")
    with pytest.raises(ValueError, match="has no content"):
        list(explain_text(Page(body=b"", url=None)))


QUOTED = "Men who expect to rule do not ask for wages."
BODY = (
    "<article><h1>Mutiny as bargaining</h1>"
    "<p>A mutiny is a wage dispute conducted by people who have rifles, and the government knows it well.</p>"
    f"<p>Look at what he said, for the order was the message. {QUOTED} He took thirty officers with him.</p>"
    "%s<p>The longer question is what the brigade that was paid concludes from watching the one that was not.</p>"
    "<p>The minister would not say on Monday whether she had spoken to the major, and nobody had expected it.</p>"
    "</article>"
)


@pytest.mark.parametrize(
    ("extra", "stays"),
    [
        (f"<aside class=pullquote><blockquote>{QUOTED}</blockquote></aside>", False),
        (f"<blockquote><p>{QUOTED} So he told us in the yard of the barracks.</p></blockquote>", True),
        (
            "<div class=letter-box><p>Once a week we write a letter. It is free.</p><a href=/l>Send it</a></div>",
            False,
        ),
        ("<div><p>Nobody in the capital believed him that evening.</p></div>", True),
    ],
)
def test_what_interrupts_a_text_is_left_out(extra, stays):
    body = f"<html><head><title>Mutiny as bargaining</title></head><body>{BODY % extra}".encode()
    text = extract_article(Page(body=body, url=None)).article.text
    assert text.count(QUOTED) == 1 + (stays and QUOTED in extra)
    assert ("Nobody in the capital" in text) == (stays and "Nobody" in extra)
    assert "a letter" not in text
    assert text.endswith("nobody had expected it.")
