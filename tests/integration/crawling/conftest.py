"""The hostile server, and a crawl of it: real HTTP on loopback, the real child process, a real database."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dateline.settings import Settings
from dateline.steps.crawl import crawl_shard
from dateline.steps.plan import plan_shards
from sql.connection import Connection
from transforms.windows import Mode, Window

DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
EXACT = Window(first_day=DAY, last_day=DAY, mode=Mode.EXACT)


@dataclass
class Asked:
    """One request that the server got, and when."""

    at: float
    path: str
    headers: dict[str, str]


@dataclass
class Page:
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


Answer = Page | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's table; a function may do what it likes with the connection."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        site = self.server.site
        with site.lock:
            site.asked.append(Asked(time.monotonic(), self.path, dict(self.headers)))
        bare = site.answers.get(self.path.partition("?")[0], Page(b"nothing here", 404))
        answer = site.answers.get(self.path, bare)
        if callable(answer):
            with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
                answer(self)
            self.close_connection = True
        else:
            self.send_page(answer)

    def send_page(self, page: Page) -> None:
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    site: "Site"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what these tests are about."""


class Site:
    """A small site under our control: a feed, articles, robots.txt, and whatever mischief a test adds."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.lock = threading.Lock()
        self.closed = threading.Event()
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer] = {}
        self.items: list[tuple[str, datetime | None]] = []
        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.site = self
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.scheme = "https" if context else "http"
        self.base = f"{self.scheme}://127.0.0.1:{self.port}"
        self.robots("User-agent: *\nDisallow: /private/\n")
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        if self.closed.is_set():
            return
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def robots(self, text: str, status: int = 200) -> None:
        self.answers["/robots.txt"] = Page(text.encode(), status, {"Content-Type": "text/plain"})

    def list(self, url: str, published: datetime | None = NOON) -> str:
        """Put an address into the feed."""
        absolute = url if ":" in url else self.base + url
        self.items.append((absolute, published))
        self._publish()
        return absolute

    def article(self, path: str, *, published: datetime | None = NOON, text: str = "", **headers: str) -> str:
        """Publish an article and list it."""
        body = f"<html><head><title>{path}</title></head><body><p>{text or path}</p></body></html>".encode()
        self.answers[path] = Page(body, 200, {"Content-Type": "text/html; charset=utf-8", **headers})
        return self.list(path, published)

    def mischief(self, path: str, answer: Answer) -> str:
        """List an address that answers as told."""
        self.answers[path] = answer
        return self.list(path)

    def count(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)

    def _publish(self) -> None:
        rows = "".join(
            f"<item><title>t</title><link>{url.replace('&', '&amp;')}</link>"
            + (f"<pubDate>{format_datetime(published)}</pubDate>" if published else "")
            + "</item>"
            for url, published in self.items
        )
        # An entry older than any window: the strategy saw past it.
        old = format_datetime(NOON - timedelta(days=300))
        rows += f"<item><title>old</title><link>{self.base}/old</link><pubDate>{old}</pubDate></item>"
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>{rows}</channel></rss>'
        self.answers["/feed.xml"] = Page(feed.encode(), 200, {"Content-Type": "application/rss+xml"})


@dataclass
class Crawl:
    """Plans and crawls catalog entries that a test writes."""

    settings: Settings
    database: Connection
    folder: Path

    def configure(self, **settings: Any) -> None:
        self.settings = self.settings.model_copy(update=settings)

    def source(
        self, source_id: str, site: Site, *, interval: float = 0, discovery: str = "", hosts: str = ""
    ) -> str:
        """Write a catalog entry and allow the site's port."""
        discovery = discovery or f'[{{strategy: feed, url: "{site.base}/feed.xml"}}]'
        (self.folder / f"{source_id}.yaml").write_text(
            f"id: {source_id}\nname: {source_id}\nkind: news\nlanguages: [en]\ntimezone: UTC\n"
            f"homepage: {site.base}/\nhosts: [{hosts}]\ndiscovery: {discovery}\n"
            f"politeness: {{interval: {interval}}}\n"
        )
        ports = {*self.settings.allow_loopback_ports, site.port}
        self.configure(allow_loopback_ports=tuple(ports), sources=(*self.settings.sources, source_id))
        return source_id

    def plan(self, run_id: str = "command/one", window: Window = EXACT, **options: Any) -> list[dict[str, Any]]:
        return plan_shards(self.settings, run_id=run_id, dag_id="command", window=window, **options)

    def run(self, run_id: str = "command/one", window: Window = EXACT, **options: Any) -> dict[str, int]:
        """Plan, crawl every shard, return the counts added up."""
        total: dict[str, int] = {}
        for shard in self.plan(run_id, window, **options):
            for name, number in crawl_shard(self.settings, run_id=run_id, shard=shard["shard"]).items():
                total[name] = total.get(name, 0) + number
        return total

    def outcomes(self, run_id: str = "command/one") -> dict[str, tuple[str, str]]:
        """Outcome and reason by path; captured pages say so."""
        rows = self.rows("select * from crawl.ledger where run_id = %s order by url", run_id)
        return {
            row["url"].partition("//")[2].partition("/")[2]: (
                row["outcome"] or ("captured" if row["capture_id"] else "open"),
                row["reason"] or "",
            )
            for row in rows
        }

    def rows(self, query: str, *parameters: Any) -> list[dict[str, Any]]:
        return self.database.execute(query, parameters or None).fetchall()  # type: ignore[arg-type]


@pytest.fixture
def make_site() -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def make(context: ssl.SSLContext | None = None) -> Site:
        sites.append(Site(context))
        return sites[-1]

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def page() -> type[Page]:
    return Page


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def crawl(settings: Settings, database: Connection, tmp_path: Path) -> Crawl:
    folder = tmp_path / "catalog"
    folder.mkdir()
    quick = {"catalog_folder": folder, "request_timeout": 5.0, "crawl_deadline": 60.0, "sources": ()}
    return Crawl(settings.model_copy(update=quick), database, folder)


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
