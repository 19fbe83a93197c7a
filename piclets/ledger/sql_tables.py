"""The folded tables within one transaction: rows are read once, and written together at the end."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, String, Table, bindparam, select

from piclets.domain.matching import Variation
from piclets.domain.season_rows import SeasonRow
from piclets.domain.tables import Key, ObjectRow, PhotoRow, PlayerRow, Row
from piclets.ledger import foreseen
from piclets.ledger.prepared import Prepared
from piclets.ledger.rows import made_in_order, make_row, read_rows
from piclets.ledger.schema import TABLE_OF, attributes, events, head, photos, piclets
from piclets.ledger.statements import HEAD, delete_by_key, write_rows

R = TypeVar("R", bound=Row)

MAX_ROWS_KEPT = 200_000

_PHOTOS = Prepared(
    select(photos)
    .where(photos.c.object_name == bindparam("name"), photos.c.seq > bindparam("after"))
    .order_by(photos.c.seq.desc())
    .limit(bindparam("limit"))
)


@cache
def _sharing(count: int) -> Prepared:
    """Every variation of an object that has one of so many attributes."""
    shared = [bindparam(f"shared_{at}", type_=String) for at in range(count)]
    having = select(attributes.c.type_id).where(
        attributes.c.object_name == bindparam("name"), attributes.c.attribute.in_(shared)
    )
    return Prepared(
        select(piclets.c.type_id, piclets.c.number, piclets.c.attributes).where(piclets.c.type_id.in_(having))
    )


class SqlTables:
    """`Tables` (domain) over a connection. Nothing is written before `flush`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[tuple[type[Row], Key], Row | None] = {}
        self._changed: dict[tuple[type[Row], Key], Row | None] = {}
        self._beside: dict[Table, dict[Key, Mapping[str, Any]]] = defaultdict(dict)
        self._head: int | None = None
        self._recent: tuple[int, Sequence[PhotoRow], Sequence[str]] | None = None
        self._alike: dict[tuple[str, ...], dict[str, list[Variation]]] = {}

    def learn(self, found: foreseen.Found, looked: foreseen.Looked) -> None:
        """Take in what the statement of `foreseen` found."""
        read: dict[str, list[Any]] = defaultdict(list)
        lines = json.loads(f"[{','.join(values for _, values in found)}]")
        for (kind, _), values in zip(found, lines, strict=True):
            read[kind].append(values)
        for kind, row in foreseen.KINDS.items():
            for values in read[kind]:
                made = made_in_order(row, values)
                self._rows[row, made.key] = made
        [[self._head]] = read[foreseen.HEAD]
        led = [row.name for row in self._rows.values() if isinstance(row, ObjectRow)]
        alike: dict[str, list[Variation]] = {name: [] for name in led}
        for object_name, type_id, number, its in read[foreseen.ALIKE]:
            alike[object_name].append(Variation(type_id, number, tuple(its)))
        self._alike[looked.attributes] = alike
        if looked.compared is not None:
            recent = (row for row in self._rows.values() if isinstance(row, PhotoRow) and row.seq > looked.compared)
            self._recent = looked.compared, sorted(recent, key=lambda row: -row.seq), led
        player = self._rows.get((PlayerRow, (looked.sub,)))
        score = player.score if isinstance(player, PlayerRow) else 0
        asked = [type_id for [type_id] in read[foreseen.ASKED]]
        seasons = [row.id for row in self._rows.values() if isinstance(row, SeasonRow)]
        for place in looked.places(led, asked, seasons, score):
            self._rows.setdefault(place, None)

    def alike(self, object_name: str, of: tuple[str, ...]) -> Sequence[Variation]:
        """Every variation of an object that has one of these attributes."""
        if object_name in self._alike.get(of, ()):
            return self._alike[of][object_name]
        shared = {f"shared_{at}": attribute for at, attribute in enumerate(of)}
        rows = _sharing(len(of)).rows(self._connection, name=object_name, **shared)
        return [Variation(row["type_id"], row["number"], tuple(row["attributes"])) for row in rows]

    def photos(self, object_name: str, after: int, limit: int) -> Sequence[PhotoRow]:
        """The newest photos of an object that came after an event, newest first."""
        if self._recent is not None and self._recent[0] == after:
            _, recent, led = self._recent
            if object_name in led:
                return [row for row in recent if row.object_name == object_name][:limit]
        rows = _PHOTOS.rows(self._connection, name=object_name, after=after, limit=limit)
        return [make_row(PhotoRow, values) for values in rows]

    def append(self, event_id: str, body: str) -> int:
        """Add an event to the log, written with the rows; returns its place. Writers take turns."""
        if self._head is None:
            self._head = int(HEAD.scalar(self._connection))
        self._head += 1
        self.beside(events, [{"seq": self._head, "id": event_id, "body": body}])
        self.beside(head, [{"id": 1, "seq": self._head}])
        return self._head

    def beside(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows of a kept table, written with the others; of those with one key the last."""
        keys = [column.name for column in table.primary_key.columns]
        self._beside[table].update((tuple([row[key] for key in keys]), row) for row in rows)

    def load(self, wanted: Iterable[tuple[type[Row], Key]]) -> None:
        """Fetch rows together, those of a table."""
        keys: dict[type[Row], set[Key]] = defaultdict(set)
        for place in wanted:
            if place not in self._rows:
                keys[place[0]].add(place[1])
        for row, missing in keys.items():
            self._fetch(row, sorted(missing))

    def get(self, row: type[R], *key: str | int) -> R | None:
        place = row, key
        if place not in self._rows:
            self._fetch(row, [key])
        found = self._rows[place]
        return found if isinstance(found, row) else None

    def put(self, row: Row) -> None:
        place = type(row), row.key
        self._rows[place] = self._changed[place] = row

    def remove(self, row: Row) -> None:
        self._rows[type(row), row.key] = None
        self._changed[type(row), row.key] = None

    def rows(self, row: type[R], **columns: str) -> list[R]:
        self.flush()
        table = TABLE_OF[row]
        wanted = select(table).where(*(table.c[name] == value for name, value in columns.items()))
        found = [make_row(row, dict(values)) for values in self._connection.execute(wanted).mappings()]
        self._rows.update(((row, made.key), made) for made in found)
        return found

    def flush(self, *, commit: bool = False) -> None:
        """Write what changed; with `commit` on PostgreSQL the transaction is over then."""
        written: dict[Table, Sequence[Mapping[str, Any]]] = {
            table: list(rows.values()) for table, rows in self._beside.items()
        }
        changed: dict[type[Row], list[Mapping[str, Any]]] = defaultdict(list)
        removed: dict[type[Row], list[Key]] = defaultdict(list)
        for (kind, key), row in self._changed.items():
            if row is None:
                removed[kind].append(key)
            else:
                changed[kind].append(vars(row))
        for kind, keys in removed.items():
            parameters = [{f"key_{at}": value for at, value in enumerate(key)} for key in keys]
            self._connection.execute(delete_by_key(TABLE_OF[kind], kind.KEY), parameters)
        write_rows(
            self._connection, written | {TABLE_OF[kind]: rows for kind, rows in changed.items()}, commit=commit
        )
        self._changed.clear()
        self._beside.clear()
        if len(self._rows) > MAX_ROWS_KEPT:
            self._rows.clear()

    def _fetch(self, row: type[Row], keys: list[Key]) -> None:
        for key in keys:
            self._rows[row, key] = None
        for made in read_rows(self._connection, row, keys):
            self._rows[row, made.key] = made
