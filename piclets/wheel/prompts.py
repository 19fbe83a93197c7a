"""What a model goes on from to name a Piclet, or to tell its lore: the words that the own model learned it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from piclets.ledger.naming import Purpose

MAX_LOOKS: Final = 2


@dataclass(frozen=True)
class Thing:
    """A Piclet as a prompt tells of it. `name` is the creature's, `object_name` and `attributes` are normalized."""

    name: str
    object_name: str
    attributes: tuple[str, ...]
    type: str


def prompt_for(purpose: Purpose, thing: Thing) -> str:
    """ "A blue teapot (machina) is called", or "The lore of Teapuff, a blue teapot (machina):"."""
    looks = [attribute.replace("_", " ") for attribute in thing.attributes[:MAX_LOOKS]]
    phrase = " ".join([*looks, thing.object_name.replace("_", " ")])
    article = "an" if phrase[0] in "aeiou" else "a"
    told = f"{article} {phrase} ({thing.type})"
    return f"The lore of {thing.name}, {told}:" if purpose == "lore" else f"{told[0].upper()}{told[1:]} is called"
