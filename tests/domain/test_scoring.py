"""Contract, part 3, "scanCount", "Rarity" and "Score"."""

from __future__ import annotations

import pytest

from piclets.domain.records import DiscoveryStatus
from piclets.domain.scoring import points, rarity, scans_to_next_tier


@pytest.mark.parametrize(
    ("scan_count", "expected"),
    [
        (0, "legendary"),
        (1, "legendary"),
        (5, "legendary"),
        (6, "epic"),
        (20, "epic"),
        (21, "rare"),
        (50, "rare"),
        (51, "uncommon"),
        (100, "uncommon"),
        (101, "common"),
        (1_000_000, "common"),
    ],
)
def test_rarity(scan_count: int, expected: str) -> None:
    assert rarity(scan_count) == expected


@pytest.mark.parametrize(
    ("status", "first_find", "scan_count", "expected"),
    [
        ("new", True, 1, 125),
        ("variation", True, 1, 75),
        ("existing", True, 2, 25),
        ("existing", True, 5, 25),
        ("existing", True, 6, 15),
        ("existing", True, 20, 15),
        ("existing", True, 21, 10),
        ("existing", True, 50, 10),
        ("existing", True, 51, 5),
        ("existing", True, 100, 5),
        ("existing", True, 101, 1),
        ("existing", False, 2, 0),
        ("existing", False, 500, 0),
    ],
)
def test_points(status: DiscoveryStatus, first_find: bool, scan_count: int, expected: int) -> None:
    assert points(status, first_find=first_find, scan_count=scan_count) == expected


@pytest.mark.parametrize(
    ("scan_count", "more"), [(1, 5), (5, 1), (6, 15), (20, 1), (21, 30), (51, 50), (100, 1), (101, None)]
)
def test_scans_to_next_tier(scan_count: int, more: int | None) -> None:
    assert scans_to_next_tier(scan_count) == more
    if more is not None:
        assert rarity(scan_count + more) != rarity(scan_count) == rarity(scan_count + more - 1)
