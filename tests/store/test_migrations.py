"""The schema: one chain of migrations, the tables the code describes, and refusal of what is not ours."""

import sqlite3
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from tests.support.store import Place, governed, writer_of

from mayact.core.errors import StoreCorrupt
from mayact.store.engine import readers
from mayact.store.migrate import HEAD
from mayact.store.tables import METADATA


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_newest_migration_is_the_head_the_code_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(files("mayact.store") / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


@pytest.mark.requirement("OPS-1")
def test_migrations_make_exactly_the_tables_of_the_code(place: Place) -> None:
    place.open().close()
    engine = readers(str(place.database))
    with engine.connect() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == {*METADATA.tables, "alembic_version"}
        for name, table in METADATA.tables.items():
            columns = {column["name"]: column for column in found.get_columns(name)}
            assert set(columns) == set(table.c.keys())
            for column in table.c:
                made = columns[column.name]
                assert str(made["type"]) == str(column.type.compile(connection.dialect)), (name, column.name)
                assert made["nullable"] == column.nullable, (name, column.name)
            key = found.get_pk_constraint(name)["constrained_columns"]
            assert key == [column.name for column in table.primary_key]
            assert {index["name"]: index["column_names"] for index in found.get_indexes(name)} == {
                index.name: [column.name for column in index.columns] for index in table.indexes
            }
    engine.dispose()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(place: Place) -> None:
    with place.open() as store:
        governed(store)
    with sqlite3.connect(place.database) as stranger:
        stranger.execute("UPDATE alembic_version SET version_num = '9999'")
    stranger.close()
    before = place.database.read_bytes()
    with pytest.raises(StoreCorrupt, match="newer"):
        place.open()
    assert place.database.read_bytes() == before


@pytest.mark.parametrize("statement", ["DELETE FROM alembic_version", "INSERT INTO alembic_version VALUES ('x')"])
def test_a_store_without_one_revision_is_refused(place: Place, statement: str) -> None:
    place.open().close()
    with sqlite3.connect(place.database) as stranger:
        stranger.execute(statement)
    stranger.close()
    with pytest.raises(StoreCorrupt):
        place.open()


def test_somebody_else_s_database_is_refused_and_left_alone(place: Place) -> None:
    place.database.parent.mkdir(mode=0o700)
    with sqlite3.connect(place.database) as stranger:
        stranger.execute("CREATE TABLE photos (id INTEGER)")
    stranger.close()
    place.database.chmod(0o600)
    with pytest.raises(StoreCorrupt, match="not mayact's"):
        place.open()
    with sqlite3.connect(place.database) as stranger:
        names = [row[0] for row in stranger.execute("SELECT name FROM sqlite_master")]
    stranger.close()
    assert names == ["photos"]


def test_a_crash_in_the_first_migration_leaves_a_store_that_opens(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_way(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", half_way)
        with pytest.raises(Exception, match="no space left"):
            place.open()
    with place.open() as store:
        governed(store)
        assert store.size() == 4


@pytest.mark.requirement("OPS-2")
def test_durability_settings_are_on(place: Place) -> None:
    with place.open() as store:
        settings = {
            name: writer_of(store).execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "wal_autocheckpoint")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "wal_autocheckpoint": 0,
    }
