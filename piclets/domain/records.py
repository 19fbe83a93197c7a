"""What the game stores and answers: Piclets, as the contract writes them (camelCase on the wire)."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

PrimaryType = Literal[
    "beast", "bug", "aquatic", "flora", "mineral", "space", "machina", "structure", "culture", "cuisine"
]
Tier = Literal["common", "uncommon", "rare", "epic", "legendary"]
Rarity = Tier
DiscoveryStatus = Literal["new", "variation", "existing"]
Evidence = Literal["fresh", "again", "copy"]
"""What a photo is evidence of: a new one, a look-alike of one of the player's own, or of another player's."""

PRIMARY_TYPES: tuple[PrimaryType, ...] = (
    "beast", "bug", "aquatic", "flora", "mineral", "space", "machina", "structure", "culture", "cuisine",
)  # fmt: skip
TIERS: tuple[Tier, ...] = ("common", "uncommon", "rare", "epic", "legendary")

T = TypeVar("T")
LeftOut = Annotated[T | None, Field(exclude_if=lambda value: value is None)]
"""A field that is left out where it is None."""

StatValue = Annotated[int, Field(ge=1, le=100)]


class Record(BaseModel):
    """Frozen, camelCase outside, unknown fields ignored (a newer writer may know more)."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, extra="ignore")

    def wire(self) -> dict[str, object]:
        """The JSON object clients and the dataset see."""
        return self.model_dump(mode="json", by_alias=True)


class SnakeRecord(Record):
    """The same with snake_case outside: answers of sight and of the wheel."""

    model_config = ConfigDict(alias_generator=None)


class Player(Record):
    """`sub` is the Hub's stable key; `username` is only shown and follows a rename."""

    sub: str
    username: str


class Stats(Record):
    hp: StatValue
    attack: StatValue
    defense: StatValue
    speed: StatValue


class Models(Record):
    """Which service made what: the caption, the concept, the picture."""

    caption: str
    concept: str
    image: str


class PicletData(Record):
    """The creature itself. `height` in metres, `weight` in kilograms."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    type: PrimaryType
    tier: Tier
    stats: Stats
    height: Annotated[float, Field(gt=0)]
    weight: Annotated[float, Field(gt=0)]
    personality: str
    description: str
    image_prompt: str
    models: Models
    lore: LeftOut[str] = None
    """One line that its discoverer kept."""


class Entry(Record):
    """One Piclet as it is in the dataset. `image` names its picture, `<sha256>.webp`."""

    type_id: str
    object_name: str
    attributes: tuple[str, ...]
    discovered_by: str
    discoverer_id: str
    discovered_at: str
    scan_count: int
    piclet_data: PicletData
    image: str
