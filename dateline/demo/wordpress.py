"""The think tank: a WordPress site with REST, paged feeds, core sitemaps and dated addresses."""

import json
import re
from functools import partial
from html import escape

from dateline.demo.exchange import Request, Response, Site, read_positive
from dateline.demo.feeds import write_rss
from dateline.demo.markup import (
    Style,
    code_wordpress,
    fill,
    render_blocks,
    write_byline,
    write_json_ld,
    write_long_date,
    write_meta,
)
from dateline.demo.pages import (
    find_page,
    write_comments,
    write_links,
    write_not_found,
    write_page,
    write_search,
    write_section,
    write_text,
)
from dateline.demo.sitemaps import write_index, write_url_set
from dateline.demo.stories import Piece
from dateline.demo.wordpress_rest import JSON, answer_posts

FEED_SIZE = 10
STYLE = Style(
    figure='<figure class="wp-block-image size-large"><img src="{src}" alt="" loading="lazy">'
    '<figcaption class="wp-element-caption">{caption} (Image: {credit})</figcaption></figure>',
    readmore='<p class="read-more-inline"><strong>Read more:</strong> <a href="{url}">{title}</a></p>',
    newsletter='<div class="wp-block-group newsletter-signup"><form action="/subscribe/" method="post">'
    '<label>Get our weekly briefing in your inbox<input type="email" placeholder="Your e-mail address"></label>'
    "<button>Subscribe</button></form></div>",
    pull='<aside class="wp-block-pullquote"><blockquote>{}</blockquote></aside>',
    plain=code_wordpress,
)
ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {sitemap}\n"
CHILD = "/wp-sitemap-posts-post-1.xml"


def respond(site: Site, request: Request) -> Response:
    """Answer one request to the think tank."""
    if request.path == "/" and "s" in request.query:
        return write_search(site, request.query["s"])
    fixed = find_page(
        site,
        request,
        {
            "/robots.txt": lambda: write_text(ROBOTS.format(sitemap=site.url("/wp-sitemap.xml"))),
            "/wp-json/": lambda: _describe_api(site),
            "/wp-json/wp/v2/posts": lambda: answer_posts(site, request, lambda piece: _render(site, piece)),
            "/feed/": lambda: _write_feed(site, request),
            "/wp-sitemap.xml": lambda: write_index(site, [(CHILD, site.pieces)], lastmod=False),
            CHILD: lambda: write_url_set(site, reversed(site.pieces), lastmod=False),
            **{
                f"/category/{section.lower()}/": partial(write_section, site, section, section)
                for section in site.outlet.sections
            },
        },
    )
    piece = site.find_path(request.path)
    return fixed or (write_article(site, piece) if piece else _redirect_or_miss(site, request.path))


def _render(site: Site, piece: Piece) -> str:
    return render_blocks(site, piece, STYLE)


def _describe_api(site: Site) -> Response:
    outlet = site.outlet
    content = {
        "name": outlet.name,
        "description": outlet.tagline,
        "url": site.base,
        "home": site.base,
        "timezone_string": outlet.timezone,
        "namespaces": ["wp/v2"],
    }
    return Response(body=json.dumps(content), content_type=JSON)


def _write_feed(site: Site, request: Request) -> Response:
    page = read_positive(request.query.get("paged"), 1)
    chosen = site.pieces[(page - 1) * FEED_SIZE : page * FEED_SIZE] if page else ()
    if not chosen:
        return write_not_found(site)
    return write_rss(site, chosen, "/feed/", lambda piece: _render(site, piece))


def _redirect_or_miss(site: Site, path: str) -> Response:
    """WordPress guesses: a missing slash, or the beginning of a slug on its day, is sent to the article."""
    dated = re.fullmatch(r"/\d{4}/\d{2}/\d{2}/[^/]+/?", path)
    guesses = [piece for piece in site.pieces if dated and piece.path.startswith(path.rstrip("/"))]
    if not guesses:
        return write_not_found(site)
    return Response(body="", status=301, headers={"Location": site.url(guesses[0].path)})


def write_article(site: Site, piece: Piece) -> Response:
    """Return an article's page."""
    published = piece.filed_at.astimezone(site.outlet.zone)
    main = fill(
        "meridian-article.html",
        number=str(piece.number),
        section=escape(piece.section),
        section_url=escape(site.url(f"/category/{piece.section.lower()}/")),
        title=code_wordpress(piece.title),
        byline=escape(write_byline(piece.authors)),
        published=published.isoformat(),
        published_words=write_long_date(published),
        url=escape(site.url(piece.path)),
        content=_render(site, piece),
        tags=", ".join(f'<a href="/?s={escape(tag)}" rel="tag">{escape(tag)}</a>' for tag in piece.tags),
        author=escape(piece.authors[0]),
        related=write_links(site, site.related(piece)),
        comments=write_comments(piece),
    )
    return write_page(site, f"{piece.title} - {site.outlet.name}", main, head=_write_head(site, piece))


def _write_head(site: Site, piece: Piece) -> str:
    url, published = site.url(piece.path), piece.filed_at.isoformat()
    meta = [
        ("og:locale", "en_US"),
        ("og:type", "article"),
        ("og:title", piece.title),
        ("og:description", piece.summary),
        ("og:url", url),
        ("og:site_name", site.outlet.name),
        ("og:image", site.url("/media/plate.svg")),
        ("article:published_time", published),
    ]
    if piece.modified_at:
        meta.append(("article:modified_time", piece.modified_at.isoformat()))
    named = [("description", piece.summary), ("author", ", ".join(piece.authors))]
    links = f'<link rel="canonical" href="{escape(url)}">\n<link rel="shortlink" href="/?p={piece.number}">'
    return "\n".join(
        [
            write_meta(meta),
            write_meta(named, "name"),
            links,
            write_json_ld(_write_graph(site, piece, published)),
        ]
    )


def _write_graph(site: Site, piece: Piece, published: str) -> dict[str, object]:
    url = site.url(piece.path)
    article: dict[str, object] = {
        "@type": "Article",
        "@id": f"{url}#article",
        "headline": code_wordpress(piece.title),
        "author": [{"@type": "Person", "name": author} for author in piece.authors],
        "datePublished": published,
        "dateModified": (piece.modified_at or piece.filed_at).isoformat(),
        "articleSection": [piece.section],
        "keywords": list(piece.tags),
        "wordCount": len(piece.text.split()),
        "inLanguage": "en-US",
        "isPartOf": {"@id": url},
    }
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home", "item": site.url("/")}],
    }
    publisher = {"@type": "Organization", "name": site.outlet.name, "url": site.url("/")}
    return {"@context": "https://schema.org", "@graph": [article, trail, publisher]}
