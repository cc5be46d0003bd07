"""The attribute guideline names every field of an article, and no other."""

import re
from dataclasses import fields
from pathlib import Path

from transforms.records import Article

GUIDELINE = Path(__file__).parents[2] / "docs" / "fields.md"


def test_the_guideline_names_every_field_in_the_records_order():
    named = re.findall(r"^\| `(\w+)` \|", GUIDELINE.read_text(encoding="utf-8"), re.MULTILINE)
    assert named == [field.name for field in fields(Article)]
