"""Badges as players see them: how far one is, when each tier was reached, how many hold it, and what is news."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from piclets.domain.collecting.badges import BADGES, BY_ID, Badge, Standing, standings
from piclets.domain.tables import TallyRow
from piclets.ledger.collections import CollectionQueries, Holders, Told

Json = dict[str, Any]

HOLDERS_S: Final = 600
"""How long counted holders are told before they are counted again."""

MIN_REGULARS: Final = 20
"""Regulars from which on a share of them says anything."""

SECRET: Final = "A secret"  # noqa: S105 - the title of a badge


@dataclass(frozen=True)
class News:
    """What a player has not been told of: badges that were earned since the last time, and how many there were
    before, which are new in the game or were never told.
    """

    lately: tuple[Json, ...]
    earlier: int


class Badges:
    """Methods raise StorageUnavailable when the ledger cannot be read."""

    def __init__(self, collections: CollectionQueries, clock: Callable[[], float] = time.monotonic) -> None:
        self._collections = collections
        self._clock = clock
        self._counting = Lock()
        self._holders: tuple[float, Holders] | None = None

    def all(self, sub: str | None) -> list[Json]:
        """Every badge, with its tiers and holders; of a player also the tiers reached and how far the next one is."""
        holders = self._counted()
        if sub is None:
            return [_described(badge, holders, is_earned=False) for badge in BADGES]
        return [_own(standing, tally, holders) for standing, tally in self._standings(sub)]

    def earned(self, sub: str) -> list[Json]:
        """The badges that a player has earned, for anyone to see."""
        holders = self._counted()
        return [_own(standing, tally, holders) for standing, tally in self._standings(sub) if standing.tier]

    def earned_by(self, sub: str, seq: int) -> list[Json]:
        """The badges whose tiers an event has earned a player; from now on they count as told."""
        tally = self._collections.tally(sub)
        tiers = {
            badge: max(tier for tier, moment in enumerate(moments, start=1) if moment[1] == seq)
            for badge, moments in tally.earned.items()
            if any(moment[1] == seq for moment in moments)
        }
        if tiers:
            told = self._collections.told(sub) or Told({}, seq)
            self._collections.tell(sub, Told({**told.tiers, **tiers}, told.seq))
        return [_brief(BY_ID[badge], tier) for badge, tier in tiers.items() if badge in BY_ID]

    def news(self, sub: str, head: int) -> News:
        """What a player has not been told of, as of event `head`; from now on it counts as told."""
        tally = self._collections.tally(sub)
        told = self._collections.told(sub) or Told({}, head)
        lately, earlier = [], 0
        for badge, moments in tally.earned.items():
            new = moments[told.tiers.get(badge, 0) :]
            if badge in BY_ID and new:
                late = any(int(moment[1]) > told.seq for moment in new)
                earlier += not late
                lately += [_brief(BY_ID[badge], len(moments))] if late else []
        tiers = {badge: len(moments) for badge, moments in tally.earned.items()}
        if tiers != told.tiers:
            self._collections.tell(sub, Told(tiers, head))
        return News(tuple(lately), earlier)

    def _standings(self, sub: str) -> Iterable[tuple[Standing, TallyRow]]:
        tally = self._collections.tally(sub)
        return [(standing, tally) for standing in standings(tally.counts)]

    def _counted(self) -> Holders:
        with self._counting:
            if self._holders is None or self._clock() - self._holders[0] > HOLDERS_S:
                self._holders = self._clock(), self._collections.holders()
            return self._holders[1]


def _brief(badge: Badge, tier: int) -> Json:
    return {"id": badge.id, "title": badge.title, "tier": tier, "tiers": len(badge.tiers)}


def _own(standing: Standing, tally: TallyRow, holders: Holders) -> Json:
    told = _described(standing.badge, holders, is_earned=standing.tier > 0)
    moments = tally.earned.get(standing.badge.id, ())
    if standing.tier or not standing.badge.secret:
        told |= {"have": standing.have, "goal": standing.goal}
    return told | {"tier": standing.tier, "earned": [{"at": moment[0], "event": moment[1]} for moment in moments]}


def _described(badge: Badge, holders: Holders, *, is_earned: bool) -> Json:
    """What everyone may know; of a secret badge that the asker has not earned, its hint alone."""
    if badge.secret and not is_earned:
        return {"id": badge.id, "title": SECRET, "hint": badge.hint, "secret": True}
    held = [holders.of(badge.id, tier) for tier in range(1, len(badge.tiers) + 1)]
    return {
        "id": badge.id,
        "title": badge.title,
        "hint": badge.hint,
        "secret": badge.secret,
        "tiers": list(badge.tiers),
        "holders": [{"players": players, "share": _share(regulars, holders.regulars)} for players, regulars in held],
    }


def _share(regulars: int, of_all: int) -> float | None:
    """In percent, rounded down to a tenth so that no tier is everyone's that is not; None where there are too few."""
    return 1000 * regulars // of_all / 10 if of_all >= MIN_REGULARS else None
