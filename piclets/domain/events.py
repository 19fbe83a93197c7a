"""What happened in the game. Events are the truth: they say what was decided, and nothing is decided again.

An event is stored as one JSON object with its kind and version. A reader meets unknown fields with indifference,
but an unknown kind or a newer version with `UnknownEvent`: better no start than a wrong fold. When an event
changes its meaning its version goes up, and an upcaster lifts the old form (see `upcasting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from piclets.domain.records import DiscoveryStatus, Evidence, PicletData, Player, Record
from piclets.domain.season_plans import SeasonPlan
from piclets.domain.upcasting import EventReader, KindAndVersion, Upcaster
from piclets.domain.upcasting import UnknownEvent as UnknownEvent

EVENT_VERSION: Literal[1] = 1

SHOWCASE: Final = 6
"""Piclets on a player's page."""


class Event(Record):
    """`id` is unique for ever, `at` is UTC in ISO 8601 with a Z, whole seconds."""

    v: Literal[1] = EVENT_VERSION
    id: str
    at: str


class Discovery(Record):
    """The Piclet that a scan brought into the game, and the other spellings that lead to its object."""

    attributes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    piclet_data: PicletData
    image: str


class Minted(Record):
    """The print that a find made: its number among those of its Piclet, from 1, and its PID."""

    pid: Annotated[str, Field(pattern=r"^[0-9A-F]{8}$")]
    number: Annotated[int, Field(ge=1)]


class Scanned(Event):
    """A player scanned a photo, and it is this Piclet.

    `photo` is the SHA-256 of the cleaned pixels. `first_find`: the player had not scanned this Piclet before, so
    it counts. `discovery` is there unless the status is existing, or the Piclet is known and its discoverer was
    revoked: then this player discovers it as it is.

    `received` is when the photo came, as `at` is when its scan was recorded. Events of older servers have neither
    that nor `evidence` and `print`; what those minted is in `minting`.
    """

    kind: Literal["scanned"] = "scanned"
    player: Player
    photo: str
    phash: str
    status: DiscoveryStatus
    object_name: str
    type_id: str
    number: int
    first_find: bool
    points: int
    discovery: Discovery | None = None
    evidence: Evidence | None = None
    received: str | None = None
    print: Minted | None = None


Pids = Annotated[tuple[str, ...], Field(max_length=5)]


class Traded(Event):
    """Prints changed hands: `player` gave `gave` to `other`, and got `got`; where that is empty it was a gift.

    The id is the offer's, or the gift's: accepting again is the same event.
    """

    kind: Literal["traded"] = "traded"
    player: Player
    other: Player
    gave: Pids
    got: Pids = ()


class PlayerRenamed(Event):
    """A player is called otherwise at the Hub now."""

    kind: Literal["player_renamed"] = "player_renamed"
    player: Player


class PicletAdopted(Event):
    """A Piclet that an older server had published, with how many players had scanned it. Its photo is unknown."""

    kind: Literal["piclet_adopted"] = "piclet_adopted"
    player: Player
    object_name: str
    type_id: str
    number: int
    points: int
    scan_count: int
    first_find: Literal[True] = True
    discovery: Discovery


class AdoptedFind(Record):
    """A Piclet that a player had scanned, and when first."""

    type_id: str
    at: str


class PlayerAdopted(Event):
    """What an older server had published of a player: the finds, and totals that are not lowered."""

    kind: Literal["player_adopted"] = "player_adopted"
    player: Player
    finds: tuple[AdoptedFind, ...]
    total_finds: int
    score: int


class PicletNamed(Event):
    """Its discoverer kept a name for a Piclet, or a line of lore; the other is None."""

    kind: Literal["piclet_named"] = "piclet_named"
    player: Player
    object_name: str
    type_id: str
    number: int
    name: str | None = None
    lore: str | None = None


class PlayerListed(Event):
    """A player wants to have a public page, or none."""

    kind: Literal["player_listed"] = "player_listed"
    player: Player
    listed: bool


class ShowcaseChosen(Event):
    """A player wants these Piclets to be shown on the own page, in this order; with none of them, the newest."""

    kind: Literal["showcase_chosen"] = "showcase_chosen"
    player: Player
    type_ids: Annotated[tuple[str, ...], Field(max_length=SHOWCASE)]


class ModerationEvent(Event):
    """Something that was decided at the console: `by` whom, and `why`, in words that are published."""

    by: str
    why: str


class PicletHidden(ModerationEvent):
    """A Piclet is gone from every read; its name stays taken. With a canonical goes all of its object."""

    kind: Literal["piclet_hidden"] = "piclet_hidden"
    object_name: str
    type_id: str


class PicletUnhidden(ModerationEvent):
    kind: Literal["piclet_unhidden"] = "piclet_unhidden"
    object_name: str
    type_id: str


class PicletNameReset(ModerationEvent):
    """A Piclet bears the name it was discovered with again, and no lore of its discoverer's."""

    kind: Literal["piclet_name_reset"] = "piclet_name_reset"
    object_name: str
    type_id: str


class ObjectRenamed(ModerationEvent):
    """An object has another name; the old one stays an alias. TypeIds stay as they are."""

    kind: Literal["object_renamed"] = "object_renamed"
    old: str
    new: str


