"""The closed list of outcomes and reasons: which pairs there are, and that nothing writes another."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sql.crawl import UrlOutcome
from sql.staging import StagedArticle
from transforms.outcomes import OUTCOME_OF, OUTCOME_REASONS, Outcome, Reason, check_outcome
from transforms.publication import Decision

QUERIES = Path(__file__).parents[2] / "sql" / "queries"
ASSIGNED = re.compile(r"outcome = '(\w+)',\s+reason = '(\w+)'")


def test_each_reason_belongs_to_one_outcome():
    assert Counter(reason for reasons in OUTCOME_REASONS.values() for reason in reasons) == Counter(Reason)
    assert set(OUTCOME_OF) == set(Reason)
    assert OUTCOME_OF[Reason.BUDGET] is Outcome.DEFERRED
    assert OUTCOME_OF[Reason.NOT_HTML] is Outcome.REJECTED


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("reason", [None, *Reason])
def test_only_pairs_of_the_list_can_be_written(outcome, reason):
    needs_none = outcome in {Outcome.STORED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.DUPLICATE}
    is_legal = needs_none if reason is None else OUTCOME_OF[reason] is outcome
    writers = (
        lambda: check_outcome(outcome, reason),
        lambda: UrlOutcome(outcome=outcome, reason=reason),
        lambda: Decision(capture_id=1, outcome=outcome, reason=reason),
        lambda: StagedArticle(capture_id=1, source_id="s", url="u", outcome=outcome, reason=reason),
    )
    for write in writers:
        if is_legal:
            write()
        else:
            with pytest.raises(ValueError, match="is no outcome"):
                write()


def test_what_queries_write_by_themselves_is_of_the_list():
    written = [pair for path in QUERIES.glob("*.sql") for pair in ASSIGNED.findall(path.read_text())]
    assert written
    for outcome, reason in written:
        check_outcome(Outcome(outcome), Reason(reason))
