"""Scrapy as the HTTP client: hardened settings, one spider, and guards at the socket itself."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Literal

from OpenSSL.SSL import Error as TlsError
from scrapy import Request, Spider
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet import error as breaks
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver
from twisted.web._newclient import ParseError
from zope.interface import implementer  # type: ignore[import-untyped]

from scrapers.fetcher import Download, Headers, RawAnswer
from scrapers.guards import Guard, shorten
from scrapers.refusals import Refused
from scrapers.resolver import Resolver
from transforms.outcomes import Reason

MOST_HEADER_BYTES: Final = 128 * 1024
BREAKS: Final[tuple[tuple[type[BaseException], str], ...]] = (
    # This client aborts a connection for this alone; interim answers (1xx) without end are meant too.
    (breaks.ConnectionAborted, f"more than {MOST_HEADER_BYTES // 1024} KiB came before the body"),
    (ParseError, "what came is no HTTP answer"),
    # What Twisted raises on header values, by its own code.
    (KeyError, "its Transfer-Encoding is none that is known"),
    (ValueError, "its Content-Length is no length, or there are several"),
    (breaks.ConnectionRefusedError, "the connection was refused"),
    (breaks.ConnectionDone, "the connection was closed before the answer was complete"),
    (breaks.ConnectionLost, "the connection broke before the answer was complete"),
)
"""What breaks an answer, the most telling first: a connection ends in each case."""

Work = Callable[[Download], Awaitable[None]]


def harden_settings(*, max_body: int, user_agent: str) -> dict[str, Any]:
    """Return Scrapy's settings with everything off that this crawl does itself or must not do.

    Redirects, robots, retries, slots and decoding are the fetcher's, which checks each hop. Certificates are
    verified. No other schemes, no cookies, no proxy from the environment, no console, no remote control.
    """
    handler = f"{GuardedHandler.__module__}.{GuardedHandler.__qualname__}"
    return {
        "USER_AGENT": user_agent,
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("data", "file", "ftp", "s3")),
            "http": handler,
            "https": handler,
        },
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.2",
        "DOWNLOAD_MAXSIZE": max_body,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOG_VERSIONS": [],
        "STATS_DUMP": False,
    }


class FrontierSpider(Spider):
    """Lends Scrapy's downloader to the frontier, which decides what is fetched, and when."""

    name = "frontier"

    def __init__(self, *, work: Work, resolver: Resolver, guard: Guard, timeout: float) -> None:
        super().__init__()
        self._work = work
        self._resolver = resolver
        self._guard = guard
        self._timeout = timeout
        self.failure: BaseException | None = None

    async def start(self) -> Any:  # noqa: ANN401 - Scrapy wants an async generator, this one yields nothing
        """Do the whole crawl; Scrapy would only log an exception here, so it is kept for the caller."""
        from twisted.internet import reactor

        guard_reactor(reactor, self._resolver, self._guard)
        try:
            await self._work(self._download)
        except BaseException as failure:  # noqa: BLE001 - it is raised again where the process ends
            self.failure = failure
        for nothing in tuple[None]():
            yield nothing

    async def _download(self, url: str, headers: Headers, largest: int) -> RawAnswer:
        engine = self.crawler.engine
        if engine is None:
            raise AssertionError("the spider runs inside an engine")
        bounds = {"download_timeout": self._timeout, "download_maxsize": largest}
        request = Request(url, headers=list(headers), meta=bounds)
        try:
            response = await engine.download_async(request)
        except Refused:
            raise
        except Exception as error:  # noqa: BLE001 - Twisted, OpenSSL and Scrapy raise many kinds; each is this URL's
            raise explain_error(error, self._timeout) from None
        if response.ip_address is not None:
            self._guard.check_address(str(response.ip_address), _port_of(request))
        if not 100 <= response.status <= 999:
            raise Refused(Reason.CONNECTION, f"{shorten(str(response.status), 40)} is no HTTP status")
        pairs = (
            (_to_text(name), _to_text(value)) for name, values in response.headers.items() for value in values
        )
        return RawAnswer(status=response.status, headers=tuple(pairs), body=response.body)


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP client, with a bound on the size of response headers, which it lacks."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _bound_headers(self._pool._factory)


