"""Which of some named things the world has found, what a player has done, and who holds which badge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, func, select, true

from piclets.domain.collecting import counting
from piclets.domain.tables import ShowcaseRow, TallyRow
from piclets.ledger import relations, schema
from piclets.ledger.database import Database
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import upsert

REGULAR: Final = 5
"""Finds from which on a player is a regular: the share of a badge's holders is one of regulars."""


@dataclass(frozen=True)
class KnownThing:
    """An object of the game: what a name leads to, with its canonical's typeId and picture."""

    object_name: str
    type_id: str
    image: str


@dataclass(frozen=True)
class Holders:
    """Players and regulars in all; and of those who have come to exactly a tier of a badge. No one who is blocked."""

    players: int
    regulars: int
    tiers: Mapping[tuple[str, int], tuple[int, int]]

    def of(self, badge: str, tier: int) -> tuple[int, int]:
        """Players and regulars who hold a tier, which those above it hold too."""
        held = [counts for (each, reached), counts in self.tiers.items() if each == badge and reached >= tier]
        return sum(players for players, _ in held), sum(regulars for _, regulars in held)


@dataclass(frozen=True)
class ToldBadges:
    """The tiers of badges that a player has been told of, as of an event of the log."""

    tiers: Mapping[str, int]
    seq: int


class CollectionQueries:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sub_of(self, username: str) -> str:
        """The player of a username (see `relations.listed_sub_of`). Raises Missing."""
        with self._database.read() as connection:
            return relations.listed_sub_of(connection, username)

    def showcase(self, sub: str) -> tuple[str, ...]:
        """The typeIds that a player has chosen for the own page."""
        with self._database.read() as connection:
            row = SqlTables(connection).get(ShowcaseRow, sub)
        return row.type_ids if row else ()

    def known(self, names: Sequence[str]) -> dict[str, KnownThing]:
        """The things among these names that have been discovered and are shown."""
        objects, aliases, piclets = schema.objects, schema.aliases, schema.piclets
        shown = (
            select(objects.c.name, objects.c.canonical, piclets.c.image)
            .join(piclets, piclets.c.type_id == objects.c.canonical)
            .where(objects.c.shown)
        )
        with self._database.read() as connection:
            leads = connection.execute(
                select(aliases.c.alias, aliases.c.object_name).where(aliases.c.alias.in_(names))
            ).all()
            leading = {row.alias: row.object_name for row in leads}
            wanted = {*names, *leading.values()}
            rows = connection.execute(shown.where(objects.c.name.in_(wanted))).all()
        found = {row.name: KnownThing(row.name, row.canonical, row.image) for row in rows}
        places = {name: name if name in found else leading.get(name, name) for name in names}
        return {name: found[place] for name, place in places.items() if place in found}

    def tally(self, sub: str) -> TallyRow:
        """What a player has done, as badges count it; an empty one where there is nothing."""
        with self._database.read() as connection:
            return counting.tally_of(sub, SqlTables(connection))

    def holders(self) -> Holders:
        """How many players hold each tier of each badge. Reads every tally: ask for it seldom."""
        tallies, blocks = schema.tallies, schema.blocks
        each = func.json_each(tallies.c.earned).table_valued("key", "value")
        regular = func.coalesce(tallies.c.counts["finds"].as_integer(), 0) >= REGULAR
        counted = [func.count().label("players"), func.sum(case((regular, 1), else_=0)).label("regulars")]
        free = tallies.outerjoin(blocks, blocks.c.sub == tallies.c.sub)
        tiers = func.json_array_length(each.c.value)
        of_badges = (
            select(each.c.key.label("badge"), tiers.label("tier"), *counted)
            .select_from(free.join(each, true()))
            .where(blocks.c.sub.is_(None))
            .group_by(each.c.key, tiers)
        )
        with self._database.read() as connection:
            held = connection.execute(of_badges).all()
            everyone = connection.execute(select(*counted).select_from(free).where(blocks.c.sub.is_(None))).one()
        tallied = {(row.badge, row.tier): (row.players, row.regulars) for row in held}
        return Holders(everyone.players, everyone.regulars or 0, tallied)

    def told(self, sub: str) -> ToldBadges | None:
        """What a player has been told of badges; None where that is not known."""
        table = schema.badges_told
        with self._database.read() as connection:
            row = connection.execute(select(table.c.tiers, table.c.seq).where(table.c.sub == sub)).first()
        return ToldBadges(dict(row.tiers), row.seq) if row else None

    def tell(self, sub: str, told: ToldBadges) -> None:
        """Keep what a player has been told of now."""
        with self._database.write_casually() as connection:
            upsert(connection, schema.badges_told, [{"sub": sub, "tiers": dict(told.tiers), "seq": told.seq}])
