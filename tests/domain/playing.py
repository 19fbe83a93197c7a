"""A game on the fold alone: scans, each decided over the fold of those before it."""

from __future__ import annotations

from itertools import count

from piclets.domain import fold
from piclets.domain.events import AnyEvent, Discovery, PlayerRenamed, Scanned
from piclets.domain.matching import Variation, decide
from piclets.domain.records import Player
from piclets.domain.scoring import points
from piclets.domain.tables import (
    FindRow,
    MemoryTables,
    ObjectRow,
    PicletRow,
    PlayerRow,
)
from tests.making import AT, digest, piclet_data, player


def play(moves: list[tuple[str, str, tuple[str, ...]] | str]) -> tuple[list[AnyEvent], MemoryTables]:
    """Scans, each decided over the fold of those before it; a bare name is that player's rename."""
    tables, events, names = MemoryTables(), list[AnyEvent](), count(2)
    for move in moves:
        if isinstance(move, str):
            if tables.get(PlayerRow, player(move).sub) is None:
                continue
            renamed = Player(sub=player(move).sub, username=f"{move}{next(names)}")
            event: AnyEvent = PlayerRenamed(id=f"event-{len(events)}", at=AT, player=renamed)
        else:
            event = scanned(tables, len(events), *move)
        events.append(event)
        fold.apply(event, len(events), tables)
    return events, tables


def scanned(tables: MemoryTables, place: int, who: str, what: str, attributes: tuple[str, ...]) -> Scanned:
    known = tables.get(ObjectRow, what)
    decision = decide(
        what,
        attributes,
        variations=known.variations if known else None,
        similar=[
            Variation(row.type_id, row.number, row.attributes)
            for row in tables.all(PicletRow)
            if row.object_name == what and row.number
        ],
    )
    piclet = tables.get(PicletRow, decision.type_id)
    first_find = tables.get(FindRow, player(who).sub, decision.type_id) is None
    now = (piclet.scan_count if piclet else 0) + first_find
    found = Discovery(attributes=attributes, piclet_data=piclet_data(), image=f"{digest(place)}.webp")
    mine = tables.get(PlayerRow, player(who).sub)
    return Scanned(
        id=f"event-{place}",
        at=AT,
        player=Player(sub=player(who).sub, username=mine.username if mine else who),
        photo=digest(place),
        phash=digest(place)[:16],
        status=decision.status,
        object_name=what,
        type_id=decision.type_id,
        number=decision.number,
        first_find=first_find,
        points=points(decision.status, first_find=first_find, scan_count=now),
        discovery=found if decision.needs_picture else None,
    )
