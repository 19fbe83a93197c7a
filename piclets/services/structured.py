"""The concept as one flat JSON object, for models that answer by schema, and back into the contract's markdown."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from piclets.domain.records import PrimaryType, Tier
from piclets.services.failures import Unusable

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


def schema() -> dict[str, object]:
    """The JSON schema a model is held to."""
    return FlatConcept.model_json_schema(by_alias=True)


def to_markdown(answer: str) -> str:
    """The JSON answer under the contract's headings. Raises Unusable."""
    try:
        flat = FlatConcept.model_validate_json(_without_fence(answer))
    except ValidationError as error:
        raise Unusable("answer_off_schema") from error
    sections = {
        "Canonical Object": flat.canonical_object,
        "Variation": flat.variation,
        "Object Rarity": flat.object_rarity,
        "Monster Name": flat.monster_name,
        "Primary Type": flat.primary_type,
        "Stats": f"HP: {flat.hp}\nAttack: {flat.attack}\nDefense: {flat.defense}\nSpeed: {flat.speed}",
        "Physical Stats": f"Height: {flat.height_metres} m\nWeight: {flat.weight_kilograms} kg",
        "Personality": flat.personality,
        "Description": flat.description,
        "Monster Image Prompt": flat.monster_image_prompt,
        "Safety": flat.safety,
    }
    return "\n\n".join(f"# {heading}\n{_body(text)}" for heading, text in sections.items())


def _body(text: str) -> str:
    """A field's text, which must not open a heading of its own."""
    return "\n".join(line.lstrip("# \t") for line in text.strip().splitlines())


def _without_fence(answer: str) -> str:
    return answer.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
