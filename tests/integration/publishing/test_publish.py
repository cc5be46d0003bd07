"""What publication writes: identity, versions, duplicates, the ledger, the frontier."""

from datetime import UTC, datetime, timedelta

import pytest
from psycopg.types.json import Jsonb

from dateline.steps.publish import PublishRefused, judge_batches
from dateline.steps.validate import validate_run
from sql.publish import select_batches
from sql.staging import begin_analysing, begin_cleaning
from transforms.identity import mint_article_id

URL = "https://alpha.example/ferries-run-again"
EARLY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_an_article_is_stored_with_its_version_address_mentions_and_ledger(night):
    run = night.plan("n/1")
    capture = night.page(run, URL)
    assert night.publish(run) == {"stored": 1}
    (article,) = night.fetch("select * from news.articles")
    assert article["article_id"] == mint_article_id(URL)
    assert (article["source_id"], article["url"], article["version_no"]) == ("alpha", URL, 1)
    assert (article["run_id"], article["model_name"], article["words"]) == (
        run,
        "test_model",
        len(article["body"].split()),
    )
    assert [row["capture_id"] for row in night.versions(URL)] == [capture]
    assert night.fetch("select url, kind from news.article_urls") == [{"url": URL, "kind": "requested"}]
    (mention,) = night.fetch("select * from news.mentions")
    assert article["body"][mention["start_at"] : mention["end_at"]] == mention["surface"]
    assert night.outcomes(run) == {URL: ("stored", None)}
    (row,) = night.fetch("select outcome, outcome_run_id, published_day from crawl.captures")
    assert (row["outcome"], row["outcome_run_id"], str(row["published_day"])) == ("stored", run, "2026-11-21")


def test_publishing_again_changes_nothing(night):
    run = night.plan("n/1", ("alpha", "beta"))
    night.page(run, URL)
    night.page(run, "https://beta.example/x", source="beta")
    night.publish(run)
    before = night.hash, night.outcomes(run), night.fetch("select * from crawl.urls order by url")
    assert night.publish(run) == {}
    assert (night.hash, night.outcomes(run), night.fetch("select * from crawl.urls order by url")) == before


def test_a_later_run_over_the_same_text_is_unchanged_and_refreshes_other_metadata(night):
    night.page(night.plan("n/1"), URL, section="World")
    night.publish("n/1")
    later = night.page(night.plan("n/2"), URL, section="Shipping")
    assert night.publish("n/2") == {"unchanged": 1}
    (article,) = night.fetch("select section, version_no, capture_id from news.articles")
    assert (article["section"], article["version_no"], article["capture_id"]) == ("Shipping", 1, later)
    assert len(night.versions(URL)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Ferries stop again"}, "title"),
        ({"authors": ["Ida Korr", "Tem Salo"]}, "authors"),
        ({"published_at": datetime(2026, 11, 21, 10, 0, tzinfo=UTC)}, "published_at"),
        ({"text": "Ferries stopped again."}, "text"),
    ],
)
def test_a_change_at_the_source_is_a_new_version_and_the_old_one_stays(night, change, field):
    night.page(night.plan("n/1"), URL)
    night.publish("n/1")
    (old,) = night.versions(URL)
    night.page(night.plan("n/2"), URL, **change)
    assert night.publish("n/2") == {"updated": 1}
    first, second = night.versions(URL)
    assert first == old
    assert (second["version_no"], second["changed"]) == (2, [field])
    (article,) = night.fetch("select version_no, first_published_run_id, run_id from news.articles")
    assert (article["version_no"], article["first_published_run_id"], article["run_id"]) == (2, "n/1", "n/2")


def test_mentions_follow_the_current_version(night):
    night.page(night.plan("n/1"), URL)
    night.publish("n/1")
    other = {"start": 0, "end": 7, "text": "Ferries", "label": "PRODUCT", "kind": None}
    night.page(night.plan("n/2"), URL, text="Ferries stop.", analysis={"mentions": Jsonb([other])})
    night.publish("n/2")
    rows = night.fetch("select mention_no, surface, run_id from news.mentions")
    assert rows == [{"mention_no": 1, "surface": "Ferries", "run_id": "n/2"}]


