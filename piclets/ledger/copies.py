"""The folded tables as a whole: read out of one ledger, and loaded into an empty one beside the log they follow from.

Loading (see `loading`) folds nothing: it is many times as fast. What is loaded comes from outside and is checked:
every value is of its column's type, every event is of a kind that this server knows, and the log is the very one that
was folded, by its digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Annotated, Any, Final

import orjson
from pydantic import Field, TypeAdapter
from sqlalchemy import JSON, BigInteger, Boolean, Column, Connection, Integer, String, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, IntegrityError

from piclets.domain.events import from_json
from piclets.domain.tables import NO_TOTALS, TotalsRow
from piclets.ledger import driver, learning, log, schema
from piclets.ledger.database import Database
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import get_meta

AT_ONCE: Final = 2_000
"""Rows read from the database at once."""

MAX_ID: Final = 64
MAX_PARAMETERS: Final = 999
"""Of a statement, in any SQLite."""

TABLES: Final = {table.name: table for table in schema.TABLE_OF.values()}
"""What is copied: folds of the log, by name. Nothing that is kept beside it."""

Line = tuple[Any, ...]
"""A row's values in the order of its columns, as JSON has them."""


class UnfitCopy(Exception):
    """This is no whole copy of the folded tables, or not of this log. The message says why. Nothing was loaded."""


@dataclass(frozen=True)
class Described:
    """What a copy is of: the log's first `events` events, with their `digest` (see `log_digest`).

    `names_version`: the rules by which its objects' aliases were learned (see `learning`).
    """

    events: int
    digest: str
    totals: TotalsRow
    names_version: str | None


class Copy:
    """The folded tables at one moment. Valid within `copying`. Methods raise StorageUnavailable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.events = log.head(connection)

    def described(self, pause: Callable[[], None]) -> Described:
        """`pause` is called now and then; what it raises ends it."""
        names = get_meta(self._connection, learning.KEY)
        return Described(self.events, log_digest(self._bodies(), pause), totals(self._connection), names)

    def rows(self, name: str) -> Iterator[Sequence[Any]]:
        """A table's rows in the order of their keys, in which they are loaded fastest."""
        table = TABLES[name]
        ordered = select(table).order_by(*table.primary_key.columns)
        return iter(self._connection.execute(ordered.execution_options(yield_per=AT_ONCE)))

    def differences(self, described: Described, rows: Callable[[str], Iterable[Sequence[Line]]]) -> list[str]:
        """What a copy as of this event has otherwise, in words. Raises what `rows` does."""
        names = [name for name in TABLES if _rows_digest(self._lines(name)) != _rows_digest(chain(*rows(name)))]
        found = [f"the table {name}" for name in names]
        if totals(self._connection) != described.totals:
            found.append("the totals")
        if log_digest(self._bodies()) != described.digest:
            found.append("the digest of the log")
        return found

    def _lines(self, name: str) -> Iterator[Line]:
        return (tuple(row) for row in self.rows(name))

    def _bodies(self) -> Iterator[str]:
        events = schema.events
        ordered = select(events.c.body).order_by(events.c.seq)
        return iter(self._connection.execute(ordered.execution_options(yield_per=AT_ONCE)).scalars())


@contextmanager
def copying(database: Database) -> Iterator[Copy]:
    with database.read() as connection:
        yield Copy(connection)


def columns_of(name: str) -> tuple[str, ...]:
    """A table's columns in order, each with its type. A copy with others was made by another server."""
    return tuple(
        f"{column.name} {column.type}{' NULL' if column.nullable else ''}" for column in TABLES[name].columns
    )


def log_digest(bodies: Iterable[str], pause: Callable[[], None] = lambda: None) -> str:
    """Of a log, from its first event on: a hash of its events as they stand there."""
    digest, remaining = hashlib.sha256(), iter(bodies)
    while some := list(islice(remaining, AT_ONCE)):
        pause()
        digest.update("\n".join([*some, ""]).encode())
    return digest.hexdigest()


def _rows_digest(lines: Iterable[Line]) -> tuple[int, int]:
    """How many there are, and a hash of all. Order does not matter."""
    count = total = 0
    for line in lines:
        count += 1
        total += int.from_bytes(hashlib.sha256(repr(line).encode()).digest()[:16])
    return count, total


def lines_reader(name: str) -> TypeAdapter[list[Line]]:
    """Reads a JSON list of a table's rows; every value has to be one that its column can hold."""
    types = tuple(_type_of(column) for column in TABLES[name].columns)
    return TypeAdapter(list[tuple[types]])  # type: ignore[valid-type]  # made of the columns


