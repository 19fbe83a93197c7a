"""A circuit breaker that many threads share: a service that is down is left alone, then probed by one call.

pybreaker holds its lock while the call runs, so that 64 scans would go through a Space one at a time; hence these
few lines.
"""

from __future__ import annotations

import threading
import time
from typing import Literal

State = Literal["closed", "open", "half_open"]


class Breaker:
    """Opens when `failures` players in a row have met one, for `rest` seconds; then one probe decides.

    Players are counted, not calls: what one of them brings about does not close a service to all. Times are
    `time.monotonic`'s.
    """

    def __init__(self, failures: int, rest: float) -> None:
        self._most = failures
        self._rest = rest
        self._lock = threading.Lock()
        self._met_by: set[str] = set()
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> State:
        with self._lock:
            if self._opened_at is None:
                return "closed"
            return "half_open" if self._probing or self._rested() else "open"

    def rests_for(self) -> float:
        """Seconds until a probe may go; 0 if calls may go now."""
        with self._lock:
            if self._opened_at is None:
                return 0.0
            return max(0.0, self._opened_at + self._rest - time.monotonic())

    def admit(self) -> bool:
        """Whether a call may go now. In the half-open state, one may; its outcome has to be told."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._probing or not self._rested():
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._met_by.clear()
            self._opened_at = None
            self._probing = False

    def failed(self, player: str) -> None:
        with self._lock:
            self._met_by.add(player)
            if self._probing or len(self._met_by) >= self._most:
                self._opened_at = time.monotonic()
                self._met_by.clear()
            self._probing = False

    def _rested(self) -> bool:
        return self._opened_at is not None and time.monotonic() >= self._opened_at + self._rest
