"""Players with prints to trade."""

from __future__ import annotations

from dataclasses import dataclass

from piclets.domain import gift_codes
from piclets.domain.events import Traded
from piclets.domain.trading import Offer
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import PrintQueries
from piclets.ledger.trades import Accepted, Trades
from tests.making import player, scan
from tests.random_games import events_of

LONG_AGO = "2026-01-01T00:00:00Z"
NOW = "2026-03-01T12:00:00Z"
KEY = b"a key"
THINGS = [f"thing{number}" for number in range(10)]


@dataclass
class Market:
    """Players who may trade, each with a print of each thing."""

    ledger: Ledger

    @property
    def trades(self) -> Trades:
        return Trades(self.ledger)

    @property
    def prints(self) -> PrintQueries:
        return PrintQueries(self.ledger.database)

    def join(self, *names: str) -> None:
        for name in names:
            for thing in THINGS:
                self.ledger.record(scan(name, thing, at=LONG_AGO))

    def pid(self, name: str, thing: int = 0) -> str:
        """The print that a player found of a thing."""
        found = self.prints.of_find(f"sub-{name}", f"thing{thing}_canonical")
        assert found is not None
        return found

    def holder(self, pid: str) -> str:
        held = self.prints.by_pid(pid)
        assert held is not None
        return held.holder

    def offer(self, name: str, give: list[str], want: list[str], to: str | None = None, now: str = NOW) -> Offer:
        return self.trades.offer(player(name), give, want, to, now)

    def accept(self, name: str, offer: Offer, give: list[str] | None = None, now: str = NOW) -> Accepted:
        return self.trades.accept(player(name), offer.id, offer.revision, give, now)


def trades_in(ledger: Ledger) -> list[Traded]:
    return [event for _, event in events_of(ledger) if isinstance(event, Traded)]


def redeem(ledger: Ledger, code: str) -> str:
    """The PID of the print that bob gets."""
    return Trades(ledger).redeem(player("bob"), gift_codes.read(code, KEY), NOW).got[0]
