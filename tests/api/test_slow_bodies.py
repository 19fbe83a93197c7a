"""A body that does not come is given up, with 408 where nothing was answered yet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from piclets.api.surface import bodies
from piclets.api.surface.streams import Streams
from piclets.server.serving import build_server
from piclets.server.wiring import build_game
from piclets.settings import Settings
from tests.loopback.serving import serving

HEAD = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n"
SOON_S = 0.2

pytestmark = [pytest.mark.thorough, pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]


async def _length(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())} bytes")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    route = Route("/", _length, methods=["POST"])
    app = Starlette(routes=[route, Mount("/mounted", Starlette(routes=[route]))], middleware=[Middleware(Streams)])
    with serving(app) as url:
        yield int(url.rpartition(":")[2])


@pytest.fixture(scope="module")
def game_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    settings = {"PICLETS_DATA_DIR": tmp_path_factory.mktemp("slow") / "data", "ADMIN_PASSWORD": "open"}
    with serving(build_server(build_game(Settings.model_validate(settings)))) as url:
        yield int(url.rpartition(":")[2])


async def _answer(port: int, *parts: bytes) -> bytes:
    """What is answered to parts that are sent with pauses, up to the end of the connection or of a 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(60):
            asking = asyncio.ensure_future(_send(writer, parts))
            told = await reader.readline()
            asking.cancel()
    finally:
        writer.close()
    return told


async def _send(writer: asyncio.StreamWriter, parts: tuple[bytes, ...]) -> None:
    for part in parts:
        writer.write(part)
        await asyncio.sleep(SOON_S / 4)


async def test_a_body_that_comes_is_read(port: int) -> None:
    assert b" 200 " in await _answer(port, HEAD % b"/", b"x" * 12, b"x" * 8)


@pytest.mark.parametrize("begun", [b"", b"x" * 12])
@pytest.mark.parametrize("path", [b"/", b"/mounted/"])
async def test_silence_within_a_body_ends_the_request(
    port: int, path: bytes, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "SILENCE_S", SOON_S)
    assert b" 408 " in await _answer(port, HEAD % path, begun)


async def test_a_body_that_drips_is_not_waited_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "WHOLE_S", SOON_S)
    assert b" 408 " in await _answer(port, HEAD % b"/", *[b"x"] * 19)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/admin/login", "application/x-www-form-urlencoded"),
        ("/gradio_api/run/get_leaderboard", "application/json"),
        ("/gradio_api/upload", "multipart/form-data; boundary=x"),
        ("/gradio_api/mcp/", "application/json"),
        ("/api/sessions", "application/json"),
        ("/api/identify", "multipart/form-data; boundary=x"),
    ],
)
async def test_nothing_that_reads_a_body_waits_for_ever(
    game_port: int, path: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "SILENCE_S", SOON_S)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 20\r\n\r\n"
    assert b" 408 " in await _answer(game_port, head.encode())
