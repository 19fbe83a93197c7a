"""Calls that are answered at once go straight to Gradio's function for them, and are answered as Gradio does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import anyio.to_thread
import httpx
import pytest
from fastapi import FastAPI

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


def test_a_page_from_elsewhere_may_read_the_answer(app: FastAPI) -> None:
    async def talk(client: httpx.AsyncClient) -> None:
        for path in ("run/get_leaderboard", "run/get_leaderboard/", "call/get_leaderboard"):
            answer = await client.post(
                f"/gradio_api/{path}", json={"data": []}, headers={"origin": "https://elsewhere.example"}
            )
            assert answer.status_code == 200
            assert answer.headers["access-control-allow-origin"] == "https://elsewhere.example"

    ask(app, talk)
