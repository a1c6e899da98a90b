"""State rows in and out of their tables.

Law: the stored columns repeat what the row's own JSON says; where they disagree the table was altered and the row is
refused (`StoreCorrupt`), never read half and half.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from mayact.core.errors import StoreCorrupt, shown
from mayact.core.log.fold import Fold, RowKey
from mayact.core.log.state import ROW_TYPES, PolicyRow, Row, Table
from mayact.core.log.stored import stored_row
from mayact.store.tables import STATE

GOVERNANCE: Final = frozenset({Table.APPROVERS, Table.POLICIES})
"""Rows that say who may do what. They are few, so the store keeps them in memory as the log says them, and a row
written into these tables by somebody else has no effect even before anybody verifies."""


def encode(row: Row) -> dict[str, Any]:
    """The column values of `row`."""
    stored = stored_row(row)
    return {
        "id": stored.id,
        "status": stored.status,
        "action": stored.action,
        "expires_at": stored.expires_at,
        "body": stored.body,
    }


def decode(table: Table, stored: Any) -> Row:
    """The row in one result of `SELECT *`. Raises `StoreCorrupt`."""
    try:
        row: Row = msgspec.json.decode(stored.body, type=ROW_TYPES[table])
    except (msgspec.DecodeError, TypeError):
        raise _altered(table, stored.id) from None
    said = (row.id, row.status.value, getattr(row, "action", None), getattr(row, "expires_at", None))
    if said != (stored.id, stored.status, stored.action, stored.expires_at):
        raise _altered(table, stored.id)
    return row


def _altered(table: Table, key: object) -> StoreCorrupt:
    return StoreCorrupt(
        f"row {shown(str(key))} of {table.value} was altered", hint="run `mayact log verify`; restore a backup"
    )


def find(connection: Connection, table: Table, key: str) -> Row | None:
    columns = STATE[table]
    stored = connection.execute(select(columns).where(columns.c.id == key)).one_or_none()
    return None if stored is None else decode(table, stored)


def search(
    connection: Connection, table: Table, *, status: str | None, action: str | None, limit: int, after: str
) -> tuple[Row, ...]:
    columns = STATE[table]
    wanted = select(columns).where(columns.c.id > after).order_by(columns.c.id).limit(max(limit, 0))
    if status is not None:
        wanted = wanted.where(columns.c.status == status)
    if action is not None:
        wanted = wanted.where(columns.c.action == action)
    return tuple(decode(table, stored) for stored in connection.execute(wanted))


def save(connection: Connection, rows: Iterable[Row]) -> None:
    """Insert or replace each row."""
    by_table: dict[Table, list[dict[str, Any]]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(encode(row))
    for table, values in by_table.items():
        statement = insert(STATE[table])
        replaced = {name: statement.excluded[name] for name in ("status", "action", "expires_at", "body")}
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=replaced), values)


class TransactionRows:
    """Implements `replay.Rows` inside one transaction: what it changed, then governance, then the tables."""

    def __init__(self, connection: Connection, governed: Fold) -> None:
        self._connection = connection
        self.governed = governed.copy()
        self.changed: dict[RowKey, Row] = {}

    def get(self, table: Table, key: str) -> Row | None:
        changed = self.changed.get((table, key))
        if changed is not None:
            return changed
        if table in GOVERNANCE:
            return self.governed.get(table, key)
        return find(self._connection, table, key)

    def active_policy(self) -> PolicyRow | None:
        return self.governed.active_policy()

    def no_approvers(self) -> bool:
        return self.governed.no_approvers()

    def put(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.changed[(row.table, row.id)] = row
            if row.table in GOVERNANCE:
                self.governed.put((row,))
