"""Sets of things, and the three things of the day: what there is, what the world has, what a player has."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

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
from piclets.play.answers import CollectedPiclet, PlayerStats, image_url
from piclets.play.badges import Badges

Json = dict[str, Any]

MAX_KINDS: Final = 3
MAX_OF_KIND: Final = 400
MAX_CHOICES: Final = 500


class Collecting:
    """`sub` is the player who asks, or None: then nothing is said of what a player has.

    Methods raise StorageUnavailable when the ledger cannot be read.
    """

    def __init__(self, collections: CollectionQueries, queries: Queries) -> None:
        self._collections = collections
        self._queries = queries
        self.badges = Badges(collections)

    def sets(self, sub: str | None) -> list[Json]:
        """Every set, with how much of it has been found."""
        names = list(dict.fromkeys(name for each in SETS for name in each.names))
        known, own = self._collections.known(names), self._own(sub)
        return [_summary(each, known, own) for each in SETS]

    def one_set(self, set_id: str, sub: str | None, base_url: str) -> Json:
        """One set, thing by thing; of what has not been found only its number is told. Raises Missing."""
        chosen = BY_ID.get(set_id)
        if chosen is None:
            raise Missing("There is no such set.")
        known, own = self._collections.known(chosen.names), self._own(sub)
        things = [
            _thing(number, name, known.get(name), own, base_url) for number, name in enumerate(chosen.names, start=1)
        ]
        return {**_summary(chosen, known, own), "things": things}

    def kin(self, name: str, base_url: str) -> Json | None:
        """Things of one kind with an object: the nearest `kind` that the game has any of, and a few `things`."""
        for kind in broader(name, first_sense=True)[:MAX_KINDS]:
            known = self._collections.known([each for each in kinds_of(kind)[:MAX_OF_KIND] if each != name])
            things = {thing.object_name: thing for thing in known.values() if thing.object_name != name}
            if things:
                shown = sorted(things)[:SHOWCASE]
                told = [{"objectName": each, "imageUrl": image_url(things[each].image, base_url)} for each in shown]
                return {"kind": kind, "things": told}
        return None

    def daily(self, sub: str | None, base_url: str) -> Json:
        """The day's three, in UTC, and when the next three come. Any one of them counts.

        Of a player also the rhythm of the weeks, and a line to share that does not say what the things are.
        """
        day = utc_now()[:10]
        today = date.fromisoformat(day)
        things = daily_three(today)
        known = self._collections.known([thing.name for thing in things])
        told: list[Json] = [
            {"name": thing.name, "difficulty": thing.difficulty, "found": thing.name in known} for thing in things
        ]
        next_day = (today + timedelta(days=1)).isoformat()
        answer: Json = {"day": day, "endsAt": f"{next_day}T00:00:00Z", "things": told}
        if sub is None:
            return answer
        calendar = self._collections.tally(sub).calendar
        have = rhythm.found_on(calendar, day)
        for thing, found in zip(told, have, strict=True):
            thing |= {"have": int(found), "goal": 1}
        kept = rhythm.rhythm(calendar, today)
        return answer | {
            "have": int(any(have)),
            "goal": 1,
            "rhythm": {"weeks": kept.current, "best": kept.best, "thisWeek": kept.this_week},
            "share": line_to_share(day, have, kept.current, f"{base_url}/?section=sets"),
        }

    def player(self, username: str, base_url: str) -> Json:
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
        return {
            "username": standing.username,
            "stats": PlayerStats.of(standing).wire(),
            "badges": self.badges.earned(sub),
            "types": {kind: counts.get(f"type_{kind}", 0) for kind in PRIMARY_TYPES},
            "showcase": [CollectedPiclet.found(find, base_url).wire() for find in showcase],
            "showcaseChosen": bool(chosen),
        }

    def finds(self, sub: str) -> list[tuple[str, str]]:
        """A player's newest Piclets, each with its typeId and in words: what there is to choose from."""
        found = [find.entry for find in self._queries.collection(sub, MAX_CHOICES, 0)]
        return [
            (f"{entry.piclet_data.name} ({entry.object_name.replace('_', ' ')})", entry.type_id) for entry in found
        ]

    def _own(self, sub: str | None) -> TallyRow | None:
        return None if sub is None else self._collections.tally(sub)


def _summary(chosen: ThingSet, known: dict[str, KnownThing], own: TallyRow | None) -> Json:
    summary: Json = {
        "id": chosen.id,
        "title": chosen.title,
        "difficulty": chosen.difficulty,
        "found": sum(name in known for name in chosen.names),
        "goal": len(chosen.names),
    }
    if own is not None:
        summary["have"] = sum(name in own.things for name in chosen.names)
    return summary


def _thing(number: int, name: str, found: KnownThing | None, own: TallyRow | None, base_url: str) -> Json:
    """`name` is told once the world has found the thing: until then it is a silhouette with a number."""
    have = own is not None and name in own.things
    thing: Json = {
        "number": number,
        "name": name if found or have else None,
        "found": found is not None,
        "typeId": found.type_id if found else None,
        "imageUrl": image_url(found.image, base_url) if found else None,
    }
    return thing if own is None else thing | {"have": int(have), "goal": 1}
