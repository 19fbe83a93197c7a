"""Waiting for what other threads and processes bring about."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

WITHIN_S = 60.0
"""Far longer than anything takes on a busy machine: it only bounds a failing test."""


def until(condition: Callable[[], T], *, within: float = WITHIN_S) -> T:
    """Wait for something true, and return it."""
    deadline = time.monotonic() + within
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still {found!r} after {within} s"
        time.sleep(0.005)
    return found
