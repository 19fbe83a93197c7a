"""Piclets and creatures to put on cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from piclets.prints.card import Bearing, SeasonMark, draw_card

MINTED_AT = "2026-11-28T10:00:00Z"


def piclet_named(name: str, *, kind: str = "beast", tier: str = "legendary") -> dict[str, Any]:
    """As the endpoints answer it, as far as a card tells it."""
    stats = {"hp": 78, "attack": 1, "defense": 100, "speed": 50}
    return {
        "typeId": "pillow_001",
        "objectName": "pillow",
        "attributes": ["blue", "velvet"],
        "rarity": "legendary",
        "scanCount": 7,
        "discoveredBy": "ada",
        "discoveredAt": "2026-07-26T10:30:00Z",
        "picletData": {"name": name, "type": kind, "tier": tier, "stats": stats},
    }


@pytest.fixture(scope="session")
def creature(tmp_path_factory: pytest.TempPathFactory) -> Path:
    picture = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((60, 80, 450, 480), fill=(200, 120, 60, 255))
    path = tmp_path_factory.mktemp("creature") / "creature.webp"
    picture.save(path)
    return path


@pytest.fixture(scope="session")
def card_of(creature: Path) -> Callable[..., Image.Image]:
    """The card of a PID."""

    def card(pid: int, name: str = "Pillowpuff", kind: str = "beast", mark: SeasonMark | None = None) -> Image.Image:
        return draw_card(piclet_named(name, kind=kind), creature, Bearing(pid, 3, "ada", MINTED_AT, mark))

    return card
