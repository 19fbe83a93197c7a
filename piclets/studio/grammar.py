"""The studio's concept: a grammar, seeded by the pixels, that answers in the format the concept model is asked for.

The same pixels with the same caption give the same answer, on every machine.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from dataclasses import dataclass
from importlib import resources
from random import Random

from piclets.domain.concepts import Unreadable, is_unsafe_name
from piclets.domain.concepts.phrases import read_object
from piclets.domain.concepts.standing import Standing
from piclets.domain.records import TIERS, PrimaryType, Tier
from piclets.studio.lexicon import tier_of, type_of
from piclets.studio.likeness import plan_of, type_like
from piclets.studio.naming import monster_name
from piclets.studio.subject import Subject, subject_of

_PROSE = tomllib.loads(resources.files(__package__).joinpath("prose.toml").read_text("utf-8"))
_TIER_ODDS = (46, 28, 16, 7, 3)
_STAT_MEANS: dict[Tier, int] = {"common": 40, "uncommon": 49, "rare": 58, "epic": 68, "legendary": 79}
# What each type is good and bad at: hp, attack, defense, speed, on top of its tier
_LEANINGS: dict[PrimaryType, tuple[int, int, int, int]] = {
    "beast": (2, 9, -4, 2),
    "bug": (-8, 2, -4, 12),
    "aquatic": (6, -2, 0, 4),
    "flora": (9, -4, 5, -8),
    "mineral": (4, 0, 14, -15),
    "space": (-4, 8, -5, 7),
    "machina": (-2, 6, 6, -4),
    "structure": (10, -6, 12, -15),
    "culture": (0, 3, -4, 8),
    "cuisine": (8, -2, -3, 0),
}
# Heights in metres, from and to, and how heavy a metre-high one is in kilograms
_BUILDS: dict[PrimaryType, tuple[float, float, float]] = {
    "beast": (0.3, 1.6, 28),
    "bug": (0.05, 0.6, 14),
    "aquatic": (0.2, 1.8, 24),
    "flora": (0.15, 1.5, 12),
    "mineral": (0.2, 1.4, 110),
    "space": (0.2, 1.2, 6),
    "machina": (0.2, 1.5, 80),
    "structure": (0.6, 2.4, 45),
    "culture": (0.25, 1.3, 14),
    "cuisine": (0.1, 0.8, 35),
}
_BULK = 2.4  # the power of the height that weight goes by: taller ones are leaner, or they could not stand
_GROWTH: dict[Tier, float] = {"common": 1.0, "uncommon": 1.1, "rare": 1.25, "epic": 1.5, "legendary": 1.9}
# Where no word tells the type, looks do: a type for each colour and texture, one of several by lot
_TYPES_BY_LOOK: dict[str, tuple[PrimaryType, ...]] = {
    "green": ("flora", "flora", "bug"),
    "blue": ("aquatic", "space"),
    "turquoise": ("aquatic", "mineral"),
    "black": ("space", "machina", "beast"),
    "grey": ("machina", "mineral", "structure"),
    "white": ("culture", "space", "structure"),
    "brown": ("beast", "structure", "cuisine"),
    "beige": ("beast", "structure", "culture"),
    "red": ("cuisine", "machina", "culture"),
    "orange": ("cuisine", "beast"),
    "yellow": ("bug", "space", "cuisine"),
    "purple": ("space", "culture", "mineral"),
    "pink": ("culture", "cuisine", "flora"),
    "striped": ("beast", "bug"),
    "checkered": ("culture", "structure"),
    "speckled": ("bug", "mineral"),
    "square": ("structure", "machina"),
    "round": ("space", "cuisine"),
    "tall": ("structure", "flora"),
    "long": ("aquatic", "beast"),
    "pointed": ("mineral", "space"),
}


@dataclass(frozen=True)
class _Idea:
    """What has been decided before the sentences are written."""

    subject: Subject
    kind: PrimaryType
    tier: Tier
    name: str


def answer(caption: str, photo_sha256: str) -> str:
    """The concept in markdown, under the contract's headings."""
    seed = hashlib.sha256(f"{photo_sha256}\n{caption}".encode()).digest()
    rng = Random(int.from_bytes(seed[:8], "big"))
    subject = subject_of(caption)
    kind = type_of(subject.thing) or type_like("_".join(subject.thing)) or _type_by_look(subject, rng)
    tier = tier_of(subject.thing) or rng.choices(TIERS, _TIER_ODDS)[0]
    idea = _Idea(subject, kind, tier, monster_name(list(subject.thing), kind, rng))
    safe = not is_unsafe_name(" ".join([*subject.attributes, *subject.thing]))
    return "\n\n".join(
        f"# {heading}\n{body}"
        for heading, body in (
            ("Canonical Object", _object(subject)),
            ("Variation", ", ".join(subject.attributes) or "canonical"),
            ("Object Rarity", tier),
            ("Monster Name", idea.name),
            ("Primary Type", kind),
            ("Stats", _stats(idea, rng)),
            ("Physical Stats", _build(idea, rng)),
            ("Personality", _personality(rng)),
            ("Description", _description(idea, rng)),
            ("Monster Image Prompt", _image_prompt(idea, rng)),
            ("Safety", "ok" if safe else "unsafe"),
        )
    )


