"""Connections to SQLite, with the settings durability depends on.

Law: WAL with `synchronous=FULL`, so that a commit that returned survives a power cut (sqlite.org/pragma.html); one
writer, `BEGIN IMMEDIATE`, so that what a transaction read is still so when it writes; readers cannot write.
Failures of the driver and the disk leave here as `StoreUnavailable`, nothing else does.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from mayact.core.errors import StoreUnavailable, escaped, shown
from mayact.store.sqlite_guard import SCHEMA_QUERY, refuse_strangers

BUSY_TIMEOUT_MS: Final = 2_000
"""How long a locked database is waited for. The store's lock admits one gate, so whoever holds it is a backup or a
stranger."""

_MAX_READERS: Final = 8

# The driver raises the last when it cannot read SQLite's own words: a damaged file has names in it that are no text.
DRIVER_ERRORS: Final = (SQLAlchemyError, sqlite3.Error, OSError, UnicodeDecodeError)


def _dial(path: str, mode: str) -> sqlite3.Connection:
    # isolation_level=None: the driver begins nothing by itself, so that BEGIN IMMEDIATE is the first statement and
    # schema changes are inside the transaction.
    return sqlite3.connect(
        f"file:{quote(path)}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_MS / 1000,
    )


def _on_begin(engine: Engine, statement: str) -> None:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine, "begin", begin)


def dial_writer(path: str) -> sqlite3.Connection:
    """A connection that may write, durably. Raises `sqlite3.Error` where that cannot be had."""
    connection = _dial(path, "mode=rw")
    try:
        _configure(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def writer(path: str) -> Engine:
    """One connection, for migrations and for the examination at opening."""
    engine = create_engine("sqlite://", creator=lambda: dial_writer(path), poolclass=StaticPool)
    _on_begin(engine, "BEGIN IMMEDIATE")
    return engine


def _configure(connection: sqlite3.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA wal_autocheckpoint=0")  # see store.sqlite_wal
    if mode != "wal" or connection.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise sqlite3.OperationalError("this file system does not carry a write-ahead log")


def refuse_programs(connection: Connection) -> None:
    """Raise `StoreCorrupt` when the schema holds what no migration of ours makes."""
    refuse_strangers(connection.exec_driver_sql(SCHEMA_QUERY).all())


def readers(path: str) -> Engine:
    """A small pool for look-ups while the writer is at work."""

    def dial() -> sqlite3.Connection:
        connection = _dial(path, "mode=rw")
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    engine = create_engine("sqlite://", creator=dial, poolclass=QueuePool, pool_size=_MAX_READERS)
    _on_begin(engine, "BEGIN")
    return engine


def read_only(path: str) -> Engine:
    """For verifying: a live store, or a copy of one, without changing a byte of it."""
    # A copy without its write-ahead log has no other writer and may lie where nothing can be created.
    mode = "mode=ro" if Path(f"{path}-wal").exists() else "mode=ro&immutable=1"

    def dial() -> sqlite3.Connection:
        connection = _dial(path, mode)
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    engine = create_engine("sqlite://", creator=dial, poolclass=NullPool)
    _on_begin(engine, "BEGIN")
    return engine


@contextmanager
def reading(engine: Engine, path: str) -> Iterator[Connection]:
    """One consistent snapshot. Raises `StoreUnavailable` for whatever the driver or the disk says."""
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    except DRIVER_ERRORS as error:
        raise unavailable(path, error) from None


def unavailable(path: str, error: Exception) -> StoreUnavailable:
    """The driver's failure in the store's words. SQL and parameters stay out: they hold what agents sent."""
    cause = getattr(error, "orig", None) or error
    first_line = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
    return StoreUnavailable(
        f"store {shown(path)}: {escaped(first_line)}", hint="nothing may run until it answers again"
    )
