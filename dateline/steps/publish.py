"""publish_run: what is staged becomes the published rows, one transaction a source."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from dateline.errors import UserError
from dateline.settings import Settings
from dateline.steps.rederivation import derive_stale
from scrapers.entries import list_hosts
from sql.connection import Connection, Row, connect
from sql.errors import StaleAttempt
from sql.publish import (
    Known,
    Target,
    advance_source,
    find_known,
    hold_arrivals,
    publish_in_transaction,
    read_content,
    select_arrivals,
    select_batches,
    select_source,
    select_sources,
    write_decisions,
    write_publications,
)
from transforms.identity import accept_canonical, explain_foreign, find_original, host_of
from transforms.outcomes import Outcome, Reason
from transforms.publication import (
    Decision,
    Publication,
    choose_cite_url,
    publish_article,
)
from transforms.resolution import Arrival, Resolution, resolve_articles

log = logging.getLogger(__name__)

Work = Callable[[Settings, Connection, Target], Mapping[str, int]]
"""What is done to one source inside its transaction; returns counts."""


class PublishRefused(UserError):
    """A batch's staged rows are not its captures, or nobody judged them: one line; the others are published."""


class PublishFailed(RuntimeError):
    """The transactions of some sources failed and were rolled back; those of the others stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches:
    """The batches that are whole and judged, with the tokens that they had then; the others by what they lack."""

    whole: Mapping[int, UUID]
    unfinished: tuple[int, ...]
    unjudged: tuple[int, ...]
    refused: Mapping[int, str]


def publish_run(settings: Settings, *, run_id: str) -> dict[str, int]:
    """Publish a run's whole batches and advance its sources' state; return counts by outcome.

    Run again, twice at once or after a kill, the published rows are the same. A source whose transaction fails
    does not stop the others; at the end PublishFailed or PublishRefused names what is missing. Raises StaleAttempt
    when a newer attempt takes the run or one of its batches meanwhile.
    """
    with connect(settings.database, application="dateline publish", autocommit=True) as connection:
        batches = judge_batches(select_batches(connection, run_id))
        for number in batches.unfinished:
            log.warning("run=%s step=publish batch=%d left out: it was not staged whole", run_id, number)
        sources = select_sources(connection, run_id)
        targets = [Target(run_id=run_id, source_id=source_id, batches=batches.whole) for source_id in sources]
        counts, failures = work_by_source(settings, connection, targets, publish_source, step="publish")
    _raise_troubles(failures, batches)
    return counts


def work_by_source(
    settings: Settings, connection: Connection, targets: Iterable[Target], work: Work, *, step: str
) -> tuple[dict[str, int], dict[str, str]]:
    """Work on each source in a transaction of its own; return counts, and why those failed that did.

    A failed source is rolled back and leaves the others alone. Raises StaleAttempt when a newer attempt has taken
    the run or one of its batches.
    """
    counts: Counter[str] = Counter()
    failures: dict[str, str] = {}
    for target in targets:
        names = (target.run_id, target.source_id, step)
        try:
            done = publish_in_transaction(connection, target, partial(work, settings, connection, target))
        except StaleAttempt:
            raise
        except Exception as error:
            failures[target.source_id] = " ".join(str(error).split())[:300] or type(error).__name__
            log.exception("run=%s source=%s step=%s rolled back", *names)
            continue
        counts.update(done)
        log.info("run=%s source=%s step=%s %s", *names, _describe(done))
    return dict(counts), failures


def judge_batches(rows: Iterable[Row]) -> Batches:
    """Sort batches into whole ones, and those that are unfinished, refused by their counts, or not judged yet."""
    whole: dict[int, UUID] = {}
    unfinished: list[int] = []
    unjudged: list[int] = []
    refused: dict[int, str] = {}
    for row in rows:
        number = row["batch_id"]
        if not (row["cleaned"] and row["analysed"]):
            unfinished.append(number)
        elif not row["captures"] == row["linked"] == row["staged"]:
            refused[number] = f"batch {number} has {row['staged']} staged rows for {row['captures']} captures"
        elif row["articles"] != row["analyses"]:
            refused[number] = f"batch {number} has {row['analyses']} analyses for {row['articles']} articles"
        elif not row["validated"]:
            unjudged.append(number)
        else:
            whole[number] = row["attempt_token"]
    return Batches(whole=whole, unfinished=tuple(unfinished), unjudged=tuple(unjudged), refused=refused)


def publish_source(settings: Settings, connection: Connection, target: Target) -> Counter[str]:
    """Publish one source's staged rows inside the caller's transaction; return counts by outcome."""
    rows = select_arrivals(connection, target)
    source = select_source(connection, target.source_id)
    decisions = [_repeat_decision(row) for row in rows if row["outcome"]]
    staged = [row for row in rows if not row["outcome"]]
    if source["held_at"]:
        decisions += hold_source(connection, target, source, staged)
    else:
        foreign = [decision for row in staged if (decision := refuse_foreign(row, source))]
        left_out = {decision.capture_id for decision in foreign}
        arrivals = [read_arrival(row, source) for row in staged if row["capture_id"] not in left_out]
        decisions += [*foreign, *_publish_arrivals(settings, connection, target, arrivals)]
    write_decisions(connection, target, decisions)
    advance_source(connection, target)
    return Counter(decision.outcome.value for decision in decisions)


def read_arrival(row: Row, source: Row) -> Arrival:
    """Return a staged row as an arrival, with those of its addresses that may name an article of the source.

    A canonical link names an article of the source, or an original elsewhere.
    """
    hosts, homepage = list_hosts(source["homepage"] or "", source["hosts"] or ()), source["homepage"] or ""
    return Arrival(
        capture_id=row["capture_id"],
        url=row["url"],
        final_url=row["final_url"],
        redirects=tuple(url for url in row["redirects"] if host_of(url) in hosts),
        canonical=accept_canonical(row["final_url"], row["canonical_url"], hosts=hosts, homepage=homepage),
        original=find_original(row["final_url"], row["canonical_url"], hosts=hosts, homepage=homepage),
        fetched_at=row["fetched_at"],
        content=read_content(row),
        content_digest=row["content_digest"],
        extractor=row["extractor"],
        model_name=row["model_name"],
    )


def refuse_foreign(row: Row, source: Row) -> Decision | None:
    """Return the decision on a page that another host than the source's own answered with; None for its own.

    The crawl keeps no such page; the source's entry may have changed since. Web archives hold pages of any host.
    """
    if (row["strategy"] or "").startswith("warc:"):
        return None
    hosts = list_hosts(source["homepage"] or "", source["hosts"] or ())
    why = explain_foreign(row["final_url"], source_id=source["source_id"], hosts=hosts)
    if why is None:
        return None
    return Decision(capture_id=row["capture_id"], outcome=Outcome.SKIPPED, reason=Reason.EXCLUDED, detail=why)


def hold_source(connection: Connection, target: Target, source: Row, staged: Sequence[Row]) -> list[Decision]:
    """Quarantine all that a held source would publish."""
    held = [row["capture_id"] for row in staged]
    hold_arrivals(connection, target, held)
    return [
        Decision(
            capture_id=capture_id,
            outcome=Outcome.QUARANTINED,
            reason=Reason.SOURCE_HELD,
            detail=source["held_because"],
        )
        for capture_id in held
    ]


def decide_publications(
    arrivals: Sequence[Arrival], known: Known, resolution: Resolution, source_id: str
) -> list[Publication]:
    """Return what each article's arrivals come to, in the order of article ids."""
    owners = {address.url: address.article_id for address in known.addresses}
    owners |= {address.url: address.article_id for address in resolution.addresses}
    groups = defaultdict(list)
    for arrival in arrivals:
        groups[resolution.articles[arrival.capture_id]].append(arrival)
    publications = []
    for article_id, group in sorted(groups.items()):
        cite_urls = {
            one.capture_id: choose_cite_url(one, owners.get(one.canonical or ""), article_id) for one in group
        }
        article = known.articles.get(article_id)
        publications.append(publish_article(article_id, group, article, source_id=source_id, cite_urls=cite_urls))
    return publications