def test_mentions_stay_when_the_same_text_comes_without_a_model(night):
    night.page(night.plan("n/1"), URL)
    night.publish("n/1")
    nothing = {"mentions": Jsonb([]), "model_name": None, "model_version": None, "note": "no model"}
    night.page(night.plan("n/2"), URL, analysis=nothing)
    night.publish("n/2")
    assert len(night.fetch("select 1 from news.mentions")) == 1
    assert night.fetch("select model_name, analysis_note from news.articles") == [
        {"model_name": "test_model", "analysis_note": None}
    ]


def test_places_quotes_figures_and_entities_are_published_with_their_spans(night):
    run = night.plan("n/1")
    entity = "6f1c3a52-0f0b-5c58-8d6e-3f5f0b1f0a01"
    place = {"start": 15, "end": 22, "text": "islands", "geonames_id": 7, "name": "Islands", "country": "NO"}
    quote = {"kind": "direct", "content": [[0, 7], [8, 10]], "cue": [30, 34], "speaker": None, "method": "rule"}
    figure = {
        "low": 3, "high": None, "bound": "at least", "happened": "missing", "group": "sailors", "claimant": None,
        "number": [1, 2], "sentence": [0, 20], "background": False, "method": "rule",
    }  # fmt: skip
    night.page(
        run,
        URL,
        analysis={
            "mentions": Jsonb(
                [{"start": 0, "end": 7, "text": "Ferries", "label": "ORG", "kind": "ORG", "entity_id": entity}]
            ),
            "entities": Jsonb([{"entity_id": entity, "kind": "ORG", "name": "Ferries", "aliases": ["F"]}]),
            "places": Jsonb([place | {"latitude": 60.0, "longitude": 5.0, "method": "gazetteer"}]),
            "quotes": Jsonb([quote]),
            "figures": Jsonb([figure]),
        },
    )
    night.publish(run)
    assert night.fetch("select name, aliases from news.entities") == [{"name": "Ferries", "aliases": ["F"]}]
    assert [str(row["entity_id"]) for row in night.fetch("select entity_id from news.mentions")] == [entity]
    assert night.fetch("select geonames_id, latitude from news.places") == [{"geonames_id": 7, "latitude": 60.0}]
    (row,) = night.fetch(
        "select content_spans::text as spans, cue_span::text as cue, speaker_span from news.quotes"
    )
    assert row == {"spans": '{"[0,7)","[8,10)"}', "cue": "[30,34)", "speaker_span": None}
    (row,) = night.fetch("select low, affected, number_span::text as span from news.figures")
    assert row == {"low": 3, "affected": "sailors", "span": "[1,2)"}


def test_a_redirected_address_is_the_article_that_answered(night):
    run = night.plan("n/1")
    night.page(run, "http://alpha.example/ferries", final_url=URL)
    night.page(run, URL)
    assert night.publish(run) == {"stored": 1, "duplicate": 1}
    assert [str(row["article_id"]) for row in night.fetch("select article_id from news.articles")] == [
        str(mint_article_id(URL))
    ]
    kinds = {row["url"]: row["kind"] for row in night.fetch("select url, kind from news.article_urls")}
    assert kinds == {URL: "requested", "http://alpha.example/ferries": "requested"}


def test_two_addresses_with_one_canonical_link_are_one_article(night):
    run = night.plan("n/1")
    night.page(run, URL + "?amp=1", canonical_url=URL, text="Ferries run.")
    night.page(run, URL, canonical_url=URL)
    night.publish(run)
    assert night.outcomes(run) == {URL: ("stored", None), URL + "?amp=1": ("duplicate", None)}
    (article,) = night.fetch("select article_id, url from news.articles")
    assert article["url"] == URL
    ids = night.fetch("select distinct article_id from crawl.ledger")
    assert ids == [{"article_id": article["article_id"]}]


