"""What newer rules of names know of objects that were discovered under older ones.

An object's aliases are decided when it is discovered, and stand in that event. When the rules get better
(`NAMES_VERSION`), the objects there are get the new aliases by one event, before the first scan: else a scan under
such a name would make a second canonical. A ledger remembers for which rules that was done, so of several servers
that share it one does it.
"""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import Connection, select

from piclets.domain.events import AliasesLearned, LearnedAlias
from piclets.domain.names import NAMES_VERSION, spellings, synonyms
from piclets.domain.tables import DecisionRow, ObjectRow
from piclets.ledger import log, scans, schema
from piclets.ledger.database import Database
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import get_meta, put_meta

MAX_PER_EVENT: Final = 50_000
"""Aliases in one event, a few megabytes; a larger game learns by several."""
KEY: Final = "names_version"
"""Under which `meta` has the rules that the objects' aliases were learned by."""

Wanted = list[tuple[str, str]]
"""Aliases and the objects that they would lead to, of the oldest object first."""


def is_due(database: Database) -> bool:
    with database.read() as connection:
        return get_meta(connection, KEY) != str(NAMES_VERSION)


def wanted(database: Database) -> Wanted:
    """Every alias that the rules know. Takes about a second for a thousand objects, and holds no writer up."""
    table = schema.objects
    with database.read() as connection:
        names = list(connection.execute(select(table.c.name).order_by(table.c.seq)).scalars())
    return [(alias, name) for name in names for alias in (*spellings(name), *synonyms(name))]


def learn(connection: Connection, aliases: Wanted, at: str, publishes: bool) -> int:
    """Append what is free of `aliases`, unless another server has just done so; returns the head of the log."""
    if get_meta(connection, KEY) != str(NAMES_VERSION):
        tables = SqlTables(connection)
        learned = _free(tables, aliases)
        for start in range(0, len(learned), MAX_PER_EVENT):
            event = AliasesLearned(id=uuid.uuid4().hex, at=at, aliases=tuple(learned[start : start + MAX_PER_EVENT]))
            log.append(connection, tables, event, publishes=publishes)
            tables.flush()
        put_meta(connection, **{KEY: str(NAMES_VERSION)})
    return log.head(connection)


def _free(tables: SqlTables, aliases: Wanted) -> list[LearnedAlias]:
    """Each alias once, for the oldest object that has it. What the console took away stays away."""
    owners: dict[str, str] = {}
    for alias, name in aliases:
        owners.setdefault(alias, name)
    free = scans.free(tables, list(owners))
    there = {name for name in set(owners.values()) if tables.get(ObjectRow, name) is not None}
    removed = {row.about for row in tables.rows(DecisionRow, kind=scans.ALIAS_REMOVED)}
    return [
        LearnedAlias(alias=alias, object_name=owners[alias])
        for alias in free
        if owners[alias] in there and alias not in removed
    ]
