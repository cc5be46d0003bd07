"""Named queries: one a file, read once."""

from functools import cache
from importlib.resources import files
from typing import LiteralString


@cache
def read_query(name: str) -> LiteralString:
    """Return the text of `sql/queries/<name>.sql`; raises FileNotFoundError for a name that is none."""
    # The text comes from a file of this package, never from a user: literal for psycopg's purposes.
    return (files("sql") / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def read_statement(name: str) -> LiteralString:
    """Return the text of `sql/statements/<name>.sql`: utility statements whose identifiers are composed in."""
    return (files("sql") / "statements" / f"{name}.sql").read_text(encoding="utf-8")