def test_a_canonical_link_of_another_text_or_another_host_does_not_count(night):
    run = night.plan("n/1")
    night.page(run, URL, canonical_url=URL)
    night.page(run, "https://alpha.example/wages", title="Wages rise", canonical_url=URL)
    night.page(run, "https://alpha.example/copy", title="Copy", canonical_url="https://wire.example/original-text")
    assert night.publish(run) == {"stored": 3}
    urls = {row["url"] for row in night.fetch("select url from news.articles")}
    assert urls == {URL, "https://alpha.example/wages", "https://alpha.example/copy"}
    (copy,) = night.fetch("select canonical_url from news.articles where title = 'Copy'")
    assert copy["canonical_url"] == "https://wire.example/original-text"


def test_a_wrong_canonical_claim_yields_to_the_page_that_answers_there(night):
    night.page(night.plan("n/1"), "https://alpha.example/wages", title="Wages rise", canonical_url=URL)
    night.publish("n/1")
    night.page(night.plan("n/2"), URL)
    assert night.publish("n/2") == {"stored": 1}
    owner = night.fetch("select article_id, kind from news.article_urls where url = %s", URL)
    assert owner == [{"article_id": mint_article_id(URL), "kind": "requested"}]


def test_a_dead_address_that_redirects_to_another_article_makes_no_version_of_it(night):
    night.page(night.plan("n/1"), URL)
    night.publish("n/1")
    night.page(night.plan("n/2"), URL, final_url="https://alpha.example/wages", title="Wages rise", text="Pay.")
    assert night.publish("n/2") == {"stored": 1}
    assert len(night.versions(URL)) == 1
    assert len(night.fetch("select 1 from news.articles")) == 2


def test_the_very_same_words_at_another_address_of_the_source_are_a_duplicate(night):
    run = night.plan("n/1", ("alpha", "beta"))
    night.page(run, URL, text="The same words.")
    night.page(run, "https://alpha.example/again", text="The same words.")
    night.page(run, "https://beta.example/own", source="beta", text="The same words.")
    assert night.publish(run) == {"stored": 2, "duplicate": 1}
    night.page(night.plan("n/2"), "https://alpha.example/thrice", text="The same words.")
    assert night.publish("n/2") == {"duplicate": 1}


def test_an_address_of_another_sources_article_is_a_duplicate(night):
    night.source("beta", entry=Jsonb({"hosts": ["alpha.example"]}))
    run = night.plan("n/1", ("alpha", "beta"))
    night.page(run, URL)
    night.page(run, URL, source="beta", text="Read differently.")
    assert night.publish(run) == {"stored": 1, "duplicate": 1}
    assert night.fetch("select source_id from news.articles") == [{"source_id": "alpha"}]


def test_an_article_whose_site_moved_goes_on_under_its_new_address(night):
    night.page(night.plan("n/1"), "http://alpha.example/ferries")
    night.publish("n/1")
    night.page(night.plan("n/2"), "http://alpha.example/ferries", final_url=URL)
    night.publish("n/2")
    night.page(night.plan("n/3"), URL, text="Ferries stop.")
    assert night.publish("n/3") == {"updated": 1}
    (article,) = night.fetch("select article_id, url from news.articles")
    assert (article["article_id"], article["url"]) == (mint_article_id("http://alpha.example/ferries"), URL)


def test_two_articles_that_prove_to_be_one_are_merged(night):
    run = night.plan("n/1")
    night.page(run, URL, text="The same words.")
    night.page(run, "https://alpha.example/again", text="Other words for now.")
    night.publish(run)
    night.page(night.plan("n/2"), "https://alpha.example/again", text="The same words.", canonical_url=URL)
    assert night.publish("n/2") == {"duplicate": 1}
    (merged,) = night.fetch("select article_id, merged_into from news.articles where merged_into is not null")
    assert merged == {
        "article_id": mint_article_id("https://alpha.example/again"),
        "merged_into": mint_article_id(URL),
    }
    night.page(night.plan("n/3"), "https://alpha.example/again", text="The same words.")
    assert night.publish("n/3") == {"duplicate": 1}


