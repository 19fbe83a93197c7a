"""Builds `piclets/prints/fonts.zip`: what cards are written with where Gradio's own font has no glyph.

    python -m training.fonts NOTO_FOLDER NANUM_FILE DROID_FILE

The sources are Debian's packages fonts-noto-core and fonts-nanum (NanumSquareR.ttf, for Hangul; both under the SIL
Open Font License 1.1) and fonts-droid-fallback (Apache License 2.0, for Han and Kana). Hints are left out, and
scripts that are read by scholars alone and take much room. Nanum is a reserved name: what is made of it is called
Hangul.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import zipfile
from importlib.resources import files as files_of
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET: Final = Path("piclets/prints/fonts.zip")
FIRST: Final = "NotoSans-Regular.ttf"
ALSO: Final = ("NotoSerifTibetan-Regular.ttf", "NotoTraditionalNushu-Regular.ttf")
BORROWERS: Final = re.compile("Adlam|Chakma|Grantha")
"""These lend letters from other scripts, whose own fonts come first: they alone join them with what stands beside."""
HANGUL: Final = {*range(0x1100, 0x1200), *range(0x3130, 0x3190), *range(0xAC00, 0xD7A4)}
NAMING: Final = (1, 3, 4, 6, 16, 18, 20)
OWN: Final = ("templates", "frontend", "static", "fonts", "Quicksand", "Quicksand-Bold.woff2")
LEFT_OUT: Final = re.compile(
    "Display|Cuneiform|EgyptianHieroglyphs|AnatolianHieroglyphs|SignWriting|Nushu|Duployan|Math|Symbols|Unjoined"
    "|TamilSupplement|MayanNumerals|IndicSiyaqNumbers|Tifinagh."
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.fonts", description=__doc__)
    parser.add_argument("noto", type=Path)
    parser.add_argument("nanum", type=Path)
    parser.add_argument("droid", type=Path)
    options = parser.parse_args()
    noto: Path = options.noto
    scripts = sorted(
        (path for path in noto.glob("NotoSans?*-Regular.ttf") if not LEFT_OUT.search(path.stem[:-8])),
        key=lambda path: (bool(BORROWERS.search(path.stem)), path),
    )
    files = [noto / FIRST, *(path for path in scripts if path.name != FIRST), *(noto / name for name in ALSO)]
    build([*files, options.nanum, options.droid], TARGET)


def build(files: list[Path], target: Path) -> None:
    """Write the fonts, as WOFF2, and `index.json`: the characters that each is for, as ranges.

    The first entry, without a file, is Gradio's own font.
    """
    taken = set(TTFont(str(files_of("gradio").joinpath(*OWN))).getBestCmap())
    index: list[dict[str, object]] = [{"file": None, "ranges": _ranges(sorted(taken))}]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            font = TTFont(path)
            characters = set(font.getBestCmap())
            if path == files[-2]:
                characters &= HANGUL
            new = characters - taken
            if not any(chr(code).isalnum() for code in new):
                continue
            taken |= new
            name = f"{_named(font, path)}.woff2"
            index.append({"file": name, "ranges": _ranges(sorted(new))})
            _write(archive, name, _small(font, characters))
        _write(archive, "index.json", json.dumps(index, separators=(",", ":")).encode())


def _named(font: TTFont, path: Path) -> str:
    """What the font is called: by its file, or Hangul in all its own records too."""
    if not path.stem.startswith("Nanum"):
        return path.stem
    for record in font["name"].names:
        if record.nameID in NAMING:
            font["name"].setName("Hangul", record.nameID, record.platformID, record.platEncID, record.langID)
    return "Hangul"


def _small(font: TTFont, characters: set[int]) -> bytes:
    options = subset.Options(hinting=False, layout_features=["*"], notdef_outline=True, drop_tables=["DSIG", "MATH"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """With a fixed date, so that the same sources give the same archive."""
    archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)


def _ranges(codes: list[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


if __name__ == "__main__":
    main()