def _publish_arrivals(
    settings: Settings, connection: Connection, target: Target, arrivals: Sequence[Arrival]
) -> list[Decision]:
    if not arrivals:
        return []
    known = find_known(connection, target, arrivals)
    resolution = resolve_articles(
        arrivals,
        addresses=known.addresses,
        contents={
            article_id: article.current.content
            for article_id, article in known.articles.items()
            if article.versions
        },
        digests=known.digests,
    )
    known = derive_stale(connection, target, known, resolution, arrivals, archive=settings.archive)
    publications = decide_publications(arrivals, known, resolution, target.source_id)
    write_publications(connection, target, publications, addresses=resolution.addresses, merges=resolution.merges)
    return [decision for publication in publications for decision in publication.decisions]


def _repeat_decision(row: Row) -> Decision:
    return Decision(
        capture_id=row["capture_id"],
        outcome=Outcome(row["outcome"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        detail=row["detail"],
    )


def _raise_troubles(failures: Mapping[str, str], batches: Batches) -> None:
    troubles = [f"{source_id}: {why}" for source_id, why in failures.items()]
    troubles += [f"{why}: clear its clean task to stage it again" for why in batches.refused.values()]
    if unjudged := batches.unjudged:
        named = f"batch {unjudged[0]}" + (f" and {len(unjudged) - 1} more" if len(unjudged) > 1 else "")
        troubles.append(f"validation has not judged {named}: clear validate, or run the window again")
    if failures:
        raise PublishFailed("not published: " + "; ".join(troubles))
    if troubles:
        raise PublishRefused("not published: " + "; ".join(troubles))


def _describe(counts: Mapping[str, int]) -> str:
    return " ".join(f"{name}={number}" for name, number in sorted(counts.items())) or "nothing"
