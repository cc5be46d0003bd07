"""validate_run: Great Expectations judges a run's articles; what fails waits for a person."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dateline.settings import Settings
from dateline.steps.health import measure_health
from sql.connection import Connection, Row, connect
from sql.reprocess import Asked, delete_holds, hold_in_reprocess, read_asked, refuse_derivations
from sql.staging import begin_validating, lock_run
from sql.validation import (
    hold_source,
    insert_cases,
    measure_articles,
    measure_sources,
    quarantine_articles,
    replace_verdicts,
    reset_validation,
    select_articles_to_hold,
    select_held_sources,
)
from transforms.outcomes import Reason
from transforms.records import Verdict

if TYPE_CHECKING:
    from dateline.expectations.checkpoint import Finding, Judgement

log = logging.getLogger(__name__)

HELD = "source_held"
"""What stands in place of an expectation's name where an earlier run held the source back."""


def validate_run(settings: Settings, *, run_id: str) -> dict[str, int]:
    """Judge the run's staged articles and sources; write verdicts, quarantine, holds and Data Docs; return counts.

    Everything is written in one transaction, after what an earlier attempt wrote is undone: again gives the
    same rows. A run that staged nothing has no verdicts, and the library is not even imported; whether its sources
    are as they were is judged all the same. Rows of a reprocess that fail stay as published: no case waits
    for a person, and no source is held for other runs.
    """
    with connect(settings.database, application="dateline validate") as connection:
        lock_run(connection, run_id)
        begin_validating(connection, run_id)
        reset_validation(connection, run_id)
        asked = read_asked(connection, run_id)
        delete_holds(connection, run_id)
        remarkable = measure_health(connection, run_id)
        unwell = {"remarkable_sources": remarkable} if remarkable else {}
        articles, sources = measure_articles(connection, run_id), measure_sources(connection, run_id)
        if not any(source["staged"] for source in sources):
            replace_verdicts(connection, run_id, ())
            return {"articles": 0, "quarantined": 0, "warned": 0, "held_sources": 0} | unwell
        from dateline.expectations.checkpoint import judge_measures

        judgement = judge_measures(articles, sources)
        replace_verdicts(connection, run_id, list_verdicts(judgement, articles))
        hold_back = (
            _keep_as_published(connection, asked, judgement)
            if asked
            else _hold_back(connection, run_id, judgement)
        )
        counts = {"articles": len(articles)} | hold_back | unwell
    _document(settings, run_id, judgement)
    log.info("run=%s step=validate %s", run_id, " ".join(f"{name}={count}" for name, count in counts.items()))
    return counts


def list_verdicts(judgement: "Judgement", articles: Sequence[Row]) -> list[Verdict]:
    """Return for each expectation a verdict on all rows, and one on each source for which it does not hold."""
    source_of = {row["capture_id"]: row["source_id"] for row in articles}
    totals = Counter(source_of.values())
    verdicts: list[Verdict] = []
    for finding in judgement.articles:
        by_source = Counter(source_of[capture] for capture in finding.unexpected)
        verdicts += [make_verdict(finding), *_split_verdict(finding, by_source, totals)]
    for finding in judgement.sources:
        once = dict.fromkeys(finding.unexpected, 1)
        verdicts += [make_verdict(finding), *_split_verdict(finding, once, once)]
    return verdicts


def make_verdict(finding: "Finding") -> Verdict:
    """Return what an expectation says of all rows."""
    expectation = finding.expectation
    return Verdict(
        source_id=None,
        expectation=expectation.name,
        in_words=expectation.in_words,
        severity=expectation.severity,
        success=not finding.unexpected,
        evaluated=finding.evaluated,
        unexpected=len(finding.unexpected),
        observed={"column": expectation.column, "unexpected": list(finding.sample)} if finding.unexpected else {},
    )


def explain_holds(findings: Sequence["Finding"]) -> dict[str, "Finding"]:
    """Return the first failed `fail` expectation of each source whose quality collapsed."""
    holds: dict[str, Finding] = {}
    for finding in findings:
        if finding.expectation.severity == "fail":
            for source in finding.unexpected:
                holds.setdefault(source, finding)
    return holds


