"""Sets of things, and the three things of the day: what there is, what the world has, what a player has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from piclets.clock import utc_now
from piclets.domain.collecting import rhythm
from piclets.domain.collecting.daily import daily_three, line_to_share
from piclets.domain.collecting.sets import BY_ID, SETS, ThingSet
from piclets.domain.events import SHOWCASE
from piclets.domain.lexicon import broader, kinds_of
from piclets.domain.records import PRIMARY_TYPES
from piclets.domain.tables import TallyRow
from piclets.errors import Missing
from piclets.ledger.collections import CollectionQueries, KnownThing
from piclets.ledger.queries import Queries
from piclets.play.answers import CollectedPiclet, PlayerStats, collected, image_url
from piclets.play.badges import Badges
from piclets.play.collecting_answers import (
    DailyAnswer,
    DailyThing,
    OwnDailyAnswer,
    OwnRhythm,
    PlayerAnswer,
    SetAnswer,
    SetsAnswer,
    SetSummary,
    SetThing,
)

MAX_KINDS: Final = 3
MAX_OF_KIND: Final = 400
MAX_CHOICES: Final = 500


@dataclass(frozen=True)
class Kin:
    """A kind, and a few things of it: the name of each, and the address of its picture."""

    kind: str
    things: tuple[tuple[str, str], ...]


class Collecting:
    """`sub` is the player who asks, or None: then nothing is said of what a player has.

    Methods raise StorageUnavailable when the ledger cannot be read.
    """

    def __init__(self, collections: CollectionQueries, queries: Queries) -> None:
        self._collections = collections
        self._queries = queries
        self.badges = Badges(collections)

    def sets(self, sub: str | None) -> SetsAnswer:
        """Every set, with how much of it has been found."""
        names = list(dict.fromkeys(name for each in SETS for name in each.names))
        known, own = self._collections.known(names), self._own(sub)
        return SetsAnswer(sets=tuple(_summary(each, known, own) for each in SETS))

    def one_set(self, set_id: str, sub: str | None, base_url: str) -> SetAnswer:
        """One set, thing by thing; of what has not been found only its number is told. Raises Missing."""
        chosen = BY_ID.get(set_id)
        if chosen is None:
            raise Missing("There is no such set.")
        known, own = self._collections.known(chosen.names), self._own(sub)
        things = tuple(
            _thing(number, name, known.get(name), own, base_url) for number, name in enumerate(chosen.names, start=1)
        )
        return SetAnswer(**dict(_summary(chosen, known, own)), things=things)

    def kin(self, name: str, base_url: str) -> Kin | None:
        """Things of one kind with an object, of the nearest kind that the game has any of."""
        for kind in broader(name, first_sense=True)[:MAX_KINDS]:
            known = self._collections.known([each for each in kinds_of(kind)[:MAX_OF_KIND] if each != name])
            things = {thing.object_name: thing for thing in known.values() if thing.object_name != name}
            if things:
                shown = sorted(things)[:SHOWCASE]
                return Kin(kind, tuple((each, image_url(things[each].image, base_url)) for each in shown))
        return None

    def daily(self, sub: str | None, base_url: str) -> DailyAnswer:
        """The day's three, in UTC, and when the next three come. Any one of them counts."""
        if sub is not None:
            return self.own_daily(sub, base_url)
        day = utc_now()[:10]
        return DailyAnswer(day=day, ends_at=_next(day), things=tuple(self._three(day)))

    def own_daily(self, sub: str, base_url: str) -> OwnDailyAnswer:
        """The same to a player: with the rhythm of the weeks, and a line to share that does not say what the things
        are.
        """
        day = utc_now()[:10]
        calendar = self._collections.tally(sub).calendar
        have = rhythm.found_on(calendar, day)
        things = [
            DailyThing(**dict(thing) | {"have": int(found), "goal": 1})
            for thing, found in zip(self._three(day), have, strict=True)
        ]
        kept = rhythm.rhythm(calendar, date.fromisoformat(day))
        return OwnDailyAnswer(
            day=day,
            ends_at=_next(day),
            things=tuple(things),
            have=int(any(have)),
            goal=1,
            rhythm=OwnRhythm(weeks=kept.current, best=kept.best, this_week=kept.this_week),
            share=line_to_share(day, have, kept.current, f"{base_url}/?section=sets"),
        )

    def player(self, username: str, base_url: str) -> PlayerAnswer:
        """A player's public page: totals, badges that are earned, finds by type, what the player has chosen to show,
        or else the newest finds. Raises Missing.
        """
        sub = self._collections.sub_of(username)
        standing = self._queries.standing(sub)
        if standing is None:
            raise Missing("There is no player with this name.")
        counts = self._collections.tally(sub).counts
        chosen = self._queries.finds_of(sub, self._collections.showcase(sub))
        showcase = chosen or self._queries.collection(sub, SHOWCASE, 0)
        return PlayerAnswer(
            username=standing.username,
            stats=PlayerStats.of(standing),
            badges=self.badges.earned(sub),
            types={kind: counts.get(f"type_{kind}", 0) for kind in PRIMARY_TYPES},
            showcase=tuple(CollectedPiclet.model_validate(collected(find, base_url)) for find in showcase),
            showcase_chosen=bool(chosen),
        )

    def finds(self, sub: str) -> list[tuple[str, str]]:
        """A player's newest Piclets, each with its typeId and in words: what there is to choose from."""
        found = [find.entry for find in self._queries.collection(sub, MAX_CHOICES, 0)]
        return [
            (f"{entry['picletData']['name']} ({entry['objectName'].replace('_', ' ')})", entry["typeId"])
            for entry in found
        ]

    def _own(self, sub: str | None) -> TallyRow | None:
        return None if sub is None else self._collections.tally(sub)

    def _three(self, day: str) -> list[DailyThing]:
        things = daily_three(date.fromisoformat(day))
        known = self._collections.known([thing.name for thing in things])
        return [
            DailyThing(name=thing.name, difficulty=thing.difficulty, found=thing.name in known) for thing in things
        ]


def _next(day: str) -> str:
    """The midnight that ends a day."""
    return f"{date.fromisoformat(day) + timedelta(days=1)}T00:00:00Z"


def _summary(chosen: ThingSet, known: dict[str, KnownThing], own: TallyRow | None) -> SetSummary:
    return SetSummary(
        id=chosen.id,
        title=chosen.title,
        difficulty=chosen.difficulty,
        found=sum(name in known for name in chosen.names),
        goal=len(chosen.names),
        have=None if own is None else sum(name in own.things for name in chosen.names),
    )


def _thing(number: int, name: str, found: KnownThing | None, own: TallyRow | None, base_url: str) -> SetThing:
    have = own is not None and name in own.things
    return SetThing(
        number=number,
        name=name if found or have else None,
        found=found is not None,
        type_id=found.type_id if found else None,
        image_url=image_url(found.image, base_url) if found else None,
        have=None if own is None else int(have),
        goal=None if own is None else 1,
    )
