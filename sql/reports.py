"""Reports: the views of schema `report`, read by name, and full-text search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg import sql as compose

from sql.connection import Connection, Row, describe_database
from sql.errors import DatabaseError
from sql.loader import read_query, read_statement


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A report view as the database describes it."""

    name: str
    comment: str
    columns: tuple[str, ...]

    @property
    def source_column(self) -> str | None:
        """The column that names the source, or all of a row's sources, if there is one."""
        return next((name for name in ("source_ids", "source_id") if name in self.columns), None)

    @property
    def day_columns(self) -> tuple[str, str] | None:
        """The columns of the first and last day that a row is about, if there are any."""
        if "day" in self.columns:
            return "day", "day"
        told = {"run_id", "story_id"} & set(self.columns) and "first_day" in self.columns
        return ("first_day", "last_day") if told else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which rows are wanted; None means no bound."""

    source: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    most: int | None = None


def list_views(connection: Connection) -> list[View]:
    """Return the report views; raise DatabaseError in one line where there are none."""
    rows = connection.execute(read_query("select_views")).fetchall()
    if not rows:
        raise DatabaseError(
            f"database {describe_database(connection.info.dsn)} has no report views: run `dateline db migrate`"
        )
    return [View(name=row["name"], comment=row["comment"] or "", columns=tuple(row["columns"])) for row in rows]


def select_trace(connection: Connection, url: str) -> list[Row]:
    """Return what happened to a normalised address and to its article's other addresses, in the order of time."""
    return connection.execute(read_query("select_trace"), {"url": url}).fetchall()


def select_source_ids(connection: Connection) -> list[str]:
    """Return the ids of the sources that some run planned."""
    return [row["source_id"] for row in connection.execute(read_query("select_source_ids"))]


def select_view(connection: Connection, view: View, columns: Sequence[str], choice: Choice) -> list[Row]:
    """Return rows of a view in its own order; `columns` are some of the view's."""
    first, last = view.day_columns or (None, None)
    statement = compose.SQL(read_statement("select_view")).format(
        columns=compose.SQL(", ").join(map(compose.Identifier, columns)),
        view=compose.Identifier(view.name),
        sources=_list_sources(view.source_column),
        first_day=_name_column(first),
        last_day=_name_column(last),
    )
    return connection.execute(
        statement,
        {
            "source": choice.source,
            "first_day": choice.first_day,
            "last_day": choice.last_day,
            "most": choice.most,
        },
    ).fetchall()


def search_articles(connection: Connection, query: str, *, language: str | None, choice: Choice) -> list[Row]:
    """Return the articles that match a web-search query, the best first, with plain-text snippets."""
    try:
        return connection.execute(
            read_query("search_articles"),
            {
                "query": query.replace("\x00", " "),
                "language": language,
                "source": choice.source,
                "first_day": choice.first_day,
                "last_day": choice.last_day,
                "most": choice.most,
            },
        ).fetchall()
    except (psycopg.errors.UndefinedFunction, psycopg.errors.InvalidSchemaName):
        raise DatabaseError(
            f"database {describe_database(connection.info.dsn)} has no search: run `dateline db migrate`"
        ) from None


def _list_sources(column: str | None) -> compose.Composable:
    """Return what holds a row's sources as an array."""
    if column is None:
        return compose.SQL("null::text[]")
    name = compose.Identifier(column)
    return name if column == "source_ids" else compose.SQL("array[{}]").format(name)


def _name_column(name: str | None) -> compose.Composable:
    return compose.Identifier(name) if name else compose.NULL
