"""How many examples hypothesis tries where each of them is a whole game."""

from __future__ import annotations

from hypothesis import settings

SEARCHING = "searching"
"""The profile that looks for new examples: `pytest -m hypothesis --hypothesis-profile=searching`."""


def a_third_of(full: int) -> int:
    """Of the full number, which is for those who search."""
    return full if settings.get_current_profile_name() == SEARCHING else full // 3
