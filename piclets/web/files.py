"""What the pages fetch from `/web/`: icons and fonts. Their addresses carry a hash of the content.

Gradio has no story font that is whole: its Lora lacks the Latin letters. Lora is here (`served/lora-licence.txt`),
and for names in other scripts the fonts that cards are written with, each fetched when its first character is shown
and the device has no such font itself.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from piclets.prints.lettering import fallback_fonts, font_data

FOLDER: Final = Path(__file__).parent / "served"
STYLESHEET: Final = "fonts.css"
SCRIPTS: Final = "PicletsScripts"
"""The family of all fonts for other scripts."""

_LORA: Final = {
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,U+2000-206F,U+20AC,U+2122,U+2191,"
    "U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+100-130,U+132-151,U+154-2BA,U+2BD-2C5,U+2C7-2D9,U+2DB,U+2DD-2FF,U+1D00-1DBF,U+1E00-1E9F,"
    "U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    "vietnamese": "U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303,U+309,U+323,"
    "U+1EA0-1EF9,U+20AB",
    "cyrillic": "U+301,U+400-45F,U+490-491,U+4B0-4B1,U+2116",
    "cyrillic-ext": "U+460-52F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F",
}
"""The characters of each file, in the order in which a later one wins; as its makers divide it."""
_ON_DEVICES: Final = {
    "DroidSansFallbackFull": (
        "PingFang SC", "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", "Microsoft YaHei",
        "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Noto Sans SC", "Source Han Sans",
    ),
    "Hangul": ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR"),
}  # fmt: skip
"""Large ones: what devices have instead, by the names that they go by."""


def served(name: str) -> tuple[bytes, str] | None:
    """The content of a file that is served, and its version."""
    return (_content(name), version(name)) if name in _names() else None


def address(name: str) -> str:
    """Where browsers fetch it, and may keep it for ever."""
    return f"/web/{name}?v={version(name)}"


@cache
def version(name: str) -> str:
    """A hash of the content of a file that is there."""
    return hashlib.sha256(_content(name)).hexdigest()[:12]


@cache
def _names() -> frozenset[str]:
    own = {path.name for path in FOLDER.iterdir() if path.is_file()}
    return frozenset({STYLESHEET, *own, *(file for file, _ in fallback_fonts())})


def _content(name: str) -> bytes:
    if name == STYLESHEET:
        return _stylesheet().encode()
    path = FOLDER / name
    return path.read_bytes() if path.exists() else font_data(name)


@cache
def _stylesheet() -> str:
    lora = [
        _face("Lora", f"lora-{part}-{style}.woff2", ranges, style=style)
        for style in ("normal", "italic")
        for part, ranges in reversed(_LORA.items())
    ]
    scripts = [
        _face(SCRIPTS, file, ",".join(_range(*each) for each in ranges), _ON_DEVICES.get(file.partition(".")[0], ()))
        for file, ranges in fallback_fonts()
    ]
    return "\n".join((*lora, *scripts))


def _face(family: str, file: str, ranges: str, known_as: tuple[str, ...] = (), style: str = "normal") -> str:
    local = known_as or (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", file.partition("-")[0]),) * file.startswith("Noto")
    sources = ",".join((*(f'local("{name}")' for name in local), f'url("{address(file)}") format("woff2")'))
    of = f"font-family:{family};font-style:{style};font-display:swap"
    return f"@font-face{{{of};src:{sources};unicode-range:{ranges}}}"


def _range(first: int, last: int) -> str:
    return f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}"
