"""Acknowledged is durable: through restarts, crashes, and databases that go away for a while."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from piclets.domain.events import Scanned
from piclets.errors import StorageUnavailable
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from tests.ledger.conftest import OpenLedger
from tests.ledger.racing import at_once
from tests.loopback.postgres import PostgresServer, started
from tests.making import MADE_FOR, scan
from tests.waiting import until

WRITER = """
import sys
from piclets.ledger.ledger import Ledger
from tests.waiting import until
from tests.making import scan
ledger = Ledger.open(sys.argv[1], made_for=sys.argv[2], publishes=False)
while True:
    recorded = ledger.record(scan("ada", f"thing{ledger.head() % 50}"))
    print(recorded.seq, flush=True)
"""


def test_everything_is_there_after_a_restart(open_ledger: OpenLedger) -> None:
    ledger = open_ledger()
    first = ledger.record(scan("ada", "pillow", photo="photo"))
    ledger.meta_put(epoch="7")
    ledger.close()
    again = open_ledger()
    replayed = again.replay("sub-ada", scan("ada", photo="photo").photo)
    assert replayed is not None
    assert replayed.seq == first.seq
    assert again.meta_get("epoch") == "7"
    assert again.meta_get("other") is None
    assert again.record(scan("bob", "pillow")).status == "existing"


@pytest.mark.thorough
def test_a_crash_in_the_middle_of_writing_loses_nothing_acknowledged(url: str, open_ledger: OpenLedger) -> None:
    open_ledger()
    acknowledged: list[int] = []
    for enough in (15, 40, 60):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, url, MADE_FOR], stdout=subprocess.PIPE, text=True, cwd=_root()
        )
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) == enough:
                os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    ledger = open_ledger()
    events = ledger.events_after(0, limit=10_000)
    places = [seq for seq, _ in events]
    assert set(acknowledged) <= set(places)
    assert places == list(range(1, len(places) + 1))
    assert len(places) - len(acknowledged) <= 3, "at most the one that each crash met"
    assert all(ledger.rebuild().values())


def test_an_allowance_is_used_up_and_comes_back(open_ledger: OpenLedger) -> None:
    two = Allowance("scans", per_hour=2)
    allowances = Allowances(open_ledger().database)
    assert [allowances.take("ada", two, 1_000.0) for _ in range(3)] == [0, 0, 1_800]
    assert allowances.take("ada", two, 1_900.0) == 900
    assert allowances.take("bob", two, 1_000.0) == 0
    assert allowances.take("ada", Allowance("reports", 2), 1_000.0) == 0
    reopened = Allowances(open_ledger().database)
    assert reopened.take("ada", two, 2_000.0) == 800
    assert reopened.take("ada", two, 2_800.0) == 0
    reopened.give_back("ada", two, 2_800.0)
    assert reopened.take("ada", two, 2_800.0) == 0
    assert [reopened.take("ada", two, 100_000.0) for _ in range(3)] == [0, 0, 1_800], "never more than an hour's"
    reopened.give_back("cy", two, 0.0)
    assert [reopened.take("cy", two, 0.0) for _ in range(3)] == [0, 0, 1_800]


def test_a_clock_that_was_set_back_gives_nothing_away(ledger: Ledger) -> None:
    two = Allowance("scans", per_hour=2)
    allowances = Allowances(ledger.database)
    assert [allowances.take("ada", two, moment) for moment in (5_000.0, 4_000.0)] == [0, 0]
    assert allowances.take("ada", two, 5_000.0) == 1_800


def test_a_clock_that_was_far_ahead_locks_nobody_out(ledger: Ledger) -> None:
    two = Allowance("scans", per_hour=2)
    allowances = Allowances(ledger.database)
    assert [allowances.take("ada", two, 1e9) for _ in range(2)] == [0, 0]
    assert allowances.take("ada", two, 5_000.0) == 1_800
    assert allowances.take("ada", two, 5_900.0) == 900
    assert allowances.take("ada", two, 6_800.0) == 0


def test_racing_servers_share_an_allowance(open_ledger: OpenLedger) -> None:
    servers = [Allowances(open_ledger().database) for _ in range(2)]
    five = Allowance("scans", per_hour=5)
    waits = at_once(lambda number: servers[number % 2].take("ada", five, 1_000.0), range(24))
    assert waits.count(0) == 5


def test_a_lost_database_is_storage_unavailable_and_comes_back_by_itself(postgres: PostgresServer) -> None:
    """On a server of its own: it is stopped, crashed and started again."""
    assert postgres  # there is one on this machine
    with started(fsync="off") as server:
        ledger = Ledger.open(server.create_database("game"), made_for=MADE_FOR, publishes=False)
        queries = Queries(ledger.database)
        ledger.record(scan("ada", "pillow"))
        for end in (server.stop, server.kill):
            end()
            for use in (lambda: ledger.record(scan("bob", "pillow")), lambda: queries.leaders(10), ledger.head):
                with pytest.raises(StorageUnavailable) as lost:
                    use()
                assert lost.value.retry_after
            server.start()
            assert ledger.record(scan("ada", "pillow")).status == "existing"
            assert [leader.username for leader in queries.leaders(10)] == ["ada"]
        ledger.close()
        server.stop()
        with pytest.raises(StorageUnavailable):
            Ledger.open(server.url("game"), made_for=MADE_FOR, publishes=False)
        server.start()


@pytest.mark.thorough
def test_a_database_that_crashes_under_load_loses_nothing_acknowledged(postgres: PostgresServer) -> None:
    assert postgres
    with started() as server:  # with fsync: this one really crashes
        ledger = Ledger.open(server.create_database("game"), made_for=MADE_FOR, publishes=False)
        acknowledged: list[int] = []
        failed = threading.Event()
        done = threading.Event()

        def play(number: int) -> None:
            while not done.is_set():
                try:
                    acknowledged.append(ledger.record(scan(f"player{number}", f"thing{number}")).seq)
                except StorageUnavailable:
                    failed.set()

        players = [threading.Thread(target=play, args=(number,)) for number in range(6)]
        for player in players:
            player.start()
        for _ in range(2):
            so_far = len(acknowledged)
            until(lambda so_far=so_far: len(acknowledged) > so_far + 20)  # type: ignore[misc]  # bound at once
            failed.clear()
            server.kill()
            until(failed.is_set)
            server.start()
        so_far = len(acknowledged)
        until(lambda: len(acknowledged) > so_far + 20)
        done.set()
        for player in players:
            player.join()
        events = ledger.events_after(0, limit=100_000)
        assert len(set(acknowledged)) == len(acknowledged)
        assert set(acknowledged) <= {seq for seq, _ in events}
        assert [seq for seq, _ in events] == list(range(1, len(events) + 1))
        assert sum(isinstance(event, Scanned) and event.status == "new" for _, event in events) == 6
        assert all(ledger.rebuild().values())
        ledger.close()


def test_a_full_disk_is_storage_unavailable(tmp_path: Path) -> None:
    """SQLite's own limit of pages stands for the disk's."""
    path = tmp_path / "ledger.sqlite3"
    ledger = Ledger.open(f"sqlite:///{path}", made_for=MADE_FOR, publishes=False)
    ledger.record(scan("ada", "pillow"))
    with ledger.database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for number in range(1_000):
            ledger.record(scan("ada", f"thing{number}"))

    with pytest.raises(StorageUnavailable):
        fill()
    before = ledger.head()
    assert Queries(ledger.database).leaders(1)[0].username == "ada"
    with ledger.database.read():
        pass
    ledger.close()
    reopened = Ledger.open(f"sqlite:///{path}", made_for=MADE_FOR, publishes=False)
    assert reopened.head() == before
    assert all(reopened.rebuild().values())
    reopened.close()


def test_a_file_that_is_no_ledger_is_storage_unavailable(tmp_path: Path) -> None:
    broken = tmp_path / "ledger.sqlite3"
    broken.write_bytes(b"not a database" * 1_000)
    with pytest.raises(StorageUnavailable):
        Ledger.open(f"sqlite:///{broken}", made_for=MADE_FOR, publishes=False)
    assert broken.read_bytes() == b"not a database" * 1_000


def test_the_embedded_ledger_waits_for_the_disk(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=False)
    full = 2
    with ledger.database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    with ledger.database.write_casually() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1, "a checkpoint still waits"
    ledger.close()


def test_the_file_can_be_read_by_others_while_the_game_runs(tmp_path: Path) -> None:
    """An operator's sqlite3 session or backup does not stop the game."""
    path = tmp_path / "ledger.sqlite3"
    ledger = Ledger.open(f"sqlite:///{path}", made_for=MADE_FOR, publishes=False)
    ledger.record(scan("ada", "pillow"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    assert other.execute("SELECT count(*) FROM events").fetchone() == (1,)
    ledger.record(scan("bob", "pillow"))
    assert other.execute("SELECT count(*) FROM events").fetchone() == (1,)
    other.close()
    ledger.close()


def _root() -> Path:
    return Path(__file__).parents[2]
