"""Nothing that blocks runs on the event loop: a database that is slow to answer holds up nobody else."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from sqlalchemy import Engine, event

from piclets.api.endpoints import Endpoints
from piclets.api.kept import Kept
from piclets.images.intake import read_photo
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from tests.photos import take_photo


@pytest.fixture
def asked_on_the_loop() -> Iterator[list[str]]:
    """Where the database was asked on a thread that runs an event loop."""
    places: list[str] = []

    def look(*_: Any) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return
        places.append("".join(traceback.format_stack(limit=25)))

    event.listen(Engine, "before_cursor_execute", look)
    event.listen(Engine, "begin", look)
    yield places
    event.remove(Engine, "before_cursor_execute", look)
    event.remove(Engine, "begin", look)


@pytest.fixture(params=["embedded", "shared"])
def game(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Game]:
    shared = {"DATABASE_URL": request.getfixturevalue("postgres_url")} if request.param == "shared" else {}
    game = build_game(Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data", **shared}))
    yield game
    game.close()


def test_no_endpoint_asks_the_database_on_the_event_loop(
    game: Game, tmp_path: Path, asked_on_the_loop: list[str]
) -> None:
    endpoints = Endpoints(
        admission=game.admission,
        verification=game.verification,
        browsing=game.browsing,
        upload_folder=tmp_path,
        public_url=None,
        refusal=game.refuse_reads,
        kept=Kept(game.ledger.version),
        claim=lambda _path: None,
    )
    photo = take_photo(tmp_path, "pillow")
    request = gr.Request(headers={"host": "127.0.0.1"})

    async def play() -> list[Any]:
        def read() -> Any:
            return read_photo(photo, "pillow.jpg")

        return [
            await endpoints.scan("local_ada", read, lambda _step, _words: None, request),
            await endpoints.scan("local_ada", read, lambda _step, _words: None, request),
            await endpoints.scan("local_bob", read, lambda _step, _words: None, request),
            await endpoints.get_user_piclets("local_ada", request),
            await endpoints.get_object_details("pillow", request),
            await endpoints.get_recent_activity(request),
            await endpoints.get_leaderboard(request),
        ]

    answers = asyncio.run(play())
    assert [answer["success"] for answer in answers] == [True] * 7, answers
    assert asked_on_the_loop == []
