"""Fixtures of all tests: a real embedded Postgres, fresh migrated databases, settings."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from dateline.settings import Settings
from dateline.stack.postgres import EmbeddedPostgres, find_free_port
from sql.connection import Connection, connect
from sql.migrate import migrate

SHARED = Path(__file__).resolve().parents[2] / "shared"
POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")
_numbers = count()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The evaluation folder beside the checkout."""
    if not (SHARED / "README.md").exists():
        pytest.skip("the evaluation folder ../shared is absent: tests on real pages do not run")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """One embedded server for the session, without fsync."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder, durable=False)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template_database(postgres: EmbeddedPostgres) -> str:
    """Name of a migrated database that others are cloned from."""
    with psycopg.connect(postgres.url("postgres", login="postgres"), autocommit=True) as connection:
        connection.execute("create database template_dateline owner dateline template template0")
    migrate(postgres.url("template_dateline"))
    return "template_dateline"


@pytest.fixture
def empty_database_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """A fresh database without any schema of ours."""
    yield from _make_database(postgres, "template0")


@pytest.fixture
def database_url(postgres: EmbeddedPostgres, template_database: str) -> Iterator[str]:
    """A fresh migrated database."""
    yield from _make_database(postgres, template_database)


@pytest.fixture
def database(database_url: str) -> Iterator[Connection]:
    """An open autocommit connection to a fresh migrated database."""
    with connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings over a fresh database and an empty home folder."""
    return Settings(home=tmp_path / "home", database_url=database_url, contact="tests@dateline.invalid")


@pytest.fixture
def small_disk() -> Iterator[Callable[..., Path]]:
    """Mount disks of a megabyte or so, which fill up as real ones do, where every user can get."""
    mounted: list[Path] = []

    def mount(size: str = "1m") -> Path:
        folder = Path(tempfile.mkdtemp(prefix="dateline-disk-"))
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode:
            folder.rmdir()
            pytest.skip("no small disk can be mounted here (root only): full disks are not tested")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@pytest.fixture(scope="session")
def postgres15_server() -> Iterator[str]:
    """libpq URL (superuser) of a PostgreSQL 15 server, the second version that we support."""
    if not (POSTGRES_15 / "initdb").exists():
        pytest.skip("PostgreSQL 15 is not installed (Debian: postgresql-15): the second version is not tested")
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgres15-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    port = find_free_port()
    as_user = {"user": user, "cwd": "/", "check": True, "capture_output": True}
    subprocess.run(
        [
            *[POSTGRES_15 / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust"],
            *["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        ],
        **as_user,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    control = [POSTGRES_15 / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], **as_user)
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], **as_user)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres15_url(postgres15_server: str) -> str:
    """A fresh database on PostgreSQL 15, migrated."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres15_server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    url = postgres15_server.removesuffix("/postgres") + f"/{name}"
    migrate(url)
    return url


def _make_database(postgres: EmbeddedPostgres, template: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(postgres.url("postgres", login="postgres"), autocommit=True) as connection:
        connection.execute(f"create database {name} owner dateline template {template}")
        yield postgres.url(name)
        connection.execute(f"drop database {name} with (force)")
