"""A player's photo as the game handles it."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image


@dataclass(frozen=True)
class Photo:
    """A cleaned photo: RGB, upright, at most 768 px, no metadata. Never stored, never logged.

    `jpeg` is its encoding for the caption Space, and all that is kept while it waits in line (a decoded photo
    would be twenty times that). `sha256` is the hex hash of the cleaned pixels, `phash` a 64-bit perceptual
    hash in hex, `filename` what the player called the file (may say what the thing is, or nothing).
    """

    jpeg: bytes = field(repr=False)
    sha256: str
    phash: str
    filename: str = field(default="", repr=False)

    @property
    def image(self) -> Image.Image:
        """The decoded RGB picture, decoded anew at each call."""
        return Image.open(BytesIO(self.jpeg), formats=["JPEG"]).convert("RGB")
