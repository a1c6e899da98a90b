"""What may stand in our schema: our tables as we made them, and nothing else.

Law: a trigger, rule, view, policy, child table, generated column, constraint or index expression of somebody else's
would run inside our transactions or change what they read, so one of them refuses everything. So does a table that
others may write, whole or in one column, that is not flushed, or that belongs to another role than the schema, and a
key that is not one any more: two rows could then stand under one name. A trigger that was made and
dropped again leaves its mark until the table is vacuumed; that refuses too, because nobody of ours makes one.
The tables are locked first, in the mode of a writer, and PostgreSQL makes none of these while such a lock is held.
"""

from typing import Any, Final

import psycopg
from sqlalchemy import Column, Connection
from sqlalchemy.types import Integer, LargeBinary, Text, TypeDecorator

from mayact.core.errors import StoreCorrupt, escaped
from mayact.store.migrate import SCHEMA
from mayact.store.tables import METADATA

_HINT: Final = "find out who made it; run `mayact log verify`"

_OIDS: Final = {LargeBinary: 17, Text: 25}
_BIGINT, _INTEGER, _VARCHAR = 20, 23, 1043  # pg_type.dat: the numbers of built-in types never change

TABLES: Final = tuple(sorted(METADATA.tables))

LOCK: Final = f"LOCK TABLE {', '.join(f'{SCHEMA}.{name}' for name in TABLES)} IN ROW EXCLUSIVE MODE"

# Fixed text: no part of it comes from outside this module.
SCHEMA_QUERY: Final = f"""
SELECT c.relname, c.relkind::text, c.relpersistence::text,
       c.relhastriggers OR c.relhasrules OR c.relhassubclass OR c.relispartition OR c.relrowsecurity OR c.relchecks > 0,
       c.relowner = n.nspowner,
       i.indexrelid IS NOT NULL AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL),
       c.relkind = 'r' AND (EXISTS (SELECT FROM pg_catalog.aclexplode(c.relacl) AS a WHERE a.grantee <> c.relowner
                                    AND a.privilege_type NOT IN ('SELECT', 'MAINTAIN'))
           OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS b, pg_catalog.aclexplode(b.attacl) AS a
                      WHERE b.attrelid = c.oid AND a.grantee <> c.relowner AND a.privilege_type <> 'SELECT')),
       CASE c.relkind WHEN 'r' THEN
           (SELECT pg_catalog.string_agg(
                       a.attname || ' ' || a.atttypid::text || a.attgenerated::text || a.attidentity::text, ','
                              ORDER BY a.attname)
            FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
       WHEN 'i' THEN CASE WHEN i.indisprimary AND i.indisvalid AND i.indimmediate THEN 'key' ELSE '' END
       END
FROM pg_catalog.pg_namespace AS n JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
WHERE n.nspname = '{SCHEMA}'
"""  # noqa: S608

_OTHERS_QUERY: Final = f"""
SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid)
FROM pg_catalog.pg_namespace AS n JOIN pg_catalog.pg_depend AS d
  ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
WHERE n.nspname = '{SCHEMA}' AND d.classid <> 'pg_catalog.pg_class'::pg_catalog.regclass ORDER BY 1
"""  # noqa: S608

_ACCESS_QUERY: Final = f"""
SELECT DISTINCT pg_catalog.pg_get_userbyid(a.grantee) FROM pg_catalog.pg_namespace AS n,
       pg_catalog.aclexplode(n.nspacl) AS a
WHERE n.nspname = '{SCHEMA}' AND a.grantee <> n.nspowner AND a.privilege_type = 'CREATE' ORDER BY 1
"""  # noqa: S608


def _type(column: Column[Any]) -> int:
    kind = column.type
    impl = kind.impl if isinstance(kind, TypeDecorator) else kind
    for known, oid in _OIDS.items():
        if isinstance(impl, known):
            return oid
    return _INTEGER if type(impl) is Integer else _BIGINT


def _expected() -> dict[tuple[str, str], str]:
    """Columns of each table, and whether each index is a primary key."""
    found: dict[tuple[str, str], str] = {("alembic_version", "r"): f"version_num {_VARCHAR}"}
    found[("alembic_version_pkc", "i")] = "key"
    for name, table in METADATA.tables.items():
        columns = sorted(f"{column.name} {_type(column)}" for column in table.c)
        found[(name, "r")] = ",".join(columns)
        found[(f"{name}_pkey", "i")] = "key"
        found |= {(str(index.name), "i"): "" for index in table.indexes}
    return found


_EXPECTED: Final = _expected()


def strange(rows: list[tuple[Any, ...]]) -> tuple[str, ...]:
    """What in the result of `SCHEMA_QUERY` is not as we made it."""
    found: list[str] = []
    for name, kind, persistence, altered, owned, computed, granted, columns in rows:
        said = f"{'table' if kind == 'r' else 'index' if kind == 'i' else 'object'} {name}"
        if (name, kind) not in _EXPECTED:
            found.append(said)
        elif altered or computed or columns != _EXPECTED[name, kind]:
            found.append(f"something on {said}")
        elif persistence != "p":
            found.append(f"{said}, which no crash survives,")
        elif not owned or granted:
            found.append(f"{said}, which others may write,")
    there = {(row[0], row[1]) for row in rows}
    found.extend(f"no {name}" for name, kind in sorted(_EXPECTED) if (name, kind) not in there)
    return tuple(found)


def refuse_strangers(rows: list[tuple[Any, ...]]) -> None:
    """Raises `StoreCorrupt` unless `rows`, the result of `SCHEMA_QUERY`, are exactly ours."""
    for name in strange(rows):
        raise StoreCorrupt(f"the schema holds {escaped(name)} which is not mayact's", hint=_HINT)


def strangers(connection: Connection) -> tuple[str, ...]:
    """Everything in the schema that is not ours, whatever it is, for opening and for `log verify`."""
    driver = _driver(connection)
    found = list(strange(driver.execute(SCHEMA_QUERY.encode()).fetchall()))
    found += [str(row[0]) for row in driver.execute(_OTHERS_QUERY.encode()).fetchall()]
    found += [f"leave to create for {row[0]}" for row in driver.execute(_ACCESS_QUERY.encode()).fetchall()]
    return tuple(found)


def refuse_all_strangers(connection: Connection) -> None:
    """As `refuse_strangers`, for everything that `strangers` finds."""
    for name in strangers(connection):
        raise StoreCorrupt(f"the schema holds {escaped(name)} which is not mayact's", hint=_HINT)


def _driver(connection: Connection) -> "psycopg.Connection[Any]":
    found: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return found
