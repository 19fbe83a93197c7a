"""What is known of each AI service: whether it is asked, how long it takes, how it fails."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from piclets.errors import PicletsError, QuotaExceeded, UnsafeContent
from piclets.services.breakers import Breaker
from piclets.services.failures import NotReady, ServiceFailure
from piclets.services.limits import Limits

_REMEMBERED = 256


class Health:
    """One service's breaker and figures, shared by all scans."""

    def __init__(self, limits: Limits) -> None:
        self.breaker = Breaker(limits.failures, limits.rest)
        self._lock = threading.Lock()
        self._seconds: deque[float] = deque(maxlen=_REMEMBERED)
        self._answered = 0
        self._errors: Counter[str] = Counter()

    @contextmanager
    def outcome(self, player: str) -> Iterator[None]:
        """Around an admitted call of a player with its retries: tells the breaker how it ended.

        What the player or the photo provoked (a quota, a sign-in, a refusal) and a Space that is only waking up say
        nothing against the service: it answered.
        """
        try:
            yield
        except (QuotaExceeded, UnsafeContent, NotReady):
            self.breaker.succeeded()
            raise
        except ServiceFailure as failure:
            if failure.provoked:
                self.breaker.succeeded()
            else:
                self.breaker.failed(player)
            raise
        except BaseException:
            self.breaker.failed(player)
            raise
        self.breaker.succeeded()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Around one try: its time when it succeeds, its kind when it fails."""
        started = time.monotonic()
        try:
            yield
        except PicletsError as error:
            with self._lock:
                self._errors[error.kind if isinstance(error, ServiceFailure) else error.code] += 1
            raise
        with self._lock:
            self._answered += 1
            self._seconds.append(time.monotonic() - started)

    def state(self) -> dict[str, Any]:
        """JSON: the breaker, how many answers, their latency (seconds, of the last 256), errors by kind."""
        with self._lock:
            seconds, errors, answered = sorted(self._seconds), dict(self._errors), self._answered
        return {
            "breaker": self.breaker.state,
            "answered": answered,
            "latency": _percentiles(seconds),
            "errors": errors,
        }


def _percentiles(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    cuts = statistics.quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else seconds * 99
    return {"p50": round(cuts[49], 3), "p95": round(cuts[94], 3), "p99": round(cuts[98], 3)}
