"""Prints as they stand: who holds them, and what they are prints of (contract, part 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, select

from piclets.domain.decisions.of_players import FORGOTTEN
from piclets.domain.matching import CANONICAL
from piclets.domain.records import Entry
from piclets.domain.trading import is_void
from piclets.ledger.database import Database
from piclets.ledger.prepared import Prepared
from piclets.ledger.queries import entries_query, entry_of, usernames_of
from piclets.ledger.schema import finds, moves, piclets, players, prints
from piclets.ledger.seasons import titles_of

MAX_HISTORY: Final = 50

_MINTED: Final = Prepared(
    select(prints.c.pid, prints.c.seq)
    .where(prints.c.seq > bindparam("after"))
    .order_by(prints.c.seq)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True)
class HeldPrint:
    """A print, with the current names of its finder and holder, and the Piclet that it is one of.

    `revoked`: the find that made it was. It is then void while its finder holds it. `season`: where it was minted in
    one, its id, and beside it what it is called.
    """

    pid: str
    type_id: str
    number: int
    finder: str
    finder_id: str
    holder: str
    holder_id: str
    minted_at: str
    revoked: bool
    moves: int
    season: str | None
    season_title: str | None
    entry: Entry

    @property
    def void(self) -> bool:
        return is_void(revoked=self.revoked, finder=self.finder_id, holder=self.holder_id)


@dataclass(frozen=True)
class Held:
    """Who has held a print since when, and how it came: found, trade, gift, undone (a trade that was)."""

    holder: str
    since: str
    how: str


@dataclass(frozen=True)
class Registered:
    """What a reader of cards has to know of a print: its PID, and the place in the log where it was minted."""

    pid: str
    seq: int


class PrintQueries:
    """Reads of the prints that players see: those of hidden Piclets are left out.

    Methods raise StorageUnavailable when the database cannot be reached.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_pid(self, pid: str) -> HeldPrint | None:
        """One print by its PID, eight upper-case hex digits."""
        return next(iter(self.by_pids([pid])), None)

    def by_pids(self, pids: Sequence[str]) -> list[HeldPrint]:
        """Prints by their PIDs, in the order asked for; those that are not there are left out."""
        with self._database.read() as connection:
            found = _held(connection, select(prints).where(prints.c.pid.in_(pids)))
        by_pid = {each.pid: each for each in found}
        return [by_pid[pid] for pid in dict.fromkeys(pids) if pid in by_pid]

    def of_object(self, object_name: str) -> tuple[int, HeldPrint | None]:
        """How many prints of an object's Piclets have been minted, and the very first print of its canonical one."""
        of_it = (piclets.c.object_name == object_name) & piclets.c.shown
        minted = select(func.coalesce(func.sum(piclets.c.prints), 0)).where(of_it)
        canonical = select(piclets.c.type_id).where(of_it, piclets.c.number == CANONICAL).scalar_subquery()
        first = select(prints).where(prints.c.type_id == canonical, prints.c.number == 1)
        with self._database.read() as connection:
            return int(connection.execute(minted).scalar_one()), next(iter(_held(connection, first)), None)

    def held_by(self, sub: str, limit: int, offset: int = 0) -> list[HeldPrint]:
        """What a player holds, newest first."""
        shown = select(prints).join(piclets, piclets.c.type_id == prints.c.type_id).where(piclets.c.shown)
        held = shown.where(prints.c.holder == sub).order_by(prints.c.seq.desc()).limit(limit).offset(offset)
        with self._database.read() as connection:
            return _held(connection, held)

    def count_held(self, sub: str) -> int:
        """How many prints a player holds."""
        shown = select(func.count()).select_from(prints.join(piclets, piclets.c.type_id == prints.c.type_id))
        with self._database.read() as connection:
            return int(connection.execute(shown.where(prints.c.holder == sub, piclets.c.shown)).scalar_one())

    def of_find(self, sub: str, type_id: str) -> str | None:
        """The PID of the print that a player's finding of a Piclet made."""
        made = select(finds.c.pid).where(finds.c.sub == sub, finds.c.type_id == type_id)
        with self._database.read() as connection:
            return connection.execute(made).scalar()

    def histories(self, held: Sequence[HeldPrint]) -> dict[str, list[Held]]:
        """By PID who has had each of these, from its finder on; the latest `MAX_HISTORY` times that it moved."""
        histories = {each.pid: [Held(each.finder, each.minted_at, "found")] for each in held}
        moved = [each.pid for each in held if each.moves]
        if not moved:
            return histories
        newest = func.row_number().over(partition_by=moves.c.pid, order_by=moves.c.number.desc())
        ranked = select(moves, newest.label("place")).where(moves.c.pid.in_(moved)).subquery()
        latest = (
            select(ranked, players.c.username)
            .outerjoin(players, players.c.sub == ranked.c.holder)
            .where(ranked.c.place <= MAX_HISTORY)
            .order_by(ranked.c.pid, ranked.c.number)
        )
        with self._database.read() as connection:
            for row in connection.execute(latest):
                histories[row.pid].append(Held(row.username or FORGOTTEN, row.at, row.how))
        return histories

    def minted_after(self, seq: int, limit: int) -> list[Registered]:
        """The next prints in order of minting, hidden ones too: what a registry of all prints reads."""
        with self._database.read() as connection:
            return [Registered(**row) for row in _MINTED.rows(connection, after=seq, limit=limit)]


def _held(connection: Connection, wanted: Select[tuple[object, ...]]) -> list[HeldPrint]:
    rows = connection.execute(wanted).mappings().all()
    if not rows:
        return []
    type_ids = {row["type_id"] for row in rows}
    subs = {row[who] for row in rows for who in ("finder", "holder")}
    shown = connection.execute(entries_query().where(piclets.c.type_id.in_(type_ids))).mappings()
    entries = {row["type_id"]: entry_of(row) for row in shown}
    names = usernames_of(connection, subs)
    titles = titles_of(connection, {row["season"] for row in rows if row["season"]})
    return [_print(row, entries[row["type_id"]], names, titles) for row in rows if row["type_id"] in entries]


def _print(row: RowMapping, entry: Entry, names: dict[str, str], titles: dict[str, str]) -> HeldPrint:
    finder, holder = row["finder"], row["holder"]
    return HeldPrint(
        pid=row["pid"],
        type_id=row["type_id"],
        number=row["number"],
        finder=names[finder],
        finder_id=finder,
        holder=names[holder],
        holder_id=holder,
        minted_at=row["minted_at"],
        revoked=row["revoked"],
        moves=row["moves"],
        season=row["season"],
        season_title=titles.get(row["season"]),
        entry=entry,
    )
