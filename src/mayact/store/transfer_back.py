"""Moving a log from PostgreSQL back into the file of one machine; the way there stands in `store.transfer`.

1. alone      the log is taken and examined as a gate would; no gate of any home is up
2. room       there is no file yet; what an earlier attempt left is thrown away
3. copy       everything, in one transaction, into a file that no gate opens
4. verify     the whole log, read back from the copy: same head, same checkpoint, no finding
5. close      the log in the database loses the name that gates look for; this home alone can give it back
6. name       the copy gets the name of this home's file
7. switch     `store.url` is empty: COMMIT POINT of the move
8. seal       what was closed stays closed, for this home too

Law: the database is closed before the file may be the log, because other homes stand on it too: what one of them
wrote after the copy would be lost. Before 7 the database is the log: this home's gate opens it again when it starts
(`store.leaving`) and sets the copy aside. After 7 the file is. So a crash anywhere leaves exactly one installation that
works. The anchor stays where it is and continues: both ends have the same head.
"""

import os
from collections.abc import Callable

from sqlalchemy import Connection, Engine

from mayact.core.errors import IllegalTransition, InvalidInput, StoreCorrupt, shown
from mayact.core.log.checkpoint import SignBytes, VerifierKey
from mayact.core.log.verify import Outside
from mayact.store.anchor import Anchor
from mayact.store.copying import copy_to_file, discard, name_new, verified
from mayact.store.leaving import close, forget, seal, secret_file
from mayact.store.logstore import LogStore
from mayact.store.migrate import SCHEMA
from mayact.store.postgres import PostgresStore
from mayact.store.postgres_connect import offline_writer, talking
from mayact.store.postgres_place import PostgresPlace
from mayact.store.reader import newest_checkpoint
from mayact.store.secret import make_secret
from mayact.store.transfer import Moved, Progress


def move_to_file(
    place: PostgresPlace,
    database: str,
    *,
    key: VerifierKey,
    sign: SignBytes,
    anchor: Anchor,
    switch: Callable[[], None],
    progress: Progress,
) -> Moved:
    """Move the log at `place` into the file `database`. `switch` makes the configuration name no database, durably.

    Raises `StoreUnavailable` (a gate is up, no server, disk), `StoreCorrupt`, `RolledBack` (the log is not in order),
    `IllegalTransition` (there is a file already), `InvalidInput` (the log is empty), and what `switch` raises.
    """
    with PostgresStore.for_moving(place, beside=database, key=key, sign=sign, anchor=anchor) as source:  # 1
        draft = _room(database)  # 2
        engine = offline_writer(place)
        try:
            moved = _copied(source, place, draft, key=key, progress=progress)  # 3, 4
            name = _closed(engine, place, database, size=moved.size)  # 5
            progress("closed", 1, 1)
            name_new(draft, database)  # 6
            progress("named", 1, 1)
            progress("switched", 0, 1)
            switch()  # 7
            progress("switched", 1, 1)
            forget(database)
            with talking(place), engine.begin() as connection:
                seal(connection, name)  # 8
            progress("sealed", 1, 1)
        finally:
            engine.dispose()
            discard(draft)
    return moved


def _room(database: str) -> str:
    """The file to copy into. Raises `IllegalTransition` when something stands where the log would."""
    for path in (database, f"{database}-wal", f"{database}-shm"):
        if os.path.lexists(path):
            raise IllegalTransition(
                f"there is a store at {shown(path)}; nothing was changed", hint="move it away first: it may be evidence"
            )
    draft = f"{database}.arriving"
    discard(draft)
    return draft


def _copied(source: LogStore, place: PostgresPlace, draft: str, *, key: VerifierKey, progress: Progress) -> Moved:
    size = source.size()
    if not size:
        raise InvalidInput("the log is empty: there is nothing to move", hint="empty `store.url` and run `mayact init`")
    note = source.checkpoint()
    progress("copying", 0, size)
    copy_to_file(place, draft)
    progress("copying", size, size)
    progress("verifying", 0, size)
    report = verified(draft, key=key, outside=(Outside("head in the database", note),))
    if report.findings or report.size != size or newest_checkpoint(draft) != note:
        first = report.findings[0].text if report.findings else "its head is another"
        raise StoreCorrupt(f"the copy does not verify: {first}", hint="nothing was moved; run `mayact log verify`")
    progress("verifying", size, size)
    return Moved(size, note)


def _closed(engine: Engine, place: PostgresPlace, database: str, *, size: int) -> str:
    """The name under which the log stays behind."""
    secret = make_secret(secret_file(database))
    with talking(place), engine.begin() as connection:
        if _size(connection) != size:
            # Whoever wrote this kept no presence: it is no gate.
            raise StoreCorrupt("the log grew while it was moved", hint="nothing was moved; find out who wrote there")
        # COMMIT POINT of closing. Before: every gate finds the log. After: only this home's, until the switch.
        return close(connection, secret)


def _size(connection: Connection) -> int:
    return int(connection.exec_driver_sql(f"SELECT size FROM {SCHEMA}.frontier FOR UPDATE").scalar_one())  # noqa: S608