def test_copies_follow_an_original_that_proves_to_be_another_article(night):
    run = night.plan("n/1", ("alpha", "beta"))
    night.page(run, URL, text="The same words.")
    night.page(run, "https://alpha.example/again", text="Other words for now.")
    night.page(run, "https://beta.example/copy", source="beta", text="Other words, copied.")
    night.publish(run)
    night.connection.execute(
        "update news.articles set duplicate_of = originals.article_id, duplicate_method = 'shingles'"
        " from news.articles as originals"
        " where originals.url like '%/again' and articles.url not like '%/again'"
    )
    night.page(night.plan("n/2"), "https://alpha.example/again", text="The same words.", canonical_url=URL)
    night.publish("n/2")
    copies = night.fetch("select url, duplicate_of, duplicate_method from news.articles where merged_into is null")
    assert {tuple(row.values()) for row in copies} == {
        (URL, None, None),
        ("https://beta.example/copy", mint_article_id(URL), "shingles"),
    }


def test_a_page_that_turns_up_late_takes_its_place_in_the_line_and_is_not_current(night):
    night.page(night.plan("n/1"), URL, title="First", fetched_at=EARLY)
    night.publish("n/1")
    night.page(night.plan("n/3"), URL, title="Third", fetched_at=EARLY + timedelta(days=2))
    night.publish("n/3")
    night.page(night.plan("n/2"), URL, title="Second", fetched_at=EARLY + timedelta(days=1))
    assert night.publish("n/2") == {"updated": 1}
    assert [row["title"] for row in night.versions(URL)] == ["First", "Second", "Third"]
    (article,) = night.fetch("select title, version_no, fetched_at from news.articles")
    assert article == {"title": "Third", "version_no": 3, "fetched_at": EARLY + timedelta(days=2)}


def test_a_text_that_came_back_is_a_version_again_when_the_one_between_turns_up_late(night):
    night.page(night.plan("n/1"), URL, title="First", fetched_at=EARLY)
    night.publish("n/1")
    back = night.page(night.plan("n/3"), URL, title="First", text=None, fetched_at=EARLY + timedelta(days=2))
    night.publish("n/3")
    night.page(night.plan("n/2"), URL, title="Second", fetched_at=EARLY + timedelta(days=1))
    night.publish("n/2")
    assert [row["title"] for row in night.versions(URL)] == ["First", "Second", "First"]
    assert night.versions(URL)[2]["capture_id"] == back
    assert night.fetch("select title, version_no from news.articles") == [{"title": "First", "version_no": 3}]


def test_what_cleaning_decided_goes_to_ledger_capture_and_frontier(night):
    run = night.plan("n/1")
    night.page(run, "https://alpha.example/", outcome="rejected", reason="home_page", detail="it is")
    night.page(run, "https://alpha.example/old", outcome="skipped", reason="outside_window")
    assert night.publish(run) == {"rejected": 1, "skipped": 1}
    assert night.outcomes(run) == {
        "https://alpha.example/": ("rejected", "home_page"),
        "https://alpha.example/old": ("skipped", "outside_window"),
    }
    assert {row["outcome"] for row in night.fetch("select outcome from crawl.captures")} == {"rejected", "skipped"}
    assert night.fetch("select 1 from news.articles") == []
    etags = {row["outcome"]: row["etag"] for row in night.fetch("select outcome, etag from crawl.urls")}
    assert etags == {"rejected": '"1"', "skipped": None}


