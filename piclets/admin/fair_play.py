"""The review list of fair play: which players' scans to look at, why, and what to do about it.

Private and kind: nothing here refuses a scan, nothing of it is published, and nobody is told. What was looked at
does not come back, and what photos said of themselves is deleted after 90 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from piclets.admin.moderation import Moderation
from piclets.domain.fair_play import review
from piclets.errors import InvalidRequest
from piclets.ledger.desk import Desk
from piclets.ledger.ledger import Ledger
from piclets.ledger.suspicions import Suspicions

WHY: Final = "not by fair play"
"""The reason that is published with a revocation: what the console saw stays there."""
MAX_SHOWN: Final = 50


@dataclass(frozen=True)
class ListedSuspicion:
    """A player to look at. `type_ids` are the discoveries that the reasons are about and the player has; `upto` is
    the place in the log up to which the list goes."""

    sub: str
    username: str
    blocked: bool
    reasons: tuple[str, ...]
    type_ids: tuple[str, ...]
    upto: int


class FairPlay:
    """Methods raise NotFound, InvalidRequest and StorageUnavailable."""

    def __init__(self, ledger: Ledger, moderation: Moderation) -> None:
        self._suspicions = Suspicions(ledger.database)
        self._desk = Desk(ledger.database)
        self._moderation = moderation

    def listed(self) -> list[ListedSuspicion]:
        """The players to look at, those with the most reasons first."""
        evidence = self._suspicions.evidence()
        listed = []
        for suspect in review(evidence.scans, evidence.hints)[:MAX_SHOWN]:
            player = self._desk.player(suspect.sub)
            if player is None:
                continue
            own = frozenset(player.discoveries)
            type_ids = tuple(type_id for type_id in suspect.type_ids if type_id in own)
            name, reasons = player.row.username, tuple(suspect.reasons)
            listed.append(ListedSuspicion(suspect.sub, name, player.blocked, reasons, type_ids, evidence.head))
        return listed

    def revoke(self, sub: str, upto: int) -> int:
        """Take the discoveries that the list names from a player."""
        found = next((each for each in self.listed() if each.sub == sub), None)
        if found is None or not found.type_ids:
            raise InvalidRequest("There is nothing to revoke: the list has changed.")
        place = self._moderation.decide("revoke", sub, " ".join(found.type_ids), why=WHY)
        self._suspicions.looked_at(sub, upto)
        return place

    def dismiss(self, sub: str, upto: int) -> None:
        """Say no more of a player's scans up to a place in the log."""
        self._suspicions.looked_at(sub, upto)
