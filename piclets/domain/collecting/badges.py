"""Badges: what a player has done so often. The tiers that are reached follow from the player's counters alone.

Only photos of one's own count. A threshold never rises, a changed meaning is a new id, and a badge falls only with
what it was earned by: a revoked discovery, an undone trade, an erased player. What counts for the counters is in
`counting`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from piclets.domain.records import PRIMARY_TYPES


@dataclass(frozen=True)
class Badge:
    """`tiers` are rising counts of `counter`. Of a `secret` one only the hint is told until it is earned."""

    id: str
    title: str
    counter: str
    tiers: tuple[int, ...]
    hint: str
    secret: bool = False


@dataclass(frozen=True)
class BadgeStanding:
    """How far a player is: `tier` counts the tiers reached, `goal` is the next one's count; None above the last."""

    badge: Badge
    have: int
    tier: int
    goal: int | None


_MANY: Final = (1, 10, 50, 100, 500)
_SOME: Final = (1, 5, 20, 50)
_FEW: Final = (1, 3, 10)
_OF_A_GROUP: Final = (3, 10, 25)

GROUPS: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("homebody", "Homebody", "a home", ("kitchen", "bathroom", "bedroom", "living_room", "furniture")),
    ("desk-hand", "Desk hand", "desks, schools and devices", ("desk", "school", "devices")),
    ("mechanic", "Mechanic", "a workshop and of the road", ("tools", "vehicles")),
    ("gardener", "Gardener", "gardens, flowers and trees", ("garden", "flowers", "trees")),
    ("stroller", "Stroller", "streets, playgrounds and beaches", ("street", "playground", "beach")),
    ("farmhand", "Farmhand", "farms and pet shops", ("farm", "pets")),
    ("musician", "Musician", "an orchestra", ("instruments",)),
    ("gourmet", "Gourmet", "a good meal", ("fruit", "vegetables", "baking", "drinks")),
    ("well-dressed", "Well dressed", "wardrobes and jewelry boxes", ("clothing", "shoes", "jewelry")),
    ("naturalist", "Naturalist", "the wild", ("birds", "insects", "wild")),
    ("player", "Player", "games and sports", ("toys", "sports")),
)
"""Badges for the things of several sets: id, title, the things in words, the sets."""

BADGES: Final[tuple[Badge, ...]] = (
    Badge("finder", "Finder", "finds", _MANY, "Find Piclets with photos of your own."),
    Badge("discoverer", "Discoverer", "discoveries", _MANY, "Be the first in the world to photograph a thing."),
    Badge("connoisseur", "Connoisseur", "variations", _SOME, "Discover variations: the same thing, but different."),
    Badge("regular", "Regular", "days", (1, 7, 30, 100, 365), "Take photos of your own, on many days."),
    Badge("all-rounder", "All-rounder", "types", (3, 6, 10), "Find Piclets of many types."),
    Badge("set-starter", "Set starter", "sets_begun", _SOME, "Find a thing of many sets."),
    Badge("completionist", "Completionist", "sets_complete", _FEW, "Find every thing of a set."),
    Badge("rare-eye", "Rare eye", "rare", _SOME, "Find rare, epic or legendary creatures."),
    Badge("giver", "Giver", "given", _FEW, "Give prints of your own away, or trade them."),
    Badge("keeper", "Keeper", "received", _FEW, "Get prints that others found."),
    *(
        Badge(f"{kind}-friend", f"Friend of {kind}", f"type_{kind}", _SOME, f"Find Piclets of the type {kind}.")
        for kind in PRIMARY_TYPES
    ),
    Badge("faithful", "Faithful", "weeks", (1, 4, 12, 26, 52), "Take a photo of your own, in many weeks."),
    Badge("day-caller", "Day caller", "dailies", (1, 7, 30, 100), "Find one of the three things of the day."),
    Badge("climber", "Climber", "hard_dailies", (1, 5, 20), "Find the hard one of the three things of the day."),
    Badge("curator", "Curator", "things", (10, 50, 150, 400), "Find things that belong to sets."),
    Badge("lamplighter", "Lamplighter", "firsts", (1, 10, 50), "Be the first in the world to find a thing of a set."),
    Badge("balanced", "Balanced", "least_type", (3, 10, 25), "Find so many Piclets of every type."),
    Badge("legend-seeker", "Legend seeker", "legends", _FEW, "Find legendary creatures."),
    *(
        Badge(each, title, f"group_{each}", _OF_A_GROUP, f"Find things of {words}.")
        for each, title, words, _ in GROUPS
    ),
    Badge("seasoned", "Seasoned", "seasons", _FEW, "Take part in seasons."),
    Badge("adventurer", "Adventurer", "quests", _SOME, "Meet quests of a season."),
    Badge("medallist", "Medallist", "podiums", _FEW, "Be among the first three when a season is settled."),
    Badge("hat-trick", "Hat trick", "hat_tricks", (1, 7), "One of the three is enough. It need not be.", secret=True),
    Badge("leap-day", "Leap day", "leap_days", (1,), "It comes once in four years.", secret=True),
    Badge("long-year", "Long year", "weeks_53", (1,), "Some years have a week more than others.", secret=True),
    Badge("new-year", "New year", "new_years", (1, 3), "Everything begins with it.", secret=True),
    Badge("lucky-seven", "Lucky seven", "sevens", (1, 7), "Look at the numbers on your prints.", secret=True),
)

BY_ID: Final = {badge.id: badge for badge in BADGES}


def _by_counter(badges: Iterable[Badge]) -> Mapping[str, tuple[Badge, ...]]:
    found: defaultdict[str, tuple[Badge, ...]] = defaultdict(tuple)
    for badge in badges:
        found[badge.counter] += (badge,)
    return dict(found)


BY_COUNTER: Final = _by_counter(BADGES)


def tier_of(badge: Badge, have: int) -> int:
    """How many tiers a count reaches."""
    return bisect_right(badge.tiers, have)


def standings(counters: Mapping[str, int]) -> tuple[BadgeStanding, ...]:
    """Every badge, with how far these counters have come; a counter that is not there is 0."""
    return tuple([_standing(badge, counters.get(badge.counter, 0)) for badge in BADGES])


def _standing(badge: Badge, have: int) -> BadgeStanding:
    reached = tier_of(badge, have)
    goal = badge.tiers[reached] if reached < len(badge.tiers) else None
    return BadgeStanding(badge, have, reached, goal)
