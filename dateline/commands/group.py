"""`dateline group`: copies and stories among texts of a file, one JSON line a text."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from dateline.inputs import ArticleInput
from dateline.readers import read_articles
from dateline.rows import write_rows


@click.command("group")
@click.argument("articles", metavar="IN.jsonl", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--output", type=click.Path(path_type=Path, allow_dash=True), help="JSON lines out; stdout if left out or -."
)
def command(articles: Path, output: Path | None) -> None:
    """Group the articles of IN.jsonl (id, title, text, published_at or null) into stories.

    One line an article, in order: id, story (the id of the story's first article, by time, then by id) and
    duplicate_of (the id of the article that it repeats, or null). IN.jsonl may be - for standard input. What comes
    out for an id does not depend on the order of the lines.
    """
    write_rows(make_rows(read_articles(articles)), output)


def make_rows(inputs: list[ArticleInput]) -> Iterator[dict[str, Any]]:
    """Yield one row an article, in order."""
    from transforms.copies import Text, find_copies
    from transforms.stories import Report, group_reports

    ordered = sorted(inputs, key=_precedence)
    keys = {f"{number:08d}": item for number, item in enumerate(ordered)}
    texts = [Text(text_id=key, text=item.text, published_at=_read_time(item)) for key, item in keys.items()]
    originals = {copy.text_id: copy.original_id for copy in find_copies(texts)}
    reports = [
        Report(
            report_id=key,
            title=item.title,
            text=item.text,
            day=at.date() if (at := _read_time(item)) else None,
            published_at=at,
            original_id=originals.get(key),
        )
        for key, item in keys.items()
    ]
    stories = {report: story.reports[0] for story in group_reports(reports) for report in story.reports}
    key_of = {(type(item.text_id), item.text_id): key for key, item in keys.items()}
    for item in inputs:
        key = key_of[type(item.text_id), item.text_id]
        original = originals.get(key)
        yield {
            "id": item.text_id,
            "story": keys[stories[key]].text_id,
            "duplicate_of": keys[original].text_id if original else None,
        }


def _precedence(item: ArticleInput) -> tuple[bool, float, str, str]:
    """Return what orders articles whatever their place in the file: time of publication, then id."""
    at = _read_time(item)
    return at is None, at.timestamp() if at else 0.0, str(item.text_id), type(item.text_id).__name__


def _read_time(item: ArticleInput) -> datetime | None:
    """Return the time of publication in UTC; a time without zone is taken for UTC."""
    if item.published_at is None:
        return None
    at = datetime.fromisoformat(item.published_at)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
