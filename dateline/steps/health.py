"""measure_health: each source against its own 28 days, before anything is published."""

import logging
from datetime import timedelta
from statistics import median
from typing import Any

from sql.connection import Connection
from sql.health import read_histories, replace_health
from transforms.health import Complaint, Sample, SourceHistory, is_old_enough, judge_health, name_complaints

log = logging.getLogger(__name__)


def measure_health(connection: Connection, run_id: str) -> int:
    """Judge every source of a look-back run and write the judgements; return how many are warned of.

    Judged again, the same rows. Runs over other windows judge nothing: their days say nothing about tonight.
    """
    judged = [(history, judge_health(history)) for history in read_histories(connection, run_id)]
    replace_health(connection, run_id, [describe_health(history, found) for history, found in judged])
    for history, found in judged:
        if found:
            log.warning(
                "run=%s source=%s step=validate health=%s %s",
                *(run_id, history.source_id, ",".join(complaint.symptom for complaint in found)),
                name_complaints(found),
            )
    return sum(bool(found) for _, found in judged)


def describe_health(history: SourceHistory, found: tuple[Complaint, ...]) -> dict[str, Any]:
    """Return the row of one judgement."""
    days = [day for day, count in history.counts.items() if count]
    weekday = [history.counts.get(history.day - timedelta(weeks=back), 0) for back in range(1, 5)]
    return {
        "source_id": history.source_id,
        "day": history.day,
        "state": "warned" if found else "well" if is_old_enough(history) else "too_young",
        "symptoms": [complaint.symptom.value for complaint in found],
        "in_words": name_complaints(found) or None,
        "days_seen": history.days_seen,
        "articles_on_day": history.counts.get(history.day, 0),
        "usual_on_day": median(weekday) if is_old_enough(history) else None,
        "articles_28_days": sum(count for day, count in history.counts.items() if day != history.day),
        "last_day": max(days, default=None),
        "dated_share_before": share_dated(history.before),
        "dated_share_now": share_dated(history.now),
        "median_words_before": history.before.median_words,
        "median_words_now": history.now.median_words,
    }


def share_dated(sample: Sample) -> float | None:
    """Return the share of a sample's articles that have a date; None without articles."""
    return sample.dated / sample.articles if sample.articles else None
