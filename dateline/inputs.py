"""What the two fixed commands take: pages and texts, each with its id."""

from dataclasses import dataclass
from typing import Final

from transforms.outcomes import Reason
from transforms.records import Page

LARGEST_PAGE: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInput:
    """One page to extract: its id, and the page, or why it could not be read; both where only a part could be."""

    page_id: str
    url: str | None
    page: Page | None
    problem: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
    """One line of `dateline analyse`'s input; `published_at` is an ISO 8601 date or time."""

    text_id: str | int
    text: str
    language: str | None
    published_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInput:
    """One line of `dateline group`'s input; `published_at` is an ISO 8601 date or time."""

    text_id: str | int
    title: str
    text: str
    published_at: str | None
