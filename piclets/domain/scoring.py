"""Rarity and score (contract, part 3)."""

from __future__ import annotations

from piclets.domain.records import DiscoveryStatus, Rarity

DISCOVERY_POINTS: dict[DiscoveryStatus, int] = {"new": 100, "variation": 50, "existing": 0}
FIRST_FIND_BONUS: dict[Rarity, int] = {"legendary": 25, "epic": 15, "rare": 10, "uncommon": 5, "common": 1}

_LIMITS: tuple[tuple[int, Rarity], ...] = ((5, "legendary"), (20, "epic"), (50, "rare"), (100, "uncommon"))


def rarity(scan_count: int) -> Rarity:
    """How rare a Piclet is by the number of players who have scanned it."""
    return next((name for limit, name in _LIMITS if scan_count <= limit), "common")


def scans_to_next_tier(scan_count: int) -> int | None:
    """How many more players make it one tier less rare; None where it is common already."""
    return next((limit + 1 - scan_count for limit, _ in _LIMITS if scan_count <= limit), None)


def points(status: DiscoveryStatus, *, first_find: bool, scan_count: int) -> int:
    """What one scan is worth. `scan_count` is the Piclet's count with this scan in it."""
    bonus = FIRST_FIND_BONUS[rarity(scan_count)] if first_find else 0
    return DISCOVERY_POINTS[status] + bonus


def scan_counts(rarity: Rarity) -> tuple[int, int]:
    """The least and the greatest scan count of a rarity."""
    least = 0
    for limit, name in _LIMITS:
        if name == rarity:
            return least, limit
        least = limit + 1
    return least, 2**31 - 1
