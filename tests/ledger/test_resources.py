"""Files, connections and threads stay as few as they are, however long the server runs."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from piclets.ledger import database
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from tests.ledger.racing import at_once
from tests.making import scan

FILES = Path("/proc/self/fd")
SLACK = database.READERS + 5
"""Connections that the pool had not needed before, and what others in this process open; a leak would be hundreds."""


def open_files() -> int:
    return len(list(FILES.iterdir()))


@pytest.mark.skipif(not FILES.is_dir(), reason="there is no /proc to count open files in")
def test_a_thousand_operations_leave_nothing_open(ledger: Ledger) -> None:
    queries = Queries(ledger.database)

    def use(number: int) -> None:
        ledger.record(scan(f"player{number % 7}", f"thing{number % 5}"))
        queries.leaders(10)
        queries.object_details("thing1", 10)
        queries.standing("sub-player1")

    with ThreadPoolExecutor(24) as pool:
        list(pool.map(use, range(100)))
        files, threads = open_files(), threading.active_count()
        list(pool.map(use, range(250)))
        assert open_files() <= files + SLACK
        assert threading.active_count() <= threads
    ledger.close()
    before = open_files()
    ledger.head()
    ledger.close()
    assert open_files() == before


def test_readers_get_through_while_many_write(ledger: Ledger) -> None:
    """Writers wait for each other without holding the connections that readers need."""
    queries = Queries(ledger.database)
    ledger.record(scan("ada", "pillow"))
    with ThreadPoolExecutor(100) as pool:
        with ledger.database.write():
            writes = [pool.submit(ledger.record, scan(f"player{number}", "pillow")) for number in range(40)]
            reads = [pool.submit(queries.leaders, 10) for _ in range(60)]
            assert {len(read.result(timeout=15)) for read in reads} == {1}
            assert not any(write.done() for write in writes)
        assert {write.result().type_id for write in writes} == {"pillow_canonical"}


def test_more_readers_than_connections_wait_for_their_turn(ledger: Ledger) -> None:
    queries = Queries(ledger.database)
    ledger.record(scan("ada", "pillow"))
    assert at_once(lambda _: len(queries.recent(10)), range(database.READERS * 4)) == [1] * database.READERS * 4
