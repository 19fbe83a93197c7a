"""How a game knows cards: the registry that they are read against, and the thread that fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from piclets.ledger.followers import Following
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import PrintQueries
from piclets.play.identifying import Identifying
from piclets.play.printing import Printing
from piclets.prints.following import RegistryFollower
from piclets.prints.registry import Registry
from piclets.server.storage import ledger_of
from piclets.settings import Settings


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


@contextmanager
def identifying_beside(settings: Settings) -> Iterator[Identifying]:
    """What reads cards against all prints that there are now, also while a server has the data folder.

    Raises what `Ledger.open` raises.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    ledger = ledger_of(settings)
    try:
        cards = cards_of(ledger)
        cards.following.catch_up()
        yield cards.identifying(lambda _name: None)
    finally:
        ledger.close()
