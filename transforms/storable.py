"""Text as a database can store it and a terminal can show it: pages may spell characters that are none."""

import re
from dataclasses import replace
from typing import Final

from transforms.records import Article

UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""NUL, which Postgres refuses in text, halves of surrogate pairs, which UTF-8 cannot spell, and the other
control characters, with which a page could drive the terminal of whoever reads its title there."""
REPLACEMENT: Final = "\ufffd"


def replace_unstorable(text: str) -> str:
    """Return the text with U+FFFD for each character that cannot be stored; its length stays."""
    return UNSTORABLE.sub(REPLACEMENT, text)


def make_storable(article: Article) -> Article:
    """Return the article with storable text in each field; spans found later stay right."""
    return replace(
        article,
        canonical_url=_maybe(article.canonical_url),
        title=_maybe(article.title),
        authors=tuple(map(replace_unstorable, article.authors)),
        published_raw=_maybe(article.published_raw),
        section=_maybe(article.section),
        tags=tuple(map(replace_unstorable, article.tags)),
        image_url=_maybe(article.image_url),
        text=replace_unstorable(article.text),
    )


def _maybe(text: str | None) -> str | None:
    return None if text is None else replace_unstorable(text)
