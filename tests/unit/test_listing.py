"""The listing strategy: how far back pages of links go, and what ends them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from scrapers.discovery.base import Ask, ListingPage, Observation
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy

HOST = "https://station.example"
URL = f"{HOST}/news/"
PAGES = f"{HOST}/news/page/{{page}}/"
DAY = datetime(2026, 11, 21, tzinfo=UTC)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PAGE_URLS = [URL, *(PAGES.replace("{page}", str(number)) for number in range(2, 9))]
Answer = str | int


def make_ask(
    *,
    since: datetime = DAY,
    until: datetime | None = DAY + timedelta(days=1),
    budget: int = 1000,
    known: Mapping[str, date] | None = None,
    **options: object,
) -> Ask:
    strategy = Strategy(kind="listing", url=URL, options={"article": "/n/", **options})
    source = Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",), timezone="UTC",
        homepage=f"{HOST}/", strategies=(strategy,),
    )  # fmt: skip
    return Ask(
        source=source, strategy=strategy, since=since, until=until, budget=budget, known=known or {}, now=NOW
    )


def card(name: str, when: str | None) -> str:
    time = f"<time datetime='{when}'>{when}</time>" if when else ""
    return f"<article><h2><a href='/n/{name}'>The {name} of it</a></h2>{time}</article>"


def at(hours: float) -> str:
    return (DAY + timedelta(hours=hours)).isoformat()


def page_of(*hours: float | None, prefix: str = "", extra: str = "") -> str:
    """A page whose entries lie so many hours after the window's start."""
    cards = "".join(
        card(f"{prefix}{number}", None if hour is None else at(hour)) for number, hour in enumerate(hours)
    )
    return f"<html><body><nav><a href='/'>Home</a></nav><main>{cards}</main>{extra}</body></html>"


def answer(url: str, given: Answer) -> ListingPage:
    body, status = (given, 200) if isinstance(given, str) else ("<html>no</html>", given)
    return ListingPage(url=url, final_url=url, status=status, headers={}, body=body.encode(), fetched_at=NOW)


def walk(ask: Ask, answers: Mapping[str, Answer]) -> tuple[list[Candidate], Observation, list[str]]:
    """Do what the spider does: fetch what is asked for until nothing is."""
    discovery = open_discovery(ask)
    waiting, asked, found = list(discovery.first_requests()), [], []
    while waiting:
        url = waiting.pop(0)
        asked.append(url)
        reading = discovery.read(answer(url, answers[url]))
        found += reading.candidates
        waiting += reading.requests
    return found, discovery.observe(), asked


def walk_pages(*answers: Answer, ask: Ask | None = None) -> tuple[list[Candidate], Observation, list[str]]:
    return walk(ask or make_ask(pages=PAGES), dict(zip(PAGE_URLS, answers, strict=False)))


def names(found: Sequence[Candidate]) -> list[str]:
    return [candidate.url.rpartition("/")[2] for candidate in found]


def test_one_page_that_goes_past_the_window_s_start_reached_it() -> None:
    found, seen, asked = walk(make_ask(), {URL: page_of(30, 12, 1, -2)})
    assert names(found) == ["1", "2"]
    assert found[0].published_at == DAY + timedelta(hours=12)
    assert found[0].title == "The 1 of it"
    assert (seen.reach, seen.problem, seen.entries, seen.listing_ended) == (Reach.FULL, None, 4, False)
    assert (seen.oldest_at, seen.newest_at) == (DAY - timedelta(hours=2), DAY + timedelta(hours=30))
    assert asked == [URL]


def test_one_page_that_ends_within_the_window_is_partial() -> None:
    _, seen, _ = walk(make_ask(), {URL: page_of(30, 12, 1)})
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert seen.detail == f"{URL} goes back to 2026-11-21 01:00 only, the window to 2026-11-21 00:00 (UTC)"


