"""Every model that `python -m piclets models` knows by name."""

from __future__ import annotations

from typing import Final

from piclets.models.languages import GPT2, GPT2_MEDIUM
from piclets.models.sight import CLIP
from piclets.models.store import Source

OWN: Final = "piclets"
"""The wheel's own model, which is a part of the game: always here, never fetched."""
KNOWN: Final[tuple[Source, ...]] = (CLIP, GPT2, GPT2_MEDIUM)
"""In the order in which they are listed."""
