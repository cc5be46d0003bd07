"""Write .env for docker-compose.yml, with generated passwords and keys: `python3 deploy/make_env.py`.

Needs nothing but Python. The file is for you alone (mode 0600) and is never overwritten.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

GENERATED = (
    "POSTGRES_PASSWORD",
    "DATELINE_DB_PASSWORD",
    "AIRFLOW_DB_PASSWORD",
    "BROKER_PASSWORD",
    "UI_PASSWORD",
    "AIRFLOW_API_SECRET",
    "AIRFLOW_JWT_SECRET",
)
CHOICES = """\
# Which sources to collect: ids, kind:think_tank, tag:… (`dateline sources list`). None is contacted otherwise.
DATELINE_SOURCES=
# How a site can reach you: it is put into the user agent.
DATELINE_CONTACT=
# Where raw captures go: a folder in the containers, or an fsspec URL that all workers reach.
DATELINE_ARCHIVE_URL=/var/lib/dateline/archive
UI_PORT=8080
"""


def render_env() -> str:
    """Return the file's text, with fresh secrets."""
    lines = [f"{name}={secrets.token_hex(24)}" for name in GENERATED]
    lines.append(f"AIRFLOW_FERNET_KEY={base64.urlsafe_b64encode(os.urandom(32)).decode()}")
    return CHOICES + "\n".join(lines) + "\n"


def main() -> None:
    """Write the file beside docker-compose.yml, unless there is one."""
    path = Path(__file__).resolve().parent.parent / ".env"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sys.exit(f"{path} exists already: its passwords are those of your volumes, so it stays as it is")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(render_env())
    sys.stdout.write(f"{path} written: set DATELINE_SOURCES in it, then docker compose up -d\n")


if __name__ == "__main__":
    main()
