"""How often a decision crosses the room to PostgreSQL and back: others wait for their turn all the while."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import pytest
from sqlalchemy import make_url

from piclets.ledger.ledger import Ledger
from piclets.ledger.scans import PictureNeeded
from tests.loopback.postgres import PostgresServer
from tests.loopback.wire import Wire, wired
from tests.making import MADE_FOR, scan

MAX_ROUND_TRIPS = 4


@pytest.fixture
def wire(postgres: PostgresServer) -> Iterator[Wire]:
    with wired(postgres.port) as wire:
        yield wire


@pytest.fixture
def ledger(wire: Wire, ledger_url: str) -> Iterator[Ledger]:
    """A ledger at the other end of the wire, with some things known."""
    far = make_url(ledger_url).set(port=wire.port).render_as_string(hide_password=False)
    ledger = Ledger.open(far, made_for=MADE_FOR, publishes=True)
    for who in ("ada", "bob"):
        for what in ("pillow", "teddy_bear"):
            ledger.record(scan(who, what))
            for number in range(8):
                ledger.record(scan(who, what, "old", f"kind{number}"))
    yield ledger
    ledger.close()


SCANS = {
    "new": scan("ada", "mug"),
    "new player": scan("cy", "pillow"),
    "variation": scan("ada", "pillow", "red"),
    "existing": scan("ada", "pillow"),
    "existing variation": scan("bob", "pillow", "old", "kind7"),
    "another spelling": scan("ada", "teddybear"),
    "a synonym": scan("cy", "sofa"),
    "a rename": scan("countess", "pillow", sub="sub-ada"),
    "compared before": replace(scan("dee", "pillow"), compared=3),
    "a picture is needed": scan("cy", "mug", "blue", drawn=False),
}


@pytest.mark.parametrize("what", SCANS)
def test_a_decision_takes_few_round_trips(ledger: Ledger, wire: Wire, what: str) -> None:
    before = wire.round_trips
    try:
        ledger.record(SCANS[what])
    except PictureNeeded:
        assert what == "a picture is needed"
    assert 1 <= wire.round_trips - before <= MAX_ROUND_TRIPS


def test_an_everyday_decision_takes_two(ledger: Ledger, wire: Wire) -> None:
    """One asks for the turn and reads all there is to know, one writes all and ends the turn.

    On a busy machine the wire counts a question now and then with the next decision's, and a connection that has not
    been used for a second is asked whether it is still there: so what most of them take.
    """
    taken = []
    for number in range(12):
        before = wire.round_trips
        ledger.record(scan("dee", ("cat", "pillow")[number % 2], *["soft"] * (number % 3)))
        taken.append(wire.round_trips - before)
    assert median(taken) == 2


def test_a_wire_counts_a_question_and_its_answer_once(postgres: PostgresServer, ledger_url: str) -> None:
    with wired(postgres.port) as wire:
        far = make_url(ledger_url).set(port=wire.port).render_as_string(hide_password=False)
        ledger = Ledger.open(far, made_for=MADE_FOR, publishes=False)
        ledger.head()
        before = wire.round_trips
        ledger.head()
        assert wire.round_trips - before == 3  # BEGIN, SELECT, COMMIT
        ledger.close()
