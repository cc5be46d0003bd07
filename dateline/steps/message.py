"""tell_once: the night's message, handed to whoever sends it, once."""

from collections.abc import Callable, Mapping
from typing import Any

from dateline.settings import Settings
from sql.connection import connect
from sql.health import take_message

Send = Callable[[Mapping[str, Any]], None]


def tell_once(settings: Settings, *, run_id: str, send: Send) -> bool:
    """Hand a settled run's message to `send` if it was not told before and there is something to tell.

    `send` gets run_id, dag_id, state, message, first_day and last_day. The message counts as told before it is
    sent: it is better lost once, and still in the log and in `report.run_summary`, than sent twice.
    """
    with connect(settings.database, application="dateline settle", autocommit=True) as connection:
        message = take_message(connection, run_id, always=settings.notify_always)
    if message is None:
        return False
    send(message)
    return True
