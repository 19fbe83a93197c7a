"""How long scans usually take, so that a waiting player knows what to expect."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Final

REMEMBERED: Final = 50
FEWEST: Final = 3
"""What one or two scans took says little."""


class Pace:
    """The newest scans' durations, in seconds. Belongs to one event loop."""

    def __init__(self) -> None:
        self._took: deque[float] = deque(maxlen=REMEMBERED)

    def took(self, seconds: float) -> None:
        self._took.append(seconds)

    def usual(self) -> float | None:
        """Their median; None while there were too few."""
        return median(self._took) if len(self._took) >= FEWEST else None
