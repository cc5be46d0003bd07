"""Backfills told by an Airflow that has had many: over real HTTP, with Airflow's own pages of a listing."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dateline.backfill import Backfill, cancel_backfills, follow_backfill, list_active
from dateline.stack.airflow_api import AirflowApi, BackfillStart

DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
USUAL, MOST = 50, 100
"""How many entries Airflow gives unless told otherwise, and how many at most."""


class Airflow:
    """What Airflow answers about its backfills: all but the last have ended, the last one's day still runs."""

    def __init__(self, backfills: int) -> None:
        self.ended = set(range(1, backfills))
        self.numbers = range(1, backfills + 1)
        self.cancelled: list[int] = []
        self.polls_left = 2

    def answer(self, method: str, path: str, query: dict[str, str]) -> Any:
        parts = path.removeprefix("/api/v2/").split("/")
        match method, parts:
            case "POST", ["", "auth", "token"]:
                return {"access_token": "x"}
            case "GET", ["backfills"]:
                assert query["dag_id"] == "backfill"
                return self.cut([self.tell(number) for number in self.sort(query)], "backfills", query)
            case "GET", ["backfills", number]:
                return self.tell(int(number))
            case "PUT", ["backfills", number, "cancel"]:
                self.cancelled.append(int(number))
                return self.tell(int(number))
            case "GET", ["dags", "backfill", "dagRuns"]:
                return self.cut([self.tell_run()], "dag_runs", query)
        raise AssertionError(f"{method} {path} is nothing that Airflow is asked here")

    def sort(self, query: dict[str, str]) -> list[int]:
        return sorted(self.numbers, reverse=query.get("order_by") == "-id")

    def cut(self, entries: list[Any], name: str, query: dict[str, str]) -> dict[str, Any]:
        offset, limit = int(query.get("offset", 0)), min(int(query.get("limit", USUAL)), MOST)
        return {name: entries[offset : offset + limit], "total_entries": len(entries)}

    def tell(self, number: int) -> dict[str, Any]:
        return {"id": number, "completed_at": NOW.isoformat() if number in self.ended else None}

    def tell_run(self) -> dict[str, Any]:
        self.polls_left -= 1
        if self.polls_left < 0:
            self.ended.add(self.numbers[-1])
        done = self.polls_left < 0
        return {
            "dag_id": "backfill",
            "dag_run_id": "backfill__2026-11-21",
            "state": "success" if done else "running",
            "run_type": "backfill",
            "run_after": NOW.isoformat(),
            "logical_date": datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC).isoformat(),
            "queued_at": NOW.isoformat(),
            "end_date": (NOW + timedelta(minutes=1)).isoformat() if done else None,
        }


class Handler(BaseHTTPRequestHandler):
    airflow: Airflow

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        body = json.dumps(self.airflow.answer(self.command, parts.path, query)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def airflow() -> Airflow:
    return Airflow(backfills=230)


@pytest.fixture
def api(airflow) -> Iterator[AirflowApi]:
    handler = type("HandlerOfThisTest", (Handler,), {"airflow": airflow})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield AirflowApi(f"http://127.0.0.1:{server.server_address[1]}", user="u", password="p")
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_is_under_way_is_found_after_any_number_of_backfills(api, airflow):
    assert list_active(api) == [230]
    airflow.ended = set(airflow.numbers) - {3}
    assert list_active(api) == [3]


def test_what_is_under_way_can_be_cancelled(api, airflow):
    assert cancel_backfills(api) == [230]
    assert airflow.cancelled == [230]


def test_a_backfill_is_followed_to_its_end(api, airflow, database):
    start = BackfillStart(number=230, created_at=NOW)
    told = []
    backfill = Backfill(first_day=DAY, last_day=DAY)
    results = follow_backfill(api, database, backfill, start, say=told.append, show=lambda _text: None)
    assert [(result.day, result.state) for result in results] == [(DAY, "success")]
    assert told == results
    assert airflow.polls_left < 0
