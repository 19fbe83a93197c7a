"""The code of the spots: a print's PID, its eight coordinates, and where they put four spots (contract, part 9).

A PID is an integer of 32 bits, written as eight upper-case hex digits. Byte i of it, from the least, places spot i
(top left, top right, bottom left, bottom right): x is the byte's low nibble, y its high one. So coordinate k (top
left x, top left y, top right x, ...) is nibble k from the least. With the order `reversed` the bytes are taken the
other way round. The convention is fixed for ever: it is printed on paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from piclets.errors import InvalidRequest

Order: TypeAlias = Literal["normal", "reversed"]
Coordinates: TypeAlias = tuple[int, int, int, int, int, int, int, int]

SPOTS: Final = ("top left", "top right", "bottom left", "bottom right")
COORDINATES: Final = 2 * len(SPOTS)
STEPS: Final = 16
"""Values of one coordinate: a spot has so many places along an axis, one step apart."""
MAX_PID: Final = 2**32 - 1
OFFSETS: Final = ((0, 0), (24, 1), (6, 18), (18, 19))
"""Of each spot, in steps: where its centre is with both coordinates 0."""

_HEX: Final = re.compile(r"[0-9A-Fa-f]{8}")


def hex_of(pid: int) -> str:
    """Eight upper-case hex digits."""
    return f"{_checked(pid):08X}"


def pid_of(text: str) -> int:
    """The PID that eight hex digits of either case write. Raises InvalidRequest for anything else."""
    if not _HEX.fullmatch(text):
        raise InvalidRequest("A PID is written as eight hex digits, for example 12AB34CD.")
    return int(text, 16)


def coordinates_of(pid: int, order: Order = "normal") -> Coordinates:
    """(top left x, top left y, top right x, top right y, bottom left x, ..., bottom right y), each 0 to 15."""
    read = _checked(pid) if order == "normal" else turned(pid)
    a, b, c, d, e, f, g, h = ((read >> 4 * place) & 15 for place in range(COORDINATES))
    return a, b, c, d, e, f, g, h


def pid_at(coordinates: Sequence[int], order: Order = "normal") -> int:
    """The PID whose coordinates these are. Raises ValueError where they are not eight values of 0 to 15."""
    if len(coordinates) != COORDINATES or not all(0 <= value < STEPS for value in coordinates):
        raise ValueError("eight coordinates of 0 to 15 make a PID")
    pid = sum(value << 4 * place for place, value in enumerate(coordinates))
    return pid if order == "normal" else turned(pid)


def turned(pid: int) -> int:
    """The PID with its four bytes in the opposite order."""
    return int.from_bytes(_checked(pid).to_bytes(4, "little"), "big")


def centres_of(pid: int, order: Order = "normal") -> tuple[tuple[int, int], ...]:
    """The centre (x, y) of each spot, in steps from the place of a top left spot at 0, 0."""
    coordinates = coordinates_of(pid, order)
    return tuple((x + coordinates[2 * spot], y + coordinates[2 * spot + 1]) for spot, (x, y) in enumerate(OFFSETS))


def _checked(pid: int) -> int:
    if not 0 <= pid <= MAX_PID:
        raise ValueError("a PID has 32 bits")
    return pid
