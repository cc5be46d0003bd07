"""Sources of one shard share an archive file and a connection, and nothing else: rows that wait are their own."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from psycopg.errors import RaiseException

from scrapers.archive import ArchiveUnwritable, ArchiveWriter, read_response
from scrapers.desk import Desk
from scrapers.ledger import Ledger, new_capture
from scrapers.warc import Exchange
from sql.shards import start_shard
from transforms.records import Candidate
from transforms.window_check import Wish

REFUSE_BETA = """
create function refuse_beta() returns trigger language plpgsql as $$
begin
    raise exception 'a row that no table takes';
end $$;
create trigger refuse_beta before insert on crawl.captures
for each row when (new.source_id = 'beta') execute function refuse_beta()
"""


@pytest.fixture
def run_ledger(crawl, site):
    """Run a coroutine function on a ledger of one attempt at a shard of two sources."""
    crawl.source("alpha", site)
    crawl.plan()

    def run(work, archive):
        async def work_here():
            desk = Desk(crawl.settings.database, name="test")
            started = start_shard(crawl.database, run_id="command/one", shard_id=0, token=uuid4())
            try:
                await work(Ledger(desk, started.attempt, ArchiveWriter(archive, "x.warc.gz")))
            finally:
                desk.close()

        asyncio.run(work_here())

    return run


async def store(ledger, source_id, path):
    candidate = Candidate(source_id=source_id, url=f"https://{source_id}.example/{path}", strategy="feed:x")
    at = datetime.now(UTC)
    body = f"<html>{source_id} {path}</html>".encode()
    exchange = Exchange(url=candidate.url, fetched_at=at, status=200, headers=(), body=body)
    await ledger.note([candidate], Wish(since=at))
    capture = new_capture(candidate, exchange, final_url=candidate.url, wanted_since=at, wanted_until=None)
    await ledger.store(exchange, capture)


def list_captures(crawl):
    rows = crawl.rows("select * from crawl.captures order by url")
    for row in rows:
        place = {name: row[f"warc_{name}"] for name in ("file", "offset", "length")}
        read_response(crawl.settings.archive, digest=row["body_digest"], **place)
    return [row["url"].removeprefix("https://") for row in rows]


@pytest.mark.parametrize("kind", ["folder", "store"])
def test_a_row_that_no_table_takes_is_its_own_sources_trouble(crawl, run_ledger, tmp_path, kind):
    crawl.database.execute(REFUSE_BETA)
    crawl.configure(archive_url=f"{'local://' if kind == 'store' else ''}{tmp_path}/kept")

    async def work(ledger):
        async def store_beta():
            await store(ledger, "beta", "1")
            await ledger.flush("beta")

        await store(ledger, "alpha", "1")
        with pytest.raises(RaiseException, match="no table takes"):
            await store_beta()
        await store(ledger, "alpha", "2")
        await ledger.flush("alpha")
        await ledger.flush("beta")

    run_ledger(work, crawl.settings.archive)
    assert list_captures(crawl) == ["alpha.example/1", "alpha.example/2"]


def test_whoever_had_records_in_a_file_that_was_lost_hears_of_it(crawl, run_ledger, tmp_path):
    blocked = tmp_path / "kept"
    blocked.write_text("")
    crawl.configure(archive_url=f"local://{blocked}")

    async def work(ledger):
        await store(ledger, "alpha", "1")
        await store(ledger, "beta", "1")
        with pytest.raises(ArchiveUnwritable):
            await ledger.flush("beta")
        await asyncio.to_thread(blocked.unlink)
        await store(ledger, "gamma", "1")
        await ledger.flush("gamma")
        with pytest.raises(ArchiveUnwritable):
            await ledger.flush("alpha")
        await store(ledger, "alpha", "2")
        await ledger.flush("alpha")

    run_ledger(work, crawl.settings.archive)
    assert list_captures(crawl) == ["alpha.example/2", "gamma.example/1"]
