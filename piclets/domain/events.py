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
    it counts. `discovery` is there unless the status is existing.
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


AnyEvent = Annotated[Scanned | PlayerRenamed | PicletAdopted | PlayerAdopted, Field(discriminator="kind")]

_ADAPTER: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


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