def test_one_page_that_begins_after_the_window_does_not_reach_it() -> None:
    _, seen, _ = walk(make_ask(), {URL: page_of(40, 30, 24)})
    assert (seen.reach, seen.problem) == (Reach.UNREACHABLE, StrategyProblem.LISTING_TOO_SHORT)


def test_pages_are_read_until_one_runs_past_the_window() -> None:
    found, seen, asked = walk_pages(
        page_of(40, 30, prefix="a"),
        page_of(20, 10, prefix="b"),
        page_of(5, -5, prefix="c"),
        page_of(-9, prefix="d"),
    )
    assert names(found) == ["b0", "b1", "c0"]
    assert seen.reach is Reach.FULL
    assert asked == PAGE_URLS[:3]


def test_links_to_the_next_page_are_followed_and_their_absence_is_the_end() -> None:
    def link(to: str) -> str:
        return f"<a class=next href='{to}'>Older</a>"

    answers = {
        URL: page_of(20, 15, prefix="a", extra=link("?p=2")),
        f"{URL}?p=2": page_of(14, 12, prefix="b", extra=link("/older")),
        f"{HOST}/older": page_of(9, 8, prefix="c"),
    }
    _, seen, asked = walk(make_ask(next="a.next"), answers)
    assert (seen.reach, seen.listing_ended, asked) == (Reach.FULL, True, list(answers))


@pytest.mark.parametrize("target", ["?", "#", "/news/", "javascript:void(0)"])
def test_a_link_that_leads_back_is_no_next_page(target: str) -> None:
    answers = {
        URL: page_of(20, prefix="a", extra="<a class=next href='?p=2'>Older</a>"),
        f"{URL}?p=2": page_of(14, prefix="b", extra=f"<a class=next href='{target}'>Older</a>"),
    }
    _, seen, asked = walk(make_ask(next="a.next"), answers)
    assert (seen.reach, asked) == (Reach.FULL, list(answers))


def test_a_first_page_that_has_no_next_one_may_have_a_new_layout() -> None:
    _, seen, _ = walk(make_ask(next="a.next"), {URL: page_of(20, 10)})
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert "no link on it matches `next`" in (seen.detail or "")


def test_a_next_page_on_a_foreign_host_is_not_followed() -> None:
    away = "<a class=next href='https://elsewhere.example/2'>Older</a>"
    _, seen, asked = walk(make_ask(next="a.next"), {URL: page_of(20, 10, extra=away)})
    assert (seen.reach, seen.problem, asked) == (Reach.PARTIAL, StrategyProblem.BLOCKED, [URL])
    assert "https://elsewhere.example/2" in (seen.detail or "")


@pytest.mark.parametrize("status", [404, 410])
def test_a_further_page_that_is_missing_is_the_listing_s_end(status: int) -> None:
    _, seen, asked = walk_pages(page_of(20), status)
    assert (seen.reach, seen.listing_ended, asked) == (Reach.FULL, True, PAGE_URLS[:2])


@pytest.mark.parametrize(
    "last",
    [page_of(), page_of(10, prefix="b"), page_of(20, prefix="a"), ""],
    ids=["none", "last", "first", "empty"],
)
def test_a_later_page_without_anything_new_is_the_end_too(last: str) -> None:
    _, seen, asked = walk_pages(page_of(20, prefix="a"), page_of(10, prefix="b"), last)
    assert (seen.reach, seen.listing_ended, asked) == (Reach.FULL, True, PAGE_URLS[:3])


@pytest.mark.parametrize("second", [page_of(20, 10), page_of(), "<p>not found</p>"], ids=["same", "none", "soft"])
def test_a_second_page_without_anything_new_is_no_proof(second: str) -> None:
    """The template may be wrong: then days would look empty that nobody has seen."""
    _, seen, asked = walk_pages(page_of(20, 10), second)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert (seen.listing_ended, asked) == (False, PAGE_URLS[:2])


