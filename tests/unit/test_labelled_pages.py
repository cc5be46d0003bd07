"""Every labelled page gets its label; of pages with known articles next to none is taken for something else."""

import gzip
import json

import pytest

from tests.unit.labelled_pages import CASES, OUTLETS, Labelled, list_pages
from transforms.extract import extract_article
from transforms.outcomes import Reason
from transforms.records import Page

PAGES = list(list_pages())
NO_ARTICLES = {
    Reason.HOME_PAGE, Reason.SECTION_PAGE, Reason.SEARCH_PAGE, Reason.VIDEO, Reason.GALLERY, Reason.LOGIN,
    Reason.CONSENT_WALL, Reason.CAPTCHA, Reason.SOFT_404, Reason.EMPTY, Reason.WRONG_LANGUAGE,
}  # fmt: skip
MOST_WRONG = 0.005


def test_the_set_has_each_kind_for_each_outlet() -> None:
    labels = {page.label for page in PAGES}
    assert labels == {*NO_ARTICLES, "article", "truncated"}
    assert len(PAGES) == len(CASES) * len(OUTLETS) == len({page.name for page in PAGES})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_labelled_page_gets_its_label(page: Labelled) -> None:
    extraction = extract_article(
        Page(body=page.body, url=page.url, content_type="text/html; charset=utf-8", languages=("en",))
    )
    if extraction.rejection is not None:
        assert (str(extraction.rejection.reason), bool(extraction.rejection.detail)) == (page.label, True)
    else:
        assert page.label == ("truncated" if extraction.article.truncated else "article")
        assert extraction.article.title
        assert "lorries left the depot" in extraction.article.text


@pytest.mark.shared
def test_next_to_no_page_with_a_known_text_is_taken_for_something_else(shared_folder) -> None:
    known = wrong = 0
    folder = shared_folder / "extraction"
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").split("\n"):
        row = json.loads(line) if line.strip() else {}
        if not row.get("body") and not row.get("must_have"):
            continue
        known += 1
        body = gzip.decompress((folder / row["file"]).read_bytes())
        page = Page(body=body, url=row["url"], content_type="text/html; charset=utf-8")
        wrong += extract_article(page).rejection is not None
    assert known > 800
    assert wrong <= MOST_WRONG * known
