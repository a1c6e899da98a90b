"""The tables. What they hold is defined by `core.log`: entries, the rows those imply, the tree's head.

Law: `entries.leaf` and `checkpoints.note` are the record; everything else is derived from them and can be recomputed
(`log verify` does). The schema changes only by a migration; `migrations/versions` and this file describe one schema
(a test compares them).
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from mayact.core.log.state import Table as StateTable

METADATA: Final = MetaData()

ENTRIES: Final = Table(
    "entries",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("action", Text, nullable=True),
    Column("leaf", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Index("entries_by_action", "action", "seq"),
)

FRONTIER: Final = Table(
    "frontier",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
)
"""One row, id 0."""

CHECKPOINTS: Final = Table(
    "checkpoints",
    METADATA,
    Column("size", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)


def _state_table(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("id", Text, primary_key=True),
        Column("status", Text, nullable=False),
        Column("action", Text, nullable=True),
        Column("expires_at", BigInteger, nullable=True),
        Column("body", LargeBinary, nullable=False),
        Index(f"{name}_by_status", "status", "id"),
        Index(f"{name}_by_action", "action", "id"),
    )


STATE: Final = {table: _state_table(table.value) for table in StateTable}
"""One table per kind of row; `body` is the row's canonical JSON, the other columns repeat members of it."""
