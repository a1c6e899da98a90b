"""A whole log as one new database file: what a backup holds, and what a log becomes that leaves PostgreSQL.

Law: the copy comes from one snapshot and is made in one transaction, so it is whole or empty; it is durable before it
has a name, and the name is one that nothing had. Nothing is believed of it but what `verified` says.
"""

import os
import sqlite3
from collections.abc import Iterable
from itertools import groupby, islice
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert

from mayact.core.errors import IllegalTransition, StoreUnavailable, shown
from mayact.core.log.checkpoint import VerifierKey
from mayact.core.log.stored import Recorded, StoredRow
from mayact.core.log.verify import Outside, Report, verify
from mayact.store.anchor import sync_directory
from mayact.store.engine import DRIVER_ERRORS, unavailable, writer
from mayact.store.migrate import migrate
from mayact.store.place import prepare_file
from mayact.store.reader import Where, snapshot
from mayact.store.tables import CHECKPOINTS, ENTRIES, FRONTIER, STATE

_PAGE: Final = 2_000


def copy_to_file(where: Where, to: str) -> None:
    """Write everything that the store at `where` holds to the file `to`, which is empty or not there. When this returns
    a power cut does not lose it. Raises `NotFound`, `StoreUnavailable`, `StoreCorrupt` (`to` is not ours to write)."""
    prepare_file(to)
    engine = writer(to)
    try:
        with snapshot(where) as found, engine.connect() as connection, connection.begin():
            migrate(connection)
            _fill(connection, found)
        _whole(engine)
    except DRIVER_ERRORS as error:
        raise unavailable(to, error) from None
    finally:
        engine.dispose()


def _whole(engine: Engine) -> None:
    """Everything into the one file that is archived. Closing would do it too, and say nothing where it cannot."""
    with engine.connect() as connection:
        driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        (mode,) = driver.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode != "delete":
            raise sqlite3.OperationalError("the copy could not be completed")


def _fill(connection: Connection, found: Recorded) -> None:
    _pages(
        connection,
        ENTRIES,
        (
            {
                "seq": entry.seq, "at": entry.at, "kind": entry.kind, "action": entry.action, "leaf": entry.leaf,
                "leaf_hash": entry.leaf_hash,
            }
            for entry in found.entries
        ),
    )  # fmt: skip
    for table, rows in groupby(found.rows, key=_table_of):
        _pages(
            connection,
            STATE[table],
            (
                {
                    "id": row.id, "status": row.status, "action": row.action, "expires_at": row.expires_at,
                    "body": row.body,
                }
                for row in rows
            ),
        )  # fmt: skip
    _pages(connection, CHECKPOINTS, ({"size": head.size, "note": head.note} for head in found.checkpoints))
    if found.frontier is not None:
        size, hashes = found.frontier
        connection.execute(insert(FRONTIER), {"id": 0, "size": size, "hashes": hashes})


def _table_of(row: StoredRow) -> Any:
    return row.table


def _pages(connection: Connection, table: Any, values: Iterable[dict[str, Any]]) -> None:
    left = iter(values)
    while page := list(islice(left, _PAGE)):
        connection.execute(insert(table), page)


def verified(path: str, *, key: VerifierKey, outside: tuple[Outside, ...]) -> Report:
    """What `mayact log verify` finds in the file at `path`."""
    with snapshot(path) as found:
        return verify(found, key=key, outside=outside)


def name_new(draft: str, target: str) -> None:
    """Give the file `draft` the name `target` too, durably. Raises `IllegalTransition` (there is one already),
    `StoreUnavailable`."""
    try:
        # COMMIT POINT. link(2) fails when `target` exists, where rename(2) would replace it. A crash before leaves a
        # draft that nothing reads; a crash after leaves the whole file under its name.
        os.link(draft, target, follow_symlinks=False)
        sync_directory(os.path.dirname(target))
    except FileExistsError:
        raise IllegalTransition(f"{shown(target)} exists by now; nothing was changed", hint="look at it") from None
    except OSError as error:
        raise StoreUnavailable(f"{shown(target)}: {error.strerror}", hint="check the directory") from None


def discard(draft: str) -> None:
    """Remove a database file and what SQLite keeps beside it. Raises `StoreUnavailable`."""
    for name in (draft, f"{draft}-wal", f"{draft}-shm"):
        _remove(name)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass  # there was none
    except OSError as error:
        raise unavailable(path, error) from None
