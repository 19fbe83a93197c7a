"""What is called most goes straight to Gradio's functions for it, and is answered as Gradio does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import anyio.to_thread
import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Scope

from piclets.server.serving import build_server
from piclets.server.wiring import build_game
from piclets.settings import Settings


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    settings = Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data"})
    game = build_game(settings)
    yield build_server(game)
    game.close()


def ask(app: FastAPI, talk: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    async def asking() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://game.example") as client:
            await talk(client)

    asyncio.run(asking())


@pytest.mark.parametrize("kind", ["run", "api"])
def test_a_kept_answer_needs_no_thread(app: FastAPI, kind: str) -> None:
    async def talk(client: httpx.AsyncClient) -> None:
        first = await client.post(f"/gradio_api/{kind}/get_leaderboard", json={"data": []})
        threads = anyio.to_thread.current_default_thread_limiter()
        threads.total_tokens = 1
        async with threads, asyncio.timeout(30):
            kept = await client.post(f"/gradio_api/{kind}/get_leaderboard", json={"data": []})
        assert kept.json()["data"] == first.json()["data"] == [{"success": True, "leaderboard": []}]

    ask(app, talk)


def test_joining_needs_no_thread(app: FastAPI) -> None:
    async def talk(client: httpx.AsyncClient) -> None:
        config = (await client.get("/config")).json()
        [scan] = [each["id"] for each in config["dependencies"] if each["api_name"] == "generate_piclet"]
        call = {"data": [None, "local_ada"], "fn_index": scan, "session_hash": "of-ada"}
        threads = anyio.to_thread.current_default_thread_limiter()
        threads.total_tokens = 1
        async with threads, asyncio.timeout(30):
            joined = await client.post("/gradio_api/queue/join", json=call)
        assert joined.json()["event_id"]

    ask(app, talk)


@pytest.mark.parametrize("call", [b"[]", b"{", b'{"data": []}', b'{"data": [], "fn_index": 0, "session_hash": 1}'])
def test_what_cannot_be_read_does_not_join(app: FastAPI, call: bytes) -> None:
    async def talk(client: httpx.AsyncClient) -> None:
        answer = await client.post("/gradio_api/queue/join", content=call)
        assert answer.is_client_error
        assert answer.json()["success"] is False

    ask(app, talk)


def test_who_stops_listening_is_forgotten(app: FastAPI) -> None:
    async def talk(client: httpx.AsyncClient) -> None:
        joined = await client.post("/gradio_api/call/get_leaderboard", json={"data": []})
        session = joined.json()["event_id"]
        heard = asyncio.Event()

        async def leave() -> Message:
            await heard.wait()
            return {"type": "http.disconnect"}

        async def hear(_message: Message) -> None:
            heard.set()

        async with asyncio.timeout(30):
            await app(listening_to(session), leave, hear)
        again = await client.get("/gradio_api/queue/data", params={"session_hash": session})
        assert again.status_code == 404

    ask(app, talk)


def listening_to(session: str) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "path": "/gradio_api/queue/data",
        "query_string": f"session_hash={session}".encode(),
        "headers": [(b"host", b"game.example")],
        "client": ("192.0.2.1", 1),
        "server": ("game.example", 443),
        "scheme": "https",
        "http_version": "1.1",
        "root_path": "",
    }


def test_a_page_from_elsewhere_may_read_the_answer(app: FastAPI) -> None:
    async def talk(client: httpx.AsyncClient) -> None:
        for path in ("run/get_leaderboard", "run/get_leaderboard/", "call/get_leaderboard"):
            answer = await client.post(
                f"/gradio_api/{path}", json={"data": []}, headers={"origin": "https://elsewhere.example"}
            )
            assert answer.status_code == 200
            assert answer.headers["access-control-allow-origin"] == "https://elsewhere.example"

    ask(app, talk)
