from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain import fold
from piclets.domain.events import Discovery, UnknownEvent, from_json, to_json
from piclets.domain.tables import (
    BUCKET,
    LEVELS,
    ROW_TYPES,
    AliasRow,
    AttributeRow,
    Key,
    MemoryTables,
    PicletRow,
    Row,
    WordRow,
    ranges_above,
    score_buckets,
)
from tests.domain.playing import play, scanned
from tests.domain.recount import assert_consistent
from tests.making import piclet_data

PLAYERS = st.sampled_from(["ada", "bob", "cy", "dee"])
OBJECTS = st.sampled_from(["pillow", "mug", "cat"])
ATTRIBUTES = st.lists(st.sampled_from(["blue", "velvet", "old", "big"]), unique=True, max_size=3).map(tuple)
SCANS = st.tuples(PLAYERS, OBJECTS, ATTRIBUTES)
MOVES = st.lists(st.one_of(SCANS, PLAYERS), max_size=40)


@given(MOVES)
def test_whatever_is_played_adds_up(moves: list[tuple[str, str, tuple[str, ...]] | str]) -> None:
    events, tables = play(moves)
    assert_consistent(events, tables)


@given(MOVES)
def test_events_fold_the_same_after_a_way_through_json(moves: list[tuple[str, str, tuple[str, ...]] | str]) -> None:
    events, tables = play(moves)
    again = MemoryTables()
    for seq, event in enumerate(events, start=1):
        restored = from_json(to_json(event))
        assert restored == event
        fold.apply(restored, seq, again)
    for row in ROW_TYPES:
        assert list(again.all(row)) == list(tables.all(row))


@given(MOVES)
def test_reads_names_the_rows_that_an_event_changes(moves: list[tuple[str, str, tuple[str, ...]] | str]) -> None:
    """What `reads` leaves out is looked up alone: score ranges, which depend on the tables, and rows only written."""

    looked_at: set[tuple[type[Row], Key]] = set()

    class Watched(MemoryTables):
        def get(self, row, *key):  # type: ignore[no-untyped-def]  # the signature is MemoryTables'
            looked_at.add((row, key))
            return super().get(row, *key)

    events, _ = play(moves)
    tables = Watched()
    for seq, event in enumerate(events, start=1):
        looked_at.clear()
        fold.apply(event, seq, tables)
        assert {(row, key) for row, key in looked_at if row.__name__ != "ScoreRow"} <= set(fold.reads(event))


def test_a_discovery_leads_from_its_words_aliases_and_attributes() -> None:
    tables = MemoryTables()
    found = Discovery(attributes=(), aliases=("cushion",), piclet_data=piclet_data(), image="a.webp")
    event = scanned(tables, 0, "ada", "throw_pillow", ()).model_copy(update={"discovery": found})
    fold.apply(event, 1, tables)
    fold.apply(scanned(tables, 1, "ada", "throw_pillow", ("blue", "sky_high")), 2, tables)
    assert list(tables.all(AliasRow)) == [AliasRow("cushion", "throw_pillow", former=False)]
    assert {row.word for row in tables.all(WordRow)} == {"throw", "pillow", "cushion", "blue", "sky", "high"}
    assert {row.key for row in tables.all(AttributeRow)} == {
        ("throw_pillow", "blue", "throw_pillow_001"),
        ("throw_pillow", "sky_high", "throw_pillow_001"),
    }


def test_the_canonicals_own_attributes_are_kept_but_not_matched() -> None:
    _, tables = play([("ada", "pillow", ("blue",)), ("bob", "pillow", ("blue",))])
    assert [(row.type_id, row.attributes) for row in tables.all(PicletRow)] == [
        ("pillow_canonical", ("blue",)),
        ("pillow_001", ("blue",)),
    ]


def test_a_scan_of_what_was_never_discovered_is_a_broken_log() -> None:
    events, _ = play([("ada", "pillow", ()), ("bob", "pillow", ())])
    with pytest.raises(ValueError, match="the log is broken"):
        fold.apply(events[1], 1, MemoryTables())


@pytest.mark.parametrize(
    "line",
    ['{"kind": "moved", "v": 1}', '{"kind": "scanned", "v": 2}', "{}", "[]", "not json", ""],
)
def test_an_unknown_event_is_refused(line: str) -> None:
    with pytest.raises(UnknownEvent):
        from_json(line)


def test_unknown_fields_of_a_known_event_are_ignored() -> None:
    events, _ = play([("ada", "pillow", ())])
    assert from_json(to_json(events[0])[:-1] + ',"mood":"sunny"}') == events[0]


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(0, 10**9))
def test_ranges_hold_every_higher_score_once(scores: list[int], mine: int) -> None:
    for score in (*scores, mine + 1, mine + BUCKET, mine + BUCKET**LEVELS):
        hits = sum(
            first <= bucket <= last
            for level, first, last in ranges_above(mine)
            for at, bucket in score_buckets(score)
            if at == level
        )
        assert hits == (score > mine)
