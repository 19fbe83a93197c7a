"""The tables are the fold of the log, whichever way they came about."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text, update

from piclets.domain.events import AnyEvent
from piclets.domain.records import Player
from piclets.domain.tables import ROW_TYPES, AliasRow, FindRow, PlayerRow
from piclets.ledger import schema
from piclets.ledger.ledger import Ledger, WrongLedger
from piclets.ledger.queries import Queries
from piclets.ledger.statements import put_meta
from tests.domain.recount import assert_consistent
from tests.examples import a_third_of
from tests.ledger.conftest import OpenLedger
from tests.ledger.racing import at_once
from tests.making import AT, MADE_FOR, player, scan
from tests.random_games import events_of, folded, fresh_ledger, rows

PLAYERS = st.sampled_from(["ada", "bob", "cy", "dee"])
OBJECTS = st.sampled_from(["pillow", "mug", "teddy_bear", "teddybear", "cat"])
ATTRIBUTES = st.lists(st.sampled_from(["blue", "velvet", "old", "big"]), unique=True, max_size=3)
PHOTOS = st.integers(0, 15)
MOVES = st.lists(st.one_of(st.tuples(PLAYERS, OBJECTS, ATTRIBUTES, PHOTOS), PLAYERS), max_size=25)
Moves = list[tuple[str, str, list[str], int] | str]


def play(ledger: Ledger, moves: Moves) -> None:
    """Scans; a bare name is that player's rename."""
    for move in moves:
        if isinstance(move, str):
            ledger.follow_rename(Player(sub=player(move).sub, username=uuid.uuid4().hex), AT)
        else:
            who, what, attributes, photo = move
            ledger.record(scan(who, what, *attributes, photo=photo))


