"""Web archives as a source: each HTML page of a WARC file, or of those that a list names, becomes a capture."""

import asyncio
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import IO, Any, Final, TypeVar
from uuid import UUID

from scrapers.choices import Terms, choose_step, judge_archiving, open_terms, widen_terms
from scrapers.deadline import Deadline
from scrapers.fetcher import Answer, Fetcher, Headers, Visit
from scrapers.guards import shorten
from scrapers.ledger import Ledger, new_capture
from scrapers.looks import lost_look
from scrapers.orders import CrawlOrder
from scrapers.refusals import Refused
from scrapers.warc import Exchange, digest_body
from scrapers.warc_lists import (
    LATE,
    ListedFile,
    choose_files,
    find_base,
    find_missing_days,
    list_addresses,
    read_list,
)
from scrapers.warc_pages import ArchivedPage, Intake, Tally, iterate_pages, join_headers
from scrapers.webfile import PIECE, Ask, FileLost, WebFile
from sql.crawl import UrlOutcome
from sql.looks import StrategyLook
from transforms.outcomes import Outcome, Reach, Reason, StrategyProblem
from transforms.records import Candidate, Source, Strategy, is_web
from transforms.window_check import Wish
from transforms.wording import describe_failure

HOST_SCHEMES: Final = frozenset(
    {"http", "https", "ftp", "ftps", "sftp", "ssh", "ws", "wss", "smb", "webhdfs", "git", "github", "gist", "jlab",
     "jupyter", "dask", "reference", "generic", "sync-http", "httpx", "data", "dav", "davs", "webdav", "webdavs"}
)  # fmt: skip
"""fsspec would ask any host for these, past our guards and slots; `reference` names others in turn."""
Result = TypeVar("Result")

AHEAD: Final = timedelta(days=1)
"""How far an archive's clock may be ahead of ours."""


@dataclass(slots=True)
class Progress:
    """What reading a strategy's files came to so far."""

    tally: Tally = field(default_factory=Tally)
    bodies: set[bytes] = field(default_factory=set)
    """Which body at which address was read: a body that comes back there is no other page."""
    taken: set[str] = field(default_factory=set)
    """Addresses of which the run has a capture."""
    unchanged: dict[str, UUID | None] = field(default_factory=dict)
    """Addresses of which only known bodies were read so far, and their articles."""
    kept: int = 0
    """Pages that are new to us, which alone count against the URL budget: so each run gets behind the last one."""
    requests: int = 0
    files: int = 0
    lost: list[FileLost] = field(default_factory=list)
    ended_by: StrategyProblem | None = None


