"""What is answered about sets, the daily three, badges and players' pages: the source of fields and schemas."""

from __future__ import annotations

from piclets.domain.collecting.sets import Difficulty
from piclets.domain.records import LeftOut, Record
from piclets.play.answers import CollectedPiclet, PlayerStats

OwnCount = LeftOut[int]
"""Of the player who asks; left out where no one is named."""


class SetSummary(Record):
    """A set, and how much of it the world has found."""

    id: str
    title: str
    difficulty: Difficulty
    found: int
    goal: int
    have: OwnCount = None


class SetThing(Record):
    """A thing of a set. `name` is told once the world has found it: until then it is a silhouette with a number."""

    number: int
    name: str | None
    found: bool
    type_id: str | None
    image_url: str | None
    have: OwnCount = None
    goal: OwnCount = None


class SetsAnswer(Record):
    sets: tuple[SetSummary, ...]


class SetAnswer(SetSummary):
    things: tuple[SetThing, ...]


class ListingAnswer(Record):
    """Whether a player's page is shown."""

    listed: bool


class ShowcaseAnswer(Record):
    """What a player has chosen for the page."""

    type_ids: tuple[str, ...]


class DailyThing(Record):
    """`found`: the world has its Piclet."""

    name: str
    difficulty: Difficulty
    found: bool
    have: OwnCount = None
    goal: OwnCount = None


class DailyAnswer(Record):
    day: str
    ends_at: str
    things: tuple[DailyThing, ...]


class OwnRhythm(Record):
    """Weeks in a row with a photo: the run that goes on, and the longest."""

    weeks: int
    best: int
    this_week: bool


class OwnDailyAnswer(DailyAnswer):
    """To a player."""

    have: int
    goal: int
    rhythm: OwnRhythm
    share: str


class TierHolders(Record):
    """Of a tier. `share` is a percentage of the regulars among the players, None where they are few."""

    players: int
    share: float | None


class EarnedTier(Record):
    """When a tier was reached, and by which event."""

    at: str
    event: int


class SecretBadge(Record):
    """What is told of a secret badge that the asker has not earned."""

    id: str
    title: str
    hint: str
    secret: bool


class OwnSecretBadge(SecretBadge):
    """The same to a player; `earned` has nothing in it."""

    tier: int
    earned: tuple[EarnedTier, ...]


class OpenBadge(SecretBadge):
    """With the count of each tier, and who holds it."""

    tiers: tuple[int, ...]
    holders: tuple[TierHolders, ...]


class OwnBadge(OpenBadge):
    """How far a player is: `goal` is the next tier's count, None above the last."""

    have: int
    goal: int | None
    tier: int
    earned: tuple[EarnedTier, ...]


AnyBadge = OwnBadge | OpenBadge | OwnSecretBadge | SecretBadge


class BadgesAnswer(Record):
    badges: tuple[AnyBadge, ...]


class PlayerAnswer(Record):
    """A player's public page. `types`: how many finds of each type."""

    username: str
    stats: PlayerStats
    badges: tuple[OwnBadge, ...]
    types: dict[str, int]
    showcase: tuple[CollectedPiclet, ...]
    showcase_chosen: bool
