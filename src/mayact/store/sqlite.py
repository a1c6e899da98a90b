"""The store on SQLite: `ports.Store`, embedded, one gate per file.

One append:
1. refuse     a store that is closed, replaced, or whose last write was not confirmed
2. begin      BEGIN IMMEDIATE; the head in the file must be the head this process left there
3. apply      each draft gets its place and its time and is applied to the rows as they are now
4. write      entries, rows, frontier and signed checkpoint, in the one transaction
5. commit     the commit point
6. anchor     the head, outside the store
7. return     only now may anything happen because of it

Law: between 5 and 6 nobody knows what a power cut would leave, so a failure there closes the store for writing until
it is opened again and examined. It refuses to know what entries mean: `replay.apply` decides what may follow what.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import SQLAlchemyError

from mayact.core.errors import InvalidInput, NotFound, StoreCorrupt, StoreUnavailable, shown
from mayact.core.log.checkpoint import Checkpoint, SignBytes, VerifierKey, open_checkpoint, sign_checkpoint
from mayact.core.log.entry import Draft, Entry, leaf_bytes, parse_leaf
from mayact.core.log.fold import Fold
from mayact.core.log.history import History, action_of, history_of
from mayact.core.log.merkle import leaf_hash
from mayact.core.log.replay import apply
from mayact.core.log.state import PolicyRow, Row, Table
from mayact.ports import CrashPoint, Receipt, Trace
from mayact.store.anchor import Anchor, Anchored
from mayact.store.engine import readers as reader_pool
from mayact.store.engine import reading, refuse_programs, unavailable, writer
from mayact.store.live import LiveRows, TransactionRows, changed_behind
from mayact.store.migrate import migrate
from mayact.store.opening import Head, Opened, examine, own_head, stored_frontier
from mayact.store.place import ExclusiveLock, identity, prepare_directory, prepare_file
from mayact.store.rows import GOVERNANCE, Kept, Wanted, find, save, search
from mayact.store.tables import CHECKPOINTS, ENTRIES, FRONTIER

_DRIVER_ERRORS = (SQLAlchemyError, sqlite3.Error, OSError)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Written:
    """What one append made of the store. `rows`: those that it changed."""

    entries: tuple[Entry, ...]
    head: Head
    governed: Fold
    rows: tuple[Kept, ...]


class _NoTrace:
    def at(self, point: CrashPoint) -> None:
        """Production passes its commit points silently."""


class SqliteStore:
    """Open with `SqliteStore.open`; safe for threads; one per database file on this machine."""

    def __init__(
        self,
        *,
        path: str,
        lock: ExclusiveLock,
        engines: tuple[Engine, Engine],
        opened: Opened,
        key: VerifierKey,
        sign: SignBytes,
        anchor: Anchor,
        trace: Trace,
    ) -> None:
        self._path = path
        self._file = identity(path)
        self._lock = lock
        self._writer, self._readers = engines
        self._head = opened.head
        self._governed = opened.governed
        self._live = LiveRows(opened.live)
        self._key, self._sign, self._anchor, self._trace = key, sign, anchor, trace
        self._mutex = threading.RLock()
        self._refusing = ""
        """Why nothing may be written any more; empty while everything written is confirmed."""
        self._closed = False

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        key: VerifierKey,
        sign: SignBytes,
        anchor: Anchor,
        trace: Trace | None = None,
    ) -> "SqliteStore":
        """Open or create the store at `path`, take it exclusively, and examine it (see `store.opening`).

        `key.name` is the log's origin. Raises `StoreUnavailable` (held by another gate, disk), `StoreCorrupt`,
        `RolledBack`.
        """
        return cls._taken(path, key=key, sign=sign, anchor=anchor, trace=trace or _NoTrace(), examined=_examined)

    @classmethod
    def _for_adoption(cls, path: str | Path, *, key: VerifierKey, sign: SignBytes, anchor: Anchor) -> "SqliteStore":
        """As `open`, but whatever the anchor says: only `store.adopt` calls it, and appends the adoption first."""
        return cls._taken(path, key=key, sign=sign, anchor=anchor, trace=_NoTrace(), examined=_examined_alone)

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
    ) -> "SqliteStore":
        where = os.path.abspath(path)
        prepare_directory(os.path.dirname(where))
        lock = ExclusiveLock(f"{where}.lock")
        engine: Engine | None = None
        try:
            prepare_file(where)
            engine = writer(where)
            opened = examined(engine, where, key, sign, anchor)
        except BaseException:
            if engine is not None:
                engine.dispose()
            lock.release()
            raise
        engines = (engine, reader_pool(where))
        return cls(
            path=where, lock=lock, engines=engines, opened=opened, key=key, sign=sign, anchor=anchor, trace=trace
        )

    def close(self) -> None:
        """Release the file and the lock. The store refuses everything afterwards."""
        with self._mutex:
            self._closed = True
            self._readers.dispose()
            self._writer.dispose()
            self._lock.release()

    def __enter__(self) -> "SqliteStore":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def append(self, drafts: Sequence[Draft]) -> Receipt:
        """See `ports.Store`. Also raises `InvalidInput` or `LimitExceeded` for what could not be read back, and
        `StoreCorrupt` when the file changed behind this process; nothing was written then."""
        if not drafts:
            raise InvalidInput("nothing to append", hint="append at least one draft")
        with self._mutex:
            self._refuse_unsafe()  # 1
            try:
                with self._writer.connect() as connection:
                    written = self._commit(connection, drafts)
            except _DRIVER_ERRORS as error:
                raise unavailable(self._path, error) from None
            head = written.head
            self._head, self._governed = head, written.governed
            self._live.note(written.rows)
            self._trace.at(CrashPoint.COMMITTED)
            self._anchor.write(Anchored(head.frontier.size, head.frontier.root(), head.note))  # 6
            self._trace.at(CrashPoint.ANCHORED)
            self._refusing = ""
            return Receipt(written.entries, head.note)  # 7

    def _refuse_unsafe(self) -> None:
        self._refuse_closed()
        self._refuse_unconfirmed()
        if identity(self._path) != self._file:
            # Writing on would fill a file that nobody finds after a restart.
            self._refusing = "its file was replaced or removed"
            raise StoreCorrupt(f"store {shown(self._path)} was replaced or removed", hint="restart the gate")

    def _refuse_unconfirmed(self) -> None:
        if self._refusing:
            raise StoreUnavailable(f"the store refuses: {self._refusing}", hint="restart the gate")

    def _commit(self, connection: Connection, drafts: Sequence[Draft]) -> _Written:
        transaction = connection.begin()  # 2
        try:
            if stored_frontier(connection) != self._head.frontier:
                raise StoreCorrupt("the store changed behind the gate", hint="run `mayact log verify`")
            refuse_programs(connection)  # a trigger made since opening would run in this very transaction
            written = self._write(connection, drafts)  # 3, 4
            self._trace.at(CrashPoint.BEFORE_COMMIT)
        except BaseException:
            # Nothing of it may be kept. A rollback that fails closes the connection, which rolls back as well.
            transaction.rollback()
            raise
        # COMMIT POINT. A crash before it: as if never asked. A crash after it, before the anchor: the entries stand,
        # nobody was told, and opening anchors them. Until that is settled nothing else may be written, because the
        # next append would be made over a head that may not exist.
        self._refusing = "its last write was not confirmed"
        transaction.commit()  # 5
        return written

    def _write(self, connection: Connection, drafts: Sequence[Draft]) -> _Written:
        rows = TransactionRows(connection, governed=self._governed, live=self._live)
        frontier, at = self._head.frontier, self._head.at
        entries: list[Entry] = []
        values: list[dict[str, Any]] = []
        for draft in drafts:
            # `at` never decreases: a clock put back un-expires nothing.
            at = max(draft.at, at)
            leaf = leaf_bytes(Entry(seq=frontier.size, at=at, kind=draft.kind, body=draft.body))
            # Read back before it is applied: what cannot be read again must not be written, and what is applied now
            # is exactly what a verifier will apply.
            entry = parse_leaf(leaf)
            changed = apply(entry, rows)
            rows.put(changed)
            hashed = leaf_hash(leaf)
            values.append(
                {
                    "seq": entry.seq,
                    "at": at,
                    "kind": entry.kind.value,
                    "action": action_of(entry, changed),
                    "leaf": leaf,
                    "leaf_hash": hashed,
                }
            )
            frontier = frontier.append(hashed)
            entries.append(entry)
        connection.execute(insert(ENTRIES), values)
        kept = save(connection, rows.changed.values())
        head = self._seal(connection, Head(frontier, at, ""))
        return _Written(tuple(entries), head, rows.governed, kept)

    def _seal(self, connection: Connection, head: Head) -> Head:
        frontier = head.frontier
        checkpoint = Checkpoint(self._key.name, frontier.size, frontier.root())
        note = sign_checkpoint(checkpoint, key=self._key, sign=self._sign)
        statement = upsert(FRONTIER).values(id=0, size=frontier.size, hashes=b"".join(frontier.peaks))
        replaced = {"size": statement.excluded.size, "hashes": statement.excluded.hashes}
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=replaced))
        connection.execute(insert(CHECKPOINTS).values(size=frontier.size, note=note))
        return Head(frontier, head.at, note)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def row(self, table: Table, key: str) -> Row | None:
        if table in GOVERNANCE:
            self._refuse_closed()
            return self._governed.get(table, key)
        found = self._confirmed(
            lambda connection: find(connection, table, key),
            known=lambda found: self._live.confirms(table, key, found),
            otherwise=changed_behind(table, key),
        )
        return None if found is None else found.row

    def rows(
        self,
        table: Table,
        *,
        status: str | None = None,
        action: str | None = None,
        limit: int = 100,
        after: str = "",
    ) -> Sequence[Row]:
        if table in GOVERNANCE:
            self._refuse_closed()
            return self._governed.select(table, status=status, action=action, limit=limit, after=after)
        wanted = Wanted(table=table, status=status, action=action, limit=limit, after=after)
        found = self._confirmed(
            lambda connection: search(connection, wanted),
            known=lambda found: self._live.confirms_all(wanted, found),
            otherwise=changed_behind(table),
        )
        return tuple(kept.row for kept in found)

    def _confirmed(
        self, look: Callable[[Connection], _T], *, known: Callable[[_T], bool], otherwise: StoreCorrupt
    ) -> _T:
        """What `look` finds, when it agrees with what is known to be live; else raises `otherwise`."""
        found = self._looked(look)
        if known(found):
            return found
        with self._mutex:
            # An append may have committed between the two: look again while none is under way.
            found = self._looked(look)
            if known(found):
                return found
            # After an unclear commit it is not known either which rows are live.
            self._refuse_unconfirmed()
        raise otherwise

    def _looked(self, look: Callable[[Connection], _T]) -> _T:
        with reading(self._open_readers(), self._path) as connection:
            return look(connection)

    def active_policy(self) -> PolicyRow | None:
        self._refuse_closed()
        return self._governed.active_policy()

    def entries(self, *, start: int, count: int) -> Sequence[Entry]:
        wanted = select(ENTRIES.c.seq, ENTRIES.c.leaf).where(ENTRIES.c.seq >= start).order_by(ENTRIES.c.seq)
        with reading(self._open_readers(), self._path) as connection:
            return tuple(_entry(stored) for stored in connection.execute(wanted.limit(max(count, 0))))

    def action_history(self, action: str) -> History:
        """Everything recorded about one action, by fact, from one query. Raises as `row`."""
        wanted = select(ENTRIES.c.seq, ENTRIES.c.leaf).where(ENTRIES.c.action == action).order_by(ENTRIES.c.seq)
        with reading(self._open_readers(), self._path) as connection:
            return history_of(action, [_entry(stored) for stored in connection.execute(wanted)])

    def size(self) -> int:
        self._refuse_closed()
        return self._head.frontier.size

    def checkpoint(self) -> str:
        self._refuse_closed()
        if not self._head.note:
            raise NotFound("the log is empty", hint="nothing was recorded yet")
        return self._head.note

    def _open_readers(self) -> Engine:
        self._refuse_closed()
        return self._readers

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store is closed", hint="restart the gate")


def _entry(stored: Any) -> Entry:
    entry = parse_leaf(stored.leaf)
    if entry.seq != stored.seq:
        raise StoreCorrupt(f"entry {stored.seq} was altered", hint="run `mayact log verify`")
    return entry


_Examine: TypeAlias = Callable[[Engine, str, VerifierKey, SignBytes, Anchor], Opened]


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
    except _DRIVER_ERRORS as error:
        raise unavailable(path, error) from None