class Moved(Record):
    """A Piclet that changes its object: its number where it comes from, and where it goes."""

    type_id: str
    before: int
    after: int


class ObjectsMerged(ModerationEvent):
    """All Piclets of `source` are variations of `target` now, and the names of `source` lead there."""

    kind: Literal["objects_merged"] = "objects_merged"
    source: str
    target: str
    moved: tuple[Moved, ...]
    aliases: tuple[str, ...]


class MergeUndone(ModerationEvent):
    """`source` is an object again, with the Piclets and names it had. `merge` is the id of the event undone.

    `target` is the object that had them meanwhile, by the name it has now.
    """

    kind: Literal["merge_undone"] = "merge_undone"
    merge: str
    source: str
    target: str
    moved: tuple[Moved, ...]
    aliases: tuple[str, ...]


class AliasRemoved(ModerationEvent):
    kind: Literal["alias_removed"] = "alias_removed"
    alias: str
    object_name: str


class PlayerBlocked(ModerationEvent):
    """A player may not scan any more."""

    kind: Literal["player_blocked"] = "player_blocked"
    player: Player


class PlayerUnblocked(ModerationEvent):
    kind: Literal["player_unblocked"] = "player_unblocked"
    player: Player


class Credit(Record):
    """What a discovery was worth to its discoverer."""

    type_id: str
    points: int


class DiscoveriesRevoked(ModerationEvent):
    """Discoveries are not this player's any more, nor their points. The Piclets stay, for others to discover."""

    kind: Literal["discoveries_revoked"] = "discoveries_revoked"
    player: Player
    credits: tuple[Credit, ...]


class PlayerErased(ModerationEvent):
    """A player who asked for it is forgotten; the discoveries stay, as those of `player`, a pseudonym.

    `places` are the events of the log that named the player. They name the pseudonym instead, everywhere.
    `positions` tells for each place which of the event's players it was (see `players.players_of`), where that
    was not always the first.
    """

    kind: Literal["player_erased"] = "player_erased"
    player: Player
    places: tuple[int, ...]
    positions: tuple[int, ...] | None = None

    def mentions(self) -> Iterator[tuple[int, int]]:
        """The (place, position) of every mention of the player."""
        return zip(self.places, self.positions or (0,) * len(self.places), strict=True)


class LearnedAlias(Record):
    """Another name that leads to an object, by rules that were not there when the object was discovered."""

    alias: str
    object_name: str


class AliasesLearned(Event):
    """Newer rules of names know more names of objects than their discoveries brought. None of them led anywhere."""

    kind: Literal["aliases_learned"] = "aliases_learned"
    aliases: tuple[LearnedAlias, ...]


class TradeUndone(ModerationEvent):
    """The prints of a trade or gift are back where they came from."""

    kind: Literal["trade_undone"] = "trade_undone"
    trade: str
    player: Player
    other: Player


class SeasonOpened(ModerationEvent):
    """There will be a season. Its plan is as it stood when this was decided: sets and aliases may change later."""

    kind: Literal["season_opened"] = "season_opened"
    season: str
    plan: SeasonPlan


class SeasonAmended(ModerationEvent):
    """A season has another plan, of which only the words differ once it has started; or it is cancelled."""

    kind: Literal["season_amended"] = "season_amended"
    season: str
    plan: SeasonPlan | None = None
    cancelled: bool = False


class SettledStanding(Record):
    """A player's rank when a season was settled."""

    player: Player
    rank: int
    points: int


class SeasonSettled(ModerationEvent):
    """A season's standings are final. They count the log up to the event `upto`."""

    kind: Literal["season_settled"] = "season_settled"
    season: str
    upto: int
    standings: Annotated[tuple[SettledStanding, ...], Field(max_length=100)]


OfPlayer = (
    Scanned | PlayerRenamed | PicletAdopted | PlayerAdopted | Traded | PicletNamed | PlayerListed | ShowcaseChosen
)
"""What players did, or are known to have done."""

AnyModeration = (
    PicletHidden
    | PicletUnhidden
    | PicletNameReset
    | ObjectRenamed
    | ObjectsMerged
    | MergeUndone
    | AliasRemoved
    | PlayerBlocked
    | PlayerUnblocked
    | DiscoveriesRevoked
    | PlayerErased
    | TradeUndone
    | SeasonOpened
    | SeasonAmended
    | SeasonSettled
)

AnyEvent = Annotated[OfPlayer | AnyModeration | AliasesLearned, Field(discriminator="kind")]

UPCASTERS: Final[Mapping[KindAndVersion, Upcaster]] = {}
"""By the kind and version that each lifts to the kind's next version. No event has changed its meaning so far."""

_READER: Final[EventReader[AnyEvent]] = EventReader(TypeAdapter(AnyEvent), UPCASTERS)


def to_json(event: Event) -> str:
    """One line of JSON, without the fields that are None."""
    return event.model_dump_json(by_alias=True, exclude_none=True)


def from_json(line: str | bytes) -> AnyEvent:
    """Raises UnknownEvent."""
    return _READER.read(line)
