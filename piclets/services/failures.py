"""How an AI service fails, in the words that the chain acts on.

ServiceFailure        is a ServiceUnavailable: what is left of it in front of a player
├── Passing           the same call may succeed in a moment: tried again, `retries` times at most
├── Unusable          this service will not do it; the next candidate may
│   ├── NotAccepted   it does not accept the player's sign-in
│   └── NotAnswered   what it sent holds nothing of what was asked for
├── NotReady          the Space builds or sleeps: waited for when no other service can do it
└── OutOfTime         the time for this call, or for the whole scan, is over

A failure that is `provoked` was brought about by this photo, this prompt or this player: it says nothing against the
service. QuotaExceeded is the player's own and comes as it is: no other Space would say anything else. Whether a
sign-in is good only the Hub decides, so a service that refuses one is passed over.
"""

from __future__ import annotations

from piclets.domain.concepts import Doubt
from piclets.errors import ServiceUnavailable

BUSY = "The AI services are busy or away right now. Please try again in a minute."
TOO_LONG = "The AI services took too long for this photo. Please try again in a minute."
RETRY_AFTER = 60


class ServiceFailure(ServiceUnavailable):
    """`kind` is a short name for counts and logs ("connection", "http_502"); never a service's own text."""

    def __init__(
        self, kind: str, *, retry_after: int | None = RETRY_AFTER, message: str = BUSY, provoked: bool = False
    ) -> None:
        super().__init__(message, retry_after=retry_after)
        self.kind = kind
        self.provoked = provoked


class Passing(ServiceFailure):
    def __init__(
        self, kind: str, *, retries: int = 2, retry_after: int | None = RETRY_AFTER, provoked: bool = False
    ) -> None:
        super().__init__(kind, retry_after=retry_after, provoked=provoked)
        self.retries = retries


class Unusable(ServiceFailure):
    pass


class NotAccepted(Unusable):
    def __init__(self, kind: str, *, message: str = BUSY) -> None:
        super().__init__(kind, message=message, provoked=True)


class NotAnswered(Unusable):
    """`doubt` says what it sent instead. Worth asking again, with that said, where no other service answers."""

    def __init__(self, doubt: Doubt, kind: str = "not_answered") -> None:
        super().__init__(kind, message=doubt.told, provoked=True)
        self.doubt = doubt


class NotReady(ServiceFailure):
    pass


class OutOfTime(ServiceFailure):
    def __init__(self) -> None:
        super().__init__("timeout", message=TOO_LONG)
