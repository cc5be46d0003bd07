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
