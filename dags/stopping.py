"""Failing a task for what trying again cannot mend: one line in its log, no stack, no retries.

Airflow logs each exception with its frames, AirflowFailException too; of a SystemExit it says only that the task
exited. Then the retry policy has the last word.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from airflow.sdk import RetryDecision, RetryPolicy
from airflow.sdk.definitions.context import Context

from dateline.errors import UserError
from sql.errors import MigrationError
from transforms.windows import WindowError

log = logging.getLogger(__name__)

REASON = "stopped"
"""Under this key a task that stopped leaves its line to `settle`."""


class Stopped(SystemExit):
    """The task is over, and its line was said."""


class NoRetryOnceStopped(RetryPolicy):
    """Fail at once a task that stopped for what trying again cannot mend; try others again as they are set."""

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: Context | None = None
    ) -> RetryDecision:
        """Return the decision; Airflow asks in the task's own process."""
        del try_number, max_tries, context
        return RetryDecision.fail() if isinstance(exception, Stopped) else RetryDecision.default()


@contextmanager
def stop_in_one_line() -> Iterator[None]:
    """Fail the task at once, without retries, for what trying again cannot mend; the message is one line."""
    from airflow.sdk import get_current_context

    try:
        yield
    except (UserError, WindowError, MigrationError) as error:
        line = " ".join(str(error).split())
        get_current_context()["ti"].xcom_push(REASON, line)
        log.error("%s", line)  # noqa: TRY400  the line is all that there is to say
        raise Stopped(1) from None
