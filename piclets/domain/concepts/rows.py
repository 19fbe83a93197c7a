"""Rows of tables and sheets whose cells hold headings, made into lines of their own."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from piclets.domain.concepts.headings import label, part_of, section_of
from piclets.domain.concepts.hints import without_hint

_MAX_ROW = 20_000  # characters
_MAX_CELLS = 30
_MAX_LABEL = 60  # characters
_MIN_LABELS = 3  # in a row that is taken for one of headings
_MANY_VALUES = ("stats", "physical stats", "variation")  # whose row may give each in a cell of its own
_DIVIDER = re.compile(r"[\s|:+=─━═┼╬├┤┌┐└┘╔╗╚╝╠╣╟╢┬┴╦╩-]+")
_ANSWERS = re.compile(
    r"\W{0,4}(?:(?:your|my|the|final|model)\s)?(?:answer|value|response|result|content|entry|output|output value"
    r"|final|filled in|revised|corrected|chosen|choice)s?\W{0,4}",
    re.IGNORECASE,
)
_ONE_OF_SEVERAL = re.compile(
    r"\W{0,4}(?:option|candidate|answer|version|photo|image|choice)\s?#?(?:[0-9]|[a-c])\W{0,4}", re.IGNORECASE
)

Cells = list[str]


def from_sheets(lines: Iterable[str]) -> Iterator[str]:
    """Rows of labels parted by commas or semicolons, and those of as many values below, as lines; others stay."""
    header: Cells = []
    comma = ","
    for line in lines:
        if not header:
            comma = ";" if line.count(";") > line.count(",") else ","
        cells = _parted(line, comma) if line.count(comma) >= max(_MIN_LABELS, len(header) - 1) else []
        if header and len(cells) == len(header):
            yield from _below(header, cells)
        elif sum(bool(section_of(cell)) for cell in cells[:_MAX_CELLS]) > _MIN_LABELS:
            header = cells
        else:
            header = header if not line.strip() else []
            yield line


def _parted(line: str, comma: str) -> Cells:
    return next(csv.reader([line], delimiter=comma), []) if len(line) <= _MAX_ROW else []


def from_tables(lines: Iterable[str]) -> Iterator[str]:
    """Rows whose cells hold headings as lines of their own; the other rows stay, for code that reads numbers."""
    block: list[str] = []
    for line in lines:
        if "|" in line and len(line) <= _MAX_ROW:
            block.append(line)
            continue
        if block and not line.strip():
            block.append(line)  # a table may have its rows apart
            continue
        if block:
            yield from _table(block)
            block = []
        yield line
    if block:
        yield from _table(block)


def _table(block: Sequence[str]) -> Iterator[str]:
    """The lines of a table: its rows with a heading each, or a row of headings with values below."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block]
    noted = _is_noted(rows)
    header: Cells = []
    for column in _columns(block, rows) or [0]:
        for line, cells in zip(block, rows, strict=True):
            if not line.strip():
                header = []
                yield line
            elif _is_divider(line):
                if not header:
                    yield line
            elif header and len(cells) >= 2:
                yield from _below(header, cells)
            elif len(cells) >= 2 and _count_of_labels(cells) >= _MIN_LABELS and section_of(cells[1][:_MAX_LABEL]):
                header = cells
            elif line.lstrip().startswith("|") or len(cells) <= 3:
                yield _row(line, cells, column, noted=noted)
            else:
                yield line


def _is_divider(line: str) -> bool:
    return bool(_DIVIDER.fullmatch(line[:2_000]))


def _count_of_labels(cells: Cells) -> int:
    return sum(bool(_name(cell)) for cell in cells[:_MAX_CELLS])


def _name(cell: str) -> str:
    return section_of(cell) if len(cell) <= _MAX_LABEL else ""


def _below(header: Cells, cells: Cells) -> Iterator[str]:
    """What stands below each label."""
    for head, cell in zip(header, cells, strict=False):
        if part_of(head):
            yield f"{label(head)}: {cell}"
        elif _name(head):
            yield f"# {label(head)}: {cell}"


def _columns(block: Sequence[str], rows: Sequence[Cells]) -> list[int]:
    """The columns that hold the answers, by the table's first row; [] where that does not say so."""
    written = (cells for line, cells in zip(block, rows, strict=True) if line.strip() and not _is_divider(line))
    first = [cell[:_MAX_LABEL] for cell in next(written, [])[:_MAX_CELLS]]
    if len(first) < 3 or any(map(_name, first[:2])):
        return []
    answers = [at for at, cell in enumerate(first) if at and _ANSWERS.fullmatch(cell)]
    several = [at for at, cell in enumerate(first) if at and _ONE_OF_SEVERAL.fullmatch(cell)]
    return answers[-1:] or (several if len(several) > 1 else [])


def _is_noted(rows: Sequence[Cells]) -> bool:
    """Whether the cells behind the values are remarks: those of headings with one value have one too."""
    behind = [
        bool(cells[at + 2])
        for cells in rows
        for at, cell in enumerate(cells[:2])
        if len(cells) > at + 2 and _name(cell) and _name(cell) not in _MANY_VALUES
    ]
    return sum(behind) >= 2


def _row(line: str, cells: Cells, column: int, *, noted: bool) -> str:
    """A row with a heading in its first or second cell, as that heading and what stands behind it.

    `column` is where the answer stands, 0 for the first cell behind the heading that does not repeat the question.
    """
    for at, cell in enumerate(cells[:2]):
        name = _name(cell)
        if not name or len(cells) <= at + 1:
            continue
        values = cells[column:] if at < column < len(cells) else cells[at + 1 :]
        if len(values) > 1 and not without_hint(name, values[0]):
            values = values[1:]
        alone = noted or column or name not in _MANY_VALUES
        return f"**{label(cell)}**: {values[0] if alone else ', '.join(values)}"
    return line
