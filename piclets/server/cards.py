"""How a game knows cards: the registry that they are read against, and the thread that fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from piclets.ledger.followers import Following
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import PrintQueries
from piclets.play.identifying import Identifying
from piclets.play.printing import Printing
from piclets.prints.following import RegistryFollower
from piclets.prints.registry import Registry


@dataclass
class Cards:
    """The parts that live as long as the game."""

    queries: PrintQueries
    printing: Printing
    registry: Registry
    following: Following

    def identifying(self, find_image: Callable[[str], Path | None]) -> Identifying:
        """Draws the cards of prints, and recognises them."""
        return Identifying(self.registry, self.queries, self.printing, find_image)


def cards_of(ledger: Ledger) -> Cards:
    """Nothing runs before `following` is started."""
    queries, registry = PrintQueries(ledger.database), Registry()
    following = Following(ledger, RegistryFollower(registry, queries))
    return Cards(queries, Printing(queries), registry, following)
