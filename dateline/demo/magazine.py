"""The magazine: paged listing, dated archive pages, NewsArticle metadata, a paywalled story."""

import re
from datetime import date
from functools import partial
from html import escape

from dateline.demo.exchange import Request, Response, Site, read_positive
from dateline.demo.feeds import write_atom
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
    write_links,
    write_listing,
    write_not_found,
    write_page,
    write_section,
    write_text,
)
from dateline.demo.stories import Piece

FEED_SIZE = 10
PAGE_SIZE = 5
STYLE = Style(
    figure='<figure class="plate"><img src="{src}" alt=""><figcaption>{caption}<br><small>{credit}</small>'
    "</figcaption></figure>",
    readmore='<div class="more-from-us">More from Fourth Quarter: <a href="{url}">{title}</a></div>',
    newsletter='<div class="letter-box"><p>Once a week we write a letter. It is free.</p>'
    '<a href="/letter/">Send it to me</a></div>',
    pull='<div class="pull-quote" aria-hidden="true">{}</div>',
)
WALL = """<div class="paywall" id="wall"><h3>This story is for subscribers</h3>
<p>You have read the opening. Subscribe from 4 euros a month to read on.</p>
<a class="button" href="/subscribe/">Subscribe</a> <a href="/account/">Sign in</a></div>"""


def respond(site: Site, request: Request) -> Response:
    """Answer one request to the magazine."""
    fixed = find_page(
        site,
        request,
        {
            "/robots.txt": lambda: write_text("User-agent: *\nDisallow: /account/\nDisallow: /subscribe/\n"),
            "/atom.xml": lambda: write_atom(site, listed(site)[:FEED_SIZE], "/atom.xml"),
            "/archive": lambda: _write_archive(site, request),
            **{
                f"/section/{section.lower()}": partial(write_section, site, section, section)
                for section in site.outlet.sections
            },
        },
    )
    piece = site.find_path(request.path)
    return fixed or (write_article(site, piece) if piece else _write_dated(site, request.path))


def _write_archive(site: Site, request: Request) -> Response:
    page = read_positive(request.query.get("page"), 1)
    if page is None:
        return write_not_found(site)
    links = []
    if page > 1:
        links.append(f'<a class="newer" rel="prev" href="/archive?page={page - 1}">Newer</a>')
    if page * PAGE_SIZE < len(site.pieces):
        links.append(f'<a class="older" rel="next" href="/archive?page={page + 1}">Older</a>')
    navigation = f'<nav class="pager">{" ".join(links)}</nav>'
    return write_listing(site, "Archive", site.pieces[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], navigation)


def _write_dated(site: Site, path: str) -> Response:
    """Return a month's or a day's archive page; a day without stories has its page too."""
    match = re.fullmatch(r"/(\d{4})/(\d{2})/(?:(\d{2})/)?", path)
    try:
        first = date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None
    except ValueError:
        first = None
    if match is None or first is None:
        return write_not_found(site)
    form = "%Y-%m-%d" if match[3] else "%Y-%m"
    found = [piece for piece in site.pieces if piece.local_day.strftime(form) == first.strftime(form)]
    return write_listing(site, f"Archive, {first.strftime(form)}", found)


def write_article(site: Site, piece: Piece) -> Response:
    """Return an article's page; of a paywalled one the opening and the wall."""
    published = piece.filed_at.astimezone(site.outlet.zone)
    main = fill(
        "fourthquarter-article.html",
        section=escape(piece.section),
        section_url=f"/section/{escape(piece.section.lower())}",
        title=escape(piece.title),
        byline=escape(write_byline(piece.authors)),
        date_words=write_long_date(published),
        content=render_blocks(site, piece, STYLE),
        wall=WALL if piece.paywall else "",
        tags=" · ".join(escape(tag) for tag in piece.tags),
        author=escape(piece.authors[0]),
        related=write_links(site, site.related(piece)),
    )
    return write_page(site, f"{piece.title} — {site.outlet.name}", main, head=_write_head(site, piece))


def _write_head(site: Site, piece: Piece) -> str:
    published = piece.filed_at.astimezone(site.outlet.zone)
    content: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": site.url(piece.path),
        "headline": piece.title,
        "description": piece.summary,
        "datePublished": published.date().isoformat() if piece.stated == "day" else published.isoformat(),
        "author": [{"@type": "Person", "name": author} for author in piece.authors],
        "publisher": {"@type": "Organization", "name": site.outlet.name},
        "articleSection": piece.section,
        "keywords": list(piece.tags),
        "image": [site.url("/media/plate.svg")],
        "inLanguage": piece.language,
        "isAccessibleForFree": not piece.paywall,
    }
    if piece.paywall:
        content["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": ".paywall",
        }
    meta = [("og:type", "article"), ("og:title", piece.title), ("og:url", site.url(piece.path))]
    link = f'<link rel="canonical" href="{escape(site.url(piece.path))}">'
    return "\n".join([link, write_meta(meta), write_json_ld(content)])
