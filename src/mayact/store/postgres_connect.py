"""Connections to PostgreSQL, with the settings durability depends on.

Law: a commit that returned survives a power cut of the server, so a server or role that says otherwise is refused,
when connecting and again in every transaction that writes (`postgres_guard`). Names mean our schema and no other.
Failures of the driver, the network and the server leave here as `StoreUnavailable`, nothing else does.
"""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import psycopg
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool

from mayact.core.errors import StoreUnavailable, escaped, shown
from mayact.store.migrate import SCHEMA
from mayact.store.postgres_place import PostgresPlace

MIN_VERSION: Final = 150_000
"""PostgreSQL 15, the first in which strangers may not create in the schema `public` (its release notes)."""

LOCK_WAIT_MS: Final = 5_000
"""How long another gate's transaction is waited for. One takes milliseconds; a longer one has lost its network."""

_IDLE_MS: Final = 4_000
"""After this long the server ends a write transaction whose gate says nothing, so that the others go on. Below
`LOCK_WAIT_MS`: the next one who waits gets the lock rather than a refusal."""

_STATEMENT_MS: Final = 60_000
_CONNECT_SECONDS: Final = 5
_SILENCE_MS: Final = 8_000  # a peer that acknowledges nothing for so long is gone (tcp(7), TCP_USER_TIMEOUT)
_MAX_READERS: Final = 8

Dial: TypeAlias = "Callable[[], psycopg.Connection[Any]]"

DRIVER_ERRORS: Final = (SQLAlchemyError, psycopg.Error, OSError)


def dialler(place: PostgresPlace, *, reads: bool, offline: bool = False) -> Dial:
    """How to open one connection: a writer's (READ COMMITTED: it sees what others committed before it got the lock)
    or a reader's (one snapshot, and no writing). `offline`: no limit on how long a statement takes."""
    limits = {
        "lock_timeout": LOCK_WAIT_MS,
        "statement_timeout": 0 if offline else _STATEMENT_MS,
        "idle_in_transaction_session_timeout": 0 if reads or offline else _IDLE_MS,
    }
    # pg_temp last: a temporary table must not stand in for ours (postgresql.org/docs, runtime-config-client).
    options = [f"-c search_path={SCHEMA},pg_temp", *(f"-c {name}={value}" for name, value in limits.items())]
    arguments: dict[str, Any] = {
        **place.parameters(),
        "options": " ".join(options),
        "application_name": "mayact",
        "client_encoding": "UTF8",
        "connect_timeout": _CONNECT_SECONDS,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": _SILENCE_MS,
    }
    if place.password_file:
        arguments["passfile"] = place.password_file

    def dial() -> "psycopg.Connection[Any]":
        if place.password_file:
            _require_private(place.password_file)
        connection = psycopg.connect(**arguments)
        try:
            _require_sound(connection)
            connection.isolation_level = (
                psycopg.IsolationLevel.REPEATABLE_READ if reads else psycopg.IsolationLevel.READ_COMMITTED
            )
            connection.read_only = True if reads else None
        except BaseException:
            connection.close()
            raise
        return connection

    return dial


def _require_private(path: str) -> None:
    """Raises `StoreUnavailable` for a password file that libpq would pass over in silence (libpq-pgpass), or nearly."""
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
    except OSError as error:
        raise StoreUnavailable(
            f"password file {shown(path)}: {error.strerror}", hint="the gate's user must be able to read it"
        ) from None
    if not stat.S_ISREG(mode) or mode & 0o077:
        raise StoreUnavailable(f"password file {shown(path)} is not private", hint="chmod 0600, as the gate's user")


SOUND: Final[Mapping[str, frozenset[str]]] = {
    "fsync": frozenset({"on"}),
    "full_page_writes": frozenset({"on"}),
    # `remote_apply` waits for more than `on` does; every other value acknowledges what a crash could lose.
    "synchronous_commit": frozenset({"on", "remote_apply"}),
    # Any other role of replication switches constraints off.
    "session_replication_role": frozenset({"origin"}),
    "zero_damaged_pages": frozenset({"off"}),
    "server_encoding": frozenset({"UTF8"}),
    "client_encoding": frozenset({"UTF8"}),
    "standard_conforming_strings": frozenset({"on"}),
}
"""What must hold of a session. Setting them ourselves would hide that whoever runs the server wants otherwise."""


def _require_sound(connection: "psycopg.Connection[Any]") -> None:
    """Raises `StoreUnavailable` for a server or role on which a returned commit is not a durable one."""
    version = connection.info.server_version
    if version < MIN_VERSION:
        raise StoreUnavailable(
            f"the server is PostgreSQL {version // 10_000}", hint=f"at least {MIN_VERSION // 10_000} is needed"
        )
    names = ", ".join(f"pg_catalog.current_setting('{name}')" for name in SOUND)
    found = connection.execute(f"SELECT {names}".encode()).fetchone()
    connection.rollback()
    for name, value in zip(SOUND, found or (), strict=True):
        if value not in SOUND[name]:
            raise unsound(name, str(value))


def unsound(name: str, value: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"the database runs with {name} = {shown(value)}",
        hint="commits would not be durable, or not what they say: correct it for the server, the database and the role",
    )


def readers(place: PostgresPlace) -> Engine:
    """A small pool for look-ups while the writer is at work."""
    return _engine(dialler(place, reads=True), poolclass=QueuePool, pool_size=_MAX_READERS, pool_timeout=5)


def read_only(place: PostgresPlace) -> Engine:
    """For verifying: one snapshot, however long it takes."""
    return _engine(dialler(place, reads=True, offline=True), poolclass=NullPool)


def offline_writer(place: PostgresPlace) -> Engine:
    """For examining at opening, migrations of the schema, and moving a log."""
    return _engine(dialler(place, reads=False, offline=True), poolclass=NullPool)


def _engine(dial: Dial, **pool: Any) -> Engine:
    return create_engine("postgresql+psycopg://", creator=dial, use_native_hstore=False, **pool)


@contextmanager
def talking(place: PostgresPlace) -> Iterator[None]:
    """Raise `StoreUnavailable` for whatever the driver, the network or the server says."""
    try:
        yield
    except DRIVER_ERRORS as error:
        raise unavailable(place, error) from None


@contextmanager
def reading(engine: Engine, place: PostgresPlace) -> Iterator[Connection]:
    """One consistent snapshot. Raises as `talking`."""
    with talking(place), engine.connect() as connection, connection.begin():
        yield connection


def has_schema(connection: Connection) -> bool:
    """Whether there is a log of ours in the database."""
    found = connection.exec_driver_sql(f"SELECT pg_catalog.to_regclass('{SCHEMA}.frontier')").scalar()
    return found is not None


def unavailable(place: PostgresPlace, error: Exception) -> StoreUnavailable:
    """The driver's failure in the store's words. SQL and parameters stay out: they hold what agents sent."""
    cause = getattr(error, "orig", None) or error
    first_line = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
    return StoreUnavailable(
        f"store {shown(str(place))}: {escaped(first_line)}",
        hint="nothing may run until it answers: look at the database, and at `store.url` and `store.password_file`",
    )
