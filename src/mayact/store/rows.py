"""State rows in and out of their tables.

Law: the stored columns repeat what the row's own JSON says; where they disagree the table was altered and the row is
refused (`StoreCorrupt`), never read half and half.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select

from mayact.core.errors import StoreCorrupt, shown
from mayact.core.log.replay import LIVE
from mayact.core.log.state import ROW_TYPES, Row, Table
from mayact.core.log.stored import StoredRow, stored_row
from mayact.store.tables import STATE

GOVERNANCE: Final = frozenset({Table.APPROVERS, Table.POLICIES})
"""Rows that say who may do what. They are few, so the store keeps them in memory as the log says them, and a row
written into these tables by somebody else has no effect even before anybody verifies."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as a table holds it. `digest`: over its stored JSON and every column beside it (`digest_of_row`)."""

    row: Row
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A look-up, as `ports.Store.rows` has it."""

    table: Table
    status: str | None
    action: str | None
    limit: int
    after: str


def storable(text: str) -> bool:
    """Whether a table can hold `text`: PostgreSQL keeps no NUL, and no database what is not Unicode. Whatever else is
    asked for is not there; a database that was asked would only fail, and everybody's group with it."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def digest_of_row(stored: StoredRow) -> bytes:
    """SHA-256 over everything a table holds of a row. Lengths and types are part of it: no two rows share one."""
    beside = repr((stored.table.value, stored.id, stored.status, stored.action, stored.expires_at))
    return sha256(b"%d %b%b" % (len(beside), beside.encode("utf-8", "backslashreplace"), stored.body)).digest()


def encode(row: Row) -> dict[str, Any]:
    """The column values of `row`."""
    return columns_of(stored_row(row))


def columns_of(stored: StoredRow) -> dict[str, Any]:
    return {
        "id": stored.id,
        "status": stored.status,
        "action": stored.action,
        "expires_at": stored.expires_at,
        "body": stored.body,
    }


def decode(table: Table, stored: Any) -> Row:
    """The row in one result of `SELECT *`, or in a `StoredRow`. Raises `StoreCorrupt`."""
    try:
        row: Row = msgspec.json.decode(stored.body, type=ROW_TYPES[table])
    except (msgspec.DecodeError, TypeError):
        raise altered(table, stored.id) from None
    said = (row.id, row.status.value, getattr(row, "action", None), getattr(row, "expires_at", None))
    if said != (stored.id, stored.status, stored.action, stored.expires_at):
        raise altered(table, stored.id)
    return row


def altered(table: Table, key: object) -> StoreCorrupt:
    return StoreCorrupt(
        f"row {shown(str(key))} of {table.value} was altered", hint="run `mayact log verify`; restore a backup"
    )


def keep(row: Row) -> Kept:
    """What a table that holds exactly `row` gives back."""
    return Kept(row, digest_of_row(stored_row(row)))


def kept(table: Table, stored: Any) -> Kept:
    """One result of `SELECT *`. Raises `StoreCorrupt`."""
    row = decode(table, stored)
    return Kept(
        row, digest_of_row(StoredRow(table, stored.id, stored.status, stored.action, stored.expires_at, stored.body))
    )


def find(connection: Connection, table: Table, key: str) -> Kept | None:
    columns = STATE[table]
    stored = connection.execute(select(columns).where(columns.c.id == key)).one_or_none()
    if stored is None:
        return None
    found = kept(table, stored)
    if found.row.id != key:
        # An index or a collation of somebody else's found another row.
        raise altered(table, key)
    return found


def search(connection: Connection, wanted: Wanted) -> tuple[Kept, ...]:
    columns = STATE[wanted.table]
    chosen = select(columns).where(columns.c.id > wanted.after).order_by(columns.c.id).limit(max(wanted.limit, 0))
    if wanted.status is not None:
        chosen = chosen.where(columns.c.status == wanted.status)
    if wanted.action is not None:
        chosen = chosen.where(columns.c.action == wanted.action)
    return tuple(kept(wanted.table, stored) for stored in connection.execute(chosen))


def all_live(connection: Connection, table: Table) -> tuple[Kept, ...]:
    """Every row of `table` whose status can still change."""
    columns = STATE[table]
    chosen = select(columns).where(columns.c.status.in_(sorted(LIVE[table])))
    return tuple(kept(table, stored) for stored in connection.execute(chosen))
