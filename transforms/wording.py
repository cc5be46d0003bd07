"""Errors in a reader's words."""


def describe_failure(error: BaseException) -> str:
    """Return what went wrong in one line: of an error of the system its words, without number, path and class."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(str(words).split()) or type(error).__name__
