"""The archive pages strategy: which periods it asks for, and when it knows that nothing was published."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from scrapers.discovery.base import Ask, ListingPage, Observation
from scrapers.discovery.registry import open_discovery
from transforms.outcomes import Reach, StrategyProblem
from transforms.records import Candidate, Source, Strategy

HOST = "https://station.example"
DAYS = f"{HOST}/{{yyyy}}/{{mm}}/{{dd}}/"
MONTHS = f"{HOST}/{{yyyy}}/{{m}}"
DAY = datetime(2026, 11, 20, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
Answer = str | int


def make_ask(
    *,
    url: str = DAYS,
    since: datetime = DAY,
    until: datetime | None = DAY + timedelta(days=1),
    budget: int = 1000,
    timezone: str = "UTC",
    known: Mapping[str, date] | None = None,
    **options: object,
) -> Ask:
    strategy = Strategy(kind="archive_pages", url=url, options={"article": "/n/", **options})
    source = Source(
        source_id="station", name="Station", kind="news", country="FI", languages=("en",), timezone=timezone,
        homepage=f"{HOST}/", strategies=(strategy,),
    )  # fmt: skip
    return Ask(
        source=source, strategy=strategy, since=since, until=until, budget=budget, known=known or {}, now=NOW
    )


def day_url(day: int, month: int = 11) -> str:
    return f"{HOST}/2026/{month:02d}/{day:02d}/"


def page_of(*entries: str | tuple[str, str], extra: str = "") -> str:
    """A page of articles by name, some with a date."""
    items = "".join(
        f"<li><a href='/n/{entry if isinstance(entry, str) else entry[0]}'>The bridge in the rain</a>"
        + ("" if isinstance(entry, str) else f"<time>{entry[1]}</time>")
        + "</li>"
        for entry in entries
    )
    return f"<html><body><ul>{items}</ul>{extra}<p><a href='/about'>About</a></p></body></html>"


NOTHING = page_of()


def answer(url: str, given: Answer, final_url: str | None = None) -> ListingPage:
    body, status = (given, 200) if isinstance(given, str) else ("<html>no</html>", given)
    return ListingPage(
        url=url, final_url=final_url or url, status=status, headers={}, body=body.encode(), fetched_at=NOW
    )


def walk(
    ask: Ask, answers: Mapping[str, Answer], *, otherwise: Answer = 404, moved: Mapping[str, str] | None = None
) -> tuple[list[Candidate], Observation, list[str]]:
    """Do what the spider does: fetch what is asked for until nothing is."""
    discovery = open_discovery(ask)
    waiting, asked, found = list(discovery.first_requests()), [], []
    while waiting:
        url = waiting.pop(0)
        asked.append(url)
        reading = discovery.read(answer(url, answers.get(url, otherwise), (moved or {}).get(url)))
        found += reading.candidates
        waiting += reading.requests
    return found, discovery.observe(), asked


def names(found: list[Candidate]) -> list[str]:
    return [candidate.url.rpartition("/")[2] for candidate in found]


def test_the_window_s_days_are_asked_for_first_and_then_those_beside_it() -> None:
    ask = make_ask(since=DAY - timedelta(days=1))
    assert open_discovery(ask).first_requests() == (day_url(20), day_url(19), day_url(21), day_url(18))


def test_look_back_asks_until_today() -> None:
    assert open_discovery(make_ask(until=None)).first_requests() == (
        *(day_url(23), day_url(22), day_url(21), day_url(20)),
        day_url(19),
    )


def test_months_and_years_are_asked_for_where_the_template_names_them() -> None:
    first = datetime(2026, 11, 1, tzinfo=UTC)
    ask = make_ask(url=MONTHS, since=first, until=first + timedelta(days=1))
    assert open_discovery(ask).first_requests() == (f"{HOST}/2026/11", f"{HOST}/2026/10")
    assert open_discovery(make_ask(url=f"{HOST}/{{yyyy}}/")).first_requests() == (f"{HOST}/2026/",)


def test_entries_without_a_date_are_of_their_page_s_day() -> None:
    found, seen, _ = walk(make_ask(), {day_url(20): page_of("a", "b"), day_url(19): page_of("c")})
    assert names(found) == ["a", "b"]
    assert {candidate.published_at for candidate in found} == {None}  # a hint, not a date of the article
    assert (seen.reach, seen.entries, seen.problem) == (Reach.FULL, 3, None)


def test_a_page_of_the_source_s_own_day_counts_where_it_touches_the_window() -> None:
    pages = {day_url(day): page_of(f"d{day}") for day in (19, 20, 21)}
    assert names(walk(make_ask(timezone="Asia/Tbilisi"), pages)[0]) == ["d21", "d20"]
    assert names(walk(make_ask(timezone="America/Halifax"), pages)[0]) == ["d20", "d19"]


def test_an_entry_s_own_date_is_better_than_its_page_s() -> None:
    page = page_of(("in", "2026-11-20T23:30:00Z"), ("out", "2026-11-21T00:30:00Z"))
    found, seen, _ = walk(make_ask(), {day_url(20): page})
    assert names(found) == ["in"]
    assert seen.newest_at == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)


def test_what_pages_of_other_days_show_as_well_counts_for_its_own_day() -> None:
    latest = "<aside><a href='/n/own'>Latest</a></aside>"
    pages = {day_url(21): page_of("later", extra=latest), day_url(20): page_of("own")}
    assert names(walk(make_ask(), pages)[0]) == ["own"]


def test_a_day_without_a_page_had_nothing_if_other_days_have_theirs() -> None:
    _, seen, asked = walk(make_ask(since=DAY - timedelta(days=3)), {day_url(18): page_of("a")})
    assert (seen.reach, seen.problem) == (Reach.FULL, None)
    assert len(asked) == 6


@pytest.mark.parametrize("empty", [404, 410, NOTHING])
def test_where_no_day_shows_anything_an_earlier_one_is_the_proof(empty: Answer) -> None:
    found, seen, asked = walk(make_ask(), {day_url(17): page_of("old")}, otherwise=empty)
    assert (found, seen.reach, seen.entries) == ([], Reach.FULL, 0)
    assert asked == [day_url(20), day_url(21), day_url(19), day_url(18), day_url(17)]


def test_days_with_known_articles_are_the_first_proof() -> None:
    known = {f"{HOST}/n/x": date(2026, 10, 9), f"{HOST}/n/y": date(2026, 1, 1)}
    _, seen, asked = walk(make_ask(known=known), {day_url(9, 10): page_of("x")})
    assert (seen.reach, asked[3:]) == (Reach.FULL, [day_url(9, 10)])


@pytest.mark.parametrize(("empty", "problem"), [(404, StrategyProblem.MISSING), (NOTHING, StrategyProblem.EMPTY)])
def test_without_proof_nothing_is_known(empty: Answer, problem: StrategyProblem) -> None:
    _, seen, asked = walk(make_ask(), {}, otherwise=empty)
    assert (seen.reach, seen.problem, len(asked)) == (Reach.UNREACHABLE, problem, 6)
    assert seen.detail is not None
    assert HOST in seen.detail


def test_a_layout_that_changed_is_named() -> None:
    _, seen, _ = walk(make_ask(), {}, otherwise="<a href='/story/1'>A story</a>")
    assert seen.detail == (
        f"none of 6 archive pages shows an article: {day_url(20)}: none of its 1 links matches `article`: "
        "the layout may have changed"
    )


@pytest.mark.parametrize("status", [403, 500])
def test_a_day_that_fails_leaves_the_window_partial(status: int) -> None:
    _, seen, _ = walk(make_ask(since=DAY - timedelta(days=1)), {day_url(20): page_of("a"), day_url(19): status})
    assert seen.reach is Reach.PARTIAL
    assert day_url(19) in (seen.detail or "")


def test_a_day_beside_the_window_may_fail() -> None:
    _, seen, _ = walk(make_ask(), {day_url(20): page_of("a"), day_url(19): 500})
    assert seen.reach is Reach.FULL


def test_where_every_day_fails_nothing_was_seen() -> None:
    _, seen, asked = walk(make_ask(since=DAY - timedelta(days=1)), {}, otherwise=503)
    assert (seen.reach, seen.problem, len(asked)) == (Reach.UNREACHABLE, StrategyProblem.SERVER_ERROR, 4)
    assert (seen.detail or "").endswith("(and 1 more of its pages)")


def test_a_day_that_could_not_be_fetched_is_named() -> None:
    discovery = open_discovery(make_ask())
    discovery.read(answer(day_url(21), page_of("a")))
    discovery.fail(day_url(20), StrategyProblem.NETWORK, "connection refused")
    discovery.read(answer(day_url(19), 404))
    seen = discovery.observe()
    assert (seen.reach, seen.detail) == (Reach.UNREACHABLE, f"{day_url(20)}: connection refused")


def test_a_page_that_leads_elsewhere_is_missing() -> None:
    home = {day_url(day): f"{HOST}/" for day in range(10, 24)}
    found, seen, _ = walk(make_ask(), {}, otherwise=page_of("a"), moved=home)
    assert (found, seen.reach, seen.problem) == ([], Reach.UNREACHABLE, StrategyProblem.MISSING)
    slash = {day_url(day): day_url(day).rstrip("/") for day in range(10, 24)}
    assert walk(make_ask(), {}, otherwise=page_of("a"), moved=slash)[1].reach is Reach.FULL


def test_a_period_s_further_pages_are_read_to_its_end() -> None:
    older = "<a class=next href='{}'>Older</a>"
    pages = {
        f"{HOST}/2026/11": page_of("a", extra=older.format("/2026/11?p=2")),
        f"{HOST}/2026/11?p=2": page_of("b", extra=older.format("/2026/11?p=2")),
    }
    found, seen, asked = walk(make_ask(url=MONTHS, next=".next"), pages)
    assert (names(found), seen.reach, asked) == (["a", "b"], Reach.FULL, list(pages))


def test_further_pages_may_have_a_template() -> None:
    template = f"{HOST}/{{yyyy}}/{{m}}/page/{{page}}"
    pages = {f"{HOST}/2026/11": page_of("a"), f"{HOST}/2026/11/page/2": page_of("b")}
    found, seen, asked = walk(make_ask(url=MONTHS, pages=template), pages)
    assert (names(found), seen.reach) == (["a", "b"], Reach.FULL)
    assert asked == [*pages, f"{HOST}/2026/11/page/3"]


def test_a_site_that_shows_the_same_page_for_every_number_is_not_asked_for_ever() -> None:
    ask = make_ask(url=MONTHS, pages=f"{HOST}/{{yyyy}}/{{m}}/page/{{page}}")
    _, seen, asked = walk(ask, {}, otherwise=page_of("a"))
    assert (seen.reach, len(asked)) == (Reach.FULL, 2)


@pytest.mark.parametrize(
    ("dates", "pages"), [(("11-25", "11-12", "11-02"), 1), (("11-02", "11-12", "11-15"), 2), (("11-02",) * 3, 2)]
)
def test_a_long_month_is_left_early_only_if_it_runs_from_new_to_old(dates: tuple[str, ...], pages: int) -> None:
    first = page_of(*((f"a{number}", f"2026-{when}") for number, when in enumerate(dates)))
    given = {f"{HOST}/2026/11": first}
    ask = make_ask(url=MONTHS, pages=f"{HOST}/{{yyyy}}/{{m}}/page/{{page}}")
    assert len(walk(ask, given)[2]) == pages


def test_further_pages_that_fail_leave_the_window_partial() -> None:
    pages: dict[str, Answer] = {f"{HOST}/2026/11": page_of("a"), f"{HOST}/2026/11/2": 500}
    _, seen, _ = walk(make_ask(url=MONTHS, pages=f"{HOST}/{{yyyy}}/{{m}}/{{page}}"), pages)
    assert (seen.reach, seen.problem) == (Reach.PARTIAL, StrategyProblem.SERVER_ERROR)


def test_further_pages_are_bounded_and_stay_on_the_source_s_hosts() -> None:
    pages: dict[str, Answer] = {f"{HOST}/2026/11": page_of("a")}
    ask = make_ask(url=MONTHS, pages=f"{HOST}/{{yyyy}}/{{m}}/{{page}}", most_pages=1)
    assert walk(ask, pages)[1].problem is StrategyProblem.BUDGET
    away = {f"{HOST}/2026/11": page_of("a", extra="<a class=next href='https://elsewhere.example/'>Older</a>")}
    assert walk(make_ask(url=MONTHS, next=".next"), away)[1].problem is StrategyProblem.BLOCKED


def test_too_many_candidates_are_a_budget_problem() -> None:
    found, seen, _ = walk(make_ask(budget=1), {day_url(20): page_of("a", "b")})
    assert (len(found), seen.reach, seen.problem) == (2, Reach.PARTIAL, StrategyProblem.BUDGET)
