"""A lock that is handed on in the order of asking; a few may hold it at once."""

from __future__ import annotations

import threading
from collections import deque


class FairLock:
    """`threading.Lock` lets a newcomer overtake those that wait; a writer could starve behind a crowd."""

    def __init__(self, places: int = 1) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._free = places

    def acquire(self, timeout: float) -> bool:
        """Wait for at most `timeout` seconds; says whether the lock is held now."""
        with self._guard:
            if self._free:
                self._free -= 1
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():  # it was handed over in the last moment
                return True
            self._waiting.remove(turn)
            return False

    def release(self) -> None:
        """Hand it to the thread that has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
