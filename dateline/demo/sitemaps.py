"""Sitemap documents: URL sets, indexes, the news extension."""

from collections.abc import Iterable
from html import escape

from dateline.demo.exchange import XML, Response, Site
from dateline.demo.stories import Piece

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_url_set(site: Site, pieces: Iterable[Piece], *, lastmod: bool) -> Response:
    """Return the addresses of articles, with or without the day of their last change."""
    listed = tuple(pieces)
    entries = "\n".join(_write_url(site, piece, lastmod=lastmod) for piece in listed)
    body = f'{HEADER}<urlset xmlns="{NAMESPACE}">\n{entries}\n</urlset>\n'
    return _answer(body, listed, tagged=lastmod)


def _write_url(site: Site, piece: Piece, *, lastmod: bool) -> str:
    changed = f"<lastmod>{piece.changed_at.isoformat()}</lastmod>" if lastmod else ""
    return f"<url><loc>{escape(site.url(piece.path))}</loc>{changed}</url>"


def write_index(site: Site, children: Iterable[tuple[str, tuple[Piece, ...]]], *, lastmod: bool) -> Response:
    """Return an index of sitemaps; a child's lastmod is the latest change of its articles."""
    named = tuple(children)
    entries = "\n".join(
        f"<sitemap><loc>{escape(site.url(path))}</loc>{_write_latest(pieces) if lastmod else ''}</sitemap>"
        for path, pieces in named
    )
    body = f'{HEADER}<sitemapindex xmlns="{NAMESPACE}">\n{entries}\n</sitemapindex>\n'
    return _answer(body, tuple(piece for _, pieces in named for piece in pieces), tagged=lastmod)


def _write_latest(pieces: tuple[Piece, ...]) -> str:
    return f"<lastmod>{max(piece.changed_at for piece in pieces).isoformat()}</lastmod>" if pieces else ""


def write_news(site: Site, pieces: Iterable[Piece]) -> Response:
    """Return a news sitemap: title, language and moment of publication of each article."""
    listed = tuple(pieces)
    entries = "\n".join(_write_news_url(site, piece) for piece in listed)
    body = f'{HEADER}<urlset xmlns="{NAMESPACE}" xmlns:news="{NEWS_NAMESPACE}">\n{entries}\n</urlset>\n'
    return _answer(body, listed, tagged=True)


def _write_news_url(site: Site, piece: Piece) -> str:
    stated = piece.filed_at.astimezone(site.outlet.zone).isoformat()
    return f"""<url><loc>{escape(site.url(piece.path))}</loc>
<news:news><news:publication><news:name>{escape(site.outlet.name)}</news:name>
<news:language>{piece.language}</news:language></news:publication>
<news:publication_date>{stated}</news:publication_date>
<news:title>{escape(piece.title)}</news:title></news:news></url>"""


def _answer(body: str, pieces: tuple[Piece, ...], *, tagged: bool) -> Response:
    changed_at = max((piece.changed_at for piece in pieces), default=None) if tagged else None
    return Response(body=body, content_type=XML, changed_at=changed_at, tagged=tagged)
