"""A player's own say in whether there is a public page of them, and what it shows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from piclets.clock import utc_now
from piclets.domain.events import SHOWCASE
from piclets.domain.records import Player
from piclets.errors import InvalidRequest, RateLimited
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.durability import Durability, acknowledged
from piclets.ledger.listing import Listing

CHANGES: Final = Allowance("listing", 6)
CHOICES: Final = Allowance("showcase", 1, at_once=12)
"""So 12 on the first day and 24 on each later one, at most."""
NOT_CONFIRMED: Final = (
    "It is done, but the game's dataset has not confirmed it yet. Please send the same request again in a minute: "
    "nothing is lost."
)


class OwnPage:
    """Blocking but for `confirm`. Methods raise StorageUnavailable."""

    def __init__(
        self, listing: Listing, allowances: Allowances, durability: Durability, confirmation_s: float
    ) -> None:
        self._listing = listing
        self._allowances = allowances
        self._durability = durability
        self._confirmation_s = confirmation_s

    def listed(self, player: Player) -> bool:
        return self._listing.listed(player.sub)

    def put(self, player: Player, *, listed: bool) -> int:
        """See `Listing.put`. Each change is a line of the log for ever: there are few an hour. Raises RateLimited."""
        if self._listing.listed(player.sub) != listed:
            self._take(player, CHANGES)
        return self._listing.put(player, utc_now(), listed=listed)

    def showcase(self, player: Player) -> tuple[str, ...]:
        """See `Listing.showcase`."""
        return self._listing.showcase(player.sub)

    def choose(self, player: Player, type_ids: Sequence[str]) -> int:
        """See `Listing.choose`; `SHOWCASE` at most. These too are few. Raises InvalidRequest, RateLimited."""
        wanted = tuple(dict.fromkeys(type_ids))
        if len(wanted) > SHOWCASE:
            raise InvalidRequest(f"Your page shows {SHOWCASE} Piclets at most.")
        if self._listing.showcase(player.sub) != wanted:
            self._take(player, CHOICES)
        return self._listing.choose(player, utc_now(), wanted)

    async def confirm(self, seq: int) -> None:
        """Returns when the change is as durable as promised. Raises StorageUnavailable."""
        await acknowledged(self._durability, seq, self._confirmation_s, NOT_CONFIRMED)

    def _take(self, player: Player, allowance: Allowance) -> None:
        wait = self._allowances.take(player.sub, allowance, time.time())
        if wait:
            raise RateLimited(
                "You have changed this often lately. Please leave it as it is for a while.", retry_after=wait
            )
