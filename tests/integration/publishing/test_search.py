"""Full-text search: in each article's language, ranked, highlighted, through the index."""

import json

import pytest


@pytest.fixture
def articles(night):
    run = night.plan("n/1", ("alpha", "beta"))
    night.page(
        run,
        "https://alpha.example/patrols-resumed",
        title="Patrols resumed",
        text="Observers said that patrols along the river had resumed after two quiet weeks.",
    )
    night.page(
        run,
        "https://alpha.example/harbour-budget",
        title="Harbour budget",
        text="The council spent on dredging. One patrol boat was sold. <script>alert('x')</script> It was old.",
    )
    night.page(
        run,
        "https://beta.example/verhandlungen",
        source="beta",
        language="de",
        title="Verhandlungen vertagt",
        text="Die Verhandlungen über die Brücken wurden vertagt, sagte ein Sprecher.",
    )
    night.page(
        run,
        "https://beta.example/kolem",
        source="beta",
        language="xx",
        title="Kolem patrols",
        text="patrols kolem brod.",
    )
    night.publish(run)


def search(fetch, query, **more):
    named = "".join(f", {name} => %s" for name in more)
    return fetch(f"select * from report.search_articles(%s{named})", query, *more.values())


def test_words_are_found_in_each_articles_own_language(articles, fetch):
    assert {row["title"] for row in search(fetch, "patrolling")} == {"Patrols resumed", "Harbour budget"}
    assert [row["title"] for row in search(fetch, "verhandlung brücke")] == ["Verhandlungen vertagt"]
    assert {row["title"] for row in search(fetch, "patrols")} == {
        "Patrols resumed",
        "Harbour budget",
        "Kolem patrols",
    }


def test_a_title_ranks_before_a_text(articles, fetch):
    rows = search(fetch, "patrols", language="en")
    assert [row["title"] for row in rows] == ["Patrols resumed", "Harbour budget"]
    assert rows[0]["rank"] > rows[1]["rank"]


def test_web_search_syntax_is_understood(articles, fetch):
    assert [row["title"] for row in search(fetch, '"quiet weeks"')] == ["Patrols resumed"]
    assert [row["title"] for row in search(fetch, "patrols -boat", source="alpha")] == ["Patrols resumed"]
    assert {row["title"] for row in search(fetch, "dredging or brücken")} == {
        "Harbour budget",
        "Verhandlungen vertagt",
    }
    for nonsense in ("", "&|!", '"', "the", "':*"):
        assert search(fetch, nonsense) == []


def test_the_snippet_marks_words_and_holds_no_markup_of_the_page(articles, fetch):
    (row,) = search(fetch, "boat")
    assert "**boat**" in row["snippet"]
    assert not set("<>") & set(row["snippet"])


def test_results_are_bounded_by_source_day_and_number(articles, fetch):
    assert len(search(fetch, "patrols", most=1)) == 1
    assert search(fetch, "patrols", most=-1) == []
    assert search(fetch, "patrols", first_day="2026-11-22") == []
    assert len(search(fetch, "patrols", last_day="2026-11-21")) == 3
    assert search(fetch, "patrols", source="gamma") == []
    assert [row["article_language"] for row in search(fetch, "patrols", language="xx")] == ["xx"]


def test_search_reads_the_index_and_not_every_article(night, fetch):
    night.page(night.plan("n/1"), "https://alpha.example/patrols-resumed", text="Rare zebrafish.")
    night.publish("n/1")
    night.connection.execute(
        "insert into news.articles (article_id, source_id, url, title, body, words, version_no, methods,"
        " extractor, capture_id, first_published_run_id, run_id, fetched_at, language)"
        " select gen_random_uuid(), 'alpha', 'https://alpha.example/' || n, 'Report ' || n,"
        " repeat(md5(n::text), 20), 9, 1, '{}', 'x', capture_id, 'n/1', 'n/1', now(), 'en'"
        " from generate_series(1, 3000) as n, news.articles"
    )
    night.connection.execute("analyze news.articles")
    plan = fetch("explain (format json) select * from report.search_articles('zebrafish')")
    text = json.dumps(plan[0]["QUERY PLAN"])
    assert "articles_by_search" in text
    assert '"Node Type": "Seq Scan"' not in text


def test_a_text_of_too_many_words_is_searched_in_its_beginning_only(night):
    letters = [chr(0x20000 + number) for number in range(40_000)]
    words = " ".join(f"{one}-{other}" for one, other in zip(letters, reversed(letters), strict=True))
    run = night.plan("n/1")
    night.page(run, "https://alpha.example/rich", text=f"ferry {words}")
    night.page(run, "https://alpha.example/plain")
    assert night.publish(run) == {"stored": 2}
    found = night.fetch("select url from news.articles where search @@ to_tsquery('english', 'ferri') order by 1")
    assert [row["url"] for row in found] == ["https://alpha.example/plain", "https://alpha.example/rich"]
