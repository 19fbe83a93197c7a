"""Players, creatures and scans, for tests that need some and don't mind which."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from piclets.domain.records import Models, PicletData, Player, Stats
from piclets.ledger.scans import Scan

AT = "2026-07-26T10:30:00Z"
MADE_FOR = "no dataset, identity local"


def player(name: str) -> Player:
    return Player(sub=f"sub-{name}", username=name)


def piclet_data(name: str = "Pillowpuff", **changes: Any) -> PicletData:
    made = PicletData(
        name=name,
        type="culture",
        tier="common",
        stats=Stats(hp=45, attack=20, defense=60, speed=15),
        height=0.4,
        weight=0.6,
        personality="Soft, and proud of it.",
        description="It sighs when somebody sits down.",
        image_prompt="a plump velvet creature with sleepy eyes",
        models=Models(caption="studio", concept="studio", image="studio"),
    )
    return made.model_copy(update=changes)


def digest(*parts: object) -> str:
    """A SHA-256 in hex that is the same for the same parts."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def scan(
    who: str,
    what: str = "pillow",
    *attributes: str,
    photo: object = None,
    at: str = AT,
    drawn: bool = True,
    sub: str | None = None,
) -> Scan:
    """A scan whose AI work is done. Every call shows another photo, unless `photo` names one."""
    sha256 = digest(photo if photo is not None else uuid.uuid4())
    return Scan(
        player=Player(sub=sub, username=who) if sub else player(who),
        photo=sha256,
        phash=sha256[:16],
        at=at,
        object_name=what,
        attributes=attributes,
        received=at,
        piclet_data=piclet_data() if drawn else None,
        image=f"{sha256}.webp" if drawn else None,
    )
