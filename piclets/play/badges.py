"""Badges as players see them: how far one is, when each tier was reached, how many hold it, and what is news."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from piclets.domain.collecting.badges import BADGES, BY_ID, Badge, BadgeStanding, standings
from piclets.domain.tables import TallyRow
from piclets.ledger.collections import CollectionQueries, Holders, ToldBadges
from piclets.play import collecting_answers as answers

HOLDERS_S: Final = 600
"""How long counted holders are told before they are counted again."""

MIN_REGULARS: Final = 20
"""Regulars from which on a share of them says anything."""

SECRET: Final = "A secret"  # noqa: S105 - the title of a badge


@dataclass(frozen=True)
class Reached:
    """A badge, by its id: the `tier` that was reached, of so many."""

    id: str
    title: str
    tier: int
    tiers: int


@dataclass(frozen=True)
class BadgeNews:
    """What a player has not been told of: badges that were earned since the last time, and how many there were
    before, which are new in the game or were never told.
    """

    lately: tuple[Reached, ...]
    earlier: int


class Badges:
    """Methods raise StorageUnavailable when the ledger cannot be read."""

    def __init__(self, collections: CollectionQueries, clock: Callable[[], float] = time.monotonic) -> None:
        self._collections = collections
        self._clock = clock
        self._counting = Lock()
        self._holders: tuple[float, Holders] | None = None

    def all(self, sub: str | None) -> answers.BadgesAnswer:
        """Every badge, with its tiers and holders; of a player also the tiers reached and how far the next one is."""
        holders = self._counted()
        if sub is None:
            return answers.BadgesAnswer(badges=tuple(_described(badge, holders) for badge in BADGES))
        tally = self._collections.tally(sub)
        return answers.BadgesAnswer(
            badges=tuple(_own(standing, tally, holders) for standing in standings(tally.counts))
        )

    def earned(self, sub: str) -> tuple[answers.OwnBadge, ...]:
        """The badges that a player has earned, for anyone to see."""
        holders, tally = self._counted(), self._collections.tally(sub)
        return tuple(_reached(each, tally, holders) for each in standings(tally.counts) if each.tier)

    def earned_by(self, sub: str, seq: int) -> list[Reached]:
        """The badges whose tiers an event has earned a player; from now on they count as told."""
        tally = self._collections.tally(sub)
        tiers = {
            badge: max(tier for tier, moment in enumerate(moments, start=1) if moment[1] == seq)
            for badge, moments in tally.earned.items()
            if any(moment[1] == seq for moment in moments)
        }
        if tiers:
            told = self._collections.told(sub) or ToldBadges({}, seq)
            self._collections.tell(sub, ToldBadges({**told.tiers, **tiers}, told.seq))
        return [_brief(BY_ID[badge], tier) for badge, tier in tiers.items() if badge in BY_ID]

    def news(self, sub: str, head: int) -> BadgeNews:
        """What a player has not been told of, as of event `head`; from now on it counts as told."""
        tally = self._collections.tally(sub)
        told = self._collections.told(sub) or ToldBadges({}, head)
        lately, earlier = [], 0
        for badge, moments in tally.earned.items():
            new = moments[told.tiers.get(badge, 0) :]
            if badge in BY_ID and new:
                late = any(int(moment[1]) > told.seq for moment in new)
                earlier += not late
                lately += [_brief(BY_ID[badge], len(moments))] if late else []
        tiers = {badge: len(moments) for badge, moments in tally.earned.items()}
        if tiers != told.tiers:
            self._collections.tell(sub, ToldBadges(tiers, head))
        return BadgeNews(tuple(lately), earlier)

    def _counted(self) -> Holders:
        with self._counting:
            if self._holders is None or self._clock() - self._holders[0] > HOLDERS_S:
                self._holders = self._clock(), self._collections.holders()
            return self._holders[1]


def _brief(badge: Badge, tier: int) -> Reached:
    return Reached(badge.id, badge.title, tier, len(badge.tiers))


def _described(badge: Badge, holders: Holders) -> answers.AnyBadge:
    """What everyone may know."""
    return _hidden(badge) if badge.secret else _open(badge, holders)


def _own(standing: BadgeStanding, tally: TallyRow, holders: Holders) -> answers.AnyBadge:
    if standing.badge.secret and not standing.tier:
        return answers.OwnSecretBadge(**dict(_hidden(standing.badge)), tier=0, earned=_earned(standing, tally))
    return _reached(standing, tally, holders)


def _hidden(badge: Badge) -> answers.SecretBadge:
    return answers.SecretBadge(id=badge.id, title=SECRET, hint=badge.hint, secret=True)


def _open(badge: Badge, holders: Holders) -> answers.OpenBadge:
    held = [holders.of(badge.id, tier) for tier in range(1, len(badge.tiers) + 1)]
    return answers.OpenBadge(
        id=badge.id,
        title=badge.title,
        hint=badge.hint,
        secret=badge.secret,
        tiers=badge.tiers,
        holders=tuple(
            answers.TierHolders(players=players, share=_share(regulars, holders.regulars))
            for players, regulars in held
        ),
    )


def _reached(standing: BadgeStanding, tally: TallyRow, holders: Holders) -> answers.OwnBadge:
    return answers.OwnBadge(
        **dict(_open(standing.badge, holders)),
        have=standing.have,
        goal=standing.goal,
        tier=standing.tier,
        earned=_earned(standing, tally),
    )


def _earned(standing: BadgeStanding, tally: TallyRow) -> tuple[answers.EarnedTier, ...]:
    moments = tally.earned.get(standing.badge.id, ())
    return tuple(answers.EarnedTier(at=str(moment[0]), event=int(moment[1])) for moment in moments)


def _share(regulars: int, of_all: int) -> float | None:
    """In percent, rounded down to a tenth so that no tier is everyone's that is not; None where there are too few."""
    return 1000 * regulars // of_all / 10 if of_all >= MIN_REGULARS else None
