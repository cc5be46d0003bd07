"""Rows as JSON lines: a file appears whole or not at all."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from dateline.errors import UserError


def write_rows(rows: Iterable[Mapping[str, Any]], output: Path | None) -> int:
    """Write each row as one JSON line and return how many; to stdout without `output`.

    A file is written beside its place and moved there at the end, so that a failure leaves what was there.
    """
    if output is None:
        return sum(_write_row(sys.stdout, row) for row in rows)
    if not output.parent.is_dir():
        raise UserError(f"{output.parent} is no folder: make it first")
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=output.parent, prefix=f".{output.name}.", suffix=".part", delete=False
    ) as stream:
        try:
            count = sum(_write_row(stream, row) for row in rows)
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            Path(stream.name).unlink()
            raise
    mask = os.umask(0)
    os.umask(mask)
    Path(stream.name).chmod(0o666 & ~mask)  # a temporary file is private; the result is an ordinary one
    Path(stream.name).replace(output)
    return count


def _write_row(stream: Any, row: Mapping[str, Any]) -> int:  # noqa: ANN401 - any text stream
    stream.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n")
    return 1
