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

from piclets.api.addresses import Addresses

REQUEST_S: Final = 15.0
"""For the whole head of a request, from the first moment of a connection or the end of the request before."""
UNREAD_S: Final = 60.0
"""For a client that does not take what is sent to it."""
MAX_IGNORED_BYTES: Final = 64 * 1024**2
"""Of a body that nobody reads any more: twice what an upload may have. It gets `REQUEST_S` too."""

MAX_SILENT: Final = 1_000
"""Connections that are open while nothing is asked over them. One of the address that has the most of them makes room
for the next, the one that was longest so: who opens thousands closes their own."""


class Silent:
    """Connections over which nothing is asked, by address, each from the longest so to the newest."""

    def __init__(self) -> None:
        self._of: dict[str, dict[BoundedConnection, None]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, connection: BoundedConnection) -> None:
        of_address = self._of.setdefault(connection.address, {})
        self._count += connection not in of_address
        of_address[connection] = None

    def remove(self, connection: BoundedConnection) -> None:
        of_address = self._of.get(connection.address, {})
        if connection in of_address:
            del of_address[connection]
            self._count -= 1
            if not of_address:
                del self._of[connection.address]

    def longest(self) -> BoundedConnection:
        """Of the address that has the most."""
        most = max(self._of, key=lambda address: len(self._of[address]))
        return next(iter(self._of[most]))


class BoundedConnection(H11Protocol):
    """uvicorn's protocol, which by itself waits for ever in both cases.

    `request_s` and `unread_s` are in seconds; a body has its own time (`surface/bodies.py`).
    """

    request_s = REQUEST_S
    unread_s = UNREAD_S
    max_silent = MAX_SILENT
    max_ignored = MAX_IGNORED_BYTES
    silent: ClassVar[Silent] = Silent()
    address = ""
    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _leaving = False
    _ignored = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the base has it
        self._wire = transport
        self.address = Addresses(()).client({"client": transport.get_extra_info("peername")})
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
        self.silent.remove(self)
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
            self.silent.remove(self)

    def _fall_silent(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(self.request_s, self._wire.close)
            self.silent.add(self)
            if len(self.silent) > self.max_silent:
                longest = self.silent.longest()
                self.silent.remove(longest)
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
