"""Listing pages into entries: which links, which titles, which dates, and nothing that breaks the reader."""

from datetime import UTC, datetime

import pytest

from scrapers.discovery.base import ListingPage
from scrapers.discovery.cards import LinkEntry
from scrapers.discovery.feedreader import NotReadable
from scrapers.discovery.lines import find_date_words
from scrapers.discovery.linkreader import LinkPage, make_rules, read_links
from transforms.outcomes import StrategyProblem

URL = "https://station.example/news/"
HOME = "https://station.example/"


def read(html: str | bytes, *, content_type: str = "text/html", final_url: str = URL, **options: str) -> LinkPage:
    body = html.encode() if isinstance(html, str) else html
    page = ListingPage(
        url=URL, final_url=final_url, status=200, headers={"content-type": content_type}, body=body,
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    return read_links(page, make_rules({"article": "/n/", **options}, homepage=HOME))


def only(html: str, **options: str) -> LinkEntry:
    (entry,) = read(html, **options).entries
    return entry


def urls(page: LinkPage) -> list[str]:
    return [entry.url.removeprefix("https://station.example") for entry in page.entries]


CARDS = """<html><head><base href="/en/"></head><body>
<header><a href="/">Station</a> Saturday, 21 November 2026 <nav><a href="/n/menu">In the menu</a></nav></header>
<main><h1>All news of 1 January 2020</h1>
<div class="card"><a href="n/a"><img src="a.jpg" alt="A picture of the pass"></a>
  <h2><a href="n/a?utm_source=list#top">The pass is open &amp; clear</a></h2>
  <time datetime="2026-11-21T10:00:00+02:00">today</time><p>Drivers waited <a href="/about">here</a>.</p></div>
<div class="card"><a href="/n/b">Read more</a><h2>Not linked</h2>
  <span>Essays</span> <span>20 November 2026</span></div>
<div class="card"><a href="//station.example/n/c"><h3>A convoy arrives</h3>
  <p>On 3 March 1999 it left.</p></a></div>
</main></body></html>"""


def test_each_article_is_one_entry_with_its_best_title_and_its_own_date() -> None:
    menu, first, second, third = read(CARDS).entries
    assert menu.url == "https://station.example/n/menu"
    assert (first.url, first.title) == ("https://station.example/en/n/a", "The pass is open & clear")
    assert first.dates[0] == "2026-11-21T10:00:00+02:00"
    assert (second.url, second.title, second.dates) == (
        "https://station.example/n/b",
        "Read more",
        ("20 November 2026",),
    )
    assert (third.url, third.title, third.dates) == ("https://station.example/n/c", "A convoy arrives", ())
    assert len({first.place, second.place, third.place}) == 1 != menu.place


@pytest.mark.parametrize(
    "page",
    [
        "<div><a href='/'>Station</a> <p>22 November 2026</p> {}</div>",
        "<div><nav>Menu</nav><time>2026-11-22</time> {}</div>",
        "<div><h1>All of 22 November 2026</h1><p>22 November 2026</p> {}</div>",
        "<main><p>22 November 2026</p> {}</main>",
        "<ul><li>22 November 2026</li><li>{}</li></ul>",
    ],
    ids=["home-link", "menu", "heading", "main", "list"],
)
def test_the_only_article_of_a_page_does_not_take_the_page_s_own_dates(page: str) -> None:
    assert only(page.format("<div><a href='/n/a'>The pass is open again</a></div>")).dates == ()
    assert only(page.format("<div><a href='/n/a'>The pass</a> <p>1 May 2026</p></div>")).dates == ("1 May 2026",)


def test_only_links_that_match_are_articles_and_the_page_itself_is_none() -> None:
    html = (
        "<a href=/n/a>a</a><a href=/about>b</a><a href=#n/c>c</a><a href='javascript:/n/d'>d</a>"
        "<a href='mailto:/n/@x'>e</a><a href='http://[/n/f'>f</a><a>g</a><a href='/n/h%zz'>h</a>"
        "<a href=/n/>self</a>"
        f"<a href=/n/{'x' * 5000}>long</a><a href='  /n/i\n'>i</a><a href='https://other.example/n/j'>j</a>"
    )
    found = urls(read(html, final_url="https://station.example/n/"))
    assert found == ["/n/a", "/n/h%25zz", "/n/i", "https://other.example/n/j"]


def test_the_pattern_is_searched_in_the_whole_address() -> None:
    html = "<a href='/n/a?id=12'>a</a><a href='/n/a?id=x'>b</a>"
    assert urls(read(html, article=r"^https://station\.example/n/\w+\?id=\d+$")) == ["/n/a?id=12"]


BOXES = """<ul>
<li class="item"><a href="/n/a">The first headline of all</a><b class="when">1 May 2026</b>
   <aside>Related: <a href="/n/z">The one before, long ago</a> <time>2001-01-01</time></aside></li>
<li class="item"><a href="/n/b">The second headline of all</a><b class="when" title="2026-05-02">yesterday</b></li>
</ul><aside><a href="/n/popular">Most read of all the time</a></aside>"""


def test_the_source_names_its_boxes_and_dates() -> None:
    page = read(BOXES, entry="li.item", date=".when")
    assert [(entry.url[-1], entry.dates) for entry in page.entries] == [
        ("a", ("1 May 2026",)),
        ("z", ()),
        ("b", ("2026-05-02", "yesterday")),
    ]


def test_without_boxes_named_links_beside_the_list_count_and_are_told_apart() -> None:
    places = {entry.url[26:]: entry.place for entry in read(BOXES).entries}
    assert places["b"] != places["popular"] != places["a"]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<a href=/n/a><img alt='The pass'></a>", "The pass"),
        ("<a href=/n/a title='The whole headline'><img></a>", "The whole headline"),
        ("<a href=/n/a></a>", None),
        ("<a href=/n/a>Essay<br>The bridge in the rain<p>What it says, at length.</a>", "The bridge in the rain"),
        ("<h2><a href=/n/a>Short</a></h2><p><a href=/n/a>A longer text with the same target</a>", "Short"),
        ("<a href=/n/a>More</a> <a href=/n/a>The bridge</a>", "The bridge"),
        ("<a href=/n/a><b>T</b>he <script>no()</script>bridge</a>", "The bridge"),
    ],
)
def test_a_title_is_the_best_of_what_the_links_say(html: str, title: str | None) -> None:
    assert only(f"<div>{html}</div>").title == title


