"""A notifier that writes what it is told into a file: a real one for the real Airflow."""

from pathlib import Path

from airflow.sdk import BaseNotifier


class Mailbox(BaseNotifier):
    """Append each message to a file, one a line."""

    template_fields = ("message",)

    def __init__(self, *, path: str, message: str = "{{ dateline.state }} {{ dateline.message }}") -> None:
        super().__init__()
        self.path = path
        self.message = message

    def notify(self, context: object) -> None:
        """Write the rendered message."""
        del context
        with Path(self.path).open("a", encoding="utf-8") as file:
            file.write(f"{self.message}\n")
