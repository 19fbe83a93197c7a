"""A lock that is handed on in the order of asking."""

from __future__ import annotations

import threading
from collections import deque


class FairLock:
    """`threading.Lock` lets whoever comes next overtake those that wait; a writer could starve behind a crowd."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, timeout: float) -> bool:
        """Wait for at most `timeout` seconds; says whether the lock is held now."""
        with self._guard:
            if not self._held:
                self._held = True
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
        """Hand it to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False
