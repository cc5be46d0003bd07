"""An article's line of versions and its identity, as pure decisions."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.identity import mint_article_id
from transforms.publication import KnownArticle, Version, draw_line, find_stale, publish_article, replace_contents
from transforms.resolution import Arrival, Content, resolve_articles

START = datetime(2026, 11, 21, tzinfo=UTC)
URL = "https://alpha.example/ferries-run-again"
ARTICLE = mint_article_id(URL)


def content(words: str) -> Content:
    return Content(
        title=words, authors=(), published_at=START, published_day=date(2026, 11, 21), text_digest=words
    )


def arrival(hour: int, words: str, *, url: str = URL, **more) -> Arrival:
    return Arrival(
        capture_id=hour,
        url=url,
        final_url=more.pop("final_url", url),
        fetched_at=START + timedelta(hours=hour),
        content=content(words),
        content_digest=words,
        extractor=more.pop("extractor", "one"),
        **more,
    )


def publish(known: KnownArticle | None, arrivals: list[Arrival]) -> KnownArticle:
    """Apply a publication to the stored article, as the tables would."""
    cite = {one.capture_id: URL for one in arrivals}
    done = publish_article(ARTICLE, arrivals, known, source_id="alpha", cite_urls=cite)
    by_capture = {one.capture_id: one for one in arrivals}
    stored = {version.version_no: version for version in known.versions} if known else {}
    line = dict(stored)
    for row in done.versions:
        line.pop(row.was, None)
    for row in done.versions:
        if row.was is not None:
            line[row.version_no] = _renumber(stored[row.was], row.version_no)
        elif row.capture_id is not None:
            one = by_capture[row.capture_id]
            line[row.version_no] = _version(row.version_no, one.capture_id, one.fetched_at, one.content)
        else:
            assert known is not None
            copied = stored[row.copy_of]
            line[row.version_no] = _version(row.version_no, known.seen_capture_id, known.seen_at, copied.content)
    newest = by_capture.get(done.capture_id)
    assert newest is not None or known is not None
    versions = tuple(line[number] for number in sorted(line))
    assert [version.version_no for version in versions] == list(range(1, len(versions) + 1))
    return KnownArticle(
        article_id=ARTICLE,
        source_id="alpha",
        url=URL,
        seen_at=newest.fetched_at if newest else known.seen_at,
        seen_capture_id=newest.capture_id if newest else known.seen_capture_id,
        seen_urls=frozenset({URL}),
        versions=versions,
    )


def _version(number, capture_id, fetched_at, words):
    return Version(version_no=number, capture_id=capture_id, fetched_at=fetched_at, extractor="one", content=words)


def _renumber(version, number):
    return _version(number, version.capture_id, version.fetched_at, version.content)


@settings(max_examples=200, deadline=None)
@given(
    words=st.lists(st.sampled_from("abc"), min_size=1, max_size=6),
    order=st.randoms(use_true_random=False),
    cuts=st.sets(st.integers(1, 5)),
)
def test_no_text_is_lost_or_doubled_in_whatever_order_and_runs_the_pages_arrive(words, order, cuts):
    pages = [arrival(hour, word) for hour, word in enumerate(words, start=1)]
    expected = [word for number, word in enumerate(words) if number == 0 or words[number - 1] != word]
    order.shuffle(pages)
    known = None
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(pages)], strict=True):
        if pages[start:end]:
            known = publish(known, pages[start:end])
    assert known is not None
    line = [version.content.title for version in known.versions]
    assert known.current.content.title == words[-1]
    assert known.seen_capture_id == len(words)
    assert set(line) == set(words)
    # Later sights of a version that is no longer current are not kept: what lay between two of them shows once.
    assert [word for number, word in enumerate(line) if number == 0 or line[number - 1] != word] == line
    if not cuts or sorted(page.capture_id for page in pages) == [page.capture_id for page in pages]:
        assert line == expected


def test_a_versions_number_follows_the_order_of_fetching():
    line = draw_line([arrival(1, "a"), arrival(2, "b"), arrival(3, "b"), arrival(4, "a")], None)
    assert [(row.version_no, row.capture_id, row.changed) for row in line.rows] == [
        (1, 1, ()),
        (2, 2, ("title", "text")),
        (3, 4, ("title", "text")),
    ]
    assert line.outcomes == {1: "stored", 2: "updated", 3: "unchanged", 4: "updated"}


def test_a_better_extractor_is_no_change_at_the_source():
    known = publish(None, [arrival(1, "old reading")])
    better = arrival(2, "better reading", extractor="two")
    (stale,) = find_stale([better], known)
    derived = replace_contents(known, {stale.version_no: (better.content, "two")})
    done = publish_article(ARTICLE, [better], derived, source_id="alpha", cite_urls={2: URL})
    assert [decision.outcome for decision in done.decisions] == ["unchanged"]
    assert done.versions == ()


def test_versions_are_not_derived_again_while_the_reading_is_the_same():
    known = publish(None, [arrival(1, "words")])
    assert find_stale([arrival(2, "words", extractor="two")], known) == ()
    assert find_stale([arrival(2, "other", extractor="one")], known) == ()


def test_the_identity_of_pages_does_not_depend_on_their_order():
    pages = [
        arrival(1, "a", url=URL + "?amp=1", canonical=URL),
        arrival(2, "a", url="http://alpha.example/ferries-run-again", final_url=URL),
        arrival(3, "a", canonical=URL),
        arrival(4, "wages", url="https://alpha.example/wages-rise-slowly", canonical=URL),
    ]
    answers = [
        resolve_articles(order, addresses=(), contents={}, digests={}).articles for order in permutations(pages)
    ]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0] == {
        1: ARTICLE,
        2: ARTICLE,
        3: ARTICLE,
        4: mint_article_id("https://alpha.example/wages-rise-slowly"),
    }


def test_addresses_too_long_for_an_index_are_not_kept():
    long = URL + "?" + "x" * 2000
    resolution = resolve_articles([arrival(1, "a", canonical=long)], addresses=(), contents={}, digests={})
    assert [address.url for address in resolution.addresses] == [URL]
