"""The schema explains itself, docs/data-model.md is written from it, every query fits it and is used."""

import re
from itertools import groupby
from pathlib import Path

import pytest

from sql.connection import connect
from sql.migrate import read_scripts
from transforms.outcomes import Outcome

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "sql" / "queries").glob("*.sql"))
PAGE = ROOT / "docs" / "data-model.md"
MODEL = """
select n.nspname as schema, obj_description(n.oid, 'pg_namespace') as schema_comment, c.relname as name,
    obj_description(c.oid, 'pg_class') as comment, a.attname as column,
    format_type(a.atttypid, a.atttypmod) as type, col_description(c.oid, a.attnum) as column_comment
from pg_namespace n join pg_class c on n.oid = c.relnamespace join pg_attribute a on c.oid = a.attrelid
where n.nspname = any(%s) and c.relkind in ('r', 'p', 'v') and not c.relispartition
    and a.attnum > 0 and not a.attisdropped
order by array_position(%s, n.nspname::text), c.relname, a.attnum
"""
SCHEMAS = ["report", "news", "quality", "crawl", "staging"]
TITLE = """# The data model

Written from the comments in the database, and tested to be the same: to change this page, change a comment.
Analysts read `report` and `news` (role `dateline_reader`); `report` is the stable interface, whose columns are
added and never renamed. Times are UTC. Spans are code points into an article's `body`, the end exclusive.
"""
PARAMETER = re.compile(r"%\((\w+)\)s")


def prepare(text):
    """Return the query with $1, $2 … for its named parameters."""
    names: list[str] = []

    def number(match):
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return PARAMETER.sub(number, text).replace("%%", "%").rstrip().rstrip(";")


def describe_model(database):
    """Return the page: every schema, table, view and column with its comment."""
    parts = [TITLE]
    rows = database.execute(MODEL, [SCHEMAS, SCHEMAS]).fetchall()
    for (schema, schema_comment), relations in groupby(
        rows, key=lambda row: (row["schema"], row["schema_comment"])
    ):
        parts.append(f"## Schema `{schema}`\n\n{schema_comment}\n")
        for (name, comment), columns in groupby(relations, key=lambda row: (row["name"], row["comment"])):
            lines = [f"### `{schema}.{name}`", "", comment, "", "| column | type | meaning |", "|---|---|---|"]
            lines += [f"| `{row['column']}` | {row['type']} | {row['column_comment']} |" for row in columns]
            parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def test_every_schema_relation_column_and_function_has_a_comment(database):
    bare = database.execute(
        """
        select c.oid::regclass::text as name, a.attname as part
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace::regnamespace::text = any(%(schemas)s) and c.relkind in ('r', 'p', 'v', 'm')
            and not c.relispartition
            and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)
        union all
        select oid::regprocedure::text, null from pg_proc
        where pronamespace::regnamespace::text = any(%(schemas)s) and obj_description(oid, 'pg_proc') is null
        union all
        select nspname, null from pg_namespace
        where nspname = any(%(schemas)s) and obj_description(oid, 'pg_namespace') is null
        """,
        {"schemas": SCHEMAS},
    ).fetchall()
    assert bare == []


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_says_why_and_has_one_statement(path):
    text = path.read_text()
    assert text.startswith("-- ")
    code = re.sub(r"--.*|'[^']*'", "", text)
    assert code.rstrip().rstrip(";").count(";") == 0 or path.stem == "create_migrations_table"


@pytest.mark.parametrize("version", ["embedded", "15"])
def test_every_query_fits_the_schema(version, request):
    url = request.getfixturevalue("database_url" if version == "embedded" else "postgres15_url")
    with connect(url, autocommit=True) as database:
        assert find_misfits(database) == {}


def find_misfits(database):
    """Return the queries that the server does not take, with its complaint."""
    misfits = {}
    for path in QUERIES:
        text = path.read_text()
        if path.stem == "create_migrations_table" or "airflow" in path.stem:
            continue  # a utility statement; queries on Airflow's own database
        try:
            with database.transaction(force_rollback=True):
                database.execute(f"prepare fits as {prepare(text)}".encode())
                database.execute("deallocate fits")
        except Exception as error:  # noqa: BLE001  all misfits are told at once
            misfits[path.name] = str(error).splitlines()[0]
    return misfits


def test_every_query_is_used():
    code = "\n".join(
        path.read_text()
        for folder in ("sql", "dateline", "scrapers", "dags")
        for path in (ROOT / folder).rglob("*.py")
    )
    unused = [path.stem for path in QUERIES if f'"{path.stem}"' not in code]
    assert unused == []


def test_no_sql_stands_in_python():
    # Statements whose identifiers must be composed live in sql/statements.
    statement = re.compile(r'"""?\s*(?:select|insert into|update|delete from|with|create|alter)\s', re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:60]}"
        for folder in ("dateline", "scrapers", "dags", "transforms")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text().splitlines()
        if statement.search(line) and ".execute(" in line
    ]
    assert found == []


def test_the_page_on_the_data_model_is_what_the_database_says(database):
    page = describe_model(database)
    if not PAGE.exists():
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page)
        pytest.fail(f"{PAGE} was missing and has been written: read and commit it")
    assert PAGE.read_text() == page, f"delete {PAGE} and run this test again to write it anew"


def test_views_come_in_the_order_of_their_names():
    names = [script.name for script in read_scripts("views")]
    assert names == sorted(names)
    assert all(re.fullmatch(r"\d\d_\w+\.sql", name) for name in names)


def test_the_page_on_reports_names_every_view_and_outcome(database):
    page = (ROOT / "docs" / "reports.md").read_text()
    rows = database.execute("select viewname from pg_views where schemaname = 'report'").fetchall()
    assert rows
    missing = [name for name in (*(row["viewname"] for row in rows), *Outcome) if f"| `{name}` |" not in page]
    assert missing == []
