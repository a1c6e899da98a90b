"""Brings a database to the schema this code knows, or refuses.

Law: one transaction from the old schema to the new; a crash in it leaves the old one. A database that a newer mayact
wrote is not touched: old code would drop what it does not know.
"""

from importlib.resources import as_file, files
from typing import Final

from sqlalchemy import Connection, inspect, text

from mayact.core.errors import StoreCorrupt, shown

SCHEMA: Final = "mayact"
"""Where everything of ours lies on PostgreSQL. It may never change: installations are found by it."""

HEAD: Final = "0001"
"""The newest revision in `migrations/versions` (a test compares)."""

_OLDER: Final[frozenset[str]] = frozenset()
"""Revisions before HEAD that can be brought forward."""


MOVED: Final = "moved"
"""Stands in the place of the revision in a store whose log goes on elsewhere (`store.transfer`)."""


def migrate(connection: Connection, *, schema: str = SCHEMA) -> None:
    """Upgrade to HEAD inside the caller's transaction. `schema`: on PostgreSQL, the first of the search path. Raises
    `StoreCorrupt` for a schema that is not ours."""
    found = _revision(connection, schema)
    if found == HEAD:
        return
    if found == MOVED:
        # Two stores that both went on would be two logs.
        raise StoreCorrupt("this log was moved and goes on elsewhere", hint="see `store.url` in mayact.toml")
    if found is not None and found not in _OLDER:
        raise StoreCorrupt(
            f"the store has schema {shown(found)}, newer than this program's {HEAD}",
            hint="run the version of mayact that wrote it",
        )
    if found is None and _tables(connection, schema):
        raise StoreCorrupt("the database holds tables that are not mayact's", hint="point mayact at its own file")
    _upgrade(connection)
    if _revision(connection, schema) != HEAD:
        raise StoreCorrupt("the schema could not be brought forward", hint="restore a backup and report this")


def _tables(connection: Connection, schema: str) -> list[str]:
    # On PostgreSQL the schema is named: what else the database holds is somebody else's.
    return inspect(connection).get_table_names(schema=schema if connection.dialect.name == "postgresql" else None)


def _revision(connection: Connection, schema: str) -> str | None:
    if "alembic_version" not in _tables(connection, schema):
        return None
    rows = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(rows) != 1:
        raise StoreCorrupt("the store has no single schema revision", hint="restore a backup")
    return str(rows[0])


def _upgrade(connection: Connection) -> None:
    # Imported here: Alembic costs hundreds of milliseconds and is needed once per schema, not once per start.
    from alembic import command
    from alembic.config import Config

    with as_file(files("mayact.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