def test_the_frontier_advances_only_in_publish_and_never_backwards(night):
    night.page(night.plan("n/2"), URL, title="New", fetched_at=EARLY + timedelta(days=1))
    assert night.fetch("select fetched_at, etag from crawl.urls") == [{"fetched_at": None, "etag": None}]
    night.publish("n/2")
    (new,) = night.fetch("select * from crawl.urls")
    assert (new["etag"], new["outcome"], new["article_id"]) == ('"1"', "stored", mint_article_id(URL))
    night.page(night.plan("n/1"), URL, title="Old", fetched_at=EARLY)
    night.publish("n/1")
    assert night.fetch("select * from crawl.urls") == [new]


def test_unchanged_advances_the_look_and_not_due_does_not(night):
    night.page(night.plan("n/1"), URL, fetched_at=EARLY)
    night.publish("n/1")
    article = mint_article_id(URL)
    night.plan("n/2")
    night.note(
        "n/2",
        "alpha",
        URL,
        outcome="unchanged",
        reason="not_due",
        article_id=article,
        noted_at=EARLY + timedelta(hours=1),
    )
    night.publish("n/2")
    assert night.fetch("select fetched_at, outcome from crawl.urls") == [
        {"fetched_at": EARLY, "outcome": "stored"}
    ]
    night.plan("n/3")
    night.note("n/3", "alpha", URL, outcome="unchanged", article_id=article, noted_at=EARLY + timedelta(days=1))
    night.publish("n/3")
    assert night.fetch("select fetched_at from crawl.urls") == [{"fetched_at": EARLY + timedelta(days=1)}]


def test_an_article_whose_link_leads_elsewhere_is_gone_when_the_link_is(night):
    link, address = "https://alpha.example/go?7", "https://alpha.example/story/"
    night.plan("n/1")
    night.page("n/1", link, final_url=address, fetched_at=EARLY)
    night.publish("n/1")
    night.plan("n/2")
    night.note("n/2", "alpha", link, outcome="failed", reason="gone", decided_at=EARLY + timedelta(days=1))
    night.publish("n/2")
    assert night.fetch("select url, gone_at from news.articles") == [
        {"url": address, "gone_at": EARLY + timedelta(days=1)}
    ]


def test_an_address_that_answers_404_marks_its_article_as_gone_until_it_is_back(night):
    night.page(night.plan("n/1"), URL, fetched_at=EARLY)
    night.publish("n/1")
    night.plan("n/2")
    night.note("n/2", "alpha", URL, outcome="failed", reason="not_found", noted_at=EARLY + timedelta(days=1))
    night.publish("n/2")
    gone = EARLY + timedelta(days=1)
    assert night.fetch("select a.gone_at, u.gone_at as url_gone_at from news.articles a, crawl.urls u") == [
        {"gone_at": gone, "url_gone_at": gone}
    ]
    night.page(night.plan("n/3"), URL, fetched_at=EARLY + timedelta(days=2))
    night.publish("n/3")
    assert night.fetch("select a.gone_at, u.gone_at as url_gone_at from news.articles a, crawl.urls u") == [
        {"gone_at": None, "url_gone_at": None}
    ]


def test_an_older_capture_that_is_published_late_brings_nothing_back(night):
    night.page(night.plan("n/1"), URL, fetched_at=EARLY)
    night.publish("n/1")
    night.plan("n/2")
    gone = EARLY + timedelta(days=2)
    night.note("n/2", "alpha", URL, outcome="failed", reason="not_found", noted_at=gone)
    night.publish("n/2")
    before = gone - timedelta(days=1)
    night.page(night.plan("n/3"), URL, text="What stood there a day before it went.", fetched_at=before)
    assert night.publish("n/3") == {"updated": 1}
    assert night.fetch("select a.gone_at, u.gone_at as url_gone_at from news.articles a, crawl.urls u") == [
        {"gone_at": gone, "url_gone_at": gone}
    ]


def test_looks_advance_for_strategies_that_completed_even_without_any_page(night):
    night.plan("n/1", ("alpha", "beta", "gamma"), reach="")
    night.observe("n/1", "alpha")
    night.observe("n/1", "beta", finished_at=None)
    night.observe("n/1", "gamma", reach="unreachable", problem="server_error")
    night.publish("n/1")
    assert night.fetch("select source_id, looked_at from crawl.looks") == [
        {"source_id": "alpha", "looked_at": EARLY}
    ]


