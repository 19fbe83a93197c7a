"""Connections that nothing comes over, or that nobody reads from, are closed, and there are not too many of them."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S: Final = 15.0
"""For the whole head of a request, from the first moment of a connection or the end of the request before."""
UNREAD_S: Final = 60.0
"""For a client that does not take what is sent to it."""


MAX_SILENT: Final = 1_000
"""Connections that are open while nothing is asked over them: the one that was longest so makes room for the next."""


class BoundedConnection(H11Protocol):
    """uvicorn's protocol, which by itself waits for ever in both cases.

    `request_s` and `unread_s` are in seconds; a body has its own time (`surface/bodies.py`).
    """

    request_s = REQUEST_S
    unread_s = UNREAD_S
    max_silent = MAX_SILENT
    _silent: ClassVar[dict[BoundedConnection, None]] = {}
    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the base has it
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._silent.pop(self, None)
        for timer in (self._waiting, self._unread):
            if timer:
                timer.cancel()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self._unread or self.loop.call_later(self.unread_s, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread:
            self._unread.cancel()
            self._unread = None

    def _watch(self) -> None:
        """The clock runs while no request is being answered."""
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering and self._waiting:
            self._waiting.cancel()
            self._waiting = None
            self._silent.pop(self, None)
        elif not answering and self._waiting is None:
            self._waiting = self.loop.call_later(self.request_s, self.transport.close)
            self._silent[self] = None
            if len(self._silent) > self.max_silent:
                self._let_go(next(iter(self._silent)))

    def _let_go(self, longest: BoundedConnection) -> None:
        del self._silent[longest]
        longest.transport.close()
