"""The studio's caption: what the file's name says, and what the eye sees. Never a pretended recognition."""

from __future__ import annotations

from PIL import Image

from piclets.studio.eye import Appearance, look
from piclets.studio.filename import saying


def describe(photo: Image.Image, filename: str) -> str:
    """Two sentences: what it is called, or what kind of thing it looks like; then its looks."""
    seen = look(photo)
    said = saying(filename)
    subject = f'called "{said}"' if said else f"of a {_thing(seen)}"
    return f"A photo {subject}. To the eye: {_looks(seen)}."


def _thing(seen: Appearance) -> str:
    """Such as "striped blue thing": the most telling quality first."""
    qualities = [
        seen.texture if seen.texture in {"striped", "checkered", "speckled"} else "",
        seen.outline,
        seen.texture,
    ]
    first = next(quality for quality in qualities if quality)
    return f"{first} {seen.colours[0]} thing"


def _looks(seen: Appearance) -> str:
    *others, last = seen.colours
    colours = f"{', '.join(others)} and {last}" if others else last
    outline = f", {seen.outline}" if seen.outline else ""
    return f"mostly {colours}{outline}, {seen.texture}, {seen.light}"
