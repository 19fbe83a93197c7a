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


def cut_off(attempt: Callable[[float], T], *, after: Callable[[], object]) -> T:
    """What comes of an attempt that takes at most so many seconds: of the first that is cut off `after` something.

    On a busy machine a short one may be over before it got there; then it is given eight times as long.
    """
    seconds = 0.5
    while True:
        outcome = attempt(seconds)
        if after():
            return outcome
        assert seconds < WITHIN_S, f"it did not get there in {seconds} s"
        seconds *= 8
