"""Moving a log from the file of one machine to PostgreSQL, without losing an entry and without making two logs of it.

1. alone      the file is taken and examined as a gate would; no gate may be up at either end
2. empty      the database holds no log; what an earlier attempt left there is thrown away
3. copy       entries, rows, checkpoints and head, in one transaction, into a schema that no gate opens
4. verify     the whole log, read back from the copy: same head, same checkpoint, no finding
5. keep       the transaction is committed; the copy is marked with a secret that only this home has
6. switch     `store.url` says where the log is: COMMIT POINT of the move
7. activate   the copy gets the name that gates look for
8. retire     the file is marked as moved, made read-only and set aside

Law: before 6 the file is the log, and the copy refuses every gate. After 6 the database is, and this home's gate does
7 and 8 itself when it starts. So a crash anywhere leaves exactly one installation that works. The anchor stays where
it is and continues: both ends have the same head.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import psycopg
from sqlalchemy import Connection

from mayact.core.errors import IllegalTransition, InvalidInput, StoreCorrupt, StoreUnavailable, shown
from mayact.core.log.checkpoint import SignBytes, VerifierKey
from mayact.core.log.stored import Recorded, StoredCheckpoint, StoredEntry, StoredRow
from mayact.core.log.verify import Outside, verify
from mayact.store.anchor import Anchor, sync_directory
from mayact.store.engine import DRIVER_ERRORS
from mayact.store.migrate import MOVED, SCHEMA, migrate
from mayact.store.postgres_backend import PRESENCE_KEY, copy_entries
from mayact.store.postgres_connect import offline_writer, talking
from mayact.store.postgres_place import PostgresPlace
from mayact.store.reader import recorded, snapshot
from mayact.store.secret import drop_secret, make_secret, read_secret
from mayact.store.sqlite import SqliteStore

MOVING: Final = "mayact_moving"
"""The schema of a copy that is not the log yet."""

_PAGE: Final = 5_000

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Moved:
    """`size` entries, the last of them under `checkpoint`, at both ends."""

    size: int
    checkpoint: str


def move_to_postgres(
    database: str,
    place: PostgresPlace,
    *,
    key: VerifierKey,
    sign: SignBytes,
    anchor: Anchor,
    switch: Callable[[], None],
    progress: Progress,
) -> Moved:
    """Move the log in the file `database` to `place`. `switch` makes the configuration name `place`, durably.

    Raises `StoreUnavailable` (a gate is up, no server, disk), `StoreCorrupt`, `RolledBack` (the log is not in order),
    `IllegalTransition` (the database holds a log already), and what `switch` raises.
    """
    if not os.path.exists(database):
        raise InvalidInput(f"there is no log in {shown(database)}", hint="run `mayact init`; or it was moved already")
    with SqliteStore.open(database, key=key, sign=sign, anchor=anchor) as source:  # 1
        engine = offline_writer(place)
        try:
            with talking(place), engine.connect() as connection:
                _alone(connection)
                moved = _copied(connection, source, database, key=key, progress=progress)  # 2, 3, 4, 5
                progress("switched", 0, 1)
                switch()  # 6
                progress("switched", 1, 1)
                with connection.begin():
                    activate(connection)  # 7
                progress("activated", 1, 1)
        finally:
            engine.dispose()
        # Still locked: a gate that read its settings before 6 must not find the file free, for it would go on in it.
        source.let_go()
        retire(database)  # 8
    progress("retired", 1, 1)
    return moved


def _alone(connection: Connection) -> None:
    """Until this connection ends no gate opens the log there. Raises `StoreUnavailable` while one has it open."""
    with connection.begin():
        if not connection.exec_driver_sql(f"SELECT pg_catalog.pg_try_advisory_lock({PRESENCE_KEY})").scalar():
            raise StoreUnavailable("a gate is up on that database", hint="stop every gate first")


def _copied(
    connection: Connection, source: SqliteStore, database: str, *, key: VerifierKey, progress: Progress
) -> Moved:
    size, note = source.size(), source.checkpoint()
    with connection.begin():
        _refuse_log(connection)  # 2
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {MOVING} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {MOVING}")
        connection.exec_driver_sql(f"SET LOCAL search_path = {MOVING}, pg_temp")
        migrate(connection, schema=MOVING)
        with snapshot(database) as held:
            _copy(connection, held, size=size, progress=progress)  # 3
        progress("verifying", 0, size)
        _verify(connection, key=key, size=size, note=note)  # 4
        progress("verifying", size, size)
        _mark(connection, database)
    # COMMIT POINT of the copy. Before: nothing is there. After: a copy that no gate opens, thrown away by the next
    # attempt. The log is the file either way.
    progress("kept", size, size)  # 5
    return Moved(size, note)


def _refuse_log(connection: Connection) -> None:
    drop_empty(connection)
    there = connection.exec_driver_sql(f"SELECT pg_catalog.to_regnamespace('{SCHEMA}')").scalar()
    if there is None:
        return
    if connection.exec_driver_sql(f"SELECT pg_catalog.to_regclass('{SCHEMA}.entries')").scalar() is None:
        # Found before the switch: afterwards the copy could not take that name.
        raise StoreCorrupt(
            f"the schema `{SCHEMA}` holds what is not mayact's", hint="name an empty database; nothing was changed"
        )
    if connection.exec_driver_sql(f"SELECT count(*) FROM {SCHEMA}.entries").scalar():  # noqa: S608
        raise IllegalTransition("that database holds a log already", hint="name an empty database; nothing was changed")
    # A gate was started there once and wrote nothing.
    connection.exec_driver_sql(f"DROP SCHEMA {SCHEMA} CASCADE")


def drop_empty(connection: Connection) -> None:
    """Where an administrator made our schema ahead of us, it goes: ours is made, or moved there, with what is in it.
    One that holds anything stays."""
    empty = connection.exec_driver_sql(
        "SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refobjid = n.oid "  # noqa: S608
        "AND d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass) "
        f"FROM pg_catalog.pg_namespace AS n WHERE n.nspname = '{SCHEMA}'"
    ).scalar()
    if empty:
        connection.exec_driver_sql(f"DROP SCHEMA {SCHEMA}")


def _copy(connection: Connection, held: Recorded, *, size: int, progress: Progress) -> None:
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    if held.frontier is None:
        raise InvalidInput("the log is empty: there is nothing to move", hint="set `store.url` and run `mayact init`")
    done = 0
    for page in _pages(held.entries):
        copy_entries(driver, page, schema=MOVING)
        done += len(page)
        progress("copying", done, size)
    for table, rows in groupby(held.rows, key=lambda row: row.table):
        _copy_rows(driver, table.value, rows)
    _copy_checkpoints(driver, held.checkpoints)
    driver.execute(b"INSERT INTO frontier (id, size, hashes) VALUES (0, %b, %b)", held.frontier)


def _pages(entries: Iterable[StoredEntry]) -> Iterable[list[StoredEntry]]:
    page: list[StoredEntry] = []
    for entry in entries:
        page.append(entry)
        if len(page) == _PAGE:
            yield page
            page = []
    if page:
        yield page


def _copy_rows(driver: "psycopg.Connection[Any]", table: str, rows: Iterable[StoredRow]) -> None:
    statement = f"COPY {MOVING}.{table} (id, status, action, expires_at, body) FROM STDIN (FORMAT BINARY)"
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.set_types(("text", "text", "text", "int8", "bytea"))
        for row in rows:
            copy.write_row((row.id, row.status, row.action, row.expires_at, row.body))


def _copy_checkpoints(driver: "psycopg.Connection[Any]", checkpoints: Iterable[StoredCheckpoint]) -> None:
    statement = f"COPY {MOVING}.checkpoints (size, note) FROM STDIN (FORMAT BINARY)"
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.set_types(("int8", "text"))
        for checkpoint in checkpoints:
            copy.write_row((checkpoint.size, checkpoint.note))


def _verify(connection: Connection, *, key: VerifierKey, size: int, note: str) -> None:
    found = recorded(connection)
    newest = found.checkpoints[-1].note if found.checkpoints else ""
    report = verify(found, key=key, outside=[Outside("head of the file", note)])
    if report.findings or report.size != size or newest != note:
        first = report.findings[0].text if report.findings else "its head is another"
        raise StoreCorrupt(f"the copy does not verify: {first}", hint="nothing was moved; run `mayact log verify`")


# ── after the switch ──────────────────────────────────────────────────────────────────────────────────────


def _mark(connection: Connection, database: str) -> None:
    """Only the home that has the secret finishes the move: a copy of its settings elsewhere does not."""
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {MOVING} IS '{make_secret(_secret_file(database))}'")


def _secret_file(database: str) -> str:
    return f"{database}.moving"


def finish(connection: Connection, database: str) -> bool:
    """Activate the copy that this home moved here, if its move was switched and not finished. Raises `StoreCorrupt`
    for another home's: it may still be going on with its file."""
    found = connection.exec_driver_sql(
        "SELECT pg_catalog.obj_description(oid, 'pg_namespace') FROM pg_catalog.pg_namespace "  # noqa: S608
        f"WHERE nspname = '{MOVING}'"
    ).all()
    if not found:
        return False
    secret = read_secret(_secret_file(database))
    if not secret or found[0][0] != secret:
        raise StoreCorrupt(
            "another home is moving its log into this database", hint="finish `mayact migrate` there, or drop the copy"
        )
    activate(connection)
    return True


