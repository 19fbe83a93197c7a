"""What servers share beside the game: answers, counts, and the turn to publish."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from piclets.errors import StorageUnavailable
from piclets.ledger.answers import PRUNE_EVERY, Answers
from piclets.ledger.counters import Counters
from piclets.ledger.database import Database
from piclets.ledger.ledger import Ledger
from piclets.ledger.schema import answers
from piclets.ledger.turns import PublishingTurn
from tests.ledger.conftest import OpenLedger
from tests.ledger.racing import at_once
from tests.loopback.postgres import PostgresServer
from tests.making import MADE_FOR, scan
from tests.waiting import until

HOLDER = """
import sys, time
from piclets.ledger.database import Database
from piclets.ledger.turns import PublishingTurn
turn = PublishingTurn(Database(sys.argv[1]))
print(turn.try_take(), flush=True)
time.sleep(600)
"""


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def kept(ledger: Ledger) -> int:
    with ledger.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(answers)).scalar_one())


def test_answers_are_shared_overwritten_and_expire(open_ledger: OpenLedger) -> None:
    clock = Clock()
    mine, yours = (Answers(open_ledger().database, lifetime=60, clock=clock) for _ in range(2))
    assert mine.get("key") is None
    mine.put("key", "a mug")
    assert yours.get("key") == "a mug"
    yours.put("key", "ein Becher ☕")
    assert mine.get("key") == "ein Becher ☕"
    clock.now += 60
    assert mine.get("key") is None


def test_answers_are_bounded_and_the_newest_stay(ledger: Ledger) -> None:
    clock = Clock()
    store = Answers(ledger.database, lifetime=60, most=50, clock=clock)
    for number in range(2 * PRUNE_EVERY + 1):
        clock.now += 0.001
        store.put(f"key{number}", "text")
        assert kept(ledger) <= 50 + PRUNE_EVERY
    assert kept(ledger) == 50
    assert [store.get(f"key{number}") is not None for number in (2 * PRUNE_EVERY, 2 * PRUNE_EVERY - 60)] == [
        True,
        False,
    ]


def test_expired_answers_are_gone_after_the_first_put_of_a_start(ledger: Ledger) -> None:
    clock = Clock()
    Answers(ledger.database, lifetime=60, clock=clock).put("old", "a face")
    clock.now += 61
    Answers(ledger.database, lifetime=60, clock=clock).put("new", "a mug")
    assert kept(ledger) == 1


def test_counters(open_ledger: OpenLedger) -> None:
    mine, yours = (Counters(open_ledger().database) for _ in range(2))
    assert mine.all() == {}
    at_once(lambda number: (mine if number % 2 else yours).add("refused"), range(20))
    yours.add("answered")
    assert mine.all() == {"answered": 1, "refused": 20}


def test_with_the_embedded_database_it_is_always_this_servers_turn(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    turn = PublishingTurn(database)
    assert turn.held()
    assert turn.try_take()
    turn.release()
    assert turn.held()
    database.close()


def test_one_server_at_a_time_has_the_turn(postgres_url: str) -> None:
    databases = [Database(postgres_url) for _ in range(5)]
    turns = [PublishingTurn(database) for database in databases]
    assert at_once(lambda turn: turn.try_take(), turns).count(True) == 1
    (holder,) = [turn for turn in turns if turn.held()]
    others = [turn for turn in turns if turn is not holder]
    assert holder.try_take()
    assert not any(turn.try_take() for turn in others)
    holder.release()
    holder.release()
    assert not holder.held()
    until(others[0].try_take)  # the database lets go of a lock when it sees that the connection was closed
    assert not holder.try_take()
    others[0].release()
    for database in databases:
        database.close()


def test_the_turn_of_a_dead_server_is_taken_over(postgres_url: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, postgres_url], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        database = Database(postgres_url)
        turn = PublishingTurn(database)
        assert not turn.try_take()
        holder.kill()
        until(turn.try_take)
        assert turn.held()
        turn.release()
        database.close()


def test_a_server_notices_that_it_has_lost_the_turn(postgres: PostgresServer, postgres_url: str) -> None:
    database = Database(postgres_url)
    turn, other = PublishingTurn(database), PublishingTurn(database)
    assert turn.try_take()
    with database.session() as operator:
        operator.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
    assert not turn.held()
    assert other.try_take()
    assert not turn.try_take()
    other.release()
    database.close()


def test_turns_of_different_games_do_not_meet(postgres: PostgresServer, postgres_url: str) -> None:
    here, there = Database(postgres_url), Database(postgres.create_database("elsewhere"))
    turns = [PublishingTurn(here), PublishingTurn(there)]
    assert all(turn.try_take() for turn in turns)
    for turn in turns:
        turn.release()
    here.close()
    there.close()
    postgres.drop_database("elsewhere")


def test_undone_transactions_are_done_again(postgres_url: str) -> None:
    """As databases do that serialize by undoing: here a trigger undoes two of three attempts."""
    ledger = Ledger.open(postgres_url, made_for=MADE_FOR, publishes=False)
    with ledger.database.define() as connection:
        for statement in (
            "CREATE SEQUENCE attempts",
            """CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
               IF nextval('attempts') % 3 <> 0 THEN RAISE 'undone' USING ERRCODE = 'serialization_failure'; END IF;
               RETURN NEW; END $$""",
            "CREATE TRIGGER undo BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION undo()",
        ):
            connection.execute(text(statement))
    told: list[int] = []
    ledger.on_append(told.append)
    recorded = at_once(ledger.record, [scan(f"player{number}", "pillow") for number in range(5)])
    assert sorted(one.seq for one in recorded) == sorted(told) == [1, 2, 3, 4, 5]
    assert all(ledger.rebuild().values())
    ledger.close()


def test_a_server_that_hangs_in_its_turn_to_write_does_not_stop_the_others_for_long(postgres_url: str) -> None:
    ledger = Ledger.open(postgres_url, made_for=MADE_FOR, publishes=False)
    hanging = Database(postgres_url)

    def hang() -> None:
        with hanging.write() as connection:
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '500ms'"))
            assert ledger.record(scan("ada", "pillow")).seq == 1, "waits until the database ends the other"

    with pytest.raises(StorageUnavailable):
        hang()
    hanging.close()
    ledger.close()
