"""The daily three: one easy, one medium and one hard thing, the same for everyone, by the day in UTC.

Each difficulty goes through its list in an order of its own that looks like chance, and begins anew when all had
their day. A list never changes: when the sets have grown, a new edition of the lists begins on a day to come, so that
what a past day asked for stays what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from piclets.domain.collecting.sets import SETS, Difficulty

DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("easy", "medium", "hard")
FOUND: Final = {"easy": "🟢", "medium": "🟡", "hard": "🔴"}
NOT_FOUND: Final = "⚪"


@dataclass(frozen=True)
class ThingOfTheDay:
    name: str
    difficulty: Difficulty


@dataclass(frozen=True)
class Edition:
    """The lists from a day on: of each set so many names as it had then."""

    first_day: date
    sizes: tuple[tuple[str, int], ...]

    def names(self, difficulty: Difficulty) -> list[str]:
        sizes = dict(self.sizes)
        chosen = (each for each in SETS if each.difficulty == difficulty)
        return list(dict.fromkeys(name for each in chosen for name in each.names[: sizes.get(each.id, 0)]))


EDITIONS: Final = (
    Edition(
        date(2026, 1, 1),
        (
            ("kitchen", 37), ("bathroom", 23), ("bedroom", 18), ("living_room", 22), ("desk", 26),
            ("school", 19), ("tools", 24), ("garden", 21), ("street", 19), ("playground", 17), ("beach", 19),
            ("farm", 22), ("instruments", 28), ("fruit", 29), ("vegetables", 26), ("baking", 20),
            ("drinks", 16), ("clothing", 24), ("shoes", 15), ("jewelry", 18), ("vehicles", 25),
            ("furniture", 17), ("pets", 17), ("birds", 22), ("insects", 20), ("wild", 24), ("flowers", 20),
            ("trees", 20), ("toys", 17), ("sports", 22), ("devices", 21),
        ),
    ),
)  # fmt: skip


def daily_three(day: date) -> tuple[ThingOfTheDay, ...]:
    """The things of a day, easy first. Days before the first edition are the first edition's too."""
    edition = next((each for each in reversed(EDITIONS) if each.first_day <= day), EDITIONS[0])
    return tuple(ThingOfTheDay(_thing_of(edition, difficulty, day), difficulty) for difficulty in DIFFICULTIES)


def line_to_share(day: str, found: Sequence[bool], weeks: int, address: str) -> str:
    """How far a player is with a day's things, easy first, without saying what they are; and the rhythm in weeks."""
    marks = (FOUND[each] if have else NOT_FOUND for each, have in zip(DIFFICULTIES, found, strict=True))
    in_rhythm = f" · {weeks} weeks in rhythm" if weeks > 1 else ""
    return f"Piclets of {day} {''.join(marks)}{in_rhythm} {address}"


def _thing_of(edition: Edition, difficulty: Difficulty, day: date) -> str:
    names = edition.names(difficulty)
    time_around, place = divmod((day - edition.first_day).days, len(names))
    return sorted(names, key=lambda name: _mixed(difficulty, time_around, name))[place]


def _mixed(difficulty: Difficulty, time_around: int, name: str) -> bytes:
    return hashlib.sha256(f"{difficulty} {time_around} {name}".encode()).digest()
