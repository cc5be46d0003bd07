"""Validation: measures of staged rows, verdicts, and the quarantine with its holds."""

from collections.abc import Mapping, Sequence
from typing import Final

from psycopg.types.json import Jsonb

from sql.connection import Connection, Row
from sql.loader import read_query
from transforms.outcomes import Reason
from transforms.records import Verdict
from transforms.spans import count_misplaced

TEXTS_AT_ONCE = 100
RESET: Final = (
    "reset_quarantined_articles",
    "reopen_quarantined_captures",
    "delete_held_cases",
    "release_holds",
)


def reset_validation(connection: Connection, run_id: str) -> None:
    """Undo what an earlier attempt at validating the run held back, except what a person has decided."""
    for name in RESET:
        connection.execute(read_query(name), {"run_id": run_id})


def measure_articles(connection: Connection, run_id: str) -> list[Row]:
    """Return one row of measures for each article on its way to publication."""
    rows = connection.execute(read_query("measure_articles"), {"run_id": run_id}).fetchall()
    elsewhere = count_misplaced_mentions(connection, run_id)
    return [row | {"mentions_elsewhere": elsewhere.get(row["capture_id"])} for row in rows]


def count_misplaced_mentions(connection: Connection, run_id: str) -> dict[int, int]:
    """Return for each analysed article how many mentions do not stand at their span; texts come in a stream."""
    with connection.cursor("spans") as cursor:
        cursor.itersize = TEXTS_AT_ONCE
        cursor.execute(read_query("select_spans_to_check"), {"run_id": run_id})
        return {row["capture_id"]: count_misplaced(row["body"], row["mentions"]) for row in cursor}


def measure_sources(connection: Connection, run_id: str) -> list[Row]:
    """Return one row of measures for each source that the run planned or staged rows of."""
    return connection.execute(read_query("measure_sources"), {"run_id": run_id}).fetchall()


def replace_verdicts(connection: Connection, run_id: str, verdicts: Sequence[Verdict]) -> None:
    """Write the run's verdicts in place of those of an earlier attempt."""
    connection.execute(read_query("delete_verdicts"), {"run_id": run_id})
    with connection.cursor() as cursor:
        cursor.executemany(
            read_query("insert_verdict"),
            [
                {
                    "run_id": run_id,
                    "verdict_no": number,
                    "source_id": verdict.source_id,
                    "expectation": verdict.expectation,
                    "in_words": verdict.in_words,
                    "severity": verdict.severity,
                    "success": verdict.success,
                    "evaluated": verdict.evaluated,
                    "unexpected": verdict.unexpected,
                    "observed": Jsonb(dict(verdict.observed)),
                }
                for number, verdict in enumerate(verdicts, start=1)
            ],
        )


def insert_cases(
    connection: Connection,
    run_id: str,
    captures: Sequence[int],
    *,
    reason: Reason,
    expectation: str,
    in_words: str,
) -> None:
    """Write a case of quarantine for each of these captures, the staged row as it is now."""
    connection.execute(
        read_query("insert_cases"),
        {
            "run_id": run_id,
            "captures": list(captures),
            "reason": reason,
            "expectation": expectation,
            "in_words": in_words,
        },
    )


def hold_source(connection: Connection, run_id: str, source_id: str, because: str) -> None:
    """Hold a source back; one that is held already keeps its reason."""
    connection.execute(read_query("hold_source"), {"run_id": run_id, "source_id": source_id, "because": because})


def select_held_sources(connection: Connection, run_id: str) -> list[Row]:
    """Return source_id, held_at, held_because and held_by of the run's sources that are held back."""
    return connection.execute(read_query("select_held_sources"), {"run_id": run_id}).fetchall()


def select_articles_to_hold(connection: Connection, run_id: str, source_id: str) -> list[int]:
    """Return the captures of a source's articles that have no case in this run yet."""
    rows = connection.execute(read_query("select_articles_to_hold"), {"run_id": run_id, "source_id": source_id})
    return [row["capture_id"] for row in rows]


def quarantine_articles(connection: Connection, run_id: str) -> int:
    """Give each staged article with a case the outcome quarantined; return how many there are."""
    return connection.execute(read_query("quarantine_articles"), {"run_id": run_id}).rowcount


def select_cases(connection: Connection, *, state: str | None, source_id: str | None, most: int) -> list[Row]:
    """Return the latest cases of quarantine without their rows, newest first."""
    return connection.execute(
        read_query("select_cases"), {"state": state, "source_id": source_id, "most": most}
    ).fetchall()


def select_case(connection: Connection, quarantine_id: int) -> Row | None:
    """Return one case with the row as it was staged."""
    return connection.execute(read_query("select_case"), {"quarantine_id": quarantine_id}).fetchone()


def select_held_cases(
    connection: Connection, *, quarantine_id: int | None = None, source_id: str | None = None
) -> list[int]:
    """Return the numbers of the held cases of one case's row, or of a source."""
    keys: Mapping[str, int | str | None] = {"quarantine_id": quarantine_id, "source_id": source_id}
    return [row["quarantine_id"] for row in connection.execute(read_query("select_held_cases"), keys)]


def retry_cases(connection: Connection, cases: Sequence[int]) -> int:
    """Put the captures of held cases before the next run again; return how many captures that are."""
    return connection.execute(read_query("retry_cases"), {"cases": list(cases)}).rowcount


def dismiss_cases(connection: Connection, cases: Sequence[int]) -> int:
    """Leave held cases out for good; return how many."""
    return connection.execute(read_query("dismiss_cases"), {"cases": list(cases)}).rowcount


def release_source(connection: Connection, source_id: str) -> bool:
    """End a source's hold; return whether there is such a source."""
    return connection.execute(read_query("release_source"), {"source_id": source_id}).rowcount == 1
