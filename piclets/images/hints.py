"""What a picture's metadata says of how it was made, before all metadata is left behind.

A photo without any is as honest as one with: messengers strip it too. Sources: IPTC's digital source types
(https://cv.iptc.org/newscodes/digitalsourcetype), and what phones, desktops and image generators are known to write.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from PIL import Image

from piclets.domain.photo import Hint

MAX_READ: Final = 64 * 1024
"""Of each piece of metadata."""
SMALL_PIXELS: Final = 500_000

_SOFTWARE, _DESCRIPTION, _EXIF, _USER_COMMENT = 0x0131, 0x010E, 0x8769, 0x9286
_TEXTS: Final = ("xmp", "XML:com.adobe.xmp", "Software", "Description", "Comment", "comment", "Title", "Source")
_PARAMETERS: Final = ("parameters", "prompt", "workflow", "invokeai_metadata", "sd-metadata", "dream")
"""PNG texts in which image generators keep their settings."""
_SCREENSHOT: Final = re.compile(r"digitalsourcetype/screenCapture\b|\bscreen ?(?:shot|capture)", re.IGNORECASE)
_MADE_BY_AI: Final = re.compile(
    r"digitalsourcetype/(?:trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia|algorithmicMedia)\b"
    r"|\b(?:stable[ -]?diffusion|midjourney|dall[-·]?e|novelai|comfyui|automatic1111|adobe firefly|invokeai)\b"
    r"|\bSteps: \d+, Sampler:",
    re.IGNORECASE,
)
_CHARSET: Final = re.compile(rb"^(?:ASCII|UNICODE|JIS)\0{1,5}")
"""How an EXIF UserComment begins."""
_BROKEN: Final = (OSError, SyntaxError, ValueError, TypeError, AttributeError, LookupError, struct.error)
"""What Pillow is seen to raise on broken metadata."""


def hints_of(image: Image.Image) -> tuple[Hint, ...]:
    """Of a picture that was opened and not yet decoded. Broken metadata says nothing."""
    said = "\n".join(_texts(image))
    told: list[Hint] = []
    if _SCREENSHOT.search(said):
        told.append("screenshot")
    if _MADE_BY_AI.search(said) or any(name in image.info for name in _PARAMETERS):
        told.append("made by AI")
    if image.width * image.height < SMALL_PIXELS:
        told.append("small")
    return tuple(told)


def _texts(image: Image.Image) -> Iterator[str]:
    for name in _TEXTS:
        yield _text(image.info.get(name))
    try:
        exif = image.getexif()
        values = [exif.get(_SOFTWARE), exif.get(_DESCRIPTION), exif.get_ifd(_EXIF).get(_USER_COMMENT)]
    except _BROKEN:
        return
    yield from map(_text, values)


def _text(value: object) -> str:
    """What is written, in one byte or two to a letter; "" for what is no text."""
    if isinstance(value, bytes):
        return _CHARSET.sub(b"", value[:MAX_READ]).replace(b"\0", b"").decode("utf-8", "replace")
    return value[:MAX_READ] if isinstance(value, str) else ""
