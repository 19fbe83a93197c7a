"""A host that answers every request with bytes of a test's own, whole or without end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class RawHost:
    """Says `beginning`, then `piece` up to `times` times with `pause` seconds between; then it hangs up.

    `asked` are the heads of the requests. `said_all`: it came to its end before the other side went away.
    """

    beginning: bytes
    piece: bytes = b""
    times: int = 0
    pause: float = 0.0
    asked: list[str] = field(default_factory=list)
    said_all: bool = False

    def __post_init__(self) -> None:
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            self.asked.append(connection.recv(65_536).partition(b"\r\n\r\n")[0].decode("latin-1"))
            connection.sendall(self.beginning)
            for _ in range(self.times):
                if self._stopped.wait(self.pause):
                    return
                connection.sendall(self.piece)
            self.said_all = True
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):  # else what it has not read would reset the connection
                pass


@contextmanager
def raw_host(beginning: bytes, piece: bytes = b"", times: int = 0, pause: float = 0.0) -> Iterator[RawHost]:
    host = RawHost(beginning, piece, times, pause)
    try:
        yield host
    finally:
        host.stop()
