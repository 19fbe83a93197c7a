"""A painted picture loses its ground: where that is plain, or where a matting model sees what is in front of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from piclets.images.cutout import RGB, Pixels, cut_out
from piclets.services.ports import Picture


class Seer(Protocol):
    """Tells what of a picture is in front. Blocking; `name` is what the world is told of it."""

    name: str

    def alpha(self, rgb: RGB, until: float) -> Pixels | None:
        """How much of each pixel is in front, 0 to 1; None where that cannot be said before `until` (monotonic)."""


class Cutting:
    """What becomes of a picture. Blocking."""

    def __init__(self, seer: Seer | None = None) -> None:
        self._seer = seer

    def cut(self, picture: Picture, until: float) -> Picture:
        """The picture with its ground transparent, and its model's name saying how; in doubt as it is."""
        cut = cut_out(picture.image)
        if cut is not None:
            return replace(picture, image=cut, model=f"{picture.model}, cut out")
        seer = self._seer
        cut = cut_out(picture.image, lambda rgb: seer.alpha(rgb, until)) if seer else None
        if seer and cut is not None:
            return replace(picture, image=cut, model=f"{picture.model}, cut out by {seer.name}")
        return picture
