"""A player's photo as the game handles it."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Final, Literal

from PIL import Image

Hint = Literal["screenshot", "made by AI", "small"]
"""What a picture's file says of how it was made; "small" is under half a megapixel."""


Capture = Literal["direct", "screen", "print", "drawing"]
"""Whether a photo shows the thing itself, or a picture of it."""


BROKEN_PICTURE: Final = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,  # raised where warnings are errors
)
"""What Pillow and its decoders are seen to raise on broken files. Only calls into them stand under this net."""


@dataclass(frozen=True)
class Photo:
    """A cleaned photo: RGB, upright, at most 768 px, no metadata. Never stored, never logged.

    `jpeg` is its encoding for the caption Space, and all that is kept while it waits in line (a decoded photo
    would be twenty times that). `sha256` is the hex hash of the cleaned pixels, `phash` a 64-bit perceptual
    hash in hex, `filename` what the player called the file (may say what the thing is, or nothing). `hints` say how
    it was made, as far as its metadata told; they are for the console alone.
    """

    jpeg: bytes = field(repr=False)
    sha256: str
    phash: str
    filename: str = field(default="", repr=False)
    hints: tuple[Hint, ...] = field(default=(), repr=False)

    @property
    def image(self) -> Image.Image:
        """The decoded RGB picture, decoded anew at each call."""
        return Image.open(BytesIO(self.jpeg), formats=["JPEG"]).convert("RGB")

    def told_as(self, words: str) -> Photo:
        """The photo together with what its player says that it shows.

        For a studio that cannot see, the words are part of the photo: other words for the same pixels are another
        one, and the same words the same again.
        """
        said = " ".join(words.casefold().split())
        return replace(self, sha256=hashlib.sha256(f"{self.sha256} {said}".encode()).hexdigest())
