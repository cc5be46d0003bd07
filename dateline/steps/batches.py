"""plan_batches: what a run has to clean and analyse, in balanced batches."""

import logging

from dateline.settings import Settings
from sql.connection import connect
from sql.staging import claim_leftovers, lock_run, replace_batches, select_captures_to_plan
from transforms.batching import count_batches, deal_batches

log = logging.getLogger(__name__)


def plan_batches(settings: Settings, *, run_id: str) -> list[int]:
    """Deal the run's captures, and those that earlier runs left, into batches; return the batches' numbers.

    Planned again, the same captures give the same batches; what was staged for earlier ones is dropped, and
    attempts still at work on them end with StaleAttempt. Without captures there is no batch.
    """
    with connect(settings.database, application="dateline plan_batches") as connection:
        lock_run(connection, run_id)
        left = claim_leftovers(connection, run_id)
        captures = select_captures_to_plan(connection, run_id)
        count = count_batches(len(captures), smallest=settings.batch_size, aim=settings.batches)
        replace_batches(connection, run_id, deal_batches(captures, count))
    log.info("run=%s step=plan_batches captures=%d leftovers=%d batches=%d", run_id, len(captures), left, count)
    return list(range(count))
