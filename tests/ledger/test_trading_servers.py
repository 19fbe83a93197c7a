"""A trade is one trade also between servers, and when a server dies between the commit and its answer."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from piclets.domain import gift_codes
from piclets.errors import Conflict
from piclets.ledger.ledger import Ledger
from piclets.ledger.trades import Trades
from tests.ledger.conftest import OpenLedger
from tests.ledger.market import KEY, NOW, Market, redeem, trades_in
from tests.ledger.racing import at_once, in_processes
from tests.making import MADE_FOR, player

pytestmark = pytest.mark.thorough

ACCEPTS = 5
"""Of each server at once."""

DYING = """
import os, signal, sys
from piclets.ledger.ledger import Ledger
from piclets.ledger.trades import Trades
from tests.ledger.market import NOW, redeem
from tests.making import player
url, made_for, what, *rest = sys.argv[1:]
ledger = Ledger.open(url, made_for=made_for, publishes=False)
if what == "accept":
    Trades(ledger).accept(player("bob"), rest[0], int(rest[1]), rest[2:], NOW)
else:
    redeem(ledger, rest[0])
os.kill(os.getpid(), signal.SIGKILL)
"""


class Acceptance(NamedTuple):
    """What one server is asked for by one player, again and again."""

    url: str
    name: str
    offer: str
    revision: int
    give: str


def accepted(asked: Acceptance) -> list[bool]:
    """A server of its own; whether each acceptance was answered with the trade."""
    ledger = Ledger.open(asked.url, made_for=MADE_FOR, publishes=False)

    def accept(_number: int) -> bool:
        try:
            Trades(ledger).accept(player(asked.name), asked.offer, asked.revision, [asked.give], NOW)
        except Conflict:
            return False
        return True

    try:
        return at_once(accept, range(ACCEPTS))
    finally:
        ledger.close()


def test_who_accept_at_three_servers_at_once_are_one_trade(postgres_url: str) -> None:
    ledger = Ledger.open(postgres_url, made_for=MADE_FOR, publishes=False)
    market, names = Market(ledger), ("bob", "cy", "dee")
    market.join("ada", *names)
    offer = market.offer("ada", [market.pid("ada")], ["thing1"])
    asked = [Acceptance(postgres_url, name, offer.id, offer.revision, market.pid(name, 1)) for name in names]
    answers = in_processes(accepted, asked)
    assert len(trades_in(ledger)) == 1
    winner = market.holder(market.pid("ada"))
    assert answers == [[name == winner] * ACCEPTS for name in names]
    assert all(ledger.rebuild().values())
    ledger.close()


@pytest.mark.parametrize("what", ["accept", "redeem"])
def test_who_asks_again_after_a_kill_before_the_answer_is_answered(
    url: str, open_ledger: OpenLedger, what: str
) -> None:
    market = Market(open_ledger())
    market.join("ada", "bob")
    mine, theirs = market.pid("ada"), market.pid("bob", 1)
    if what == "accept":
        offer = market.offer("ada", [mine], ["thing1"])
        _killed(url, what, offer.id, str(offer.revision), theirs)
        again = market.accept("bob", offer, [theirs]).got[0]
    else:
        code = gift_codes.written(market.trades.gift(player("ada"), mine, NOW), KEY)
        _killed(url, what, code)
        again = redeem(market.ledger, code)
    assert again == mine
    assert market.holder(mine) == "bob"
    assert len(trades_in(market.ledger)) == 1
    assert all(market.ledger.rebuild().values())


def _killed(url: str, *asked: str) -> None:
    """A server that does what it is asked for and is killed before it can say so."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", DYING, url, MADE_FOR, *asked], capture_output=True, text=True, cwd=root, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