def test_an_exact_run_does_not_count_as_a_look(night):
    night.plan("backfill/1", mode="exact")
    night.publish("backfill/1")
    assert night.fetch("select 1 from crawl.looks") == []


def test_a_held_source_goes_to_quarantine_whole_and_the_other_is_published(night):
    night.source("alpha", held_at=EARLY, held_because="dates vanished")
    run = night.plan("n/1", ("alpha", "beta"))
    capture = night.page(run, URL)
    night.page(run, "https://beta.example/x", source="beta")
    assert night.publish(run) == {"quarantined": 1, "stored": 1}
    (case,) = night.fetch("select * from quality.quarantine")
    assert (case["capture_id"], case["reason"], case["in_words"], case["state"]) == (
        capture, "source_held", "dates vanished", "held",
    )  # fmt: skip
    assert case["row_as_staged"]["title"] == "Ferries run again"
    assert night.outcomes(run)[URL] == ("quarantined", "source_held")


def test_a_case_is_released_when_a_later_run_publishes_the_page(night):
    capture = night.page(night.plan("n/1"), URL, outcome="quarantined", reason="expectation_failed")
    night.insert(
        "quality.quarantine",
        {
            "run_id": "n/1", "source_id": "alpha", "capture_id": capture, "url": URL, "row_as_staged": Jsonb({}),
            "reason": "expectation_failed", "expectation": "text_length", "in_words": "longer",
        },
    )  # fmt: skip
    night.publish("n/1")
    assert night.fetch("select state from quality.quarantine") == [{"state": "held"}]
    night.page(night.plan("n/2"), URL)
    night.publish("n/2")
    assert night.fetch("select state, state_by from quality.quarantine") == [
        {"state": "released", "state_by": "run n/2"}
    ]


def test_an_article_taken_down_is_skipped(night):
    night.page(night.plan("n/1"), URL)
    night.publish("n/1")
    night.connection.execute("update news.articles set taken_down_at = now(), body = ''")
    night.page(night.plan("n/2"), URL, text="Back again.")
    assert night.publish("n/2") == {"skipped": 1}
    assert night.outcomes("n/2") == {URL: ("skipped", "taken_down")}
    assert night.fetch("select body from news.articles") == [{"body": ""}]


def test_a_batch_that_was_not_staged_whole_is_left_for_the_next_run(night):
    run = night.plan("n/1")
    night.page(run, URL, batch=0)
    night.page(run, "https://alpha.example/b", batch=1)
    night.page(run, "https://alpha.example/c", batch=2)
    night.connection.execute("update staging.batches set cleaned_at = null, analysed_at = null where batch_id = 1")
    night.connection.execute("update staging.batches set analysed_at = null where batch_id = 2")
    assert night.publish(run) == {"stored": 1}
    assert [row["outcome"] for row in night.fetch("select outcome from crawl.captures order by 1")] == [
        "stored", None, None,
    ]  # fmt: skip


def test_a_batch_with_fewer_staged_rows_than_captures_is_refused_and_the_rest_published(night):
    run = night.plan("n/1")
    night.page(run, URL, batch=0)
    lost = night.page(run, "https://alpha.example/b", batch=1)
    night.page(run, "https://alpha.example/c", batch=1)
    night.connection.execute("delete from staging.articles where capture_id = %s", [lost])
    with pytest.raises(PublishRefused, match="batch 1 has 1 staged rows for 2 captures"):
        night.publish(run)
    assert [row["url"] for row in night.fetch("select url from news.articles")] == [URL]


