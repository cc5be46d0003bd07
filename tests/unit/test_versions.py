"""A version is a change of title, authors, published date or body, and of nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from transforms.extract import extract_article
from transforms.records import Page
from transforms.versions import changed_fields

ARTICLE = extract_article(
    Page(body=b"<html><body><h1>A title</h1><p>Some words that stand here.</p>", url="https://a.example/x-1")
).article


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "B"), ("authors", ("B",)), ("published_at", datetime(2026, 1, 1, tzinfo=UTC)), ("text", "b")],
)
def test_each_field_of_a_version_is_seen(field, value):
    assert changed_fields(ARTICLE, replace(ARTICLE, **{field: value})) == (field,)


def test_other_fields_make_no_version():
    assert changed_fields(ARTICLE, replace(ARTICLE, tags=("b",), section="s", image_url="u", language="de")) == ()