def _split_verdict(
    finding: "Finding", unexpected: Mapping[str, int], evaluated: Mapping[str, int]
) -> Iterator[Verdict]:
    expectation = finding.expectation
    for source in sorted(unexpected):
        yield Verdict(
            source_id=source,
            expectation=expectation.name,
            in_words=expectation.in_words,
            severity=expectation.severity,
            success=False,
            evaluated=evaluated[source],
            unexpected=unexpected[source],
        )


def _keep_as_published(connection: Connection, asked: Asked, judgement: "Judgement") -> dict[str, int]:
    """Keep a reprocess from replacing rows that fail and, unless forced, sources that collapse; return counts."""
    run_id, warned = asked.run_id, _list_warned(judgement)
    failed: set[Any] = set()
    for finding in judgement.articles:
        if finding.expectation.severity == "fail" and finding.unexpected:
            failed.update(finding.unexpected)
            refuse_derivations(connection, run_id, finding.unexpected, finding.expectation.in_words)
    holds = {source: finding.expectation.in_words for source, finding in explain_holds(judgement.sources).items()}
    for row in select_held_sources(connection, run_id):
        holds.setdefault(row["source_id"], f"the source is held back: {row['held_because']}")
    if asked.force:
        holds = {}
    hold_in_reprocess(connection, run_id, holds)
    return {"quarantined": len(failed), "warned": len(warned), "held_sources": len(holds)}


def _list_warned(judgement: "Judgement") -> set[Any]:
    """Return the captures that fail an expectation which only warns."""
    return {
        capture
        for finding in judgement.articles
        if finding.expectation.severity == "warn"
        for capture in finding.unexpected
    }


def _hold_back(connection: Connection, run_id: str, judgement: "Judgement") -> dict[str, int]:
    """Quarantine rows that failed and sources that collapsed; return how many."""
    warned = _list_warned(judgement)
    for finding in judgement.articles:
        if finding.expectation.severity == "fail" and finding.unexpected:
            insert_cases(
                connection,
                run_id,
                finding.unexpected,
                reason=Reason.EXPECTATION_FAILED,
                expectation=finding.expectation.name,
                in_words=finding.expectation.in_words,
            )
    for source, finding in explain_holds(judgement.sources).items():
        hold_source(connection, run_id, source, f"{finding.expectation.in_words} (run {run_id})")
    held = _hold_articles(connection, run_id, explain_holds(judgement.sources))
    return {
        "quarantined": quarantine_articles(connection, run_id),
        "warned": len(warned),
        "held_sources": held,
    }


def _hold_articles(connection: Connection, run_id: str, collapsed: Mapping[str, "Finding"]) -> int:
    """Open a case for each article of a held source that has none; return how many sources are held."""
    reasons = {source: finding.expectation for source, finding in collapsed.items()}
    held = {row["source_id"]: str(row["held_because"]) for row in select_held_sources(connection, run_id)}
    for source in sorted({*held, *reasons}):
        expectation = reasons.get(source)
        words = expectation.in_words if expectation else f"The source is held back: {held[source]}"
        log.warning("run=%s source=%s step=validate held back: %s", run_id, source, words)
        insert_cases(
            connection,
            run_id,
            select_articles_to_hold(connection, run_id, source),
            reason=Reason.SOURCE_HELD,
            expectation=expectation.name if expectation else HELD,
            in_words=words,
        )
    return len({*held, *reasons})


def _document(settings: Settings, run_id: str, judgement: "Judgement") -> None:
    from dateline.expectations.pages import docs_folder, write_docs

    try:
        page = write_docs(settings.home, run_id, judgement.results, now=datetime.now(UTC))
    except OSError as error:  # the verdicts are stored: pages about them are no reason to stop the night
        log.warning(
            "run=%s step=validate the Data Docs cannot be written to %s (%s): free space or make it writable, "
            "then clear validate to write them",
            *(run_id, docs_folder(settings.home).absolute(), error.strerror or error),
        )
        return
    log.info("run=%s step=validate data_docs=%s", run_id, page.absolute().as_uri())
