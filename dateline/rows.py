"""Rows as JSON lines, and other lines: a file appears whole or not at all."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from dateline.errors import UserError
from transforms.wording import describe_failure


def write_rows(rows: Iterable[Mapping[str, Any]], output: Path | None) -> int:
    """Write each row as one JSON line and return how many; see write_lines."""
    return write_lines((json.dumps(row, ensure_ascii=False) for row in rows), output)


def write_lines(lines: Iterable[str], output: Path | None) -> int:
    """Write lines and return how many; to stdout without `output`, or where it is `-`.

    A file is written beside its place and moved there at the end, so that a failure leaves what was there. What
    is no file (a pipe, /dev/null) is written to and never replaced; a link stays, and what it names is replaced.
    """
    if output is None or str(output) == "-":
        return sum(_write_line(sys.stdout, line) for line in lines)
    if output.exists() and not output.is_file() and not output.is_dir():
        with output.open("w", encoding="utf-8") as special:
            return sum(_write_line(special, line) for line in lines)
    output = output.resolve()
    _check_place(output)
    with _open_draft(output) as stream:
        draft = Path(stream.name)
        try:
            count = sum(_write_line(stream, line) for line in lines)
            stream.flush()
            os.fsync(stream.fileno())
            mask = os.umask(0)
            os.umask(mask)
            draft.chmod(0o666 & ~mask)  # a temporary file is private; the result is an ordinary one
            draft.replace(output)
        finally:
            draft.unlink(missing_ok=True)
    return count


def _open_draft(output: Path) -> IO[str]:
    """Open a file beside the place of the output; raise UserError where none can be made."""
    try:
        return NamedTemporaryFile(
            "w", encoding="utf-8", dir=output.parent, prefix=f".{output.name}.", suffix=".part", delete=False
        )
    except OSError as error:
        raise UserError(
            f"{output.parent} takes no new file ({describe_failure(error)}): choose another folder"
        ) from None


def _check_place(output: Path) -> None:
    if output.is_dir():
        raise UserError(f"{output} is a folder: name a file")
    if not output.parent.is_dir():
        raise UserError(f"{output.parent} is no folder: make it first")
    if not os.access(output.parent, os.W_OK | os.X_OK):
        raise UserError(f"{output.parent} cannot be written to: choose another folder")


def _write_line(stream: IO[str], line: str) -> int:
    stream.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")
    return 1