@pytest.mark.parametrize(
    ("box", "dates"),
    [
        ("<time datetime=PT5M>5 min</time><span>21 November 2026</span>", ("PT5M", "5 min", "21 November 2026")),
        ("<time datetime=2026-11-21></time><time datetime=2026-11-22></time>", ("2026-11-21", "2026-11-22")),
        ("<p>1 May 2026</p><p>2 May 2026</p>", ()),
        ("<p>1 May 2026</p><p>1 May 2026</p>", ("1 May 2026",)),
        ("<p>It was on <b>11 September 2001</b> that the two towers fell, as he remembers it now.</p>", ()),
        ("<span>Essays</span><span>21 November 2026</span>", ("21 November 2026",)),
        ("<p>01/02/2026</p>", ()),
        ("<h4>21 November 2026</h4>", ()),
    ],
)
def test_a_date_is_what_marks_itself_as_one_or_a_line_that_is_nothing_else(
    box: str, dates: tuple[str, ...]
) -> None:
    assert only(f"<div><a href=/n/a>The bridge in the rain</a>{box}</div>").dates == dates


def test_a_title_that_begins_with_a_date_is_no_date() -> None:
    assert only("<div><a href=/n/a>11 September 2001, remembered</a></div>").dates == ()


def test_a_heading_around_several_articles_is_the_title_of_none() -> None:
    page = read("<h3><a href=/n/a>The first of two stories</a> <a href=/n/b>The second of two stories</a></h3>")
    assert [entry.title for entry in page.entries] == ["The first of two stories", "The second of two stories"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("21 November 2026", "21 November 2026"),
        ("Posted on Nov. 21, 2026", "Nov. 21, 2026"),
        ("By Jane Doe | 2026-11-21 | 5 min", "2026-11-21 | 5 min"),
        ("Saturday, 21 November 2026, 10:30", "21 November 2026, 10:30"),
        ("November 21, 2026 at 10:30 am by Jane", "November 21, 2026 at 10:30 am by Jane"),
        ("2026年11月21日", "2026年11月21日"),
        ("21 de noviembre de 2026", "21 de noviembre de 2026"),
        ("The 11 September 2001 attacks revisited", None),
        ("21 November 2026 was the day on which the whole of the bridge over the river was closed again", None),
        ("1 May 2026 – 3 May 2026", None),  # noqa: RUF001
        ("31 February 2026", None),
        ("21.11.2026", None),
        ("12 people in 2026", None),
        ("Room 2026-11-21-7", None),
    ],
)
def test_a_line_is_a_date_if_it_is_about_nothing_else(line: str, words: str | None) -> None:
    assert find_date_words(line) == words


