"""A better extractor is no change at the source: the stored version is derived again before it is compared."""

from datetime import UTC, datetime

import pytest

from dateline.steps.rederivation import derive_again
from scrapers.archive import ArchiveWriter
from scrapers.warc import Exchange, digest_body
from sql.publish import select_captures
from transforms.extract import EXTRACTOR, extract_article
from transforms.records import Page

URL = "https://alpha.example/world/ferries-run-again-after-the-storm"
SENTENCE = "Ferries to the outer islands ran again on Saturday after three days of storm, the harbour office said."
FETCHED = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)


def make_page(second_paragraph):
    return (
        "<!doctype html><html lang='en'><head><title>Ferries run again after the storm</title>"
        "<meta property='article:published_time' content='2026-11-21T09:00:00Z'></head><body><article>"
        "<h1>Ferries run again after the storm</h1>"
        f"<p>{SENTENCE}</p><p>{second_paragraph}</p><p>{SENTENCE} Nobody was hurt.</p>"
        "</article></body></html>"
    ).encode()


SAME = make_page("Some four hundred people had waited in the terminal, and the first boat left at dawn.")
OTHER = make_page("Some nine hundred people had waited in the terminal, and the first boat left at noon.")


@pytest.fixture
def archived(night):
    """Archive a page and return where its capture says that it lies."""

    def archive(body):
        writer = ArchiveWriter(night.settings.archive, f"page-{next(night.numbers)}.warc.gz")
        place = writer.append(
            Exchange(
                url=URL,
                status=200,
                headers=(("Content-Type", "text/html; charset=utf-8"),),
                body=body,
                fetched_at=FETCHED,
            )
        )
        writer.close()
        return {
            "body_digest": digest_body(body),
            "warc_file": place.file,
            "warc_offset": place.offset,
            "warc_length": place.length,
            "content_type": "text/html; charset=utf-8",
        }

    return archive


def stage(night, run, body, capture, **reading):
    """Stage a page as the present extractor reads it, or as `reading` says that an older one did."""
    article = extract_article(Page(body=body, url=URL, content_type="text/html; charset=utf-8")).article
    values = {
        "title": article.title,
        "text": article.text,
        "authors": list(article.authors),
        "published_at": article.published_at,
        "published_day": article.published_day,
        "extractor": EXTRACTOR,
    }
    return night.page(night.plan(run), URL, capture=capture, **(values | reading))


def test_the_same_page_under_a_new_extractor_is_unchanged_and_its_version_derived_anew(night, archived):
    stage(night, "n/1", SAME, archived(SAME), text="What an older extractor made of it.", extractor="old/1")
    night.publish("n/1")
    stage(night, "n/2", SAME, archived(SAME))
    assert night.publish("n/2") == {"unchanged": 1}
    (version,) = night.fetch("select version_no, extractor, body, run_id from news.article_versions")
    assert (version["version_no"], version["extractor"], version["run_id"]) == (1, EXTRACTOR, "n/2")
    assert "four hundred people" in version["body"]


def test_a_real_change_under_a_new_extractor_is_a_version_against_the_page_read_anew(night, archived):
    stage(night, "n/1", SAME, archived(SAME), text="What an older extractor made of it.", extractor="old/1")
    night.publish("n/1")
    stage(night, "n/2", OTHER, archived(OTHER))
    assert night.publish("n/2") == {"updated": 1}
    first, second = night.versions(URL)
    assert "four hundred people" in first["body"]
    assert "nine hundred people" in second["body"]
    assert second["changed"] == ["text"]


def test_a_page_that_can_no_longer_be_read_keeps_its_version_and_the_difference_counts(night, archived):
    first = archived(SAME)
    stage(night, "n/1", SAME, first, text="What an older extractor made of it.", extractor="old/1")
    night.publish("n/1")
    night.connection.execute("update crawl.captures set warc_file = 'lost.warc.gz'")
    stage(night, "n/2", SAME, archived(SAME))
    assert night.publish("n/2") == {"updated": 1}
    assert [row["version_no"] for row in night.versions(URL)] == [1, 2]
    assert night.versions(URL)[0]["body"] == "What an older extractor made of it."


def test_an_expired_page_is_not_looked_for(night, archived):
    capture = stage(night, "n/1", SAME, archived(SAME))
    (row,) = select_captures(night.connection, [capture])
    assert derive_again(night.settings.archive, row) is not None
    night.connection.execute("update crawl.captures set expired_at = now()")
    assert select_captures(night.connection, [capture]) == []