class ArchiveReader:
    """Copies the pages of one strategy's WARC files into our archive.

    Files at web addresses are read through the fetcher, all others with fsspec.
    """

    def __init__(
        self,
        order: CrawlOrder,
        source: Source,
        strategy: Strategy,
        *,
        ledger: Ledger,
        fetcher: Fetcher,
        visit: Visit,
        deadline: Deadline,
    ) -> None:
        self._order = order
        self._source = source
        self._strategy = strategy
        self._ledger = ledger
        self._fetcher = fetcher
        self._visit = replace(visit, largest=max(PIECE, order.max_listing))
        self._deadline = deadline
        self._progress = Progress()
        self._intake = Intake(
            limit=order.max_body,
            hosts=None if strategy.options.get("hosts") == "any" else frozenset(source.hosts),
            latest=datetime.now(UTC) + AHEAD,
        )

    async def read(self, position: int) -> StrategyLook:
        """Read what the strategy names until it is done, the deadline comes or the URL budget is used up."""
        started = datetime.now(UTC)
        missing: list[str] = []
        try:
            files, missing = await self._list_files() if self._strategy.is_list else ([self._strategy.url], [])
        except FileLost as lost:
            return replace(
                lost_look(self._source, self._strategy, position, started, lost.problem, str(lost)),
                requests=self._progress.requests,
            )
        for file in files:
            if self._progress.ended_by is None:
                await self._read_file(file)
        for url, article_id in self._progress.unchanged.items():
            decided = UrlOutcome(outcome=Outcome.UNCHANGED, article_id=article_id)
            await self._ledger.decide(self._name(url), decided)
        return self._describe(position, started, missing)

    async def _list_files(self) -> tuple[list[str], list[str]]:
        """Return the files that the window needs, and the days of it for which the lists name none.

        A list that cannot be read is lost as a file is. Raises FileLost when none could be read.
        """
        since, until = self._find_span()
        latest = min(until + LATE, datetime.now(UTC))
        listed: list[ListedFile] = []
        lost: list[FileLost] = []
        for address in list_addresses(self._strategy, since, latest):
            try:
                listed += await self._read_list(address)
            except FileLost as error:
                lost.append(error)
        if lost and not listed:
            raise lost[0]
        self._progress.lost += lost
        self._progress.files += len(lost)
        files = choose_files(listed, since, latest)
        days = [f"{day}" for day in find_missing_days(listed, since, min(until, latest))]
        return [file.url for file in files], days

    def _find_span(self) -> tuple[datetime, datetime]:
        """Return from when to when the run wants pages; an archive that is read whole is a matter of all time."""
        wish = open_terms(self._order, self._source).wish
        if self._strategy.is_read_whole or wish.since is None:
            return datetime.min.replace(tzinfo=UTC), datetime.now(UTC)
        return wish.since, wish.until or datetime.now(UTC)

    async def _read_list(self, address: str) -> list[ListedFile]:
        largest = self._order.max_listing
        stream = await self._open(address)
        try:
            content = await self._in_thread(stream.read, largest + 1)
        finally:
            self._note_requests(stream)
        files, foreign = read_list(content, address, base=find_base(self._strategy), largest=largest)
        if foreign:
            self._progress.tally.note_damage(f"{foreign} lines of {address} lie outside its base")
        return files

    async def _read_file(self, address: str) -> None:
        """Keep the pages of one file; what is wrong with it is noted, and is no other file's matter."""
        progress = self._progress
        progress.files += 1
        try:
            stream = await self._open(address)
            try:
                pages = iterate_pages(stream, progress.tally, self._intake)
                await self._keep_pages(pages, is_own=is_local(address))
            finally:
                self._note_requests(stream)
        except FileLost as lost:
            progress.lost.append(lost)
            if lost.problem is StrategyProblem.DEADLINE:
                progress.ended_by = lost.problem
                return  # a thread may still read: closing the file would wait for it
        else:
            stream.close()

    async def _keep_pages(self, pages: Iterator[ArchivedPage], *, is_own: bool) -> None:
        progress = self._progress
        while (page := await self._in_thread(next, pages, None)) is not None:
            if self._deadline.is_over or progress.kept >= self._order.url_budget:
                progress.ended_by = StrategyProblem.DEADLINE if self._deadline.is_over else StrategyProblem.BUDGET
                return
            body = hashlib.sha256(page.url.encode() + b"\0" + page.body).digest()
            if body in progress.bodies:
                progress.tally.prune(Reason.EXCLUDED)
                continue
            progress.bodies.add(body)
            progress.tally.see(page.fetched_at)
            await self._keep_page(page, is_own=is_own)

    async def _keep_page(self, page: ArchivedPage, *, is_own: bool) -> None:
        """Bring one archived page to a capture or an outcome.

        A page that asks not to be archived is left out, unless its file `is_own`: a local one is the user's copy.
        Where an archive holds several bodies of an address, each becomes a capture, and the later ones versions.
        """
        ledger, progress, digest = self._ledger, self._progress, digest_body(page.body)
        terms = open_terms(self._order, self._source)
        wish = Wish(everything=True) if self._strategy.is_read_whole else terms.wish
        candidate = self._name(page.url)
        if page.url in progress.taken:
            if not await ledger.is_captured(candidate, digest, waiting=True):
                await self._store(page, candidate, replace(terms, wish=wish), is_own=is_own)
            return
        await ledger.note([candidate], wish)
        state = await ledger.look_up(candidate)
        terms = widen_terms(replace(terms, wish=wish), state)
        # Reading an archive costs its site nothing, so a page is always due; its bytes say whether it is new.
        step = choose_step(replace(state, fetched_at=None), terms)
        if step == "done":
            if await ledger.is_captured(candidate, digest, waiting=True):
                progress.taken.add(page.url)
        elif isinstance(step, UrlOutcome):
            await ledger.decide(candidate, step)
        elif (
            step == "adopt"
            and state.waiting_capture
            and await ledger.adopt(candidate, state.waiting_capture, terms.wish)
        ):
            progress.taken.add(page.url)
            if not await ledger.is_captured(candidate, digest, waiting=True):
                await self._store(page, candidate, terms, is_own=is_own)
        elif await ledger.is_captured(candidate, digest, waiting=False):
            progress.unchanged[page.url] = state.article_id
        else:
            await self._store(page, candidate, terms, is_own=is_own)

    def _name(self, url: str) -> Candidate:
        return Candidate(source_id=self._source.source_id, url=url, strategy=self._strategy.key)

    async def _store(self, page: ArchivedPage, candidate: Candidate, terms: Terms, *, is_own: bool) -> None:
        """Make a page a capture, or skip one that asks not to be archived."""
        progress, everything = self._progress, terms.wish.everything
        unwelcome = None if is_own else judge_archiving(join_headers(page.headers), page.body, terms)
        if unwelcome is not None:
            if page.url not in progress.taken:
                await self._ledger.decide(candidate, unwelcome)
            return
        exchange = Exchange(
            url=page.url,
            fetched_at=page.fetched_at,
            status=page.status,
            headers=page.headers,
            body=page.body,
            note=self._strategy.url,
        )
        capture = new_capture(
            candidate,
            exchange,
            final_url=page.url,
            wanted_since=None if everything else terms.wish.since,
            wanted_until=None if everything else terms.wish.until,
        )
        await self._ledger.store(exchange, capture)
        progress.unchanged.pop(page.url, None)
        progress.taken.add(page.url)
        progress.kept += 1

    async def _open(self, address: str) -> IO[bytes]:
        """Open a file wherever it lies; raise FileLost where that cannot be."""
        words = "the crawl's deadline came while it was opened"
        try:
            if is_web(address):
                return await self._in_thread(
                    io.BufferedReader, await self._in_thread(WebFile, address, self._make_ask())
                )
            return await self._in_thread(open_archive, address)
        except FileLost as lost:
            known = lost.problem is not StrategyProblem.DEADLINE
            raise lost if known else FileLost(lost.problem, f"{address}: {words}") from None
        except (OSError, ValueError, ImportError) as error:
            raise FileLost(_name_problem(error), f"{address}: {describe_failure(error)}") from None

    def _make_ask(self) -> Ask:
        """Return what a reader's thread calls to have an address fetched in the event loop."""
        loop = asyncio.get_running_loop()

        async def fetch(url: str, headers: Headers) -> Answer:
            async with self._deadline.scope():
                return await self._fetcher.fetch(url, self._visit, conditions=headers)

        def ask(url: str, headers: Headers) -> Answer:
            try:
                return asyncio.run_coroutine_threadsafe(fetch(url, headers), loop).result()
            except Refused as refused:
                raise FileLost(refused.problem, f"{url}: {refused.detail}") from None
            except TimeoutError:
                raise FileLost(StrategyProblem.DEADLINE, f"{url}: the crawl's deadline came first") from None

        return ask

    async def _in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:  # noqa: ANN401  passed on
        """Run a reader's blocking work; raise FileLost when the deadline comes first."""
        try:
            async with self._deadline.scope():
                return await asyncio.to_thread(work, *arguments)
        except TimeoutError:
            raise FileLost(StrategyProblem.DEADLINE, "the crawl's deadline came while it was read") from None

    def _note_requests(self, stream: IO[bytes]) -> None:
        raw = getattr(stream, "raw", None)
        self._progress.requests += raw.requests if isinstance(raw, WebFile) else 0

    def _describe(self, position: int, started: datetime, missing: Sequence[str]) -> StrategyLook:
        """Return what was seen: all of it, all but damaged places or lost files, or a part."""
        progress, tally = self._progress, self._progress.tally
        problem, detail = self._find_fault(missing)
        whole = progress.ended_by is None and not progress.lost and not missing
        reach = Reach.FULL if problem is None else Reach.PARTIAL if tally.entries else Reach.UNREACHABLE
        return replace(
            lost_look(self._source, self._strategy, position, started, StrategyProblem.EMPTY, ""),
            requests=progress.requests,
            entries=tally.entries,
            oldest_at=tally.oldest,
            newest_at=tally.newest,
            listing_ended=whole,
            reach=reach,
            problem=problem,
            detail=shorten(detail, 500) if detail else None,
            pruned=tally.pruned,
        )

    def _find_fault(self, missing: Sequence[str]) -> tuple[StrategyProblem | None, str | None]:
        """Return what kept the files from being seen whole, the gravest first, and in words."""
        progress, tally, url = self._progress, self._progress.tally, self._strategy.url
        if progress.lost:
            words = f"{len(progress.lost)} of {progress.files} files: " if progress.files > 1 else ""
            return progress.ended_by or progress.lost[0].problem, f"{words}{progress.lost[0]}"
        if progress.ended_by is not None:
            return progress.ended_by, None
        if tally.damaged:
            return StrategyProblem.MALFORMED, f"{tally.damaged} damaged places in {url}: {tally.first_damage}"
        if missing:
            return StrategyProblem.LISTING_TOO_SHORT, f"{url} names no file of {', '.join(missing)}"
        if tally.entries and (progress.bodies or self._strategy.is_list):
            return None, None
        none = f"none of its {tally.entries} records is a page of the source"
        return StrategyProblem.EMPTY, f"{url}: {none if tally.entries else 'it holds no page'}"


def is_local(url: str) -> bool:
    """Whether an archive is a file of this machine: a path or a file:// URL."""
    scheme, mark, _ = url.partition("://")
    return not mark or scheme == "file"


def open_archive(url: str) -> IO[bytes]:
    """Open a path, a file:// URL or an fsspec URL of storage; of a chain (`a::b`) each link must be storage."""
    if is_local(url):
        return open(url.removeprefix("file://"), "rb")  # noqa: PTH123 - the caller closes it
    for link in url.split("::"):
        scheme = link.partition("://")[0].lower()
        if scheme in HOST_SCHEMES or scheme.startswith("http"):
            raise BlockedArchive(f"{scheme}: is not storage: give a web file's own http or https address")
    import fsspec  # type: ignore[import-untyped]

    opened: IO[bytes] = fsspec.open(url, "rb").open()
    return opened


class BlockedArchive(ValueError):
    """An archive at an address that fsspec would reach past our guards."""


def _name_problem(error: Exception) -> StrategyProblem:
    if isinstance(error, BlockedArchive):
        return StrategyProblem.BLOCKED
    return StrategyProblem.MISSING if isinstance(error, FileNotFoundError) else StrategyProblem.NETWORK
