"""`dateline extract`: article text and metadata from HTML and WARC files, one JSON line a page."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dateline.errors import UserError
from dateline.inputs import PageInput
from dateline.readers import read_inputs, read_manifest
from dateline.rows import write_lines, write_rows
from transforms.records import Article, Page


@click.command("extract")
@click.argument("inputs", metavar="[IN]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--manifest", type=click.Path(path_type=Path), help="JSON lines of id, file and url (or null).")
@click.option("--output", type=click.Path(path_type=Path), help="JSON lines out; stdout if left out.")
@click.option("--url", help="The address of the one HTML file that is given.")
@click.option("--explain", "explained", is_flag=True, help="Show instead how each page's text was decided.")
def command(
    inputs: tuple[Path, ...], manifest: Path | None, output: Path | None, url: str | None, *, explained: bool
) -> None:
    """Extract articles from IN: WARC files, HTML files (also .gz) or folders of them.

    One line a page, in order: id, url, title, authors, published_at, modified_at, language, text,
    canonical_url, tags, image_url, rejected (reason or null), methods.
    """
    if bool(inputs) == bool(manifest) or (manifest and url):
        raise click.UsageError("give either IN… (and --url for a single HTML file) or --manifest, not both")
    damage: list[str] = []
    pages = read_manifest(manifest) if manifest else read_inputs(inputs, url, damage)
    if explained:
        write_lines(explain_pages(pages), output)
    else:
        write_rows(make_rows(pages), output)
    if damage:
        raise UserError(_describe(damage))


def make_rows(pages: Iterator[PageInput]) -> Iterator[dict[str, Any]]:
    """Yield one row a page, in order; a page that cannot be read says why in `rejected`."""
    from transforms.extract import extract_article

    for found in pages:
        extraction = extract_article(found.page or Page(body=b"", url=found.url))
        reason = found.problem or (extraction.rejection.reason if extraction.rejection else None)
        yield make_row(found.page_id, extraction.article, reason)


def explain_pages(pages: Iterator[PageInput]) -> Iterator[str]:
    """Yield the lines that say how each page's text was decided, a page's name first."""
    from transforms.extract import explain_text

    for found in pages:
        yield f"{found.page_id}:"
        try:
            yield from explain_text(found.page or Page(body=b"", url=found.url))
        except ValueError as error:
            yield f"no text: {error}"


def make_row(page_id: str, article: Article, reason: str | None) -> dict[str, Any]:
    """Return the row of one page, keys in the fixed order."""
    return {
        "id": page_id,
        "url": article.url,
        "title": article.title,
        "authors": list(article.authors),
        "published_at": write_published(article),
        "modified_at": _write_instant(article.modified_at),
        "language": article.language,
        "text": article.text,
        "canonical_url": article.canonical_url,
        "tags": list(article.tags),
        "image_url": article.image_url,
        "rejected": None if reason is None else str(reason),
        "methods": dict(article.methods),
    }


def write_published(article: Article) -> str | None:
    """Return the published date in ISO form: a bare day if no more is known, else with the page's own offset."""
    from transforms.dates import parse_date

    if article.published_at is None or article.published_day is None:
        return None
    if article.published_precision == "day":
        return article.published_day.isoformat()
    written = parse_date(article.published_raw or "")
    if written is not None and written.at == article.published_at:
        return written.at.isoformat()
    return _write_instant(article.published_at)


def _write_instant(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _describe(damage: list[str]) -> str:
    more = f", and {len(damage) - 1} more damaged places" if len(damage) > 1 else ""
    return f"{damage[0]}{more}; all whole pages are written: fetch the file again for the rest"
