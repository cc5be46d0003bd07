"""What we ask of Airflow's own database: only whether it is migrated."""

from sql.connection import connect
from sql.loader import read_query


def read_revision(url: str) -> str | None:
    """Return the revision of Airflow's database at `url`, or None when it is empty."""
    with connect(url, application="dateline up") as connection:
        known = connection.execute(read_query("select_airflow_tables")).fetchone()
        if not known or not known["known"]:
            return None
        row = connection.execute(read_query("select_airflow_revision")).fetchone()
        return str(row["version_num"]) if row else None
