"""Files that only the user can read: generated passwords and keys."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def make_folder(path: Path) -> Path:
    """Make a folder, and its parents, that nobody else can enter; return it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    return path


def write_private(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON into a file of mode 0600, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    beside.replace(path)


def read_private(path: Path) -> dict[str, Any] | None:
    """Return the JSON object of a file, or None where there is none that can be read as one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return content if isinstance(content, dict) else None


def load_or_make(path: Path, makers: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Return the file's values; make those that are missing, once."""
    known = read_private(path) or {}
    values = {name: str(known[name]) if name in known else make() for name, make in makers.items()}
    if values != known:
        write_private(path, values)
    return values


def make_password() -> str:
    """Return a password of 24 characters that needs no quoting anywhere."""
    return secrets.token_hex(12)


def make_key() -> str:
    """Return 64 random hexadecimal digits."""
    return secrets.token_hex(32)
