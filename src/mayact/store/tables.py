"""The tables. What they hold is defined by `core.log`: entries, the rows those imply, the tree's head.

Law: `entries.leaf` and `checkpoints.note` are the record; everything else is derived from them and can be recomputed
(`log verify` does). The schema changes only by a migration; `migrations/versions` and this file describe one schema
(a test compares them).
"""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, LargeBinary, MetaData, Table, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from mayact.core.log.state import Table as StateTable

METADATA: Final = MetaData()


class _Strict(TypeDecorator[Any]):
    """SQLite keeps any type in any column. A value of another type than was written was put there by somebody else:
    it reads as `nothing`, which matches no hash, no signature and no row, instead of as whatever it converts to."""

    impl: type[TypeEngine[Any]] = LargeBinary
    cache_ok = True
    kinds: tuple[type, ...] = (bytes,)
    nothing: object = b""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        return lambda value: value if type(value) in self.kinds else self.nothing


class Blob(_Strict):
    cache_ok = True


class Words(_Strict):
    impl = Text
    cache_ok = True
    kinds: tuple[type, ...] = (str,)
    nothing = ""

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        # Ids are compared and ordered by their bytes, as SQLite does, whatever language the database was made for.
        return Text(collation="C") if dialect.name == "postgresql" else Text()


class Whole(_Strict):
    impl = BigInteger
    cache_ok = True
    kinds: tuple[type, ...] = (int,)
    nothing = -1


class MaybeWords(Words):
    cache_ok = True
    kinds = (str, type(None))


class MaybeWhole(Whole):
    cache_ok = True
    kinds = (int, type(None))


ENTRIES: Final = Table(
    "entries",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Whole, nullable=False),
    Column("kind", Words, nullable=False),
    Column("action", MaybeWords, nullable=True),
    Column("leaf", Blob, nullable=False),
    Column("leaf_hash", Blob, nullable=False),
    Index("entries_by_action", "action", "seq"),
)

FRONTIER: Final = Table(
    "frontier",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", Whole, nullable=False),
    Column("hashes", Blob, nullable=False),
)
"""One row, id 0. On PostgreSQL it is there from the beginning: whoever appends holds a lock on it."""

CHECKPOINTS: Final = Table(
    "checkpoints",
    METADATA,
    Column("size", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("note", Words, nullable=False),
)


def _state_table(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("id", Words, primary_key=True),
        Column("status", Words, nullable=False),
        Column("action", MaybeWords, nullable=True),
        Column("expires_at", MaybeWhole, nullable=True),
        Column("body", Blob, nullable=False),
        Index(f"{name}_by_status", "status", "id"),
        Index(f"{name}_by_action", "action", "id"),
    )


STATE: Final = {table: _state_table(table.value) for table in StateTable}
"""One table per kind of row; `body` is the row's canonical JSON, the other columns repeat members of it."""
