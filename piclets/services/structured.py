"""The concept as one flat JSON object, for services that hold a model to a schema.

`domain.concepts.parse` reads such an answer as it reads the contract's markdown, so a service that honours the schema
only in part, or not at all, is still understood.
"""

from __future__ import annotations

import base64
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from piclets.domain.photo import Capture, Photo
from piclets.domain.records import PrimaryType, Tier

LOOK = (
    "Describe this photo in one paragraph. Name the main object as exactly as you can, with brand and model, and "
    "what tells it from others of its kind. Do not describe people. End with one sentence: is the image sfw, or nsfw."
)
"""What a vision model is asked."""

INSTRUCTION = (
    "Give the answer as one JSON object with a field for each heading, variation as comma-separated words "
    "or the word canonical, and every text on one line."
)


class FlatConcept(BaseModel):
    """One creature, for one thing in a photo."""

    # Every field is required and none has bounds: providers differ in what they honour, and the parser clamps.
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    canonical_object: str
    variation: str
    object_rarity: Tier
    monster_name: str
    primary_type: PrimaryType
    hp: int
    attack: int
    defense: int
    speed: int
    height_metres: float
    weight_kilograms: float
    personality: str
    description: str
    monster_image_prompt: str
    safety: str
    capture: Capture


def looking_at(photo: Photo) -> dict[str, Any]:
    """The message of a chat that asks a vision model what is in the photo."""
    image = f"data:image/jpeg;base64,{base64.b64encode(photo.jpeg).decode()}"
    return {
        "role": "user",
        "content": [{"type": "text", "text": LOOK}, {"type": "image_url", "image_url": {"url": image}}],
    }


def schema() -> dict[str, object]:
    """The JSON schema a model is held to."""
    return FlatConcept.model_json_schema(by_alias=True)
