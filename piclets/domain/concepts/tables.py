"""Tables flattened to lines, so that one reader does for lists and tables of either orientation."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"[0-9]")
_DIVIDER = re.compile(r"^[\s|:+-]*-[\s|:+-]*$")


def flatten(body: str) -> str:
    """`body` with each table row as "label: value" lines; a header row is paired with the first row below it."""
    lines: list[str] = []
    header: list[str] = []
    for line in body.split("\n"):
        if "|" not in line:
            lines.append(line)
            continue
        if _DIVIDER.match(line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not any(_DIGIT.search(cell) for cell in cells):
            header = cells
        elif header and len(header) == len(cells) and _DIGIT.search(cells[0]):
            lines.extend(f"{label}: {value}" for label, value in zip(header, cells, strict=True))
            header = []
        else:
            lines.append(f"{cells[0]}: {' '.join(cells[1:])}" if len(cells) > 1 else cells[0])
    return "\n".join(lines)
