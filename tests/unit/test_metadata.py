"""Metadata by evidence: which claim wins, names split and cleaned, links made absolute."""

import json

import pytest

from transforms.extract import extract_article
from transforms.names import split_names
from transforms.records import Article, Page

PARAGRAPH = "<p>The ferry left the northern pier at seven with forty people and came back with none of them.</p>"


def read(head: str, body: str = "", **more) -> Article:
    html = f"<html><head>{head}</head><body>{body}<article>{PARAGRAPH * 2}</article></body></html>"
    return extract_article(Page(body=html.encode(), url="https://post.example/ferry-runs-again", **more)).article


def ld(**node) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Okonjo, Per Lindqvist and Teo Brandt", ("Ada Okonjo", "Per Lindqvist", "Teo Brandt")),
        ("Von Grete Amsel und Karl Föhn", ("Grete Amsel", "Karl Föhn")),
        ("Ada Okonjo & Per Lindqvist", ("Ada Okonjo", "Per Lindqvist")),
        ("Ada Okonjo; Ada  Okonjo", ("Ada Okonjo",)),
        ("Okonjo, Ada", ("Ada Okonjo",)),
        ("Ada Okonjo, PhD", ("Ada Okonjo",)),
        ("ADA OKONJO", ("Ada Okonjo",)),
        ("Ada Okonjo | Senior Fellow in Brussels", ("Ada Okonjo", "Senior Fellow")),
        ("ada@post.example", ()),
        ("https://post.example/authors/ada", ()),
        ("admin", ()),
        ("Reuters", ("Reuters",)),
        ("Post Staff", ("Post Staff",)),
        ("Written by Ada Okonjo", ("Ada Okonjo",)),
        ("Read more by Ada Okonjo", ("Ada Okonjo",)),
        ("all posts", ()),
        ("", ()),
    ],
)
def test_bylines_become_names(byline, names):
    assert split_names([byline]) == names


def test_json_ld_authors_may_be_strings_objects_lists_and_references():
    people = [{"@type": "Person", "name": "Ada Okonjo"}, "Per Lindqvist", {"@id": "#t"}]
    head = (
        ld(author=people) + '<script type="application/ld+json">[{"@id": "#t", "name": "Teo &#66;randt"}]</script>'
    )
    assert read(head).authors == ("Ada Okonjo", "Per Lindqvist", "Teo Brandt")


HOUSE = '<meta property="og:site_name" content="The Post">' + ld(
    author={"@type": "Organization", "name": "The Post"}
)


def test_the_house_is_the_author_only_where_nobody_else_is_named():
    assert read(HOUSE).authors == ("The Post",)
    assert read(HOUSE + '<meta name="author" content="Ada Okonjo">').authors == ("Ada Okonjo",)
    assert read(HOUSE, '<h1>Ferry</h1><p class="byline">By Ada Okonjo</p>').authors == ("Ada Okonjo",)


def test_an_agency_that_is_declared_as_a_person_is_kept():
    assert read(ld(author=[{"@type": "Person", "name": "Reuters"}, "Ada Okonjo"])).authors == (
        "Reuters",
        "Ada Okonjo",
    )


@pytest.mark.parametrize(
    ("head", "body", "title", "method"),
    [
        ("<title>Ferry runs again | The Post</title>", "<h1>Ferry runs again</h1>", "Ferry runs again", "h1"),
        (
            '<meta name="twitter:site" content="Post"><meta property="og:title" content="A &amp;amp; b - Post">',
            "",
            "A & b",
            "open_graph",
        ),
        (ld(headline="Ferry runs again"), "<h1>The Post</h1>", "Ferry runs again", "json_ld"),
        (
            "<title>The northern ferry runs again - The Post</title>",
            "",
            "The northern ferry runs again",
            "title_tag",
        ),
        (
            "<title>The northern ferry runs again - Gulls and Piers</title>",
            "<h1>Gulls and Piers</h1><h1>Menu</h1>",
            "The northern ferry runs again",
            "title_tag",
        ),
        (
            ld(headline="Northern ferry runs again"),
            "<h1>Shipping: Northern ferry runs again</h1>",
            "Northern ferry runs again",
            "json_ld",
        ),
    ],
)
def test_the_headline_is_told_from_the_house_and_the_kicker(head, body, title, method):
    article = read(head, body)
    assert (article.title, article.methods["title"]) == (title, method)


def test_the_listings_title_is_the_last_resort():
    assert read("", listed_title="Ferry &amp; pier").title == "Ferry & pier"


def test_broken_json_ld_is_mended_where_it_can_be():
    for text in ('{"@type":"Article","headline":"One two",}', '<!-- {"@type":"Article","headline":"One two"} -->'):
        assert read(f'<script type="application/ld+json">{text}</script>').title == "One two"
    coded = "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;One two&quot;}"
    assert read(f'<script type="application/ld+json">{coded}</script>').title == "One two"
    assert read('<script type="application/ld+json">{"headline": </script>').title is None


def test_the_fullest_article_node_is_the_pages_own():
    nodes = [
        {"@type": "NewsArticle", "headline": "A teaser"},
        {"@type": "NewsArticle", "headline": "The article", "datePublished": "2026-11-20", "author": "Ada Okonjo"},
    ]
    article = read(f'<script type="application/ld+json">{json.dumps(nodes)}</script>')
    assert (article.title, article.published_precision) == ("The article", "day")


def test_the_date_in_the_address_is_evidence_of_a_day():
    page = Page(body=f"<body>{PARAGRAPH}".encode(), url="https://post.example/2026/11/20/ferry-runs-again")
    article = extract_article(page).article
    assert (str(article.published_day), article.methods["published_at"]) == ("2026-11-20", "url")


@pytest.mark.parametrize("link", ["/ferry", "https://post.example/ferry"])
def test_links_are_made_absolute(link):
    article = read(f'<link rel="canonical" href="{link}"><meta property="og:image" content="{link}">')
    assert article.canonical_url == article.image_url == "https://post.example/ferry"


@pytest.mark.parametrize("link", ["javascript:x()", "http://[::1", "data:text/html,x", ""])
def test_what_is_no_web_address_is_no_link(link):
    article = read(f'<link rel="canonical" href="{link}"><meta property="og:image" content="{link}">')
    assert (article.canonical_url, article.image_url) == (None, None)


def test_tags_are_split_once_each():
    assert read('<meta name="keywords" content="ferry, Pier,ferry , ">').tags == ("ferry", "Pier")
    assert read(ld(keywords=["ferry", "Pier, ferry"])).tags == ("ferry", "Pier")


@pytest.mark.parametrize("claim", [False, "False", "false"])
def test_a_stub_that_is_not_free_is_truncated(claim):
    assert read(ld(isAccessibleForFree=claim)).truncated
    assert not read(ld(isAccessibleForFree=True)).truncated


@pytest.mark.parametrize(("modified", "found"), [("2026-11-20T10:00:00Z", False), ("2026-11-20T10:00:01Z", True)])
def test_the_publication_stated_again_is_no_modification(modified, found):
    article = read(ld(datePublished="2026-11-20T11:00:00+01:00", dateModified=modified))
    assert (article.modified_at is not None) is found
    assert ("modified_at" in article.methods) is found
