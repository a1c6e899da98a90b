"""The store on PostgreSQL: `ports.Store`, for one gate or several on one log.

Opening:
1. alone      one gate per home: two would write one anchor
2. schema     made when there is none, brought forward when it is older; whoever else opens now waits
3. strangers  the schema holds our tables as we made them, and nothing else
4. examine    the log verifies and continues this gate's own anchor (see `store.opening`)
5. anchor     is brought forward to what was examined
6. presence   others see that a gate is up, and moving the log waits for it
7. retire     a file that this log was moved out of is set aside, if a crash left it

Law: each gate keeps its own anchor, outside the database, and believes of the database only what continues it and
verifies; what other gates append is judged like what a stranger might have written. How a group is committed stands
in `store.logstore` and `store.postgres_backend`.
"""

import os

from sqlalchemy import Connection

from mayact.core.errors import IllegalTransition, StoreCorrupt, shown
from mayact.core.log.checkpoint import Checkpoint, SignBytes, VerifierKey, open_checkpoint, sign_checkpoint
from mayact.ports import Trace
from mayact.store.anchor import Anchor, Anchored
from mayact.store.leaving import take_back
from mayact.store.logstore import LogStore, NoTrace
from mayact.store.migrate import SCHEMA, migrate
from mayact.store.opening import Opened, examine, own_head
from mayact.store.place import ExclusiveLock, prepare_directory
from mayact.store.postgres_backend import PostgresBackend
from mayact.store.postgres_connect import offline_writer, read_only, reading, talking
from mayact.store.postgres_guard import refuse_all_strangers
from mayact.store.postgres_place import PostgresPlace
from mayact.store.transfer import drop_empty, finish, retire
from mayact.store.writer import Limits

_MAKING_KEY = 0x6D61_7961_6374_0002
"""The advisory lock under which the schema is made or brought forward."""


class PostgresStore(LogStore):
    """Open with `PostgresStore.open`; safe for threads."""

    _lock: ExclusiveLock

    @classmethod
    def open(
        cls,
        place: PostgresPlace,
        *,
        beside: str,
        key: VerifierKey,
        sign: SignBytes,
        anchor: Anchor,
        trace: Trace | None = None,
        limits: Limits | None = None,
    ) -> "PostgresStore":
        """Open the log at `place`, or begin it in an empty database, and examine it. `beside`: where this home's own
        database file would be; its lock stands beside it. `key.name` is the log's origin.

        Raises `StoreUnavailable` (no server, no right, held by another), `StoreCorrupt`, `RolledBack`.
        """
        return cls._taken(
            place, beside, key=key, sign=sign, anchor=anchor, trace=trace, limits=limits, alone=False, adopting=False
        )

    @classmethod
    def for_moving(
        cls, place: PostgresPlace, *, beside: str, key: VerifierKey, sign: SignBytes, anchor: Anchor
    ) -> "PostgresStore":
        """As `open`, but only while no gate is up, and none comes up until it is closed."""
        return cls._taken(
            place, beside, key=key, sign=sign, anchor=anchor, trace=None, limits=None, alone=True, adopting=False
        )

    @classmethod
    def for_adoption(
        cls, place: PostgresPlace, *, beside: str, key: VerifierKey, sign: SignBytes, anchor: Anchor
    ) -> "PostgresStore":
        """As `open`, but whatever the anchor says, and alone: only `store.adopt` calls it, and appends the adoption
        first. Raises `IllegalTransition` when this home has a file too."""
        if os.path.lexists(beside):
            # Setting it aside as moved here would take the anchor's word for it, which is what is not asked.
            raise IllegalTransition(
                f"there is a store at {shown(beside)} and another in {shown(str(place))}",
                hint="move the one away that is not this log",
            )
        return cls._taken(
            place, beside, key=key, sign=sign, anchor=anchor, trace=None, limits=None, alone=True, adopting=True
        )

    @classmethod
    def _taken(
        cls,
        place: PostgresPlace,
        beside: str,
        *,
        key: VerifierKey,
        sign: SignBytes,
        anchor: Anchor,
        trace: Trace | None,
        limits: Limits | None,
        alone: bool,
        adopting: bool,
    ) -> "PostgresStore":
        prepare_directory(os.path.dirname(beside))
        held = ExclusiveLock(f"{beside}.lock")  # 1
        try:
            _make_schema(place, beside)  # 2
            opened = _examined(place, key=key, anchor=anchor, adopting=adopting)  # 3, 4
            _settled(opened, key=key, sign=sign, anchor=anchor, adopting=adopting)  # 5
            backend = PostgresBackend(place, alone=alone)
            backend.connect()  # 6
            retire(beside)  # 7
            store = cls(
                backend=backend,
                opened=opened,
                key=key,
                sign=sign,
                anchor=anchor,
                trace=trace or NoTrace(),
                limits=limits or Limits(),
            )
        except BaseException:
            held.release()
            raise
        store._lock = held
        return store

    def close(self) -> None:
        super().close()
        self._lock.release()


def _make_schema(place: PostgresPlace, beside: str) -> None:
    """Make our schema, or bring it forward. Raises `StoreUnavailable`, `StoreCorrupt` (it is not ours)."""
    engine = offline_writer(place)
    try:
        with talking(place), engine.connect() as connection, connection.begin():
            # Two gates that begin at the same time: the second finds what the first made. The lock ends with the
            # transaction, and so does everything in it when one of them dies.
            connection.exec_driver_sql(f"SELECT pg_catalog.pg_advisory_xact_lock({_MAKING_KEY})")
            if _owner(connection) is False:
                raise StoreCorrupt(f"the schema `{SCHEMA}` belongs to another role", hint="connect as its owner")
            drop_empty(connection)
            if _owner(connection) is None and not finish(connection, beside) and not take_back(connection, beside):
                _make(connection)
            migrate(connection)
    finally:
        engine.dispose()


def _owner(connection: Connection) -> bool | None:
    """Whether the schema is this role's; None when there is none."""
    found = connection.exec_driver_sql(
        "SELECT pg_catalog.pg_get_userbyid(nspowner) = CURRENT_USER FROM pg_catalog.pg_namespace "  # noqa: S608
        f"WHERE nspname = '{SCHEMA}'"
    ).scalar()
    return None if found is None else bool(found)


def _make(connection: Connection) -> None:
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    migrate(connection)
    connection.exec_driver_sql(f"INSERT INTO {SCHEMA}.frontier (id, size, hashes) VALUES (0, 0, '')")  # noqa: S608


def _examined(place: PostgresPlace, *, key: VerifierKey, anchor: Anchor, adopting: bool) -> Opened:
    engine = read_only(place)
    try:
        with reading(engine, place) as connection:
            refuse_all_strangers(connection)
            anchored = own_head(connection, key=key) if adopting else anchor.read(key=key)
            return examine(connection, key=key, anchored=anchored)
    finally:
        engine.dispose()


def _settled(opened: Opened, *, key: VerifierKey, sign: SignBytes, anchor: Anchor, adopting: bool) -> None:
    head = opened.head
    # A signing key that is not the pinned one would write checkpoints that nobody can verify: found out now.
    probe = Checkpoint(key.name, head.frontier.size, head.frontier.root())
    open_checkpoint(sign_checkpoint(probe, key=key, sign=sign), key=key)
    if adopting:
        return
    anchored = anchor.read(key=key)
    if anchored is None or anchored.size < head.frontier.size:
        # COMMIT POINT. A crash before it leaves the older anchor, which this same tree continues.
        anchor.write(Anchored(head.frontier.size, head.frontier.root(), head.note))