# The folder is shared by all examples; each makes a file of its own in it.
@pytest.mark.thorough
@settings(max_examples=a_third_of(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_whatever_is_played_the_tables_are_the_fold_of_the_log(tmp_path: Path, moves: Moves) -> None:
    with fresh_ledger(tmp_path) as ledger:
        play(ledger, moves)
        log = events_of(ledger)
        in_memory = folded(log)
        assert_consistent([event for _, event in log], in_memory)
        for kind in ROW_TYPES:
            assert rows(ledger, kind) == sorted(in_memory.all(kind), key=repr)
        assert all(ledger.rebuild().values())
        for kind in ROW_TYPES:
            assert rows(ledger, kind) == sorted(in_memory.all(kind), key=repr)
        with fresh_ledger(tmp_path) as restored:
            restored.import_events(log)
            assert events_of(restored) == log
            for kind in ROW_TYPES:
                assert rows(restored, kind) == rows(ledger, kind)


A_GAME: Moves = [
    ("ada", "pillow", [], 0),
    ("bob", "pillow", ["blue"], 1),
    ("bob", "teddy_bear", [], 2),
    ("cy", "teddybear", [], 3),
    "ada",
    ("ada", "pillow", ["blue", "old"], 4),
]


def test_rebuild_equals_the_incremental_tables(ledger: Ledger) -> None:
    play(ledger, A_GAME)
    before = {kind: rows(ledger, kind) for kind in ROW_TYPES}
    assert ledger.rebuild() == {table.name: True for table in schema.folded.sorted_tables}
    assert {kind: rows(ledger, kind) for kind in ROW_TYPES} == before


def test_rebuild_says_which_table_was_wrong_and_mends_it(ledger: Ledger) -> None:
    play(ledger, A_GAME)
    right = {kind: rows(ledger, kind) for kind in ROW_TYPES}
    with ledger.database.write() as connection:
        connection.execute(update(schema.players).values(score=7).where(schema.players.c.sub == "sub-ada"))
        connection.execute(delete(schema.aliases))
        connection.execute(insert(schema.finds), [vars(FindRow("sub-x", "mug_canonical", AT, 1, False, None, 1))])
    said = ledger.rebuild()
    assert {name for name, equal in said.items() if not equal} == {"players", "aliases", "finds"}
    assert {kind: rows(ledger, kind) for kind in ROW_TYPES} == right
    assert right[AliasRow]
    assert all(ledger.rebuild().values())


def test_tables_of_another_version_are_made_again_at_start(open_ledger: OpenLedger) -> None:
    ledger = open_ledger()
    play(ledger, A_GAME)
    right = {kind: rows(ledger, kind) for kind in ROW_TYPES}
    with ledger.database.write() as connection:
        put_meta(connection, fold_version="0")
        connection.execute(text("DROP TABLE scores"))
        connection.execute(text("ALTER TABLE players ADD COLUMN mood TEXT"))
        connection.execute(delete(schema.piclets))
    reopened = open_ledger()
    assert {kind: rows(reopened, kind) for kind in ROW_TYPES} == right
    assert reopened.meta_get("fold_version") == str(schema.FOLD_VERSION)


def test_several_servers_may_start_at_once_on_an_empty_database(postgres_url: str) -> None:
    ledgers = at_once(lambda _: Ledger.open(postgres_url, made_for=MADE_FOR, publishes=False), range(4))
    ledgers[0].record(scan("ada", "pillow"))
    assert {ledger.head() for ledger in ledgers} == {1}
    for ledger in ledgers:
        ledger.close()


def test_a_ledger_belongs_to_one_dataset_and_identity(open_ledger: OpenLedger, url: str) -> None:
    ledger = open_ledger()
    play(ledger, A_GAME)
    played = ledger.head()
    with pytest.raises(WrongLedger, match="made for no dataset, identity local") as refused:
        Ledger.open(url, made_for="Fraser/piclets, identity hub", publishes=True)
    assert "Fraser/piclets, identity hub" in str(refused.value)
    again = open_ledger()
    assert again.head() == played
    assert all(again.rebuild().values())


def test_an_import_is_all_or_nothing_and_leaves_no_gaps(ledger: Ledger, tmp_path: Path) -> None:
    with fresh_ledger(tmp_path) as other:
        play(other, A_GAME)
        log = events_of(other)
    with pytest.raises(ValueError, match="cannot be followed"):
        ledger.import_events(log[1:])
    with pytest.raises(ValueError, match="cannot be followed"):
        ledger.import_events([*log[:2], *log[3:]])

    def broken_download() -> Iterator[tuple[int, AnyEvent]]:
        yield from log[:2]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        ledger.import_events(broken_download())
    assert ledger.head() == 0
    assert rows(ledger, PlayerRow) == []
    ledger.import_events(log[:2])
    ledger.import_events([])
    ledger.import_events(log[2:])
    assert events_of(ledger) == log
    assert ledger.record(scan("dee", "pillow")).seq == len(log) + 1


def test_imports_larger_than_a_batch_fold_the_same(ledger: Ledger, tmp_path: Path, open_ledger: OpenLedger) -> None:
    with fresh_ledger(tmp_path) as other:
        play(other, A_GAME)
        (_, first), *_ = events_of(other)
    many = [(seq, first.model_copy(update={"id": f"event-{seq}"})) for seq in range(1, 2_501)]
    first_only = [many[0], *((seq, _again(event)) for seq, event in many[1:])]
    ledger.import_events(first_only)
    standing = Queries(ledger.database).standing("sub-ada")
    assert standing is not None
    assert (standing.score, standing.total_finds) == (125, 2_500)
    assert all(ledger.rebuild().values())


def _again(event: AnyEvent) -> AnyEvent:
    return event.model_copy(
        update={"status": "existing", "discovery": None, "first_find": False, "points": 0, "photo": event.id}
    )


def test_rows_have_their_tables_columns() -> None:
    for kind, table in schema.TABLE_OF.items():
        assert {column.name for column in table.columns} == {field.name for field in fields(kind)}  # type: ignore[arg-type]  # rows are dataclasses
        assert {column.name for column in table.primary_key.columns} == set(kind.KEY)
    assert set(schema.TABLE_OF) == set(ROW_TYPES)