def activate(connection: Connection) -> None:
    connection.exec_driver_sql(f"ALTER SCHEMA {MOVING} RENAME TO {SCHEMA}")
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS NULL")


def retire(database: str) -> None:
    """Set the file aside, if it is there: marked, read-only, under another name. Nobody may hold it. Raises
    `StoreUnavailable`. A crash in it leaves a file that the next call sets aside."""
    if os.path.exists(database):
        try:
            _mark_moved(database)
            aside = _free_name(f"{database}.moved")
            os.rename(database, aside)
            # Last: what is read-only could not be marked again after a crash.
            os.chmod(aside, 0o400)
            sync_directory(os.path.dirname(database))
        except DRIVER_ERRORS as error:
            raise StoreUnavailable(
                f"{shown(database)} was moved and cannot be set aside: {error}", hint="move it away yourself"
            ) from None
    drop_secret(_secret_file(database))


def _mark_moved(database: str) -> None:
    with closing(sqlite3.connect(f"file:{quote(database)}?mode=rw", uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("UPDATE alembic_version SET version_num = ?", (MOVED,))
        # One file, which can be kept and verified wherever it lies.
        connection.execute("PRAGMA journal_mode=DELETE")


def _free_name(path: str) -> str:
    name, number = path, 1
    while os.path.lexists(name):
        name, number = f"{path}.{number}", number + 1
    return name
