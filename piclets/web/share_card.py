"""A Piclet's card as a file to keep and to share: with the face of the player's print, where there is one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from piclets.prints.card import Bearing, draw_card


class ShareCards:
    """Draws cards into `folder`. `find_image` gives the file of a Piclet's picture."""

    def __init__(self, find_image: Callable[[str], Path | None], folder: Path) -> None:
        self._find_image = find_image
        self._folder = folder

    def picture_of(self, piclet: dict[str, Any], bearing: Bearing | None = None) -> Path:
        """The PNG file of a Piclet's card, or of a print's, drawn where it is not there yet."""
        told = f"{piclet['typeId']} {piclet['scanCount']} {piclet['discoveredBy']} {bearing}"
        fingerprint = hashlib.sha256(told.encode()).hexdigest()[:16]
        slug = re.sub(r"[^a-z0-9]+", "-", piclet["picletData"]["name"].lower()).strip("-") or "piclet"
        path = self._folder / fingerprint / f"{slug}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        source = self._find_image(piclet["image"])
        draw_card(piclet, source, bearing).save(path, "PNG")
        return path