@pytest.mark.parametrize(
    ("html", "next_url"),
    [
        ("<a class=next href='?page=2'>Older</a>", f"{URL}?page=2"),
        ("<li class=next><a href='/news/page/2/'>Older</a></li>", f"{URL}page/2/"),
        ("<a class=next href='#'>Older</a>", None),
        (
            "<a class=next href='javascript:void(0)'></a><a class=next href=/p2>Older</a>",
            "https://station.example/p2",
        ),
        ("<a class=next href='https://other.example/2'>Older</a>", "https://other.example/2"),
        ("<a class=next href='http://[x'>Older</a>", None),
        ("<span class=next>Older</span>", None),
    ],
)
def test_the_next_page_is_the_link_that_is_selected(html: str, next_url: str | None) -> None:
    assert read(html, next=".next").next_url == next_url


@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b"", "text/html", StrategyProblem.EMPTY),
        (b"  \n", "text/html", StrategyProblem.EMPTY),
        (b"%PDF-1.7 ...", "application/pdf", StrategyProblem.MALFORMED),
        (b'{"items": []}', "application/json", StrategyProblem.MALFORMED),
        (bytes(range(32)) * 90, "", StrategyProblem.MALFORMED),
        (b"<i>" * 1_000_000, "text/html", StrategyProblem.MALFORMED),
    ],
)
def test_what_is_no_page_says_so(body: bytes, content_type: str, problem: StrategyProblem) -> None:
    with pytest.raises(NotReadable) as caught:
        read(body, content_type=content_type)
    assert caught.value.fault[0] is problem
    assert URL in caught.value.fault[1]


@pytest.mark.parametrize(
    ("html", "options", "lack"),
    [
        ("<p>x</p>", {}, f"{URL} has no links at all: scripts may make them, which are not run"),
        (
            "<a href=/a>a</a><a href=/b>b</a>",
            {},
            f"{URL}: none of its 2 links matches `article`: the layout may have changed",
        ),
        (
            "<a href=/n/a>a</a>",
            {"entry": ".card"},
            f"{URL}: none of its 1 articles lies in an `entry`: the layout may have changed",
        ),
        ("<a href=/n/a>a</a>", {}, None),
    ],
)
def test_a_page_without_entries_says_why(html: str, options: dict[str, str], lack: str | None) -> None:
    assert read(html, **options).lack == lack


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<meta charset=utf-8><a href=/n/a>Überführung</a>".encode(), "text/html; charset=iso-8859-1"),
        ("<meta charset=windows-1252><a href=/n/a>Überführung</a>".encode("cp1252"), "text/html"),
        ("<a href=/n/a>Überführung</a>".encode("utf-16"), "text/html; charset=hex"),
    ],
)
def test_a_wrong_charset_does_not_spoil_the_title(body: bytes, content_type: str) -> None:
    assert read(body, content_type=content_type).entries[0].title == "Überführung"


def test_links_that_lie_deep_are_found() -> None:
    """Old pages leave hundreds of elements open; nothing of them may vanish silently."""
    html = "".join(f"<div><font><a href=/n/{number}>x</a>" for number in range(900))
    assert len(read(html).entries) == 900


@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<a class=c href=/n/{number}><table class=d>" for number in range(60_000)),
        "<h3>" + "<a href=/n/1>x<img alt=y></a>" * 60_000,
        "<div class=c>" * 1500 + "<a href=/n/1>x<i class=d></a>" * 60_000,
        "<h3 class=c>" * 1500 + "".join(f"<a href=/n/{number}>x</a>" for number in range(30_000)),
        "<div class=c><a href=/n/1>x</a>" + "<time class=d>x" * 60_000,
    ],
    ids=["nested-links", "one-heading", "one-article", "deep-headings", "nested-dates"],
)
def test_pages_that_are_meant_to_take_for_ever_do_not(html: str) -> None:
    """Each takes minutes or hours where work is done once for each link and each element around it."""
    assert read(html).entries
    read(html, entry=".c", date=".c .d", next=".c .n")


def test_selectors_that_look_around_are_not_matched_against_huge_pages() -> None:
    html = "<a href=/n/a>x</a>" + "<li>x</li>" * 10_000
    assert read(html).entries
    with pytest.raises(NotReadable, match="too many for selectors with :nth-child"):
        read(html, entry="li:nth-child(2)")