def test_a_page_that_fails_leaves_the_window_partial() -> None:
    _, seen, _ = walk_pages(page_of(20, 10), 503)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.SERVER_ERROR)
    assert PAGE_URLS[1] in (seen.detail or "")


def test_no_more_pages_are_read_than_the_entry_allows() -> None:
    pages = [page_of(20 - number, prefix=f"p{number}") for number in range(5)]
    _, seen, asked = walk_pages(*pages, ask=make_ask(pages=PAGES, most_pages=3))
    assert (seen.reach, seen.problem, asked) == (Reach.PARTIAL, StrategyProblem.BUDGET, PAGE_URLS[:3])


def test_too_many_candidates_are_a_budget_problem() -> None:
    found, seen, _ = walk_pages(page_of(9, 8, 7), ask=make_ask(pages=PAGES, budget=2))
    assert (len(found), seen.reach, seen.problem) == (3, Reach.PARTIAL, StrategyProblem.BUDGET)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (403, StrategyProblem.REFUSED),
        (404, StrategyProblem.MISSING),
        (500, StrategyProblem.SERVER_ERROR),
        ("", StrategyProblem.EMPTY),
        ("<p>nothing</p>", StrategyProblem.EMPTY),
        ("<a href='/about'>About</a>", StrategyProblem.EMPTY),
        ("%PDF-1.7", StrategyProblem.MALFORMED),
    ],
)
def test_a_first_page_that_shows_nothing_is_unreachable_and_says_why(
    given: Answer, problem: StrategyProblem
) -> None:
    _, seen, _ = walk_pages(given)
    assert (seen.reach, seen.problem, seen.entries) == (Reach.UNREACHABLE, problem, 0)
    assert URL in (seen.detail or "")
    assert "\n" not in (seen.detail or "")


def test_a_layout_that_changed_is_named() -> None:
    _, seen, _ = walk_pages("<a href='/story/1'>A story</a>")
    assert seen.detail == f"{URL}: none of its 1 links matches `article`: the layout may have changed"


def test_a_listing_that_could_not_be_fetched_is_unreachable() -> None:
    discovery = open_discovery(make_ask())
    discovery.fail(URL, StrategyProblem.NETWORK, "connection refused")
    seen = discovery.observe()
    assert (seen.reach, seen.detail) == (Reach.UNREACHABLE, f"{URL}: connection refused")


def test_old_entries_pinned_to_the_head_are_no_proof_of_reach() -> None:
    _, seen, asked = walk_pages(
        page_of(-900, -800, 12, 8, prefix="a"), page_of(-900, 3, -2, prefix="b").replace("/n/b0", "/n/a0")
    )
    assert (seen.reach, asked) == (Reach.FULL, PAGE_URLS[:2])
    assert seen.oldest_at == DAY - timedelta(hours=2)


def test_old_entries_pinned_to_the_head_do_not_hide_reach() -> None:
    _, seen, asked = walk_pages(page_of(-900, 12, 8, -2))
    assert (seen.reach, asked) == (Reach.FULL, PAGE_URLS[:1])


def test_one_old_entry_among_newer_ones_does_not_end_the_walk() -> None:
    _, _, asked = walk_pages(page_of(20, -900, 18, 10, prefix="a"), page_of(9, 8, 7, -3, prefix="b"))
    assert asked == PAGE_URLS[:2]


def test_a_list_out_of_order_is_past_when_its_last_entries_are() -> None:
    _, seen, asked = walk_pages(page_of(20, 3, -5, -3, -4))
    assert (seen.reach, asked) == (Reach.FULL, PAGE_URLS[:1])
    assert seen.oldest_at == DAY - timedelta(hours=3)  # so far at least it shows everything


ASIDE = "<aside><ol>{}</ol></aside>"
POPULAR = ASIDE.format(
    "".join(f"<li><a href='/n/old{n}'>Most read</a> <time>2019-01-0{n}</time></li>" for n in "123")
)


