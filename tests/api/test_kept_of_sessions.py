"""What stays of a call in the server: neither a token nor anything else that was sent."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio.blocks import Block
from gradio.routes import App
from starlette.routing import Mount

from piclets.api.surface.sessions import MAX_SESSIONS
from piclets.server.serving import build_server
from piclets.server.wiring import build_game
from piclets.settings import Settings

pytestmark = pytest.mark.thorough

TOKEN = "local_the-one-that-nobody-keeps"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[httpx.AsyncClient, App, Path]]:
    game = build_game(Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data"}))
    app = build_server(game)
    public: Any = next(route.app for route in app.routes if isinstance(route, Mount) and route.path == "")
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")
    yield client, public, tmp_path
    game.close()


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_token_is_nowhere_after_the_call(served: tuple[httpx.AsyncClient, App, Path]) -> None:
    client, app, folder = served
    body = {"data": [TOKEN, 5, 0], "session_hash": "abcdef"}
    answer = await client.post("/gradio_api/run/get_user_piclets", json=body)
    assert answer.json()["data"][0]["success"]
    assert "abcdef" in app.state_holder

    assert (await client.get("/gradio_api/deep_link?session_hash=abcdef")).status_code == 404
    for path in ("/config?deep_link=abc", "/?deep_link=abc", "/gradio_api/info"):
        shown = await client.get(path)
        assert shown.status_code == 200
        assert TOKEN not in shown.text
    assert not any(TOKEN.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    del answer, body
    gc.collect()
    session = app.state_holder["abcdef"]
    assert TOKEN not in repr(list(session.components)) + repr(session.state_data)
    values = [getattr(block, "value", None) for block in session.blocks_config.blocks.values()]
    assert TOKEN not in repr(values)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_call_without_a_session_describes_no_component(
    served: tuple[httpx.AsyncClient, App, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Describing them all takes longer than the answer, on the event loop."""
    client, _, _ = served
    described: list[Block] = []

    def describe(block: Block, *_: Any) -> dict[str, Any]:
        described.append(block)
        return {}

    monkeypatch.setattr(Block, "get_config", describe)
    answer = await client.post("/gradio_api/run/get_leaderboard", json={"data": []})
    assert answer.json()["data"][0]["success"]
    assert described == []


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_component_is_changed_without_being_kept(served: tuple[httpx.AsyncClient, App, Path]) -> None:
    client, app, _ = served
    functions = app.get_blocks().fns.values()
    navigate = next(each for each in functions if each.api_name == "show")
    body = {
        "data": [None, "", "", "", "newest", None],
        "fn_index": navigate._id,
        "session_hash": "tabs",
        "event_data": {"section": "dex"},
    }
    answer = await client.post("/gradio_api/run/predict", json=body)
    assert '"selected":"dex"' in answer.text
    assert not vars(app.state_holder["tabs"])["_changed"]


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_made_up_sessions_cost_next_to_nothing(served: tuple[httpx.AsyncClient, App, Path]) -> None:
    _, app, _ = served
    for number in range(MAX_SESSIONS + 10):
        app.state_holder[f"made-up-{number}"]
    assert len(app.state_holder.session_data) == len(app.state_holder.time_last_used) == MAX_SESSIONS
    session = app.state_holder[f"made-up-{MAX_SESSIONS}"]
    assert session.blocks_config is app.get_blocks().default_config, "shared, not copied"
    assert not session.config_values
