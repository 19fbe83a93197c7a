"""What follows the log: derived things that are made from events, and can be made again from nothing.

A follower remembers by itself, durably and together with what it derived, the place in the log up to which it has
come; so a server that was killed goes on where that was. A `Following` brings it what has been appended since, on a
thread of its own: within half a second where this server appended, a second and a half where another one did.

A place names the log as well, by the id of its first event. Where the ledger holds another log, or a shorter one,
the follower begins anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from piclets.domain.events import AnyEvent, UnknownEvent
from piclets.errors import PicletsError
from piclets.ledger import log as read_log
from piclets.ledger.ledger import Ledger

BATCH: Final = 1_000
LOOK_EVERY_S: Final = 5.0
LOOK_SHARED_EVERY_S: Final = 1.0
"""Where other servers append as well, nothing wakes us."""
GATHER_S: Final = 0.5
"""After events were followed, what comes is gathered for so long: in a busy game one look brings many scans."""
TROUBLE_S: Final = (1.0, 60.0)
"""The first wait after a failure, and the longest."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """A place in a log: after its `seq`-th event. `log` is the id of its first event; "" in an empty one."""

    log: str
    seq: int


class Follower(Protocol):
    """Something derived from the log. Its methods are called from one thread, and may take long."""

    name: str

    def place(self) -> Place | None:
        """How far it has come, as it remembers; None where it has nothing."""

    def begin(self, place: Place, stopping: threading.Event) -> None:
        """Derive all of it from the ledger's tables, which show at least `place`. What is there of the same log
        can be kept. When `stopping` is set it may return at any point: the next start begins again."""

    def follow(self, events: Sequence[tuple[int, AnyEvent]], place: Place) -> None:
        """Take in the next events, up to `place`. The same ones may come again after a crash."""

    def rest(self) -> None:
        """There is nothing to follow now: time to make durable what is not yet, and to do what was put off."""


class Following:
    """A follower's thread. `start` and `stop` it; `state` says how far it is."""

    def __init__(self, ledger: Ledger, follower: Follower) -> None:
        self._ledger = ledger
        self._follower = follower
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._trouble: str | None = None
        self._reached = 0
        self._looked_at = 0
        self._every = LOOK_EVERY_S if ledger.database.embedded else LOOK_SHARED_EVERY_S
        self._thread = threading.Thread(target=self._run, name=f"follow-{follower.name}", daemon=True)
        ledger.on_append(lambda _seq: self._wake.set())

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let it finish what it is at, and make durable what it has."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def state(self) -> dict[str, Any]:
        """JSON: how far it is, of how much, and what keeps it."""
        return {"reached": self._reached, "of": self._looked_at, "waitingFor": self._trouble}

    def catch_up(self) -> None:
        """Take in everything there is, in the caller's thread, where none was started. Raises StorageUnavailable."""
        while self._step():
            pass
        self._follower.rest()

    def _run(self) -> None:
        wait = TROUBLE_S[0]
        followed = -GATHER_S
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                more = self._step()
                if not more:
                    self._follower.rest()
                self._trouble, wait = None, TROUBLE_S[0]
            except UnknownEvent as error:
                self._note(str(error))
                return
            except (PicletsError, OSError) as error:
                self._note(str(error) or type(error).__name__)
                self._stopping.wait(wait)
                wait = min(TROUBLE_S[1], wait * 2)
                continue
            if more:
                followed = time.monotonic()
                continue
            self._wake.wait(self._every)
            self._stopping.wait(max(0.0, followed + GATHER_S - time.monotonic()))
        try:
            self._follower.rest()
        except (PicletsError, OSError) as error:
            self._note(str(error) or type(error).__name__)

    def _step(self) -> bool:
        """Take in the next events; False where there were none."""
        head = self._head()
        self._looked_at = head.seq
        place = self._follower.place()
        if place is None or place.log != head.log or not 0 < place.seq <= head.seq:
            if head.seq == 0:
                self._reached = 0
                return False
            self._follower.begin(head, self._stopping)
            self._reached = head.seq
            return not self._stopping.is_set()
        events = self._ledger.events_after(place.seq, BATCH)
        self._reached = place.seq
        if not events:
            return False
        self._reached = events[-1][0]
        self._follower.follow(events, Place(head.log, self._reached))
        return not self._stopping.is_set()

    def _head(self) -> Place:
        with self._ledger.database.read() as connection:
            return Place(read_log.first_id(connection), read_log.head(connection))

    def _note(self, trouble: str) -> None:
        if trouble != self._trouble:
            log.warning("a follower waits", extra={"follower": self._follower.name, "reason": trouble})
        self._trouble = trouble
