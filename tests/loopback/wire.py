"""A wire between clients and a server on loopback: it takes time, and counts the round trips."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65_536


class Wire:
    """Listens on `port`. What passes takes half of `latency_s` each way, in order; `latency_s` may be changed.

    `round_trips` counts, over all connections, how often a client spoke after the server had.
    """

    def __init__(self, server_port: int, latency_s: float) -> None:
        self.latency_s = latency_s
        self.round_trips = 0
        self.port = 0
        self._server_port = server_port
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = int(server.sockets[0].getsockname()[1])

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_connection("127.0.0.1", self._server_port)
        server_spoke = True

        def asked() -> None:
            nonlocal server_spoke
            self.round_trips += server_spoke
            server_spoke = False

        def answered() -> None:
            nonlocal server_spoke
            server_spoke = True

        await asyncio.gather(self._carry(reader, questions, asked), self._carry(answers, writer, answered))

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, passed: object) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.ensure_future(self._deliver(under_way, target))
        data = b"-"
        while data:
            try:
                data = await source.read(CHUNK)
            except OSError:
                data = b""
            if data and callable(passed):
                passed()
            under_way.put_nowait((self._loop.time() + self.latency_s / 2, data))
        await delivery

    async def _deliver(self, under_way: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                due, data = await under_way.get()
                if (wait := due - self._loop.time()) > 0:
                    await asyncio.sleep(wait)
                if not data:
                    break
                target.write(data)
                await target.drain()
        target.close()

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def start(self) -> threading.Thread:
        self._loop.run_until_complete(self.listen())
        thread = threading.Thread(target=self.run, name="wire", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def wired(server_port: int, latency_s: float = 0.0) -> Iterator[Wire]:
    """A wire to a server on loopback, `latency_s` long there and back."""
    wire = Wire(server_port, latency_s)
    thread = wire.start()
    try:
        yield wire
    finally:
        wire.stop()
        thread.join(10)
