"""What earlier runs saw of a source: its strategies' last looks, and the addresses that are looked at again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sql.connection import Connection
from sql.crawl import Attempt, as_attempt
from sql.loader import read_query
from transforms.outcomes import Reach
from transforms.records import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedLook:
    """What a strategy's last completed look saw; `tells`: whether its first answer changes with the listing."""

    read_at: datetime
    read_since: datetime | None
    tells: bool
    rules: str | None
    reach: Reach
    entries: int
    oldest_at: datetime | None
    newest_at: datetime | None
    listing_ended: bool
    etag: str | None
    last_modified: str | None
    body_digest: str | None


def read_remembered_look(connection: Connection, *, source_id: str, strategy: str) -> RememberedLook | None:
    """Return a strategy's last completed look; None before the first."""
    asked = {"source_id": source_id, "strategy": strategy}
    row = connection.execute(read_query("select_remembered_look"), asked).fetchone()
    return RememberedLook(**{**row, "reach": Reach(row["reach"])}) if row else None


def read_known_urls(
    connection: Connection, *, source_id: str, young_since: date, listed_since: date | None, most: int
) -> list[Candidate]:
    """Return addresses of articles published from `young_since` on, and of all listed from `listed_since` on."""
    asked = {
        "source_id": source_id,
        "young_since": young_since,
        "listed_since": listed_since or date.max,
        "most": most,
    }
    rows = connection.execute(read_query("select_known_urls"), asked)
    return [Candidate(source_id=source_id, **row) for row in rows]


@as_attempt
def pass_over_known(connection: Connection, attempt: Attempt, source_id: str, urls: Sequence[str]) -> int:
    """Decide known articles that the attempt did not come to look at again; return how many."""
    row = {**asdict(attempt), "source_id": source_id, "urls": list(urls)}
    return connection.execute(read_query("pass_over_known"), row).rowcount
