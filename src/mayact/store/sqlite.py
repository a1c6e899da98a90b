"""The store on SQLite: `ports.Store`, embedded, one gate per file.

Law: one gate per file, by an exclusive lock that the kernel drops with the process; the file is examined against its
anchor before the first write (`store.opening`). How it is written stands in `store.logstore`, by what statements in
`store.sqlite_backend`.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Engine

from mayact.core.errors import RolledBack, shown
from mayact.core.log.checkpoint import Checkpoint, SignBytes, VerifierKey, open_checkpoint, sign_checkpoint
from mayact.ports import Trace
from mayact.store.anchor import Anchor, Anchored
from mayact.store.engine import DRIVER_ERRORS, reading, refuse_programs, unavailable, writer
from mayact.store.leaving import forget
from mayact.store.logstore import LogStore, NoTrace
from mayact.store.migrate import migrate
from mayact.store.opening import Opened, examine, own_head
from mayact.store.place import ExclusiveLock, prepare_directory, prepare_file
from mayact.store.sqlite_backend import SqliteBackend
from mayact.store.writer import Limits

_USUAL = Limits()


class SqliteStore(LogStore):
    """Open with `SqliteStore.open`; safe for threads; one per database file on this machine."""

    _lock: ExclusiveLock

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        key: VerifierKey,
        sign: SignBytes,
        anchor: Anchor,
        trace: Trace | None = None,
        queue: int = _USUAL.queue,
        group: int = _USUAL.group,
        wait_s: float = _USUAL.wait_s,
    ) -> "SqliteStore":
        """Open or create the store at `path`, take it exclusively, and examine it (see `store.opening`).

        `key.name` is the log's origin. `queue`: appends that may wait; `group`: entries that share one transaction;
        `wait_s`: seconds that `append` waits. Raises `StoreUnavailable` (held by another gate, disk), `StoreCorrupt`,
        `RolledBack`.
        """
        limits = Limits(queue=queue, group=group, wait_s=wait_s)
        return cls._taken(
            path, key=key, sign=sign, anchor=anchor, trace=trace or NoTrace(), examined=_examined, limits=limits
        )

    @classmethod
    def for_adoption(cls, path: str | Path, *, key: VerifierKey, sign: SignBytes, anchor: Anchor) -> "SqliteStore":
        """As `open`, but whatever the anchor says: only `store.adopt` calls it, and appends the adoption first."""
        return cls._taken(
            path, key=key, sign=sign, anchor=anchor, trace=NoTrace(), examined=_examined_alone, limits=_USUAL
        )

    @classmethod
    def _taken(
        cls,
        path: str | Path,
        *,
        key: VerifierKey,
        sign: SignBytes,
        anchor: Anchor,
        trace: Trace,
        examined: "_Examine",
        limits: Limits,
    ) -> "SqliteStore":
        where = os.path.abspath(path)
        prepare_directory(os.path.dirname(where))
        lock = ExclusiveLock(f"{where}.lock")
        try:
            _refuse_lost(where, anchor, key)
            prepare_file(where)
            engine = writer(where)
            try:
                opened = examined(engine, where, key, sign, anchor)
            finally:
                engine.dispose()
            # From here on this file goes on: a database that was closed for it is never opened again by this home.
            forget(where)
            store = cls(
                backend=SqliteBackend(where),
                opened=opened,
                key=key,
                sign=sign,
                anchor=anchor,
                trace=trace,
                limits=limits,
            )
        except BaseException:
            lock.release()
            raise
        store._lock = lock
        return store

    def let_go(self) -> None:
        """Answer what waits and release the file, not the lock: until `close` no other gate takes it."""
        super().close()

    def close(self) -> None:
        """Answer what waits, release the file and the lock. The store refuses everything afterwards."""
        super().close()
        self._lock.release()

    def __enter__(self) -> "SqliteStore":
        return self


_Examine: TypeAlias = Callable[[Engine, str, VerifierKey, SignBytes, Anchor], Opened]


def _refuse_lost(path: str, anchor: Anchor, key: VerifierKey) -> None:
    """Before an empty store is made: it would stand in the way of the one that is brought back."""
    if os.path.lexists(path):
        return
    anchored = anchor.read(key=key)
    if anchored is not None and anchored.size:
        raise RolledBack(
            f"store {shown(path)} is gone, and its anchor speaks of {anchored.size} entries",
            hint="bring the file back, or put a backup there with `mayact restore`",
        )


def _examined(engine: Engine, path: str, key: VerifierKey, sign: SignBytes, anchor: Anchor) -> Opened:
    """Examine what is there against its anchor, and anchor it when the anchor is behind."""
    anchored = anchor.read(key=key)
    opened = _looked_at(engine, path, key, anchored)
    head = opened.head
    # A signing key that is not the pinned one would write checkpoints that nobody can verify: found out now.
    probe = Checkpoint(key.name, head.frontier.size, head.frontier.root())
    open_checkpoint(sign_checkpoint(probe, key=key, sign=sign), key=key)
    if anchored is None or anchored.size < head.frontier.size:
        # COMMIT POINT. A crash before it leaves the older anchor, which this same tree continues.
        anchor.write(Anchored(head.frontier.size, head.frontier.root(), head.note))
    return opened


def _examined_alone(engine: Engine, path: str, key: VerifierKey, sign: SignBytes, anchor: Anchor) -> Opened:
    """Examine everything but the anchor: the store's own newest checkpoint takes its place."""
    with reading(engine, path) as connection:
        own = own_head(connection, key=key)
    return _looked_at(engine, path, key, own)


def _looked_at(engine: Engine, path: str, key: VerifierKey, anchored: Anchored | None) -> Opened:
    try:
        with engine.connect() as connection:
            with connection.begin():
                refuse_programs(connection)
                migrate(connection)
            with connection.begin():
                return examine(connection, key=key, anchored=anchored)
    except DRIVER_ERRORS as error:
        raise unavailable(path, error) from None
