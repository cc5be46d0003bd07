"""HTML and XML from text: escaping, templates, an article's blocks. Values in templates are escaped before."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from importlib.resources import files
from string import Template

from dateline.demo.blocks import Block, write_day
from dateline.demo.exchange import Site
from dateline.demo.stories import Piece

WORDPRESS_CODES = {
    "&amp;": "&#038;",
    "\N{RIGHT SINGLE QUOTATION MARK}": "&#8217;",
    "\N{LEFT DOUBLE QUOTATION MARK}": "&#8220;",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "&#8221;",
    "\N{EN DASH}": "&#8211;",
    "\N{EM DASH}": "&#8212;",
}
TEXT_TAGS = {
    "paragraph": "<p>{}</p>",
    "subheading": "<h2>{}</h2>",
    "blockquote": "<blockquote><p>{}</p></blockquote>",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one outlet writes the furniture between its paragraphs; `{}` takes the words."""

    figure: str
    readmore: str
    newsletter: str
    pull: str
    plain: Callable[[str], str] = escape


@lru_cache(maxsize=32)
def load_template(name: str) -> Template:
    """Read one template of the package."""
    return Template((files("dateline.demo") / "templates" / name).read_text(encoding="utf-8"))


def fill(template: str, **values: str) -> str:
    """Fill a template; raise KeyError when a value is missing."""
    return load_template(template).substitute(values)


def code_wordpress(text: str) -> str:
    """Return text escaped as WordPress does it, typographic marks as numbered entities."""
    coded = escape(text, quote=False)
    for plain, code in WORDPRESS_CODES.items():
        coded = coded.replace(plain, code)
    return coded


def render_blocks(site: Site, piece: Piece, style: Style) -> str:
    """Return the article's body as HTML, furniture included."""
    return "\n".join(_render_block(site, piece, block, style) for block in piece.blocks)


def _render_block(site: Site, piece: Piece, block: Block, style: Style) -> str:
    if block.kind == "newsletter":
        return style.newsletter
    if block.kind == "figure":
        caption, _, credit = block.source.partition(" | ")
        return style.figure.format(
            src=site.url("/media/plate.svg"), caption=style.plain(caption), credit=style.plain(credit)
        )
    if block.kind == "readmore":
        return _render_readmore(site, piece, block.source, style)
    if block.kind == "pull":
        return style.pull.format(style.plain(block.source))
    return TEXT_TAGS[block.kind].format(block.render(style.plain, _mark(site, piece, style)))


def _render_readmore(site: Site, piece: Piece, slug: str, style: Style) -> str:
    other = site.find_slug(slug, near=piece)
    if other is None:
        raise ValueError(f"a demo article links to {slug!r}, which its outlet does not have")
    return style.readmore.format(url=escape(site.url(other.path)), title=style.plain(other.title))


def _mark(site: Site, piece: Piece, style: Style) -> Callable[[re.Match[str]], str]:
    def mark(match: re.Match[str]) -> str:
        if match["em"]:
            return f"<em>{style.plain(match['em'])}</em>"
        other = site.find_slug(match["target"], near=piece)
        path = other.path if other else f"/{match['target']}/"
        return f'<a href="{escape(site.url(path))}">{style.plain(match["label"])}</a>'

    return mark


def write_json_ld(content: object) -> str:
    """Return a JSON-LD script element; `<` is coded, so that no text can close it."""
    body = json.dumps(content, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{body}</script>'


def write_meta(pairs: Iterable[tuple[str, str]], attribute: str = "property") -> str:
    """Return one meta element a pair."""
    return "\n".join(f'<meta {attribute}="{escape(name)}" content="{escape(value)}">' for name, value in pairs)


def write_long_date(moment: datetime) -> str:
    """Return a day with its year: 20 November 2026."""
    return f"{write_day(moment.date())} {moment.year}"


def write_byline(authors: tuple[str, ...]) -> str:
    """Return names as one reads them: A, B and C."""
    return " and ".join([", ".join(authors[:-1]), authors[-1]]) if len(authors) > 1 else "".join(authors)
