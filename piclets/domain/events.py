"""What happened in the game. Events are the truth: they say what was decided, and nothing is decided again.

An event is stored as one JSON object with its kind and version. A reader meets unknown fields with indifference,
but an unknown kind or a newer version with `UnknownEvent`: better no start than a wrong fold. When an event
changes its meaning its version goes up, and an upcaster here lifts the old form.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from piclets.domain.records import DiscoveryStatus, PicletData, Player, Record

EVENT_VERSION: Literal[1] = 1


class UnknownEvent(ValueError):
    """An event of a kind or version that this code does not know; a newer server wrote it."""


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


class Scanned(Event):
    """A player scanned a photo, and it is this Piclet.

    `photo` is the SHA-256 of the cleaned pixels. `first_find`: the player had not scanned this Piclet before, so
    it counts. `discovery` is there unless the status is existing, or the Piclet is known and its discoverer was
    revoked: then this player discovers it as it is.
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


class Moderation(Event):
    """Something that was decided at the console: `by` whom, and `why`, in words that are published."""

    by: str
    why: str


class PicletHidden(Moderation):
    """A Piclet is gone from every read; its name stays taken. With a canonical goes all of its object."""

    kind: Literal["piclet_hidden"] = "piclet_hidden"
    object_name: str
    type_id: str


class PicletUnhidden(Moderation):
    kind: Literal["piclet_unhidden"] = "piclet_unhidden"
    object_name: str
    type_id: str


class ObjectRenamed(Moderation):
    """An object has another name; the old one stays an alias. TypeIds stay as they are."""

    kind: Literal["object_renamed"] = "object_renamed"
    old: str
    new: str


class Moved(Record):
    """A Piclet that changes its object: its number where it comes from, and where it goes."""

    type_id: str
    before: int
    after: int


class ObjectsMerged(Moderation):
    """All Piclets of `source` are variations of `target` now, and the names of `source` lead there."""

    kind: Literal["objects_merged"] = "objects_merged"
    source: str
    target: str
    moved: tuple[Moved, ...]
    aliases: tuple[str, ...]


class MergeUndone(Moderation):
    """`source` is an object again, with the Piclets and names it had. `merge` is the id of the event undone.

    `target` is the object that had them meanwhile, by the name it has now.
    """

    kind: Literal["merge_undone"] = "merge_undone"
    merge: str
    source: str
    target: str
    moved: tuple[Moved, ...]
    aliases: tuple[str, ...]


class AliasRemoved(Moderation):
    kind: Literal["alias_removed"] = "alias_removed"
    alias: str
    object_name: str


class PlayerBlocked(Moderation):
    """A player may not scan any more."""

    kind: Literal["player_blocked"] = "player_blocked"
    player: Player


class PlayerUnblocked(Moderation):
    kind: Literal["player_unblocked"] = "player_unblocked"
    player: Player


class Credit(Record):
    """What a discovery was worth to its discoverer."""

    type_id: str
    points: int


class DiscoveriesRevoked(Moderation):
    """Discoveries are not this player's any more, nor their points. The Piclets stay, for others to discover."""

    kind: Literal["discoveries_revoked"] = "discoveries_revoked"
    player: Player
    credits: tuple[Credit, ...]


class PlayerErased(Moderation):
    """A player who asked for it is forgotten; the discoveries stay, as those of `player`, who is nobody.

    `places` are the events of the log that named the player. They name the pseudonym instead, everywhere.
    """

    kind: Literal["player_erased"] = "player_erased"
    player: Player
    places: tuple[int, ...]


OfPlayer = Scanned | PlayerRenamed | PicletAdopted | PlayerAdopted
"""What players did, or are known to have done."""

AnyModeration = (
    PicletHidden
    | PicletUnhidden
    | ObjectRenamed
    | ObjectsMerged
    | MergeUndone
    | AliasRemoved
    | PlayerBlocked
    | PlayerUnblocked
    | DiscoveriesRevoked
    | PlayerErased
)

AnyEvent = Annotated[OfPlayer | AnyModeration, Field(discriminator="kind")]

OfSomebody = OfPlayer | PlayerBlocked | PlayerUnblocked | DiscoveriesRevoked | PlayerErased
"""Events that name a player."""

_ADAPTER: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


def player_of(event: AnyEvent) -> Player | None:
    """The player that an event names."""
    return event.player if isinstance(event, OfSomebody) else None


def to_json(event: Event) -> str:
    """One line of JSON, without the fields that are None."""
    return event.model_dump_json(by_alias=True, exclude_none=True)


def from_json(line: str | bytes) -> AnyEvent:
    """Raises UnknownEvent."""
    try:
        return _ADAPTER.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise UnknownEvent(f"cannot read an event: {first['loc']}: {first['msg']}") from None
