"""How the kept tables get from one version of the server to the next. (Folded tables are made again: `FOLD_VERSION`.)

A table that is new needs nothing: it is made at the next start. Whatever else changes a kept table in `schema` needs
a migration at the end of `MIGRATIONS`, which is never changed afterwards. The schema's version is in `meta`; a ledger
without one is of version 1. All migrations that a ledger lacks run in the transaction that opens it, or none does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, inspect

from piclets.ledger import schema
from piclets.ledger.statements import get_meta, put_meta

Migration = Callable[[Connection], None]

MIGRATIONS: Final[Sequence[Migration]] = ()
"""In order; the first one leads from version 1 to version 2."""

NAME: Final = "schema_version"


class NewerSchema(Exception):
    """A newer server has changed the kept tables. The message says what to do."""


def migrate(
    connection: Connection, tables: MetaData = schema.kept, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Make or change the kept tables so that they are this server's. Raises NewerSchema."""
    newest = len(migrations) + 1
    version = newest
    if inspect(connection).has_table(schema.meta.name):
        version = int(get_meta(connection, NAME) or 1)
    if version > newest:
        raise NewerSchema(
            f"This ledger's tables are of version {version}, made by a newer server; this one knows {newest}. "
            "Nothing was changed. Start the newer version again."
        )
    for change in migrations[version - 1 :]:
        change(connection)
    tables.create_all(connection)
    put_meta(connection, **{NAME: str(newest)})


def add_column(connection: Connection, table: Table, column: Column[object]) -> None:
    """Add a column with a server default, where the table is there already and has none of its name."""
    found = inspect(connection)
    if not found.has_table(table.name) or column.name in {known["name"] for known in found.get_columns(table.name)}:
        return
    quote = connection.dialect.identifier_preparer.quote
    described = connection.dialect.ddl_compiler(connection.dialect, None).get_column_specification(column)  # type: ignore[arg-type]  # no statement is compiled
    connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} ADD COLUMN {described}")
