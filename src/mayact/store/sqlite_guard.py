"""What may stand in a database file of ours: our tables and indexes as we made them, and nothing else.

Law: a trigger or a view would run inside our transactions or show other rows than there are; so would a generated
column, a check, a default, a collation or an index over an expression, and `ON CONFLICT IGNORE` would let an entry
that was acknowledged vanish. So a definition is read word by word, and a word that ours do not use refuses: SQLite has
no catalogue that would tell all of it, and how a definition is laid out depends on the version that wrote it.
It refuses to know rows. What a definition lacks is not looked for here: without a key or a column our statements fail.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from mayact.core.errors import StoreCorrupt, shown
from mayact.store.tables import METADATA

SCHEMA_QUERY: Final = "SELECT type, name, sql FROM sqlite_master ORDER BY name"

_ALEMBIC: Final = "alembic_version"
_LIBRARY_S: Final = "sqlite_"
"""Names that begin so are SQLite's own; it lets nobody else make one."""

_OURS: Final = frozenset(
    {("table", name) for name in (*METADATA.tables, _ALEMBIC)}
    | {("index", str(index.name)) for table in METADATA.tables.values() for index in table.indexes}
)
_GRAMMAR: Final = "CREATE TABLE INDEX ON CONSTRAINT PRIMARY KEY NOT NULL INTEGER BIGINT TEXT BLOB VARCHAR 32 ( ) ,"
_WORDS: Final = frozenset(
    {name for _, name in _OURS}
    | {column.name for table in METADATA.tables.values() for column in table.c}
    | {"version_num", f"{_ALEMBIC}_pkc", *_GRAMMAR.split()}
)
_WORD: Final = re.compile(r"\w+|[^\w\s]", re.ASCII)


def strange(rows: Iterable[Any]) -> tuple[str, ...]:
    """What in the result of `SCHEMA_QUERY` is not as we made it."""
    return tuple(found for kind, name, sql in rows if (found := _said(kind, name, sql)))


def _said(kind: Any, name: Any, sql: Any) -> str:
    if str(name).startswith(_LIBRARY_S) and (kind == "table" or (kind == "index" and sql is None)):
        return ""  # statistics, and the index of a key
    if (kind, name) not in _OURS:
        return f"{kind} {name}"
    if not isinstance(sql, str) or not _WORDS.issuperset(_WORD.findall(sql)):
        return f"something on {kind} {name}"
    return ""


def refuse_strangers(rows: Iterable[Any]) -> None:
    """Raises `StoreCorrupt` when `rows`, the result of `SCHEMA_QUERY`, hold what is not ours."""
    for found in strange(rows):
        raise StoreCorrupt(
            f"the schema holds {shown(found)}, which is not mayact's",
            hint="find out who made it; run `mayact log verify`; restore a backup",
        )
