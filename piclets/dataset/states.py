"""How far publication is, as /ready tells it, and which errors lead there."""

from __future__ import annotations

from enum import Enum

from piclets.dataset.chain import OutOfStep, SteppedDown
from piclets.dataset.claim import NotOurs
from piclets.dataset.layout import BrokenLog
from piclets.dataset.repo import HubDenied, HubError
from piclets.domain.events import UnknownEvent


class PublishingState(Enum):
    STARTING = "starting"
    STANDBY = "standby"
    RESTORING = "restoring"
    PUBLISHING = "publishing"
    STOPPED = "stopped"
    DENIED = "denied"
    NOT_OURS = "not ours"
    STEPPED_DOWN = "stepped down"
    NOT_ITS_TURN = "not its turn"
    BROKEN = "broken"


ENDS: dict[type[Exception], PublishingState] = {
    NotOurs: PublishingState.NOT_OURS,
    SteppedDown: PublishingState.STEPPED_DOWN,
    UnknownEvent: PublishingState.BROKEN,
}
"""What ends publishing, and what /ready calls it."""

INTERRUPTIONS: dict[type[Exception], PublishingState] = {
    HubDenied: PublishingState.DENIED,
    OutOfStep: PublishingState.STEPPED_DOWN,
    BrokenLog: PublishingState.BROKEN,
    HubError: PublishingState.BROKEN,
}
"""What may heal, the first that fits, and what /ready calls it meanwhile."""

TAKES_NO_SCANS = frozenset(
    {PublishingState.STOPPED, PublishingState.NOT_ITS_TURN, *ENDS.values(), *INTERRUPTIONS.values()}
)


def state_after(error: Exception) -> PublishingState:
    """For an error of `ENDS` or `INTERRUPTIONS`."""
    return next(state for kind, state in (ENDS | INTERRUPTIONS).items() if isinstance(error, kind))
