"""The pages around the articles: home, sections, about, search, not found; and what every outlet answers."""

from collections.abc import Callable, Iterable
from html import escape

from dateline.demo.exchange import TEXT, Request, Response, Site
from dateline.demo.markup import fill, write_long_date
from dateline.demo.stories import Piece

MOST_LISTED = 30
"""Articles on one page of a section or of search results."""
PLATE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#8aa"/>'
    '<path d="M0 70 50 40 90 65 130 30 160 55V90H0z" fill="#465"/></svg>'
)
COMMENTS = (
    ("R. Oduya", "I served on that border and the article is kinder to both armies than they deserve."),
    ("waterline77", "Good piece. Who paid for the survey though? First-time commenter, long-time reader."),
    ("Greta P.", "The map in the last report had the scale wrong, please check this one as well."),
    ("anonymous", "You people never write about the harbour tunnel!!!"),
)


def write_page(site: Site, title: str, main: str, *, head: str = "", status: int = 200) -> Response:
    """Return an HTML page of the outlet: its shell around `main`."""
    shell = fill(
        f"{site.outlet.source_id}.html",
        title=escape(title),
        name=escape(site.outlet.name),
        tagline=escape(site.outlet.tagline),
        home=escape(site.url("/")),
        head=head,
        main=main,
        year=str(site.run_day.year),
    )
    return Response(body=shell, status=status)


def write_links(site: Site, pieces: Iterable[Piece]) -> str:
    """Return list items that link to articles, for the boxes beside a text."""
    return "\n".join(
        f'<li><a href="{escape(site.url(piece.path))}">{escape(piece.title)}</a></li>' for piece in pieces
    )


def write_cards(site: Site, pieces: Iterable[Piece]) -> str:
    """Return one card an article for listing pages: title, date where the outlet states one, summary."""
    return "\n".join(_write_card(site, piece) for piece in pieces)


def _write_card(site: Site, piece: Piece) -> str:
    stated = piece.stated_at
    moment = stated and (stated.date() if piece.stated == "day" else stated).isoformat()
    date = f'<time datetime="{moment}">{write_long_date(stated)}</time>' if stated else ""
    return f"""<article class="card"><h2><a href="{escape(site.url(piece.path))}">{escape(piece.title)}</a></h2>
{date}<p>{escape(piece.summary)}</p></article>"""


def write_listing(site: Site, heading: str, pieces: Iterable[Piece], navigation: str = "") -> Response:
    """Return a page that lists articles."""
    cards = write_cards(site, pieces) or "<p>There is nothing here.</p>"
    main = f'<h1>{escape(heading)}</h1>\n<div class="cards">\n{cards}\n</div>\n{navigation}'
    return write_page(site, f"{heading} | {site.outlet.name}", main)


def write_not_found(site: Site, *, status: int = 404) -> Response:
    """Return the outlet's page for what it does not have; with status 200 it is a soft 404."""
    main = (
        "<h1>Page not found</h1>\n<p>Sorry, the page that you are looking for does not exist any more or has"
        ' moved.</p>\n<p>Try the <a href="/">front page</a> or the search.</p>'
    )
    return write_page(site, f"Page not found | {site.outlet.name}", main, status=status)


def write_about(site: Site) -> Response:
    """Return the page on the outlet itself."""
    outlet = site.outlet
    main = f"<h1>About {escape(outlet.name)}</h1>\n<p>{escape(outlet.about)}</p>\n<p>{escape(outlet.city)}</p>"
    return write_page(site, f"About | {outlet.name}", main)


def write_search(site: Site, words: str) -> Response:
    """Return the articles whose text holds the words."""
    found = [piece for piece in site.pieces if words and words.lower() in piece.text.lower()]
    return write_listing(site, f"Search: {words}", found[:MOST_LISTED])


def write_comments(piece: Piece) -> str:
    """Return two reader comments as list items, always the same for one article."""
    first = len(piece.slug) % len(COMMENTS)
    chosen = (COMMENTS[first], COMMENTS[(first + 1) % len(COMMENTS)])
    return "\n".join(
        f'<li class="comment"><b class="comment-author">{escape(name)}</b><div class="comment-body">'
        f"<p>{escape(words)}</p></div></li>"
        for name, words in chosen
    )


def write_plate() -> Response:
    """Return the one picture that all figures show."""
    return Response(body=PLATE, content_type="image/svg+xml")


def write_text(body: str) -> Response:
    """Return plain text."""
    return Response(body=body, content_type=TEXT)


def find_page(site: Site, request: Request, routes: dict[str, Callable[[], Response]]) -> Response | None:
    """Return what an outlet answers at a fixed path, the pages that all have included; None elsewhere."""
    shared: dict[str, Callable[[], Response]] = {
        "/": lambda: write_listing(site, site.outlet.name, listed(site)[:12]),
        "/about/": lambda: write_about(site),
        "/search": lambda: write_search(site, request.query.get("q", "")),
        "/media/plate.svg": write_plate,
    }
    route = {**shared, **routes}.get(request.path)
    return route() if route else None


def write_section(site: Site, heading: str, section: str) -> Response:
    """Return the page of a section: its newest articles."""
    chosen = [piece for piece in site.pieces if piece.section == section]
    return write_listing(site, heading, chosen[:MOST_LISTED])


def listed(site: Site) -> tuple[Piece, ...]:
    """Return the articles that the outlet's own lists and feeds show, newest first."""
    return tuple(piece for piece in site.pieces if piece.listed)