def test_a_box_of_old_articles_beside_the_list_does_not_speak_for_it() -> None:
    _, seen, asked = walk_pages(
        page_of(20, 15, 12, prefix="a", extra=POPULAR), page_of(9, 4, -1, prefix="b", extra=POPULAR)
    )
    assert (seen.reach, asked) == (Reach.FULL, PAGE_URLS[:2])
    _, seen, _ = walk(make_ask(), {URL: page_of(20, 15, 12, extra=POPULAR)})
    assert (seen.reach, seen.oldest_at) == (Reach.PARTIAL, DAY + timedelta(hours=12))


def test_a_lead_story_beside_the_list_does_not_hold_it_up() -> None:
    lead = f"<section>{card('lead', at(23))}</section>"
    found, seen, asked = walk_pages(page_of(20, 4, -1, -2, extra=lead))
    assert names(found) == ["0", "1", "lead"]
    assert (seen.reach, asked) == (Reach.FULL, PAGE_URLS[:1])


def test_undated_entries_are_kept_and_do_not_hide_how_far_the_others_go() -> None:
    found, seen, asked = walk_pages(page_of(20, None, 4, -1))
    assert names(found) == ["0", "1", "2"]
    assert (seen.reach, asked) == (Reach.FULL, PAGE_URLS[:1])


def test_a_date_that_cannot_be_is_no_date_and_its_words_are_kept() -> None:
    found, _, _ = walk_pages(page_of(20, 9999 * 24, 4, -1))
    assert names(found) == ["0", "1", "2"]
    assert (found[1].published_at, found[1].published_raw) == (None, at(9999 * 24))


def test_an_address_that_names_a_day_says_whether_its_entry_is_wanted_and_is_no_date() -> None:
    cards = "".join(f"<li><a href='/n/2026/11/{day}/a'>The bridge of the day</a></li>" for day in (22, 21, 20, 19))
    found, seen, _ = walk(make_ask(), {URL: f"<ul>{cards}</ul>"})
    assert [(candidate.url, candidate.published_at) for candidate in found] == [(f"{HOST}/n/2026/11/21/a", None)]
    assert seen.reach is Reach.FULL


def known_pages(*days: int | None) -> tuple[str, dict[str, date]]:
    """An undated page; None for entries that nobody knows yet."""
    known = {f"{HOST}/n/{n}": date(2026, 11, day) for n, day in enumerate(days) if day}
    return page_of(*([None] * len(days))), known


def test_known_days_date_a_listing_without_dates() -> None:
    page, known = known_pages(None, 21, 20, 19, 18)
    found, seen, asked = walk_pages(page, ask=make_ask(pages=PAGES, known=known))
    assert names(found) == ["0", "1"]
    assert found[1].published_at is None
    assert (seen.reach, asked) == (Reach.FULL, PAGE_URLS[:1])
    assert seen.oldest_at == datetime(2026, 11, 18, tzinfo=UTC)


def test_where_most_of_a_page_is_unknown_the_known_ones_prove_nothing() -> None:
    page, known = known_pages(None, None, None, 20, 19)
    _, seen, asked = walk_pages(page, 404, ask=make_ask(pages=PAGES, known=known))
    assert asked == PAGE_URLS[:2]
    assert (seen.oldest_at, seen.reach) == (None, Reach.FULL)


def test_a_listing_without_any_date_cannot_say_how_far_it_went() -> None:
    found, seen, _ = walk(make_ask(), {URL: page_of(None, None)})
    assert (len(found), seen.reach, seen.problem) == (2, Reach.PARTIAL, StrategyProblem.LISTING_TOO_SHORT)
    assert "2 entries have a date" in (seen.detail or "")


def test_what_is_left_out_is_counted() -> None:
    page = page_of(30, 12, -2, extra="<p><a href='https://elsewhere.example/n/x'>A story elsewhere</a></p>")
    reading = open_discovery(make_ask()).read(answer(URL, page))
    assert dict(reading.pruned) == {Reason.OUTSIDE_WINDOW: 2, Reason.EXCLUDED: 1}
