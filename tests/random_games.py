"""Random games for property tests: what players and the console do, and what the ledger then holds."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st
from sqlalchemy import select

from piclets.admin.moderation import Moderation
from piclets.domain import fold
from piclets.domain.events import AnyEvent
from piclets.domain.records import Player
from piclets.domain.tables import MemoryTables, Row
from piclets.errors import InvalidRequest, NotFound, RateLimited, UnsafeContent
from piclets.ledger import schema
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from piclets.ledger.rows import make_row
from tests.making import AT, MADE_FOR, player, scan

WHY = "because it is so"

NAMES = st.sampled_from(["pillow", "mug", "teddy_bear", "teddybear", "cat"])
PLAYERS = st.sampled_from(["ada", "bob", "cy"])
ATTRIBUTES = st.lists(st.sampled_from(["blue", "velvet", "old"]), unique=True, max_size=2)
Move = Callable[[Ledger, Moderation], object]

A_SCAN: st.SearchStrategy[Move] = st.builds(
    lambda who, what, attributes, photo: lambda ledger, _: ledger.record(scan(who, what, *attributes, photo=photo)),
    PLAYERS, NAMES, ATTRIBUTES, st.integers(0, 25),
)  # fmt: skip
A_RENAME: st.SearchStrategy[Move] = st.builds(
    lambda who, number: (
        lambda ledger, _: ledger.follow_rename(Player(sub=player(who).sub, username=f"{who}-{number}"), AT)
    ),
    PLAYERS, st.integers(0, 3),
)  # fmt: skip
A_DECISION: st.SearchStrategy[Move] = st.one_of(
    st.builds(lambda name, n: lambda _, m: m.decide("hide", _id(m, name, n), why=WHY), NAMES, st.integers(0, 4)),
    st.builds(lambda name, n: lambda _, m: m.decide("unhide", _id(m, name, n), why=WHY), NAMES, st.integers(0, 4)),
    st.builds(
        lambda old, new: lambda _, m: m.decide("rename", old, new, why=WHY),
        NAMES,
        st.sampled_from(["vase", "pillow", "cup"]),
    ),
    st.builds(lambda left, right: lambda _, m: m.decide("merge", left, right, why=WHY), NAMES, NAMES),
    st.builds(lambda n: lambda _, m: m.decide("undo_merge", _a_merge(m, n), why=WHY), st.integers(0, 3)),
    st.builds(lambda name: lambda _, m: m.decide("remove_alias", name, why=WHY), NAMES),
    st.builds(lambda who: lambda _, m: m.decide("block", f"sub-{who}", why=WHY), PLAYERS),
    st.builds(lambda who: lambda _, m: m.decide("unblock", f"sub-{who}", why=WHY), PLAYERS),
    st.builds(lambda who: lambda _, m: m.decide("revoke", f"sub-{who}", why=WHY), PLAYERS),
    st.builds(lambda who: lambda _, m: m.decide("erase", f"sub-{who}", why=WHY), PLAYERS),
)
MOVES = st.lists(st.one_of(A_SCAN, A_SCAN, A_RENAME, A_DECISION), max_size=25)


def play(ledger: Ledger, moves: Iterable[Move]) -> Moderation:
    """Make each move that the rules allow."""
    moderation = Moderation(ledger, Reports(ledger.database))
    for move in moves:
        try:
            move(ledger, moderation)
        except (InvalidRequest, NotFound, UnsafeContent, RateLimited):
            continue
    return moderation


@contextmanager
def fresh_ledger(folder: Path, *, publishes: bool = False) -> Iterator[Ledger]:
    """An empty ledger in a file of its own."""
    url = f"sqlite:///{folder / uuid.uuid4().hex}.sqlite3"
    ledger = Ledger.open(url, made_for=MADE_FOR, publishes=publishes)
    try:
        yield ledger
    finally:
        ledger.close()


def events_of(ledger: Ledger) -> list[tuple[int, AnyEvent]]:
    return ledger.events_after(0, limit=100_000)


def folded(events: list[tuple[int, AnyEvent]]) -> MemoryTables:
    tables = MemoryTables()
    for seq, event in events:
        fold.apply(event, seq, tables)
    return tables


def rows(ledger: Ledger, kind: type[Row]) -> list[Row]:
    with ledger.database.read() as connection:
        found = connection.execute(select(schema.TABLE_OF[kind])).mappings()
        return sorted((make_row(kind, dict(values)) for values in found), key=repr)


def _id(moderation: Moderation, name: str, number: int) -> str:
    piclets = moderation.find_object(name).piclets
    return piclets[number % len(piclets)].type_id


def _a_merge(moderation: Moderation, number: int) -> str:
    merges = [each.event.id for each in moderation.decided() if each.event.kind == "objects_merged"]
    return merges[number % len(merges)] if merges else uuid.uuid4().hex
