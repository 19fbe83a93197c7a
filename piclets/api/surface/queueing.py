"""Gradio's queue with bounds: how many calls a client has in it, and what is kept for clients that do not listen.

Gradio's own keeps the messages of 2,000 sessions and forgets the oldest, under way or not, which ends honest scans;
it keeps the names of sessions for ever; and it does statistics of the last 10,000 calls after each one.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from gradio import Blocks
from gradio.data_classes import PredictBodyInternal
from gradio.queueing import Event, Queue
from gradio.server_messages import EventMessage
from starlette.requests import Request

from piclets.errors import RateLimited

MAX_JOINED: Final = 2000
"""Calls that are in the queue, or whose answers wait to be fetched."""
MAX_UNKNOWN: Final = 400
"""Of these, by callers who are not known to be players: less than Gradio works on at once."""
MAX_OF_UNKNOWN_ADDRESS: Final = 100
"""Of these, by one address: a school class shares one."""
MAX_OF_ADDRESS: Final = 1000
"""By all of an address, but for verified players."""
LOCAL: Final = "local:"
"""What the sub of a player begins with whom nobody has verified."""
MAX_OF_PLAYER: Final = 20
UNFETCHED_S: Final = 120.0
"""For an answer that nobody has fetched, while there is room."""
UNFETCHED_WHEN_FULL_S: Final = 10.0
"""Where its caller would be refused for it, or the queue is half full: a client that fetches nothing would otherwise
block everyone counted together with it for two minutes. One that means to fetch listens at once."""
LOOK_EVERY_S: Final = 2.0
LOOK_WHEN_FULL_EVERY_S: Final = 0.05
"""Before a caller is refused: calls that are done since the last look do not count."""
NEXT_CALL_EVERY_S: Final = 0.01
"""How often an idle queue looks for a call. Gradio's looks a thousand times a second: a tenth of a slow processor."""
NEWS_EVERY_S: Final = 0.1
"""How often a page is told how far its call has come. Gradio looks a hundred times a second, and tells each step."""
CALLER: Final = "piclets.caller"
"""Where the scope of a call's request says who calls."""


@dataclass(frozen=True)
class Caller:
    """Who calls: an address, and the sub of the player where it is known."""

    address: str
    player: str | None

    def limits(self) -> tuple[tuple[str, int], ...]:
        """What this caller's calls are counted by, and how many there may be."""
        everyone = ("all", MAX_JOINED)
        here = (f"address {self.address}", MAX_OF_ADDRESS)
        if self.player is None:
            return everyone, here, ("unknown", MAX_UNKNOWN), (f"unknown {self.address}", MAX_OF_UNKNOWN_ADDRESS)
        own = (f"player {self.player}", MAX_OF_PLAYER)
        # A verified player is never refused for an address; a local one is only a name.
        return (everyone, own, here) if self.player.startswith(LOCAL) else (everyone, own)


@dataclass
class _Joined:
    session: str
    caller: Caller
    finished: float | None = None


class BoundedQueue(Queue):
    """Lets in by `admit`; a session is kept while any of its calls is under way or waits to be fetched.

    `clock` counts seconds.
    """

    def __init__(self, blocks: Blocks, *, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(
            live_updates=True,
            concurrency_count=threads,
            update_intervals=1,
            max_size=None,
            blocks=blocks,
            default_concurrency_limit=None,
        )
        self.pending_messages_per_session = _Forgiving()  # type: ignore[assignment]  # forgets nobody
        self.pending_event_ids_session = _Ids()
        self.ANALYTICS_MAX_EVENTS = 0
        self.sleep_when_free = NEXT_CALL_EVERY_S
        self.progress_update_sleep_when_free = NEWS_EVERY_S
        self._joined: dict[str, _Joined] = {}
        self._counts: Counter[str] = Counter()
        self._clock = clock
        self._looked = clock()

    def admit(self, caller: Caller) -> None:
        """Whether another call may join. Raises RateLimited."""
        now = self._clock()
        if now - self._looked >= (LOOK_WHEN_FULL_EVERY_S if self._is_full_for(caller) else LOOK_EVERY_S):
            self._look(now)
        if self._is_full_for(caller):
            raise RateLimited("Too many calls are under way. Please wait until some are done.", retry_after=10)

    def _is_full_for(self, caller: Caller) -> bool:
        return any(self._counts[name] >= most for name, most in caller.limits())

    def has(self, event_id: str) -> bool:
        """Whether a call is under way, or its answer waits to be fetched."""
        return event_id in self._joined

    async def push(self, body: PredictBodyInternal, request: Request, username: str | None) -> Any:
        pushed = await super().push(body, request, username)
        success, event_id, _ = pushed
        if success and body.session_hash is not None:
            caller = request.scope.get(CALLER) or Caller("", None)
            self._joined[str(event_id)] = _Joined(body.session_hash, caller)
            self._counts.update(name for name, _ in caller.limits())
        return pushed

    def send_message(self, event: Event, event_message: EventMessage) -> None:
        """Nothing to a session that has gone: Gradio's progress would end with the first of these."""
        if event.session_hash in self.pending_messages_per_session:
            super().send_message(event, event_message)
        else:
            event.alive = False

    def compute_analytics_summary(self, records: Any) -> Any:  # noqa: ARG002 - Gradio's signature
        """Nothing: the dashboard that shows it is not served."""
        return self.cached_event_analytics_summary

    def _look(self, now: float) -> None:
        """Forget the calls that are done and fetched, or were not fetched for long."""
        self._looked = now
        is_pressed = self._pressed()
        for event_id, joined in list(self._joined.items()):
            waiting = self.pending_event_ids_session[joined.session]
            if event_id in self.event_ids_to_events:
                continue
            joined.finished = joined.finished or now
            unfetched_s = UNFETCHED_WHEN_FULL_S if is_pressed(joined.caller) else UNFETCHED_S
            if event_id in waiting and now - joined.finished < unfetched_s:
                continue
            waiting.discard(event_id)
            del self._joined[event_id]
            self._counts.subtract(name for name, _ in joined.caller.limits())
        self._counts += Counter()  # leaves out what is zero
        busy = {joined.session for joined in self._joined.values()}
        for session in list(self.pending_event_ids_session):
            if session not in busy:
                self.pending_event_ids_session.pop(session, None)
        for session in list(self.pending_messages_per_session):
            if session not in busy:
                self.pending_messages_per_session.pop(session, None)

    def _pressed(self) -> Callable[[Caller], bool]:
        """Whether room is needed of a caller, as it is now: not with each answer less that is kept."""
        if len(self._joined) >= MAX_JOINED / 2:
            return lambda _caller: True
        full = {caller for caller in {joined.caller for joined in self._joined.values()} if self._is_full_for(caller)}
        return full.__contains__


class _Forgiving(dict[str, Any]):
    """Two streams of one session may both end it."""

    def __delitem__(self, session: str) -> None:
        self.pop(session, None)


class _Ids(dict[str, set[str]]):
    """A session that has gone has no calls."""

    def __missing__(self, _session: str) -> set[str]:
        return set()
