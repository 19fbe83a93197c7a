"""A player's own say in whether there is a public page of them."""

from __future__ import annotations

import time
from typing import Final

from piclets.clock import utc_now
from piclets.domain.records import Player
from piclets.errors import RateLimited
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.durability import Publication, acknowledged
from piclets.ledger.listing import Listing

CHANGES: Final = Allowance("listing", 6)
NOT_CONFIRMED: Final = (
    "It is done, but the game's dataset has not confirmed it yet. Please send the same again in a minute: nothing is "
    "lost."
)


class OwnPage:
    """Blocking but for `confirm`. Methods raise StorageUnavailable."""

    def __init__(
        self, listing: Listing, allowances: Allowances, publication: Publication, confirmation_s: float
    ) -> None:
        self._listing = listing
        self._allowances = allowances
        self._publication = publication
        self._confirmation_s = confirmation_s

    def listed(self, player: Player) -> bool:
        return self._listing.listed(player.sub)

    def put(self, player: Player, *, listed: bool) -> int:
        """See `Listing.put`. Each change is a line of the log for ever: there are few an hour. Raises RateLimited."""
        if self._listing.listed(player.sub) != listed:
            wait = self._allowances.take(player.sub, CHANGES, time.time())
            if wait:
                raise RateLimited(
                    "That was changed often lately. Please leave it as it is for a while.", retry_after=wait
                )
        return self._listing.put(player, utc_now(), listed=listed)

    async def confirm(self, seq: int) -> None:
        """Returns when the change is as durable as promised. Raises StorageUnavailable."""
        await acknowledged(self._publication, seq, self._confirmation_s, NOT_CONFIRMED)