def run_spider(*, work: Work, resolver: Resolver, guard: Guard, settings: dict[str, Any], timeout: float) -> None:
    """Run `work` inside Scrapy's event loop until it ends; raise what it raised."""
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(FrontierSpider)
    process.crawl(crawler, work=work, resolver=resolver, guard=guard, timeout=timeout)
    process.start(install_signal_handlers=False)
    spider = crawler.spider
    if not isinstance(spider, FrontierSpider):
        raise TypeError("Scrapy did not start its spider")
    if spider.failure is not None:
        raise spider.failure


def guard_reactor(reactor: Any, resolver: Resolver, guard: Guard) -> None:  # noqa: ANN401 - its class varies
    """Let the reactor resolve only checked names and connect only to addresses that the guard allows."""
    connect = reactor.connectTCP

    def connect_checked(host: str, port: int, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Twisted's
        guard.check_address(host, port)
        return connect(host, port, *args, **kwargs)

    reactor.connectTCP = connect_checked
    reactor.installNameResolver(CheckedNames(resolver))


@implementer(IHostnameResolver)
class CheckedNames:
    """Twisted's view of the resolver: answers from what was checked, never from DNS."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: ANN401, N803 - Twisted's
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: Literal["TCP", "UDP"] = "TCP",  # noqa: N803
    ) -> Any:  # noqa: ANN401
        """Hand over the checked addresses at once."""
        del addressTypes
        resolutionReceiver.resolutionBegan(self)
        for address in self._resolver.addresses_of(hostName):
            kind = IPv6Address if ":" in address else IPv4Address
            resolutionReceiver.addressResolved(kind(transportSemantics, address, portNumber))
        resolutionReceiver.resolutionComplete()
        return self


def _bound_headers(factory: Any) -> Any:  # noqa: ANN401 - Twisted's factory is private
    """Return a connection factory whose connections end when response headers grow too large."""

    class BoundedFactory(factory):  # type: ignore[misc]
        def buildProtocol(self, addr: IAddress | None) -> Any:  # noqa: ANN401, N802 - Twisted's name
            protocol = super().buildProtocol(addr)
            receive, seen = protocol.dataReceived, 0

            def receive_bounded(chunk: bytes) -> None:
                nonlocal seen
                parser = getattr(protocol, "_parser", None)
                reading_headers = getattr(parser, "state", None) in {"STATUS", "HEADER"}
                seen = seen + len(chunk) if reading_headers else 0
                if seen > MOST_HEADER_BYTES:
                    protocol.transport.abortConnection()
                else:
                    receive(chunk)

            protocol.dataReceived = receive_bounded
            return protocol

    return BoundedFactory


def explain_error(error: BaseException, timeout: float) -> Refused:
    """Return the funnel's reason for what the HTTP client raised."""
    text = shorten(" ".join(str(error).split()), 300)
    if isinstance(error, DownloadTimeoutError):
        return Refused(Reason.TIMEOUT, f"no complete answer in {timeout:.0f} s")
    if isinstance(error, DownloadCancelledError):
        return Refused(Reason.TOO_LARGE, "the body is larger than the limit")
    if isinstance(error, CannotResolveHostError):
        return Refused(Reason.DNS, text)
    if isinstance(error, ResponseDataLossError):
        return Refused(Reason.CONNECTION, "the connection ended before the body did")
    if any(isinstance(cause, TlsError | VerificationError) for cause in _causes(error)):
        return Refused(Reason.TLS, f"no trusted TLS connection: {text}")
    return Refused(Reason.CONNECTION, describe_break(error) or f"{type(error).__name__}: {text}")


def describe_break(error: BaseException) -> str | None:
    """Return in words what was wrong with an answer or its connection; None for what nobody has met yet."""
    for kind, words in BREAKS:
        if any(isinstance(cause, kind) for cause in _causes(error)):
            return words
    return None


def _causes(error: BaseException | None) -> list[BaseException]:
    """Return an error, what it was raised from, and the reasons that Twisted collects inside."""
    found: list[BaseException] = []
    while error is not None:
        found.append(error)
        for failure in getattr(error, "reasons", None) or ():
            found.extend(_causes(failure.value))
        error = error.__cause__
    return found


def _port_of(request: Request) -> int:
    from scrapy.utils.httpobj import urlparse_cached

    parts = urlparse_cached(request)
    return parts.port or (443 if parts.scheme == "https" else 80)


def _to_text(value: bytes) -> str:
    """Read header bytes as UTF-8 where they are, else Latin-1; NUL is dropped, since no table takes it."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return text.replace("\0", "")
