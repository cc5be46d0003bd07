"""Why a page was not had: one exception that carries the funnel's reason."""

from typing import Final

from transforms.outcomes import OUTCOME_OF, Outcome, Reason, StrategyProblem

PROBLEMS: Final = {
    Reason.ROBOTS_DISALLOWED: StrategyProblem.REFUSED,
    Reason.BLOCKED_ADDRESS: StrategyProblem.BLOCKED,
    Reason.BLOCKED_SCHEME: StrategyProblem.BLOCKED,
    Reason.DEADLINE: StrategyProblem.DEADLINE,
    Reason.TOO_LARGE: StrategyProblem.MALFORMED,
    Reason.BAD_ENCODING: StrategyProblem.MALFORMED,
    Reason.SERVER_ERROR: StrategyProblem.SERVER_ERROR,
    Reason.RETRY_AFTER: StrategyProblem.SERVER_ERROR,
}


class Refused(Exception):
    """A URL was not fetched, or gave nothing usable; `reason` says why, `detail` says it in words."""

    def __init__(self, reason: Reason, detail: str, *, status: int | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.status = status

    @property
    def outcome(self) -> Outcome:
        """The outcome that this reason belongs to."""
        return OUTCOME_OF[self.reason]

    @property
    def problem(self) -> StrategyProblem:
        """The same, said of a strategy's listing page."""
        if self.status is not None and self.status >= 500:
            return StrategyProblem.SERVER_ERROR
        return PROBLEMS.get(self.reason, StrategyProblem.NETWORK)
