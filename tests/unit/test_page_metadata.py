"""Authors, dates, tags and lead image of small pages: which evidence wins, and that floods stay cheap."""

import json
from datetime import UTC, datetime

import pytest

from transforms.authors import find_authors
from transforms.decoding import parse_html
from transforms.evidence import Evidence, Heading, gather_evidence
from transforms.images import find_image, name_image, split_set
from transforms.landmarks import classify, find_landmarks, is_beside
from transforms.page_dates import find_published
from transforms.records import Page
from transforms.tags import find_tags
from transforms.titles import pick_heading

ADDRESS = "https://post.example/news/ferry-runs-again"
H1 = "<h1>Northern ferry runs again after storm</h1>"
FETCHED = datetime(2026, 11, 25, tzinfo=UTC)


def gather(head: str, body: str, url: str = ADDRESS) -> tuple[Evidence, Heading | None]:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    tree = parse_html(html)
    assert tree is not None
    evidence = gather_evidence(Page(body=html.encode(), url=url, fetched_at=FETCHED), tree)
    return evidence, pick_heading(evidence)


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("article__author-name", "name"),
        ("ArticleByline_root__x1", "byline"),
        ("author-avatar", ""),
        ("tags__item", "tags"),
        ("post_news_tags", "tags"),
        ("menu-item tag", ""),
        ("heritage percentage", ""),
        ("entry-date", "date"),
        ("updates", ""),
        ("lead", ""),
    ],
)
def test_classes_are_told_apart(words, kind):
    assert classify(words) == kind


@pytest.mark.parametrize(
    ("around", "beside"),
    [
        ("<aside><b></b></aside>", True),
        ('<div class="related-stories"><b></b></div>', True),
        ('<div class="RelatedStories"><b></b></div>', True),
        ("<footer><b></b></footer>", True),
        ("<article><footer><b></b></footer></article>", False),
        ("<main><p><b></b></p></main>", False),
    ],
)
def test_what_stands_beside_the_article_is_known(around, beside):
    evidence, _ = gather("", around)
    assert is_beside(next(evidence.tree.iter("b"))) is beside


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<div class="byline">By Ada Okonjo and Teo Brandt</div>', ("Ada Okonjo", "Teo Brandt")),
        ('<a rel="author" href="/ada">Ada Okonjo</a><div class="byline">By Per Lindqvist</div>', ("Ada Okonjo",)),
        ('<p itemprop="author"><b itemprop="name">Ada Okonjo</b> in Oslo</p>', ("Ada Okonjo",)),
        ("<p>Von Grete Amsel</p>", ("Grete Amsel",)),
        ("<p>By the time the ferry left, the pier was empty.</p>", ()),
        ('<span class="author-name">Pier Desk</span>', ("Pier Desk",)),
        ('<aside><a rel="author">Ada Okonjo</a></aside>', ()),
        ('<div class="comments"><b class="comment-author-name">Ada Okonjo</b></div>', ()),
    ],
)
def test_bylines_at_the_headline_name_the_authors(body, names):
    evidence, heading = gather("", H1 + body)
    assert find_authors(evidence, heading) == (names, "byline" if names else None)


def test_authors_of_other_articles_further_down_are_left_out():
    teasers = "<p>x</p>" * 100 + '<a rel="author">Per Lindqvist</a>'
    evidence, heading = gather("", f'{H1}<a rel="author">Ada Okonjo</a>{teasers}')
    assert find_authors(evidence, heading)[0] == ("Ada Okonjo",)


@pytest.mark.parametrize(
    ("body", "day", "method"),
    [
        ("<p>21.11.2026, 10:30</p>", "2026-11-21", "written"),
        ("<p>Updated 22 November 2026</p><p>21 November 2026</p>", "2026-11-21", "written"),
        ("<p>Updated 22 November 2026</p>", "2026-11-22", "written"),
        (f"<p>21.11.2026 - {'The ferry left the northern pier at seven and came back at noon. ' * 3}</p>",
         "2026-11-21", "written"),
        ('<time datetime="2026-11-21T10:00:00Z">now</time><p>20.11.2026</p>', "2026-11-21", "html_time"),
        ('<time class="updated">2026-11-22</time><time class="published">2026-11-21</time>', "2026-11-21",
         "html_time"),
        ('<aside><p>21.11.2026</p></aside><p>x</p>', None, None),
        ("<p>21.11.2096</p>", None, None),
        ('<a href="/x">The storm of 21 November 2026 in pictures and words</a>', None, None),
    ],
)  # fmt: skip
def test_dates_are_read_where_readers_see_them(body, day, method):
    evidence, heading = gather("", H1 + body)
    finding = find_published(evidence, heading)
    if day is None:
        assert finding.method != "written" or finding.parsed is None
    else:
        assert (str(finding.parsed and finding.parsed.day), finding.method) == (day, method)


def test_a_stated_date_beats_a_written_one():
    evidence, heading = gather(ld(datePublished="2026-11-20T08:00:00Z"), H1 + "<p>21.11.2026</p>")
    finding = find_published(evidence, heading)
    assert (finding.method, finding.raw) == ("json_ld", "2026-11-20T08:00:00Z")


def test_a_written_date_does_not_cover_up_an_impossible_one():
    evidence, heading = gather(ld(datePublished="2096-11-20"), H1 + "<p>21.11.2026</p>")
    finding = find_published(evidence, heading)
    assert (finding.parsed, finding.problem) == (None, "in_future")


