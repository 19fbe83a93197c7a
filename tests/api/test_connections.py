"""Connections that stay silent, and clients that do not read, are let go."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from piclets.server.connections import BoundedConnection, Silent

pytestmark = pytest.mark.thorough

SOON_S = 0.2


class Hasty(BoundedConnection):
    request_s = SOON_S
    unread_s = SOON_S


async def app(scope: Scope, _receive: Receive, send: Send) -> None:
    """A body of the size that the path names."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * int(scope["path"][1:])})


@pytest.fixture(scope="module")
def server() -> Iterator[uvicorn.Server]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=Hasty, lifespan="off", log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield server
    server.should_exit = True
    thread.join()


REFUSED = [(b"connection", b"close"), (b"content-length", b"9")]


async def refusing(scope: Scope, _receive: Receive, send: Send) -> None:
    """Nothing of any body is read."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 413, "headers": REFUSED})
        await send({"type": "http.response.body", "body": b"too large"})


class Curt(BoundedConnection):
    max_ignored = 1024**2


class Few(BoundedConnection):
    max_silent = 3
    silent: ClassVar[Silent] = Silent()


@contextmanager
def listening(app: ASGIApp, http: type[BoundedConnection]) -> Iterator[int]:
    """On which port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=http, lifespan="off", log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.fixture
def port_for_few() -> Iterator[int]:
    with listening(app, Few) as port:
        yield port


@pytest.fixture
def port(server: uvicorn.Server) -> int:
    found: int = server.servers[0].sockets[0].getsockname()[1]
    return found


GET = b"GET /5 HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("said", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX: ", GET + b"GET /5 HT"])
async def test_silence_ends_a_connection(port: int, said: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    told = await asyncio.wait_for(reader.read(), 30)
    assert told.count(b"200 OK") == said.count(GET)
    writer.close()


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_who_goes_on_asking_is_answered(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(5):
        writer.write(GET)
        await asyncio.wait_for(reader.readuntil(b"xxxxx"), 30)
    writer.close()


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_the_longest_silent_makes_room_for_the_next(port_for_few: int) -> None:
    opened = [await asyncio.open_connection("127.0.0.1", port_for_few) for _ in range(5)]
    for reader, _ in opened[:2]:
        assert await asyncio.wait_for(reader.read(), 60) == b""
    for reader, writer in opened[2:]:
        writer.write(GET)
        assert (await asyncio.wait_for(reader.readuntil(b"xxxxx"), 60)).startswith(b"HTTP/1.1 200")
        writer.close()


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a machine has one loopback address")
async def test_who_opens_many_closes_nobody_elses(port_for_few: int) -> None:
    kept_reader, kept = await asyncio.open_connection("127.0.0.1", port_for_few, local_addr=("127.0.0.2", 0))
    kept.write(GET)
    await asyncio.wait_for(kept_reader.readuntil(b"xxxxx"), 60)
    opened = [await asyncio.open_connection("127.0.0.1", port_for_few) for _ in range(5)]
    for reader, _ in opened[:3]:
        assert await asyncio.wait_for(reader.read(), 60) == b""
    kept.write(GET)
    assert b"HTTP/1.1 200" in await asyncio.wait_for(kept_reader.readuntil(b"xxxxx"), 60)
    for writer in (kept, *(writer for _, writer in opened)):
        writer.close()


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_who_does_not_read_is_let_go(server: uvicorn.Server, port: int) -> None:
    """The rest of the answer never comes, since the connection is cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    size = 200 * 1024**2
    writer.write(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % size)
    async with asyncio.timeout(60):
        while not server.server_state.connections:
            await asyncio.sleep(0)
        while server.server_state.connections:
            await asyncio.sleep(0.01)
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await asyncio.wait_for(reader.readexactly(size), 60)
    writer.close()


BODY = b"x" * 16 * 1024**2
"""More than the buffers between two sockets hold: who is not listened to notices."""


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_who_is_refused_may_finish() -> None:
    """Its connection is not reset, with which the refusal would be lost."""
    with listening(refusing, BoundedConnection) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(60):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(BODY))
            assert b"413" in await reader.readuntil(b"too large")
            writer.write(BODY)
            await writer.drain()
            writer.write_eof()
            assert await reader.read() == b""
        writer.close()


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_who_never_finishes_is_not_listened_to() -> None:
    with listening(refusing, Curt) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % 10**12)
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(send_for_ever(writer), 60)
        writer.close()


async def send_for_ever(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(BODY)
        await writer.drain()
