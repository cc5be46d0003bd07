"""The four outlets on loopback, each on its own port."""

import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from dateline.demo import magazine, newspaper, wire, wordpress
from dateline.demo.exchange import TEXT, Request, Response, Site
from dateline.demo.outlets import OUTLETS
from dateline.demo.stories import YEAR, publish_pieces

HOST = "127.0.0.1"
LOG_LENGTH = 10_000
VALIDATORS = ("ETag", "Last-Modified")
Connection = socket.socket | tuple[bytes, socket.socket]
RESPONDERS: Mapping[str, Callable[[Site, Request], Response]] = {
    "meridian": wordpress.respond,
    "northwire": wire.respond,
    "harbourpost": newspaper.respond,
    "fourthquarter": magazine.respond,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeen:
    """One request that an outlet answered; `at` is the monotonic clock."""

    method: str
    path: str
    status: int
    at: float
    user_agent: str


class DemoServer:
    """Serve the four outlets as they stand on `run_day`, until stopped.

    `ports` asks for a port by source id; 0 or a busy port gives a free one. After `start` the real ports are
    in `ports`, and `requests` holds each outlet's last requests, oldest first.
    """

    def __init__(self, *, run_day: date, ports: Mapping[str, int] | None = None, edited: bool = False) -> None:
        unknown = set(ports or ()) - set(OUTLETS)
        if unknown:
            raise ValueError(f"no demo outlet is called {min(unknown)!r}: they are {', '.join(OUTLETS)}")
        self.run_day = run_day
        self.ports: dict[str, int] = {}
        self.requests: dict[str, deque[RequestSeen]] = {
            source_id: deque(maxlen=LOG_LENGTH) for source_id in OUTLETS
        }
        self._wanted = dict(ports or {})
        self._edited = edited
        self._failures: dict[str, dict[str, int]] = {source_id: {} for source_id in OUTLETS}
        self._sites: dict[str, Site] = {}
        self._servers: list[_OutletServer] = []

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def start(self) -> None:
        """Bind the four ports and begin to answer; does nothing when already started."""
        if self._servers:
            return
        for source_id in OUTLETS:
            server = _bind(self, source_id, self._wanted.get(source_id, 0))
            self._servers.append(server)
            self.ports[source_id] = server.server_address[1]
        self._render()
        for server in self._servers:
            name = f"demo-{server.source_id}"
            threading.Thread(target=server.serve_forever, args=(0.05,), name=name, daemon=True).start()

    def stop(self) -> None:
        """Stop answering, close every connection and free the ports."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
            server.close_connections()
        self._servers = []

    def url(self, source_id: str, path: str = "/") -> str:
        """Return the absolute address of a path on an outlet."""
        return f"http://{HOST}:{self.ports[source_id]}{path}"

    def edit(self, *, edited: bool = True) -> None:
        """From now on serve the second version of the articles that were edited; False: the first again."""
        self._edited = edited
        if self._servers:
            self._render()

    def turn_to(self, run_day: date) -> None:
        """From now on stand as on another run day; an article that both days know keeps its address."""
        self.run_day = run_day
        if self._servers:
            self._render()

    def fail(self, source_id: str, status: int | None, *, prefix: str = "/") -> None:
        """Let an outlet answer `status` to every path that starts with `prefix`; None heals it."""
        failures = {known: code for known, code in self._failures[source_id].items() if known != prefix}
        if status is not None:
            failures[prefix] = status
        self._failures[source_id] = failures

    def answer(self, source_id: str, request: Request) -> Response:
        """Return one outlet's response."""
        failing = [known for known in self._failures[source_id] if request.path.startswith(known)]
        if failing:
            status = self._failures[source_id][max(failing, key=len)]
            body = f"The demo outlet was told to answer {status}.\n"
            return Response(body=body, status=status, content_type=TEXT)
        return RESPONDERS[source_id](self._sites[source_id], request)

    def _render(self) -> None:
        """Replace the sites whole, so that a request sees one version of everything."""
        bases = {source_id: self.url(source_id, "") for source_id in OUTLETS}
        pieces = publish_pieces(self.run_day, edited=self._edited, days=YEAR)
        self._sites = {
            source_id: Site(
                outlet=outlet,
                base=bases[source_id],
                pieces=tuple(piece for piece in reversed(pieces) if piece.outlet is outlet),
                run_day=self.run_day,
                bases=bases,
            )
            for source_id, outlet in OUTLETS.items()
        }


class _OutletServer(ThreadingHTTPServer):
    """One outlet's socket; it knows its open connections, so that stopping leaves none."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, demo: DemoServer, source_id: str, port: int) -> None:
        self.demo = demo
        self.source_id = source_id
        self._open: set[Connection] = set()
        self._lock = threading.Lock()
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the reverse name look-up of the standard server, which can be slow."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: Connection, client_address: object) -> None:
        """Remember a connection while it is open."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Connection) -> None:
        """Forget a connection that ends."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Connection, client_address: object) -> None:
        """Stay silent when a client goes away in the middle; that is its right."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        """End the connections that clients keep open."""
        with self._lock:
            for connection in self._open:
                # A client that was faster has closed it already.
                with suppress(OSError):
                    if isinstance(connection, socket.socket):
                        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with keep-alive around `DemoServer.answer`."""

    protocol_version = "HTTP/1.1"
    server_version = "DatelineDemo"
    sys_version = ""
    timeout = 30
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _OutletServer

    def do_GET(self) -> None:
        """Answer with the body."""
        self._respond(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers that GET would have."""
        self._respond(with_body=False)

    def do_POST(self) -> None:
        """Refuse: the outlets only publish."""
        self.close_connection = True
        self._send(Response(body="Only GET and HEAD here.\n", status=405, content_type=TEXT), with_body=True)

    do_PUT = do_DELETE = do_PATCH = do_POST  # noqa: N815 - names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Write nothing: `DemoServer.requests` is the log."""

    def _respond(self, *, with_body: bool) -> None:
        parts = urlsplit(self.path)
        request = Request(
            path=unquote(parts.path) or "/",
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        response = self.server.demo.answer(self.server.source_id, request)
        if response.is_fresh(request):
            headers = {name: value for name, value in response.all_headers.items() if name in VALIDATORS}
            response = Response(body="", status=304, headers=headers)
        self._send(response, with_body=with_body)

    def _send(self, response: Response, *, with_body: bool) -> None:
        body = response.body.encode()
        self._note(response.status)
        self.send_response(response.status)
        for name, value in response.all_headers.items():
            if response.status != 304 or name != "Content-Type":
                self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if with_body and response.status != 304:
            self.wfile.write(body)

    def _note(self, status: int) -> None:
        seen = RequestSeen(
            method=self.command,
            path=self.path,
            status=status,
            at=time.monotonic(),
            user_agent=self.headers.get("User-Agent", ""),
        )
        self.server.demo.requests[self.server.source_id].append(seen)


def _bind(demo: DemoServer, source_id: str, port: int) -> _OutletServer:
    try:
        return _OutletServer(demo, source_id, port)
    except OSError:
        if port == 0:
            raise
        return _OutletServer(demo, source_id, 0)
