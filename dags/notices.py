"""The night's message through Airflow's notifiers: which ones, and with what, the settings say."""

import logging
from collections.abc import Mapping
from typing import Any

from dateline.errors import UserError
from dateline.settings import NotifierSetting, Settings

log = logging.getLogger(__name__)


def settle_and_tell(
    settings: Settings, *, run_id: str, task_states: Mapping[str, list[str]], unplanned_because: str | None
) -> dict[str, int]:
    """Settle the run, then send its message, whether it ended well or not."""
    from dateline.steps.message import tell_once
    from dateline.steps.settle import settle_run

    try:
        return settle_run(settings, run_id=run_id, task_states=task_states, unplanned_because=unplanned_because)
    finally:
        if settings.notifiers:
            tell_once(settings, run_id=run_id, send=lambda message: send_message(settings, message))


def send_message(settings: Settings, message: Mapping[str, Any]) -> None:
    """Hand the message to every notifier; one that fails is logged and leaves the others and the run alone."""
    from airflow.sdk import get_current_context

    for setting in settings.notifiers:
        try:
            notify = open_notifier(setting)
            notify({**get_current_context(), "dateline": dict(message)})
        except Exception:
            # The user chooses the notifiers, and each library has errors of its own: a mail server that is down, a
            # webhook that refuses. None may turn a good night red; the log has the message and the error.
            log.exception("step=settle notifier=%s could not send: %s", setting.notifier, message["message"])


def open_notifier(setting: NotifierSetting) -> Any:  # noqa: ANN401  any callable that takes Airflow's context
    """Return the notifier that a setting names; raise UserError in one line when there is none."""
    from importlib import import_module

    module, _, name = setting.notifier.rpartition(".")
    try:
        return getattr(import_module(module), name)(**setting.arguments)
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise UserError(f"DATELINE_NOTIFIERS: {setting.notifier} cannot be made: {error}") from None
