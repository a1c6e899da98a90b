"""The name under which a log stays in PostgreSQL that goes on in a file: no gate looks there.

    mayact ──close──► mayact_moved (with a secret) ──switched──► mayact_moved (for good)
       ▲                     │
       └──────take back──────┘      by the home that has the secret, while its settings still name the database

Law: a gate finds its tables by the name of their schema, so one that kept running somewhere, or comes back from a cut
network, finds nothing to write to; and no new log is begun beside a closed one. Only the home that closed it opens it
again, and no more once its file goes on.
"""

from typing import Final

from sqlalchemy import Connection, text

from mayact.core.errors import StoreCorrupt
from mayact.store.migrate import MOVED, SCHEMA
from mayact.store.secret import drop_secret, read_secret

_CLOSED: Final = "mayact_moved"
"""A second log that leaves the same database gets a number. It may never change: closed logs are found by it."""


def secret_file(database: str) -> str:
    """Where the home whose own file is `database` keeps the secret of what it closed."""
    return f"{database}.leaving"


def close(connection: Connection, secret: str) -> str:
    """Take the log's name away; the new one. In the caller's transaction."""
    taken = {name for name, _ in _closed(connection)}
    name, number = _CLOSED, 1
    while name in taken:
        name, number = f"{_CLOSED}_{number}", number + 1
    connection.exec_driver_sql(f"ALTER SCHEMA {SCHEMA} RENAME TO {name}")
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {name} IS '{secret}'")
    return name


def seal(connection: Connection, name: str) -> None:
    """What was closed as `name` stays closed, also for whoever gives it its old name. In the caller's transaction."""
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {name} IS NULL")
    connection.execute(text(f"UPDATE {name}.alembic_version SET version_num = :moved"), {"moved": MOVED})  # noqa: S608


def take_back(connection: Connection, database: str) -> bool:
    """Give the log its name again, when this home closed it and did not switch. False when none was closed here.

    Raises `StoreCorrupt` for one that another home closed, or this one for good: it goes on elsewhere.
    """
    found = _closed(connection)
    if not found:
        return False
    secret = read_secret(secret_file(database))
    mine = [name for name, said in found if secret and said == secret]
    if not mine:
        raise StoreCorrupt(
            "this log was moved and goes on elsewhere", hint="see `store.url`; a new log needs an empty database"
        )
    connection.exec_driver_sql(f"ALTER SCHEMA {mine[0]} RENAME TO {SCHEMA}")
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS NULL")
    return True


def _closed(connection: Connection) -> list[tuple[str, str]]:
    """Name and comment of every closed log here."""
    found = connection.exec_driver_sql(
        "SELECT nspname, pg_catalog.obj_description(oid, 'pg_namespace') FROM pg_catalog.pg_namespace "  # noqa: S608
        f"WHERE nspname ~ '^{_CLOSED}(_[0-9]+)?$' ORDER BY nspname"
    )
    return [(str(name), str(said or "")) for name, said in found]


def forget(database: str) -> None:
    """The file goes on: this home takes nothing back any more. Raises `StoreUnavailable`."""
    drop_secret(secret_file(database))