def links(*names: str) -> str:
    return "".join(f'<li><a href="/t/{name}">{name}</a></li>' for name in names)


@pytest.mark.parametrize(
    ("head", "body", "tags", "method"),
    [
        (ld(keywords=["ferry", "Pier"]), "", ("ferry", "Pier"), "json_ld"),
        ("", '<ul class="tags">' + links("ferry", "storm") + "</ul>", ("ferry", "storm"), "link_tag"),
        ("", '<a rel="tag">ferry</a><a rel="tag">storm</a>', ("ferry", "storm"), "link_tag"),
        ("", '<button class="tag">ferry</button>', ("ferry",), "link_tag"),
        ("", '<nav class="tags">' + links("ferry", "storm") + "</nav>", (), None),
        (ld(keywords="ferry"), '<ul class="tags">' + links("ferry", "storm", "sea") + "</ul>",
         ("ferry", "storm", "sea"), "link_tag"),
        ('<meta name="keywords" content="storm,ferry,gull,again,pier">', "", ("storm", "ferry", "gull", "again",
         "pier"), "meta"),
        ('<meta name="keywords" content="news,ferry,runs,again,ferry-runs">', "", (), None),
        ('<meta name="keywords" content="AER,AIRL,CRSH,DIS,GEN08,ferry">', "", (), None),
        (ld(keywords=["editors_pick", "source:wire", "ferry", "8ae9ab2d-fe1b-4230-acb8-a59b52877682"]), "",
         ("ferry",), "json_ld"),
        ('<meta property="og:site_name" content="Sea Post">' + ld(keywords="ferry, Sea Post"), "", ("ferry",),
         "json_ld"),
        ('<meta name="keywords" content="sea,land,air,law,sport">',
         '<ul class="tags">' + links("ferry", "storm") + "</ul>", ("ferry", "storm"), "link_tag"),
    ],
)  # fmt: skip
def test_tags_are_those_of_the_article(head, body, tags, method):
    evidence, heading = gather(head, H1 + body)
    assert find_tags(evidence, heading) == (tags, method)


CARD = '<meta property="og:image" content="https://cdn.example/card.jpg">'


@pytest.mark.parametrize(
    ("head", "body", "image", "method"),
    [
        (CARD, "", "https://cdn.example/card.jpg", "open_graph"),
        (CARD, '<figure><img src="/pier.jpg"></figure>', "https://post.example/pier.jpg", "figure"),
        (CARD, '<img src="/a.jpg"><img src="/x/card.webp">', "https://cdn.example/card.jpg", "open_graph"),
        (CARD, '<img src="/x/card-300x200.jpg">', "https://post.example/x/card-300x200.jpg", "figure"),
        (CARD, '<img src="/ada.jpg" class="avatar"><img src="/i.jpg" width="20">', "https://cdn.example/card.jpg",
         "open_graph"),
        ("", '<img src="data:image/gif;base64,x" data-src="/pier.jpg">', "https://post.example/pier.jpg",
         "figure"),
        ("", '<picture><source srcset="/s.webp 300w, /l.webp 900w"><img></picture>', "https://post.example/l.webp",
         "figure"),
        ("", '<aside><img src="/other.jpg"></aside>', None, None),
        (ld(image={"@type": "ImageObject", "url": "/pier.jpg"}), "", "https://post.example/pier.jpg", "json_ld"),
    ],
)  # fmt: skip
def test_the_lead_image_is_the_one_that_readers_see(head, body, image, method):
    evidence, heading = gather(head, H1 + body)
    assert find_image(evidence, heading) == (image, method)


def test_renditions_of_one_image_have_one_name():
    names = {
        name_image(f"https://cdn.example/a/{name}?w=1") for name in ("Pier.jpg", "pier.webp", "pier-300x200.png")
    }
    assert names == {"pier"}


def test_a_set_of_sources_is_read_largest_first():
    assert split_set("/s.jpg 300w, /l.jpg 900w,/m.jpg 600w") == ["/l.jpg", "/m.jpg", "/s.jpg"]
    assert split_set("/one.jpg") == ["/one.jpg"]


@pytest.mark.parametrize(
    "flood",
    [
        '<a rel="author tag" class="author tags date">Ada Okonjo 21.11.2026</a>',
        '<img src="/a.jpg" srcset="' + "/a.jpg 1w, " * 50 + '">',
        '<div class="tags byline">' + "<b>" * 60,
        '<time datetime="2026-11-21" class="published"></time>',
        '<meta name="keywords" content="' + ",;" * 900 + '">',
    ],
)
def test_floods_of_candidates_are_read_and_kept_within_bounds(flood):
    evidence, heading = gather("", H1 + flood * 3000)
    marks = find_landmarks(evidence.tree)
    assert max(map(len, (marks.tag_places, marks.name_places, marks.picture_places, marks.time_places))) <= 300
    find_authors(evidence, heading)
    find_published(evidence, heading)
    assert len(find_tags(evidence, heading)[0]) <= 40
    find_image(evidence, heading)


@pytest.mark.parametrize("url", ["http://[::1", "no address", ""])
def test_an_address_that_is_none_stops_no_field(url):
    evidence, heading = gather(ld(keywords="ferry"), H1 + "<p>21.11.2026</p>", url=url)
    assert find_tags(evidence, heading)[0] == ("ferry",)
    assert str(find_published(evidence, heading).parsed and find_published(evidence, heading).raw) == "21.11.2026"
