"""The news site: news sitemap, monthly sitemaps with lastmod, Crawl-delay, ETags, the wire's copies."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from html import escape

from dateline.demo.exchange import Request, Response, Site
from dateline.demo.feeds import write_rss
from dateline.demo.markup import (
    Style,
    fill,
    render_blocks,
    write_byline,
    write_json_ld,
    write_long_date,
    write_meta,
)
from dateline.demo.pages import (
    find_page,
    listed,
    write_comments,
    write_links,
    write_not_found,
    write_page,
    write_section,
    write_text,
)
from dateline.demo.sitemaps import write_index, write_news, write_url_set
from dateline.demo.stories import Piece

NEWS_DAYS = 2
FEED_SIZE = 20
STYLE = Style(
    figure='<figure class="story__image"><img src="{src}" alt="{caption}" width="960" height="540">'
    "<figcaption>{caption} <span>{credit}</span></figcaption></figure>",
    readmore='<p class="story__also"><a href="{url}">Read more: {title}</a></p>',
    newsletter='<div class="promo promo--newsletter" role="complementary"><h3>The Tide</h3><span>Our morning'
    ' newsletter, free.</span> <a class="button" href="/newsletters/">Sign up</a></div>',
    pull='<aside class="story__pull">{}</aside>',
)
ROBOTS = """User-agent: *
Disallow: /search
Disallow: /account/
Crawl-delay: 0.2

Sitemap: {index}
Sitemap: {news}
"""


def respond(site: Site, request: Request) -> Response:
    """Answer one request to the news site."""
    months = _group_months(site)
    fixed = find_page(
        site,
        request,
        {
            "/robots.txt": lambda: _write_robots(site),
            "/feed.xml": lambda: write_rss(site, listed(site)[:FEED_SIZE], "/feed.xml", None),
            "/sitemaps/index.xml": lambda: write_index(site, months.items(), lastmod=True),
            "/sitemaps/news.xml": lambda: write_news(site, _choose_news(site)),
            **{path: partial(write_url_set, site, pieces, lastmod=True) for path, pieces in months.items()},
            **{
                f"/{section.lower()}/": partial(write_section, site, section, section)
                for section in site.outlet.sections
            },
        },
    )
    piece = site.find_path(request.path)
    return fixed or (write_article(site, piece) if piece else write_not_found(site))


def _write_robots(site: Site) -> Response:
    index, news = site.url("/sitemaps/index.xml"), site.url("/sitemaps/news.xml")
    return write_text(ROBOTS.format(index=index, news=news))


def _group_months(site: Site) -> dict[str, tuple[Piece, ...]]:
    months: dict[str, tuple[Piece, ...]] = {}
    for piece in site.pieces:
        path = f"/sitemaps/{piece.local_day:%Y-%m}.xml"
        months[path] = (*months.get(path, ()), piece)
    return months


def _choose_news(site: Site) -> list[Piece]:
    first = site.run_day - timedelta(days=NEWS_DAYS)
    return [piece for piece in site.pieces if piece.filed_at.date() >= first]


def write_article(site: Site, piece: Piece) -> Response:
    """Return an article's page with its validators."""
    published = piece.filed_at.astimezone(site.outlet.zone)
    credit = "Source: Northwire" if piece.copy_of else f"© {escape(site.outlet.name)}"
    byline = escape(write_byline(piece.authors)) + (", Northwire" if piece.copy_of else "")
    main = fill(
        "harbourpost-article.html",
        section=escape(piece.section),
        section_url=f"/{escape(piece.section.lower())}/",
        title=escape(piece.title),
        byline=byline,
        published=published.isoformat(),
        published_words=f"{write_long_date(published)}, {published:%H:%M}",
        content=render_blocks(site, piece, STYLE),
        credit=credit,
        related=write_links(site, site.related(piece, 4)),
        most_read=write_links(site, site.pieces[:5]),
        comments=write_comments(piece),
    )
    page = write_page(site, f"{piece.title} | {site.outlet.name}", main, head=_write_head(site, piece))
    return replace(page, changed_at=piece.changed_at, tagged=True)


def _write_head(site: Site, piece: Piece) -> str:
    own = site.url(piece.path)
    canonical = site.bases["northwire"] + piece.copy_of.path if piece.copy_of else own
    zone = site.outlet.zone
    published, changed = piece.filed_at.astimezone(zone).isoformat(), piece.changed_at.isoformat()
    meta = [
        ("og:type", "article"),
        ("og:site_name", site.outlet.name),
        ("og:title", piece.title),
        ("og:description", piece.summary),
        ("og:url", own),
        ("og:image", site.url("/media/plate.svg")),
        ("article:published_time", published),
        ("article:modified_time", changed),
        ("article:section", piece.section),
        *(("article:tag", tag) for tag in piece.tags),
    ]
    content = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": own,
        "headline": piece.title,
        "datePublished": published,
        "dateModified": changed,
        "author": [{"@type": "Person", "name": author} for author in piece.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": site.outlet.name},
        "articleSection": piece.section,
        "keywords": ", ".join(piece.tags),
        "inLanguage": "en-CA",
    }
    link = f'<link rel="canonical" href="{escape(canonical)}">'
    return "\n".join([link, write_meta(meta), write_json_ld(content)])
