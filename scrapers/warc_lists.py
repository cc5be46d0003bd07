"""Lists of WARC files, such as Common Crawl's for its news set: which of their files a window needs."""

import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final

from scrapers.content import GZIP, GZIP_MAGIC, unfold
from scrapers.discovery.periods import ONE_DAY, fill_period, find_unit, list_periods
from scrapers.webfile import FileLost
from transforms.outcomes import StrategyProblem
from transforms.records import Strategy
from transforms.wording import describe_failure

STAMP: Final = re.compile(r"(?<!\d)(\d{8})(\d{6})?(?!\d)")
"""When a file was begun, in its name: CC-NEWS-20261121063000-01234.warc.gz."""
LATE: Final = timedelta(days=3)
"""How long after its publication a page may be captured: as far as a night looks back for late posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """One file of a list; `begun_at` is None where its name does not say."""

    url: str
    begun_at: datetime | None


def list_addresses(strategy: Strategy, since: datetime, until: datetime) -> list[str]:
    """Return the addresses of the lists that may name a window's files, the newest first."""
    if "{" not in strategy.url:
        return [strategy.url]
    first = since.date() - ONE_DAY if since.date() > date.min else since.date()  # the file before the window
    periods = list_periods(find_unit(strategy.url), first, until.date())
    return list(dict.fromkeys(fill_period(strategy.url, period) for period in periods))


def read_list(content: bytes, address: str, *, base: str, largest: int) -> tuple[list[ListedFile], int]:
    """Return the files that a list names, one a line and packed or not, and how many lines lie outside `base`.

    A list comes from somewhere else: it may name no file but those below the base. Raises FileLost for what is no
    list.
    """
    try:
        text = b"".join(_unfold_bounded(content, address, largest)).decode()
    except (zlib.error, EOFError, UnicodeDecodeError) as error:
        words = f"{address} is no list of files: {describe_failure(error)}"
        raise FileLost(StrategyProblem.MALFORMED, words) from None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if any("<" in line or "\0" in line for line in lines[:5]):
        raise FileLost(StrategyProblem.MALFORMED, f"{address} is no list of files")
    urls = [join_line(base, line) for line in lines]
    files = [ListedFile(url=url, begun_at=read_stamp(url)) for url in dict.fromkeys(urls) if url]
    return files, urls.count(None)


def _unfold_bounded(content: bytes, address: str, largest: int) -> Iterator[bytes]:
    size = 0
    for piece in unfold(content, GZIP) if content.startswith(GZIP_MAGIC) else (content,):
        size += len(piece)
        if size > largest:
            raise FileLost(StrategyProblem.MALFORMED, f"{address} is longer than {largest} bytes")
        yield piece


def find_base(strategy: Strategy) -> str:
    """Return what a list's lines hang from: the strategy's `base`, else the list's host, bucket or folder."""
    if base := strategy.options.get("base"):
        return f"{str(base).rstrip('/')}/"
    scheme, mark, rest = strategy.url.partition("://")
    if mark and scheme != "file":
        return f"{scheme}://{rest.partition('/')[0]}/"
    return f"{PurePosixPath(rest if mark else strategy.url).parent}/"


def join_line(base: str, line: str) -> str | None:
    """Return the address that a line names below the base; None where it lies elsewhere."""
    rest = line.removeprefix(base)
    if rest == line and ("://" in line or line.startswith("/")):
        return None
    return None if ".." in PurePosixPath(rest).parts else base + rest


def read_stamp(url: str) -> datetime | None:
    """Return when a file was begun by the date in its name (UTC); None without one that can be."""
    found = STAMP.search(PurePosixPath(url).name)
    try:
        return datetime.strptime(f"{found[1]}{found[2] or '000000'}Z", "%Y%m%d%H%M%S%z") if found else None
    except ValueError:
        return None


def choose_files(files: Iterable[ListedFile], since: datetime, until: datetime) -> list[ListedFile]:
    """Return the files that may hold pages captured between two instants, in order; those that say nothing first.

    A file holds what was captured until the next one began, so the last one before the window belongs to it, and
    with it all that began at the same moment.
    """
    ordered = sorted(files, key=_begin)
    silent = [file for file in ordered if file.begun_at is None]
    dated = ordered[len(silent) :]
    before = bisect_right(dated, since, key=_begin) - 1
    first = bisect_left(dated, _begin(dated[before]), key=_begin) if before >= 0 else 0
    return [*silent, *dated[first : bisect_right(dated, until, key=_begin)]]


def _begin(file: ListedFile) -> datetime:
    return file.begun_at or datetime.min.replace(tzinfo=UTC)


def find_missing_days(files: Sequence[ListedFile], since: datetime, until: datetime) -> list[date]:
    """Return the days of a window for which a list names no file; none where names say nothing."""
    if not files or any(file.begun_at is None for file in files):
        return []
    held = {file.begun_at.date() for file in files if file.begun_at}
    days = (until - since).days + ((until - since) % timedelta(days=1) > timedelta(0))
    return [day for day in (since.date() + timedelta(days=number) for number in range(days)) if day not in held]
