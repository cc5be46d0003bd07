"""RSS 2.0 and Atom documents."""

from collections.abc import Callable, Iterable
from email.utils import format_datetime
from html import escape

from dateline.demo.exchange import Response, Site
from dateline.demo.stories import Piece

RSS = "application/rss+xml; charset=UTF-8"
ATOM = "application/atom+xml; charset=UTF-8"


def write_rss(site: Site, pieces: Iterable[Piece], address: str, body: Callable[[Piece], str] | None) -> Response:
    """Return an RSS 2.0 feed; `body` gives an item's full HTML when the feed carries it."""
    listed = tuple(pieces)
    items = "".join(_write_item(site, piece, body) for piece in listed)
    outlet = site.outlet
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>{escape(outlet.name)}</title>
  <atom:link href="{escape(site.url(address))}" rel="self" type="application/rss+xml"/>
  <link>{escape(site.url("/"))}</link>
  <description>{escape(outlet.tagline)}</description>
  <language>en</language>
{items}</channel>
</rss>
"""
    changed_at = max((piece.changed_at for piece in listed), default=None)
    return Response(body=content, content_type=RSS, changed_at=changed_at, tagged=True)


def _write_item(site: Site, piece: Piece, body: Callable[[Piece], str] | None) -> str:
    lines = [f"<title>{escape(piece.title)}</title>", f"<link>{escape(site.url(piece.path))}</link>"]
    if piece.stated_at:
        lines.append(f"<pubDate>{format_datetime(piece.stated_at)}</pubDate>")
    lines += [f"<dc:creator>{escape(author)}</dc:creator>" for author in piece.authors]
    lines += [f"<category>{escape(term)}</category>" for term in (piece.section, *piece.tags)]
    lines += [
        f'<guid isPermaLink="false">{escape(site.url(f"/?p={piece.number}"))}</guid>',
        f"<description>{escape(piece.summary)}</description>",
    ]
    if body:
        full = body(piece).replace("]]>", "]]]]><![CDATA[>")
        lines.append(f"<content:encoded><![CDATA[{full}]]></content:encoded>")
    inner = "\n    ".join(lines)
    return f"  <item>\n    {inner}\n  </item>\n"


def write_atom(site: Site, pieces: Iterable[Piece], address: str) -> Response:
    """Return an Atom 1.0 feed with summaries."""
    listed = tuple(pieces)
    changed_at = max(piece.changed_at for piece in listed)
    entries = "".join(_write_entry(site, piece) for piece in listed)
    content = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>{escape(site.outlet.name)}</title>
  <subtitle>{escape(site.outlet.tagline)}</subtitle>
  <link rel="self" href="{escape(site.url(address))}"/>
  <link rel="alternate" type="text/html" href="{escape(site.url("/"))}"/>
  <id>{escape(site.url("/"))}</id>
  <updated>{changed_at.isoformat()}</updated>
{entries}</feed>
"""
    return Response(body=content, content_type=ATOM, changed_at=changed_at, tagged=True)


def _write_entry(site: Site, piece: Piece) -> str:
    authors = "".join(f"<author><name>{escape(author)}</name></author>" for author in piece.authors)
    terms = "".join(f'<category term="{escape(term)}"/>' for term in (piece.section, *piece.tags))
    published = f"<published>{piece.stated_at.isoformat()}</published>" if piece.stated_at else ""
    return f"""  <entry>
    <title type="html">{escape(escape(piece.title, quote=False))}</title>
    <link rel="alternate" type="text/html" href="{escape(site.url(piece.path))}"/>
    <id>{escape(site.url(piece.path))}</id>
    {published}<updated>{piece.changed_at.isoformat()}</updated>
    {authors}{terms}
    <summary>{escape(piece.summary)}</summary>
  </entry>
"""
