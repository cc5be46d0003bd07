"""Code for a site that selectors cannot describe: a small class that is shown a page and says what stands there.

A page class is made with `(tree, url)`: the parsed page (a copy of its own) and its address. It may have the
methods `text`, `title`, `authors` and `published`, each without arguments; what one returns (a string, or a list:
paragraphs, names) beats everything else, and None leaves the field to the others.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from lxml.html import HtmlElement

FIELDS: Final = ("text", "title", "authors", "published")
NAME: Final = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")


@lru_cache(maxsize=256)
def load_page_class(name: str) -> type[Any]:
    """Return the class that `module:Class` names; raise ValueError, in one line, where there is none."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} names no page class: write module:Class")
    module, _, attribute = name.partition(":")
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"{name} cannot be imported ({error}): is its module on the Python path?") from None
    if not isinstance(found, type) or not any(callable(getattr(found, field, None)) for field in FIELDS):
        raise ValueError(f"{name} is no page class: it needs one of the methods {', '.join(FIELDS)}")
    return found


def open_page_class(name: str | None, tree: HtmlElement, url: str | None) -> Any:  # noqa: ANN401 - a site's own class
    """Return the page class of that name with a copy of the page; None without a name."""
    return load_page_class(name)(deepcopy(tree), url) if name else None


def ask_page_class(page_class: Any, field: str) -> list[str] | None:  # noqa: ANN401 - a site's own class
    """Return what a page class says of a field, None if nothing; raise ValueError where its code fails."""
    method = getattr(page_class, field, None)
    if method is None:
        return None
    try:
        said = method()
    except Exception as error:  # a site's own code may raise anything: it is this page's trouble alone
        words = f"{type(error).__name__}: {error}"[:200]
        raise ValueError(f"the page class {type(page_class).__name__} failed at {field}: {words}") from error
    lines = [said] if isinstance(said, str) else said
    if lines is not None and (not isinstance(lines, Iterable) or not all(isinstance(line, str) for line in lines)):
        raise ValueError(f"the page class {type(page_class).__name__} gave no text at {field}: {said!r:.100}")
    return [line for line in lines if line.strip()] or None if lines is not None else None