def _object(subject: Subject) -> str:
    """The thing, or one of its words ("kettle old"); where they name nothing ("thing", "0") it is a plain thing."""
    whole = " ".join(subject.thing)
    return next(filter(_is_read, [whole, *subject.thing]), "plain thing")


def _is_read(phrase: str) -> bool:
    try:
        return read_object(phrase)[1] is Standing.SURE
    except Unreadable:
        return False


def _type_by_look(subject: Subject, rng: Random) -> PrimaryType:
    kinds = [kind for word in subject.looks for kind in _TYPES_BY_LOOK.get(word, ())]
    return rng.choice(kinds or ["beast", "culture", "space"])


def _stats(idea: _Idea, rng: Random) -> str:
    mean = _STAT_MEANS[idea.tier]
    lines = []
    for label, leaning in zip(("HP", "Attack", "Defense", "Speed"), _LEANINGS[idea.kind], strict=True):
        lines.append(f"{label}: {min(100, max(5, mean + leaning + rng.randint(-12, 12)))}")
    return "\n".join(lines)


def _build(idea: _Idea, rng: Random) -> str:
    """Small ones are commoner than tall ones, by the logarithm."""
    least, most, density = _BUILDS[idea.kind]
    height = math.exp(rng.uniform(math.log(least), math.log(most))) * _GROWTH[idea.tier]
    weight = max(0.05, density * height**_BULK * rng.uniform(0.7, 1.4))
    return f"Height: {height:.2f}\nWeight: {weight:.{2 if weight < 10 else 0}f}"


def _personality(rng: Random) -> str:
    trait, but, habit = (rng.choice(_PROSE[part]) for part in ("traits", "but", "habits"))
    return f"{trait}, and {but}. {habit}"


def _description(idea: _Idea, rng: Random) -> str:
    pieces = (
        rng.choice(_PROSE["origins"]),
        rng.choice(_PROSE["abilities"][idea.kind]),
        rng.choice(_PROSE["quirks"]),
    )
    words = {"name": idea.name, "thing": " ".join(idea.subject.thing), "look": _look(idea.subject, rng)}
    return " ".join(piece.format_map(words) for piece in pieces)


def _image_prompt(idea: _Idea, rng: Random) -> str:
    thing = "_".join(idea.subject.thing)
    body, mood, pose = (
        f"a creature in the shape of a {thing.replace('_', ' ')}"
        if plan_of(thing)
        else rng.choice(_PROSE["bodies"][idea.kind]),
        rng.choice(_PROSE["moods"]),
        rng.choice(_PROSE["poses"]),
    )
    described = " ".join([*idea.subject.attributes, *idea.subject.thing])
    colours = " and ".join(idea.subject.colours) or "soft"
    return (
        f"{idea.name}: {body}, with the character of the {described}, in {colours} tones, {mood}, {pose}; "
        "storybook illustration, soft shading, alone on a plain background"
    )


def _look(subject: Subject, rng: Random) -> str:
    return rng.choice(subject.attributes or subject.looks or ("ordinary",))
