"""Links as pages write them, made absolute."""

from typing import Final
from urllib.parse import urljoin, urlsplit

LONGEST_LINK: Final = 2048


def absolute_url(base: str | None, link: str) -> str | None:
    """Return a link as an absolute http(s) address; None if it is none."""
    if not link.strip() or len(link) > LONGEST_LINK:
        return None
    try:
        address = urljoin(base or "", link.strip())
        parts = urlsplit(address)
    except ValueError:  # a bracket or port that no address can have
        return None
    return (
        address if parts.scheme in {"http", "https"} and parts.hostname and len(address) < LONGEST_LINK else None
    )


def read_path(address: str | None) -> str:
    """Return an address's path; empty if there is none, or it is no address."""
    try:
        return urlsplit(address or "").path
    except ValueError:  # a bracket that no address can have
        return ""
