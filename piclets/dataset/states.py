"""How far publication is, as /ready tells it, and which errors lead there."""

from __future__ import annotations

from enum import Enum

from piclets.dataset.chain import OutOfStep, SteppedDown
from piclets.dataset.claim import NotOurs
from piclets.dataset.layout import BrokenLog
from piclets.dataset.repo import HubDenied, HubError
from piclets.domain.events import UnknownEvent


class State(Enum):
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


ENDS: dict[type[Exception], State] = {
    NotOurs: State.NOT_OURS,
    SteppedDown: State.STEPPED_DOWN,
    UnknownEvent: State.BROKEN,
}
"""What ends publishing, and what /ready calls it."""

INTERRUPTIONS: dict[type[Exception], State] = {
    HubDenied: State.DENIED,
    OutOfStep: State.STEPPED_DOWN,
    BrokenLog: State.BROKEN,
    HubError: State.BROKEN,
}
"""What may heal, the first that fits, and what /ready calls it meanwhile."""

TAKES_NO_SCANS = frozenset({State.STOPPED, State.NOT_ITS_TURN, *ENDS.values(), *INTERRUPTIONS.values()})


def state_after(error: Exception) -> State:
    """For an error of `ENDS` or `INTERRUPTIONS`."""
    return next(state for kind, state in (ENDS | INTERRUPTIONS).items() if isinstance(error, kind))
