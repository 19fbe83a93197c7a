"""How an AI service fails, in the words that the chain acts on.

ServiceFailure        is a ServiceUnavailable: what is left of it in front of a player
├── Passing           the same call may succeed in a moment: tried again, `retries` times at most
├── Unusable          this service will not do it; the next candidate may
├── NotReady          the Space builds or sleeps: waited for when nobody else can do it
└── OutOfTime         the time for this call, or for the whole scan, is over

QuotaExceeded and InvalidToken are the player's own and come as they are: no other Space would say anything else.
"""

from __future__ import annotations

from piclets.errors import ServiceUnavailable

BUSY = "The AI services are busy or away right now. Please try again in a minute."
TOO_LONG = "The AI services took too long for this photo. Please try again in a minute."
RETRY_AFTER = 60


class ServiceFailure(ServiceUnavailable):
    """`kind` is a short name for counts and logs ("connection", "http_502"); never a service's own text."""

    def __init__(self, kind: str, *, retry_after: int | None = RETRY_AFTER, message: str = BUSY) -> None:
        super().__init__(message, retry_after=retry_after)
        self.kind = kind


class Passing(ServiceFailure):
    def __init__(self, kind: str, *, retries: int = 2, retry_after: int | None = RETRY_AFTER) -> None:
        super().__init__(kind, retry_after=retry_after)
        self.retries = retries


class Unusable(ServiceFailure):
    pass


class NotReady(ServiceFailure):
    pass


class OutOfTime(ServiceFailure):
    def __init__(self) -> None:
        super().__init__("timeout", message=TOO_LONG)
