"""JSON listings, bounded before they are read: a parser makes an object of each of millions of values."""

import json
from typing import Any, Final

MOST_VALUES: Final = 400_000
"""More values than any listing has; as many objects would take hundreds of megabytes."""


class TooManyValues(ValueError):
    """A listing says more than any listing does."""


def decode_json(body: bytes) -> str:
    """Return the text of a JSON body; bytes that are none are replaced."""
    return body.decode(json.detect_encoding(body), "replace")


def load_json(text: str) -> Any:  # noqa: ANN401 - whatever JSON says
    """Return what a listing's JSON says; raise TooManyValues, or ValueError for what cannot be read.

    Every value follows one of three marks, or a name: to count these, within texts too, is bound enough.
    """
    if text.count("{") + text.count("[") + text.count(",") > MOST_VALUES:
        raise TooManyValues(f"more than {MOST_VALUES} values")
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
