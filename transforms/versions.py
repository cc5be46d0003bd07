"""What makes a new version of an article: a change of what a reader would quote."""

from typing import Final

from transforms.records import Article

VERSION_FIELDS: Final = ("title", "authors", "published_at", "text")


def changed_fields(old: Article, new: Article) -> tuple[str, ...]:
    """Return which of title, authors, published_at and text differ; empty means the same version.

    Both must come from the same extractor: a better extractor is no change at the source.
    """
    return tuple(name for name in VERSION_FIELDS if getattr(old, name) != getattr(new, name))
