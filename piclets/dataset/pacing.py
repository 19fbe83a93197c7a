"""How fast commits go out: a token bucket over every commit, and the clock that waits for it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass

CAPACITY = 4
HOUR_S = 3_600.0
MAX_RETRY_AFTER_S = 300.0
"""The Hub is asked again after so long, whatever it said: what it says may be wrong, and asking is cheap."""


class Clock:
    """Seconds since the epoch, and interruptible waiting."""

    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float, interrupt: threading.Event) -> bool:
        """Wait; True as soon as `interrupt` is set."""
        return interrupt.wait(max(0.0, seconds))


@dataclass
class TokenBucket:
    """At most `per_hour` tokens in any hour, of which up to `CAPACITY` at once.

    A full bucket and an hour's refill are what an hour can see, so the refill is what the burst leaves. Outlives the
    process through `saved`, so that restarts do not add up.
    """

    per_hour: int
    tokens: float = CAPACITY
    updated: float = 0.0

    @property
    def rate(self) -> float:
        """Tokens per second."""
        return (self.per_hour - CAPACITY) / HOUR_S

    def wait(self, now: float) -> float:
        """Seconds until there is a token; 0 where there is one."""
        self._refill(now)
        return max(0.0, (1.0 - self.tokens) / self.rate)

    def take(self, now: float) -> None:
        """Take a token, which `wait` has said is there."""
        self._refill(now)
        self.tokens -= 1.0

    def give_back(self) -> None:
        """For a commit that certainly was not made."""
        self.tokens = min(CAPACITY, self.tokens + 1.0)

    def saved(self) -> str:
        return json.dumps({"tokens": round(self.tokens, 3), "updated": round(self.updated, 3)})

    @classmethod
    def restored(cls, per_hour: int, saved: str | None, now: float) -> TokenBucket:
        if saved is None:
            return cls(per_hour, updated=now)
        values = json.loads(saved)
        return cls(per_hour, float(values["tokens"]), min(now, float(values["updated"])))

    def _refill(self, now: float) -> None:
        passed = max(0.0, now - self.updated)
        self.tokens = min(CAPACITY, self.tokens + passed * self.rate)
        self.updated = now


@dataclass
class Backoff:
    """Growing waits between tries, in seconds; what the Hub asks for counts, up to `MAX_RETRY_AFTER_S`."""

    first: float = 1.0
    longest: float = 60.0
    failures: int = 0

    def next(self, retry_after: float | None = None) -> float:
        wait = min(self.longest, self.first * 2.0**self.failures)
        self.failures = min(self.failures + 1, 16)
        return max(wait, min(retry_after or 0.0, MAX_RETRY_AFTER_S))

    def reset(self) -> None:
        self.failures = 0