def test_a_batch_that_validation_has_not_judged_is_refused_and_the_rest_published(night):
    run = night.plan("n/1")
    night.page(run, URL, batch=0)
    night.page(run, "https://alpha.example/b", batch=1)
    night.connection.execute("update staging.batches set validated_at = null where batch_id = 1")
    with pytest.raises(PublishRefused, match="validation has not judged batch 1: clear validate"):
        night.publish(run)
    assert [row["url"] for row in night.fetch("select url from news.articles")] == [URL]
    assert [row["outcome"] for row in night.fetch("select outcome from crawl.captures order by 1")] == [
        "stored", None,
    ]  # fmt: skip


@pytest.mark.parametrize("begin", [begin_cleaning, begin_analysing])
def test_a_batch_that_is_staged_anew_must_be_judged_anew(night, begin):
    run = night.plan("n/1")
    night.page(run, URL)
    begin(night.connection, run, 0)
    night.connection.execute("update staging.batches set cleaned_at = now(), analysed_at = now()")
    assert judge_batches(select_batches(night.connection, run)).whole == {}


def test_validation_says_which_batches_it_has_judged(night):
    run = night.plan("n/1")
    night.page(run, URL, batch=0, outcome="rejected", reason="empty")
    night.page(run, "https://alpha.example/b", batch=1, outcome="rejected", reason="empty")
    night.connection.execute("update staging.batches set validated_at = null")
    night.connection.execute("update staging.batches set analysed_at = null where batch_id = 1")
    validate_run(night.settings, run_id=run)
    judged = "select batch_id, validated_at is not null as judged from staging.batches order by 1"
    assert [row["judged"] for row in night.fetch(judged)] == [True, False]


def test_an_article_without_its_analysis_is_refused(night):
    run = night.plan("n/1")
    capture = night.page(run, URL)
    night.connection.execute("delete from staging.analyses where capture_id = %s", [capture])
    with pytest.raises(PublishRefused, match="batch 0 has 0 analyses for 1 articles"):
        night.publish(run)
    assert night.fetch("select 1 from news.articles") == []


def test_a_page_that_answered_on_another_sources_host_is_not_taken_from_it(night):
    theirs = "https://beta.example/story"
    night.plan("n/1")
    night.source("beta")
    night.page("n/1", "https://alpha.example/go/1", final_url=theirs)
    assert night.publish("n/1") == {"skipped": 1}
    assert night.outcomes("n/1") == {"https://alpha.example/go/1": ("skipped", "excluded")}
    (row,) = night.fetch("select detail from crawl.ledger")
    assert row["detail"].startswith(f"it leads to {theirs}, which is not on a host of alpha")
    assert night.fetch("select 1 from news.article_urls") == []
    for run, text in (("n/2", "Ferries wait."), ("n/3", "Ferries run, corrected.")):
        night.page(night.plan(run, ("beta",)), theirs, source="beta", text=text)
        night.publish(run)
    assert [version["body"] for version in night.versions(theirs)] == ["Ferries wait.", "Ferries run, corrected."]
    assert night.fetch("select source_id from news.articles") == [{"source_id": "beta"}]


@pytest.mark.parametrize("answered", ["http://www.alpha.example/story", "https://press.example/story"])
def test_a_host_is_the_sources_own_in_every_spelling_and_when_its_entry_names_it(night, answered):
    night.source("alpha", entry=Jsonb({"hosts": ["press.example"]}))
    night.page(night.plan("n/1"), URL, final_url=answered)
    assert night.publish("n/1") == {"stored": 1}


def test_a_hop_over_another_host_is_no_address_of_the_article(night):
    run = night.plan("n/1")
    night.page(run, "https://alpha.example/go/1", final_url=URL, capture={"redirects": ["https://beta.example/r"]})
    night.publish(run)
    rows = night.fetch("select url from news.article_urls order by url")
    assert [row["url"] for row in rows] == [URL, "https://alpha.example/go/1"]


def test_pages_of_web_archives_may_be_of_any_host(night):
    run = night.plan("n/1")
    night.page(run, "https://elsewhere.example/story", capture={"strategy": "warc:pages.warc.gz"})
    assert night.publish(run) == {"stored": 1}
