"""The allow-list: a census of what is registered, and what a running server answers to what is not on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Mount, Route

from piclets.api.rest.app import Under
from piclets.api.server import BLOCKS_AT
from piclets.api.surface.routes import AllowList
from piclets.server.serving import build_server
from piclets.server.wiring import build_game
from piclets.settings import Settings
from tests import plain
from tests.server import Server

Registered = tuple[str, str]
"""A path as it was registered, and a method ("*" for any)."""

REFUSED = frozenset({
    # Gradio's own password, and sessions of it: the console has a door of its own.
    "/login", "/login/", "/logout", "/gradio_api/user", "/gradio_api/user/", "/gradio_api/login_check",
    "/gradio_api/login_check/", "/gradio_api/token", "/gradio_api/token/",
    # It would write what a session was sent, tokens included, to the disk.
    "/gradio_api/deep_link",
    # For developers of a Gradio app, at work on it.
    "/gradio_api/dev/reload", "/gradio_api/vibe-edit/", "/gradio_api/vibe-edit", "/gradio_api/undo-vibe-edit/",
    "/gradio_api/undo-vibe-edit", "/gradio_api/vibe-code/", "/gradio_api/vibe-code",
    "/gradio_api/vibe-starter-queries/", "/gradio_api/vibe-starter-queries", "/monitoring", "/monitoring/summary",
    "/monitoring/{key}", "/openapi.json", "/gradio_api/openapi.json", "/gradio_api/startup-events",
    # Fetching for others; in the place of the second stands a route of ours (`surface/files.py`).
    "/gradio_api/proxy={url_path:path}", "/gradio_api/file={path_or_url:path}", "/gradio_api/file/{path:path}",
    # Components that the pages do not have.
    "/svelte/{path:path}", "/gradio_api/custom_component/{id}/{environment}/{type}/{file_name}",
    "/gradio_api/component_server", "/gradio_api/component_server/", "/gradio_api/process_recording",
    "/gradio_api/stream/{event_id}", "/gradio_api/stream/{event_id}/close",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}",
    "/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file",
    "/pwa_icon", "/pwa_icon/{size}", "/gradio_api/runs", "/gradio_api/runs/",
    # The line is in /ready and in the stream of each scan.
    "/gradio_api/queue/status",
})  # fmt: skip
"""What the installed Gradio registers and the game has no use for, below the path of either Blocks."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    settings = Settings.model_validate({"PICLETS_DATA_DIR": tmp_path_factory.mktemp("census") / "data"})
    game = build_game(settings)
    yield build_server(game)
    game.close()


def registered(routes: list[BaseRoute], prefix: str = "") -> Iterator[Registered]:
    """Every path and method below a router, by whatever kind of route it hangs there."""
    for route in routes:
        included = getattr(route, "effective_candidates", None)
        if isinstance(route, Mount):
            below = getattr(route.app, "routes", None)
            assert below is not None, f"{prefix}{route.path}: nobody can say what is in there"
            yield from registered(below, f"{prefix}{route.path}")
        elif isinstance(route, Under):
            yield f"{prefix}{route.template}", "*"
        elif included is not None:
            yield from registered(included(), prefix)
        else:
            path = getattr(route, "path", None) or route.starlette_route.path  # type: ignore[attr-defined]  # an included one
            methods = getattr(route, "methods", None) or {"*"}
            yield from ((f"{prefix}{path}", method) for method in methods)


def undecided(app: FastAPI) -> set[Registered]:
    """What is registered and stands on neither list."""
    served = AllowList(blocks_at=BLOCKS_AT, sign_in=False)
    refused = {f"{prefix}{path}" for prefix in BLOCKS_AT for path in REFUSED}
    return {
        (path, method)
        for path, method in registered(app.router.routes)
        if path not in refused and not _on_the_list(served, path, method)
    }


def _on_the_list(served: AllowList, path: str, method: str) -> bool:
    """By its template: what another pattern happens to match was not decided about."""
    methods = served.templates.get(path)
    return methods is not None and (not methods or method in methods)


def test_somebody_decided_about_every_route_that_is_registered(app: FastAPI) -> None:
    assert undecided(app) == set()


def test_the_census_sees_gradio_whole(app: FastAPI) -> None:
    """Otherwise an empty census would pass."""
    seen = set(registered(app.router.routes))
    assert {("/gradio_api/queue/join", "POST"), ("/admin/gradio_api/upload", "POST"), ("/", "HEAD")} <= seen
    assert len(seen) > 150
    stale = {f"{prefix}{path}" for prefix in BLOCKS_AT for path in REFUSED} - {path for path, _ in seen}
    assert not stale, "refused, and not there any more"


def test_an_unknown_route_fails_the_census(tmp_path: Path) -> None:
    settings = Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data"})
    game = build_game(settings)
    try:
        app = build_server(game)
        router = APIRouter(prefix="/gradio_api")
        router.add_api_route("/new", lambda: None, methods=["GET"])
        router.add_api_route("/queue/join", lambda: None, methods=["PUT"])
        blocks: list[Any] = [route.app for route in app.routes if isinstance(route, Mount)]
        for mounted in blocks:
            mounted.include_router(router)
            mounted.router.routes.append(Route("/also", lambda _: None))
        app.router.routes.append(Mount("/under", routes=[Route("/there", lambda _: None)]))
        unknown = {path for path, _ in undecided(app)}
    finally:
        game.close()
    below = {"/gradio_api/new", "/gradio_api/queue/join", "/also"}
    assert unknown == {f"{prefix}{path}" for prefix in BLOCKS_AT for path in below} | {"/under/there"}


def concrete(path: str) -> str:
    """An address that a registered path would answer."""
    for name, value in {
        "{url_path:path}": "https://x.hf.space/a", "{path:path}": "a", "{size}": "64", "{component_id}": "1",
    }.items():  # fmt: skip
        path = path.replace(name, value)
    while "{" in path:
        before, _, after = path.partition("{")
        path = f"{before}abc{after.partition('}')[2]}"
    return path


def test_what_is_not_on_the_list_is_not_found(app: FastAPI, server: Server) -> None:
    served = AllowList(blocks_at=BLOCKS_AT, sign_in=False)
    answered = {}
    with plain.Client(base_url=server.url, timeout=30) as http:
        for path, _ in registered(app.router.routes):
            if path.startswith("/admin"):
                continue  # behind a door of its own
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
                address = concrete(path)
                if not served.serves(address, method):
                    answered[method, address] = http.request(method, address).status_code
    assert len(answered) > 500
    assert {case: status for case, status in answered.items() if status != 404} == {}


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api//file=x", "//gradio_api/deep_link", "/gradio_api/deep_link/", "/gradio_api/%64eep_link",
        "/x/../monitoring", "/docs", "/redoc", "/api_extra", "/gradio_api", "/admin/../monitoring",
        "/%2e%2e/monitoring", "/gradio_api/run/get_leaderboard/%0A", "/gradio_api/info%0A", "/health%00",
    ],
)  # fmt: skip
def test_other_spellings_open_nothing(server: Server, path: str) -> None:
    with plain.Client() as http:
        assert http.get(f"{server.url}{path}").status_code == 404


def test_a_call_from_elsewhere_may_ask_first(server: Server) -> None:
    asks = {"origin": "https://game.example", "access-control-request-method": "POST"}
    with plain.Client(base_url=server.url) as http:
        assert http.options("/gradio_api/queue/join", headers=asks).status_code == 200
        assert http.options("/gradio_api/component_server", headers=asks).status_code == 404
        assert http.options("/gradio_api/queue/data", headers=asks).status_code == 404
