"""Kept tables change without losing what is in them: from the first schema to this one, and by made-up migrations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, inspect, select, text

from piclets.domain.events import to_json
from piclets.ledger import schema
from piclets.ledger.database import Database
from piclets.ledger.ledger import Ledger
from piclets.ledger.migrations import NAME, NewerSchema, add_column, migrate
from piclets.ledger.statements import get_meta, put_meta
from tests.making import MADE_FOR, scan

FIRST = Path(__file__).parent / "first_schema"
"""The kept tables as the first version made them, in each database's own SQL."""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    database = Database(empty_url)
    yield database
    database.close()


def shape(connection: Connection, tables: MetaData) -> dict[str, Any]:
    """What the database has of these tables: columns, keys and indexes."""
    found = inspect(connection)
    return {
        table.name: (
            {column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(table.name)},
            found.get_pk_constraint(table.name)["constrained_columns"],
            sorted((str(index["name"]), index["column_names"]) for index in found.get_indexes(table.name)),
        )
        for table in tables.sorted_tables
    }


def test_a_ledger_of_the_first_schema_is_opened_and_is_like_a_new_one(
    database: Database, empty_url: str, tmp_path: Path
) -> None:
    played = Ledger.open(f"sqlite:///{tmp_path / 'played.sqlite3'}", made_for=MADE_FOR, publishes=False)
    played.record(scan("ada", "pillow"))
    [(seq, event)] = played.events_after(0, 10)
    played.close()
    with database.define() as connection:
        for statement in (FIRST / f"{connection.dialect.name}.sql").read_text().split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        connection.execute(text("INSERT INTO head (id, seq) VALUES (1, 1)"))
        connection.execute(schema.events.insert().values(seq=seq, id=event.id, body=to_json(event)))
        put_meta(connection, made_for=MADE_FOR)
    ledger = Ledger.open(empty_url, made_for=MADE_FOR, publishes=False)
    assert ledger.events_after(0, 10) == [(seq, event)]
    assert all(ledger.rebuild().values())
    assert ledger.record(scan("bob", "pillow")).status == "existing"
    with ledger.database.read() as connection:
        migrated = shape(connection, schema.kept)
    ledger.close()
    with database.define() as connection:
        schema.folded.drop_all(connection)
        schema.kept.drop_all(connection)
        schema.kept.create_all(connection)
        assert shape(connection, schema.kept) == migrated


HATS = MetaData()
hats = Table("hats", HATS, Column("id", Integer, primary_key=True), Column("name", String(20), nullable=False))
NEWER_HATS = MetaData()
newer_hats = Table(
    "hats",
    NEWER_HATS,
    Column("id", Integer, primary_key=True),
    Column("name", String(20), nullable=False),
    Column("size", Integer, nullable=False, server_default="7"),
    Column("owner", Text, nullable=True),
)
gloves = Table("gloves", NEWER_HATS, Column("id", Integer, primary_key=True))
STEPS = (
    lambda connection: add_column(connection, newer_hats, newer_hats.c.size),
    lambda connection: add_column(connection, newer_hats, newer_hats.c.owner),
    lambda connection: connection.execute(newer_hats.update().values(owner=newer_hats.c.name)),
)


@pytest.mark.parametrize("already", range(len(STEPS) + 1))
def test_made_up_migrations_run_once_each_from_any_version(database: Database, already: int) -> None:
    with database.define() as connection:
        schema.meta.create(connection)
        migrate(connection, HATS, ())
        connection.execute(hats.insert().values(id=1, name="bowler"))
        migrate(connection, HATS, STEPS[:already])
    for _ in range(2):
        with database.define() as connection:
            migrate(connection, NEWER_HATS, STEPS)
            assert connection.execute(select(newer_hats)).all() == [(1, "bowler", 7, "bowler")]
            assert connection.execute(select(gloves)).all() == []
            assert get_meta(connection, NAME) == "4"


def test_a_migration_that_fails_changes_nothing(database: Database) -> None:
    def broken(connection: Connection) -> None:
        STEPS[0](connection)
        raise RuntimeError("no disk")

    with database.define() as connection:
        schema.meta.create(connection)
        migrate(connection, HATS, ())
        before = shape(connection, HATS)
    with pytest.raises(RuntimeError, match="no disk"), database.define() as connection:
        migrate(connection, NEWER_HATS, (broken,))
    with database.define() as connection:
        assert shape(connection, HATS) == before
        assert get_meta(connection, NAME) == "1"


def test_tables_of_a_newer_server_stop_the_start(database: Database, empty_url: str) -> None:
    Ledger.open(empty_url, made_for=MADE_FOR, publishes=False).close()
    with database.define() as connection:
        put_meta(connection, **{NAME: "99"})
    with pytest.raises(NewerSchema, match="version 99"):
        Ledger.open(empty_url, made_for=MADE_FOR, publishes=False)
