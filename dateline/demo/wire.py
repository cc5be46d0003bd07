"""The wire: one RSS feed, plain pages, no structured metadata."""

from functools import partial
from html import escape

from dateline.demo.exchange import Request, Response, Site
from dateline.demo.feeds import write_rss
from dateline.demo.markup import Style, fill, render_blocks, write_byline, write_meta
from dateline.demo.pages import (
    find_page,
    listed,
    write_links,
    write_not_found,
    write_page,
    write_section,
    write_text,
)
from dateline.demo.stories import Piece

FEED_SIZE = 30
STYLE = Style(
    figure='<div class="photo"><img src="{src}" alt=""><p class="caption">{caption} {credit}</p></div>',
    readmore='<p class="see-also">See also: <a href="{url}">{title}</a></p>',
    newsletter='<div class="box subscribe">Subscribers receive this item by wire.</div>',
    pull='<div class="pull">{}</div>',
)


def respond(site: Site, request: Request) -> Response:
    """Answer one request to the wire."""
    fixed = find_page(
        site,
        request,
        {
            "/robots.txt": lambda: write_text("User-agent: *\nDisallow: /search\nDisallow: /terminal/\n"),
            "/rss.xml": lambda: write_rss(site, listed(site)[:FEED_SIZE], "/rss.xml", None),
            **{
                f"/desk/{section.lower()}": partial(write_section, site, f"{section} desk", section)
                for section in site.outlet.sections
            },
        },
    )
    if fixed:
        return fixed
    piece = site.find_path(request.path)
    if piece is None:
        return write_not_found(site)
    # The item was withdrawn, and the site does what many do: it says so under status 200.
    return write_not_found(site, status=200) if piece.soft_404 else _write_item(site, piece)


def _write_item(site: Site, piece: Piece) -> Response:
    stated = piece.stated_at
    changed = piece.modified_at and piece.changed_at
    main = fill(
        "northwire-article.html",
        section=escape(piece.section),
        section_url=f"/desk/{escape(piece.section.lower())}",
        title=escape(piece.title),
        byline=f'<p class="byline">By {escape(write_byline(piece.authors))}</p>' if piece.authors else "",
        stamp=f'<time datetime="{stated.isoformat()}">{stated:%d %b %Y %H:%M %z}</time>' if stated else "",
        update=f'<span class="updated">Updated {changed:%d %b %Y %H:%M %z}</span>' if changed else "",
        number=str(piece.number),
        content=render_blocks(site, piece, STYLE),
        slugs=" ".join(f"#{escape(tag.replace(' ', ''))}" for tag in piece.tags),
        related=write_links(site, site.related(piece, 4)),
    )
    return write_page(site, f"{piece.title} | {site.outlet.name}", main, head=_write_head(site, piece))


def _write_head(site: Site, piece: Piece) -> str:
    named = [("description", piece.summary), ("keywords", ", ".join(piece.tags))]
    named += [("author", ", ".join(piece.authors))] if piece.authors else []
    if piece.stated_at:
        named.append(("date", piece.stated_at.isoformat()))
    if piece.modified_at:
        named.append(("last-modified", piece.changed_at.isoformat()))
    graph = [("og:title", piece.title), ("og:type", "article"), ("og:url", site.url(piece.path))]
    canonical = f'<link rel="canonical" href="{escape(site.url(piece.path))}">'
    return "\n".join([write_meta(named, "name"), write_meta(graph), canonical])