def fill(connection: Connection, name: str, rows: Iterable[Sequence[Line]]) -> None:
    """Fill an empty table; `rows` gives its rows, some at a time. Raises UnfitCopy, and what it does."""
    with _told_unfit():
        _fill(connection, TABLES[name], rows)


def fill_log(connection: Connection, last: int, events: Iterable[tuple[int, str]]) -> None:
    """Write the log's events, whose digest was checked, into an empty log: places and bodies, in order, up to `last`.

    Raises UnfitCopy, UnknownEvent, and what `events` does.
    """
    with _told_unfit():
        _fill_log(connection, last, events)


@contextmanager
def _told_unfit() -> Iterator[None]:
    try:
        yield
    except (DataError, IntegrityError) as error:
        raise UnfitCopy(f"the database takes a row for wrong ({type(error.orig).__name__})") from error


def _fill(connection: Connection, table: Table, batches: Iterable[Sequence[Line]]) -> None:
    """The indexes are made afterwards, each in one go."""
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    for index in indexes:
        index.drop(connection)
    as_json = [at for at, column in enumerate(table.columns) if isinstance(column.type, JSON)]
    for batch in batches:
        _insert(connection, table, (_with_json(line, as_json) for line in batch) if as_json else batch)
    for index in indexes:
        index.create(connection)


def _with_json(line: Line, places: Sequence[int]) -> Line:
    for at in places:
        text = "[]" if line[at] == [] else json.dumps(line[at])  # most are empty
        line = (*line[:at], text, *line[at + 1 :])
    return line


def _fill_log(connection: Connection, last: int, events: Iterable[tuple[int, str]]) -> None:
    """Events are not read in full: their digest says that they are those which were folded."""
    before = 0
    known: set[tuple[str, int]] = set()
    remaining = iter(events)
    while some := list(islice(remaining, AT_ONCE)):
        lines: list[Line] = []
        for seq, body in some:
            if seq != before + 1:
                raise UnfitCopy(f"event {before} is followed by event {seq}")
            identity, kind = _heading(seq, body)
            if kind not in known:
                from_json(body)
                known.add(kind)
            lines.append((seq, identity, body))
            before = seq
        _insert(connection, schema.events, lines)
    if before != last:
        raise UnfitCopy(f"its log ends at event {before}")


def _heading(seq: int, body: str) -> tuple[str, tuple[str, int]]:
    """An event's id, and its kind with its version."""
    try:
        told = orjson.loads(body)
        identity, kind, version = told["id"], told["kind"], told["v"]
    except (ValueError, TypeError, KeyError):
        raise UnfitCopy(f"event {seq} cannot be read") from None
    if not (type(identity) is type(kind) is str and type(version) is int and len(identity) <= MAX_ID):
        raise UnfitCopy(f"event {seq} cannot be read")
    return identity, (kind, version)


def _insert(connection: Connection, table: Table, lines: Iterable[Line]) -> None:
    if connection.dialect.name == "postgresql":
        quote = postgresql.dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]  # SQLAlchemy's
        columns = ", ".join(quote(column.name) for column in table.columns)
        driver.copy_in(connection, f"COPY {quote(table.name)} ({columns}) FROM STDIN", lines)
    else:
        _insert_many(connection, table, list(lines))


def _insert_many(connection: Connection, table: Table, lines: Sequence[Line]) -> None:
    """In SQLite, many rows in a statement: a fifth less time than one for each takes."""
    columns = [column.name for column in table.columns]
    each = str(insert(table).compile(dialect=sqlite.dialect(paramstyle="qmark"), column_keys=columns))
    row = f"({', '.join('?' * len(columns))})"
    at_once = MAX_PARAMETERS // len(columns)
    rest = len(lines) % at_once
    several = (tuple(chain(*lines[at : at + at_once])) for at in range(0, len(lines) - rest, at_once))
    many = each + f", {row}" * (at_once - 1)
    driver.write(connection, [(many, several), (each, lines[len(lines) - rest :])])


def totals(connection: Connection) -> TotalsRow:
    return SqlTables(connection).get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS


def _type_of(column: Column[Any]) -> Any:
    found: Any = str
    if isinstance(column.type, JSON):
        found = list[Any] | dict[str, Any]
    elif isinstance(column.type, Boolean):
        found = bool
    elif isinstance(column.type, Integer):
        most = 2 ** (63 if isinstance(column.type, BigInteger) else 31)
        found = Annotated[int, Field(strict=True, ge=-most, lt=most)]
    elif isinstance(column.type, String) and column.type.length:
        found = Annotated[str, Field(max_length=column.type.length)]
    return found | None if column.nullable else found
