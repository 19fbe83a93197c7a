"""What players read: the right rows in the right order, by index look-ups alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update

from piclets.domain.tables import NOBODY, MemoryTables, PlayerRow, ScoreRow, score_buckets
from piclets.ledger import driver, schema
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.candidates import Candidates
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from piclets.ledger.statements import upsert
from tests.making import scan


@pytest.fixture
def queries(ledger: Ledger) -> Queries:
    return Queries(ledger.database)


def test_an_empty_game(queries: Queries) -> None:
    assert queries.piclet("pillow_canonical") is None
    assert queries.object_details("pillow", 10) is None
    assert queries.standing("sub-ada") is None
    assert queries.collection("sub-ada", 10, 0) == []
    assert queries.recent(10) == []
    assert queries.leaders(10) == []
    assert queries.totals().piclets == 0


def test_a_collection_is_newest_first_scan_first(ledger: Ledger, queries: Queries) -> None:
    for name in ("pillow", "mug", "cat", "pillow", "mug"):
        ledger.record(scan("ada", name))
    ledger.record(scan("bob", "dog"))
    assert [find.entry["objectName"] for find in queries.collection("sub-ada", 10, 0)] == ["cat", "mug", "pillow"]
    assert [find.times_scanned for find in queries.collection("sub-ada", 10, 0)] == [1, 2, 2]
    assert [find.entry["objectName"] for find in queries.collection("sub-ada", 1, 1)] == ["mug"]
    assert queries.collection("sub-ada", 10, 3) == []


def test_an_object_with_its_first_variations(ledger: Ledger, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow", "round"))
    for number in range(12):
        ledger.record(scan("bob", "pillow", f"kind{number}"))
    ledger.record(scan("cy", "pillow"))
    details = queries.object_details("pillow", 10)
    assert details is not None
    assert (details.total_scans, details.variation_count) == (14, 12)
    assert details.canonical["attributes"] == ["round"]
    assert [entry["attributes"] for entry in details.variations] == [[f"kind{number}"] for number in range(10)]


def test_a_piclet_is_told_as_its_entry_is(ledger: Ledger, queries: Queries) -> None:
    """Whoever discovered it: a player, one who was forgotten, or nobody since the discovery was revoked."""
    table = schema.piclets
    for name, discoverer in (("pillow", "sub-ada"), ("mug", "gone"), ("cat", NOBODY)):
        type_id = ledger.record(scan("ada", name, "round", "blue")).type_id
        with ledger.database.write() as connection:
            connection.execute(update(table).where(table.c.type_id == type_id).values(discoverer=discoverer))
        details, entry = queries.object_details(name, 1), queries.piclet(type_id)
        assert details is not None
        assert entry is not None
        assert list(details.canonical.items()) == list(entry.wire().items())


def test_the_feed_shows_discoveries_newest_first(ledger: Ledger, queries: Queries) -> None:
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "mug"))
    ledger.record(scan("cy", "pillow"))
    ledger.record(scan("cy", "pillow", "blue"))
    assert [entry.type_id for entry in queries.recent(10)] == ["pillow_001", "mug_canonical", "pillow_canonical"]
    assert [entry.type_id for entry in queries.recent(1)] == ["pillow_001"]


def test_ranks_are_1_2_2_4_and_ties_in_order_of_who_was_there_first(ledger: Ledger, queries: Queries) -> None:
    ledger.record(scan("cy", "cat"))
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("bob", "mug"))
    ledger.record(scan("dee", "mug"))
    ledger.record(scan("cy", "cat"))  # counts nothing, so does not take the place in the order
    ledger.record(scan("ada", "dog"))
    assert [(leader.rank, leader.username, leader.score) for leader in queries.leaders(10)] == [
        (1, "ada", 250),
        (2, "cy", 125),
        (2, "bob", 125),
        (4, "dee", 25),
    ]
    assert [leader.username for leader in queries.leaders(2)] == ["ada", "cy"]
    assert [
        standing.rank for name in ("ada", "cy", "bob", "dee") if (standing := queries.standing(f"sub-{name}"))
    ] == [
        1,
        2,
        2,
        4,
    ]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.integers(0, 300), st.integers(0, 2 * 10**9)), min_size=1, max_size=40))
def test_a_rank_is_the_number_of_higher_scores_plus_one(ledger: Ledger, queries: Queries, scores: list[int]) -> None:
    """Written to the tables directly: no game would reach these scores soon."""
    buckets = MemoryTables()
    for score in scores:
        for level, bucket in score_buckets(score):
            counted = buckets.get(ScoreRow, level, bucket) or ScoreRow(level, bucket, 0)
            buckets.put(ScoreRow(level, bucket, counted.players + 1))
    players = [PlayerRow(f"sub-{at}", f"player{at}", score, 1, 0, 1, at + 1) for at, score in enumerate(scores)]
    with ledger.database.write() as connection:
        for table in (schema.players, schema.scores):
            connection.execute(table.delete())
        upsert(connection, schema.players, [vars(row) for row in players])
        upsert(connection, schema.scores, [vars(row) for row in buckets.all(ScoreRow)])
    for row in players:
        standing = queries.standing(row.sub)
        assert standing is not None
        assert standing.rank == 1 + sum(other > row.score for other in scores)
    in_order = sorted(players, key=lambda row: (-row.score, row.reached))
    assert [(leader.username, leader.rank) for leader in queries.leaders(100)] == [
        (row.username, 1 + sum(other > row.score for other in scores)) for row in in_order
    ]


HOT: dict[str, Callable[[Ledger], object]] = {
    "record new": lambda ledger: ledger.record(scan("eve", "zebra")),
    "record variation": lambda ledger: ledger.record(scan("eve", "pillow", "striped")),
    "record existing": lambda ledger: ledger.record(scan("eve", "pillow", "blue")),
    "replay": lambda ledger: ledger.replay("sub-ada", "0" * 64),
    "owner": lambda ledger: ledger.owner("0" * 64),
    "look-alike": lambda ledger: ledger.look_alike("pillow", "0" * 16),
    "match": lambda ledger: ledger.match("pillow", ("blue", "old")),
    "events after": lambda ledger: ledger.events_after(3, limit=10),
    "piclet": lambda ledger: Queries(ledger.database).piclet("pillow_001"),
    "object": lambda ledger: Queries(ledger.database).object_details("pillow", 500),
    "collection": lambda ledger: Queries(ledger.database).collection("sub-ada", 200, 0),
    "standing": lambda ledger: Queries(ledger.database).standing("sub-ada"),
    "recent": lambda ledger: Queries(ledger.database).recent(20),
    "leaders": lambda ledger: Queries(ledger.database).leaders(10),
    "totals": lambda ledger: Queries(ledger.database).totals(),
    "candidates": lambda ledger: Candidates(ledger.database).suggested_by("a blue teddy bear on a velvet pillow"),
    "allowance": lambda ledger: Allowances(ledger.database).take("sub-ada", Allowance("scans", 60), 0.0),
}


@pytest.mark.parametrize("name", HOT)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_no_hot_query_scans_a_table(ledger: Ledger, name: str) -> None:
    """SQLite's own plans. A scan in the order of an index that stops at its limit is none in this sense."""
    for who in ("ada", "bob"):
        for what in ("pillow", "mug", "teddy_bear"):
            for attributes in ((), ("blue", "velvet"), ("old",)):
                ledger.record(scan(who, what, *attributes))
    said: list[str] = []

    def listen(connection: Any, *_: object) -> None:
        connection.set_trace_callback(said.append)  # with the values of the parameters in their places

    event.listen(ledger.database._reader, "checkout", listen)
    for writing in (ledger.database.write, ledger.database.write_casually):
        with writing() as connection:
            listen(connection.connection.dbapi_connection)
    HOT[name](ledger)
    statements = [each for each in said if each.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE"))]
    with ledger.database.read() as connection:
        plans = [
            (row[3], statement)
            for statement in statements
            for row in driver.read(connection, (f"EXPLAIN QUERY PLAN {statement}", {}))
        ]
    scans = [(plan, statement) for plan, statement in plans if plan.startswith("SCAN") and not _is_harmless(plan)]
    assert plans
    assert scans == []


def _is_harmless(plan: str) -> bool:
    """`head` has one row; lists of values and sub-selects are as short as what they are made of."""
    return plan in {
        "SCAN head",
        "SCAN piclets USING INDEX piclets_by_discovery",  # newest first, up to the limit
        "SCAN players USING INDEX players_by_rank",  # best first, up to the limit
    } or plan.startswith(("SCAN anon_", "SCAN CONSTANT ROW", "SCAN json_each"))


def test_reads_are_of_one_moment(ledger: Ledger) -> None:
    ledger.record(scan("ada", "pillow"))
    with ledger.database.read() as connection:
        before = connection.execute(schema.objects.select()).all()
        ledger.record(scan("bob", "mug"))
        assert connection.execute(schema.objects.select()).all() == before
