"""Connections that nothing comes over, or that nobody reads from, are closed, and there are not too many of them.

Who is still sending when it is answered is listened to for a while, so that the answer gets there: a connection that
is closed before is reset, and what was on its way is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar, Final, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S: Final = 15.0
"""For the whole head of a request, from the first moment of a connection or the end of the request before."""
UNREAD_S: Final = 60.0
"""For a client that does not take what is sent to it."""
MAX_IGNORED_BYTES: Final = 64 * 1024**2
"""Of a body that nobody reads any more: twice what an upload may have. It gets `REQUEST_S` too."""

MAX_SILENT: Final = 1_000
"""Connections that are open while nothing is asked over them: the one that was longest so makes room for the next."""


class BoundedConnection(H11Protocol):
    """uvicorn's protocol, which by itself waits for ever in both cases.

    `request_s` and `unread_s` are in seconds; a body has its own time (`surface/bodies.py`).
    """

    request_s = REQUEST_S
    unread_s = UNREAD_S
    max_silent = MAX_SILENT
    max_ignored = MAX_IGNORED_BYTES
    _silent: ClassVar[dict[BoundedConnection, None]] = {}
    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    _leaving = False
    _ignored = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the base has it
        self._wire = transport
        super().connection_made(cast(asyncio.Transport, _Polite(transport, self._leave)))
        self._watch()

    def data_received(self, data: bytes) -> None:
        if self._leaving:
            self._ignore(len(data))
            return
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
        if self.cycle is None or self.cycle.response_complete:
            self._fall_silent()
        elif self._waiting:
            self._waiting.cancel()
            self._waiting = None
            self._silent.pop(self, None)

    def _fall_silent(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(self.request_s, self._wire.close)
            self._silent[self] = None
            if len(self._silent) > self.max_silent:
                self._let_go(next(iter(self._silent)))

    def _let_go(self, longest: BoundedConnection) -> None:
        del self._silent[longest]
        longest._wire.close()

    def _leave(self) -> bool:
        """Say no more, and listen until the client has finished; False where it has."""
        self._leaving = self.conn.their_state in (h11.SEND_BODY, h11.ERROR) and self._wire.can_write_eof()
        if self._leaving:
            self._wire.write_eof()
            self._wire.resume_reading()
            self._fall_silent()
        return self._leaving

    def _ignore(self, size: int) -> None:
        self._ignored += size
        if self._ignored > self.max_ignored:
            self._wire.close()


class _Polite:
    """A transport that is closed when `leave` says that nothing more is to come, or when it is closed again."""

    def __init__(self, transport: asyncio.Transport, leave: Callable[[], bool]) -> None:
        self._transport = transport
        self._leave = leave
        self._closed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        return self._closed or self._transport.is_closing()

    def close(self) -> None:
        if self.is_closing() or not self._leave():
            self._transport.close()
        self._closed = True
