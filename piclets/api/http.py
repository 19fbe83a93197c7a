"""Plain HTTP beside Gradio: /health, /ready, /images, and the rules that hold for every route."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, JSONResponse
from starlette.background import BackgroundTask
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from piclets import __version__, logs
from piclets.errors import PicletsError

log = logging.getLogger(__name__)

FOREVER = "public, max-age=31536000, immutable"


def add_routes(
    app: FastAPI,
    *,
    readiness: Callable[[], tuple[bool, dict[str, Any]]],
    find_image: Callable[[str], Path | None],
    metrics: Callable[[], bytes],
) -> None:
    """`readiness` says whether the game can be played, and everything /ready tells about it."""
    started = time.monotonic()

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"status": "ok", "version": __version__, "uptime": round(time.monotonic() - started, 1)}

    @app.get("/ready")
    def ready() -> JSONResponse:
        is_ready, state = readiness()
        return JSONResponse(state, status_code=200 if is_ready else 503)

    @app.get("/metrics")
    def prometheus() -> PlainTextResponse:
        return PlainTextResponse(metrics(), media_type="text/plain; version=0.0.4")

    @app.api_route("/images/{name}", methods=["GET", "HEAD"])
    def image(name: str) -> FileResponse:
        try:
            path = find_image(name)
        except PicletsError as error:
            raise HTTPException(503, error.message, {"Retry-After": str(error.retry_after or 1)}) from error
        if path is None:
            raise HTTPException(404, "There is no such image.")
        return FileResponse(path, media_type="image/webp", headers={"Cache-Control": FOREVER})


def add_backup(app: FastAPI, admin_path: str, backup: Callable[[], AbstractContextManager[Path]]) -> None:
    """The ledger's copy, for whoever is behind the door of the console. Not through Gradio, which would put the file
    where the public pages' uploads are."""

    @app.get(f"{admin_path}/backup")
    def download() -> Response:
        with ExitStack() as kept:
            try:
                copy = kept.enter_context(backup())
            except PicletsError as error:
                return PlainTextResponse(error.message, status_code=409)
            return FileResponse(copy, filename=copy.name, background=BackgroundTask(kept.pop_all().close))


class Guard:
    """What holds for every route, whoever serves it.

    Gradio's cookies are sent with requests from anywhere, so one that carries a cookie and comes from a foreign
    page is refused. Every request gets an id for the log.
    """

    def __init__(self, app: ASGIApp, public_host: str | None) -> None:
        self._app = app
        self._public_host = public_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        logs.begin_request()
        if scope["type"] == "http" and self._is_foreign(Headers(scope=scope)):
            refusal = PlainTextResponse("Requests from other sites are refused.", status_code=403)
            await refusal(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            log.info("the client went away in the middle of its request")
        except asyncio.CancelledError:
            # Streams that are open for ever end with the server; uvicorn would log a trace for each.
            log.info("a request was cut off")

    def _is_foreign(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None or "cookie" not in headers:
            return False
        try:
            host = urlsplit(origin).netloc.lower()
        except ValueError:
            return True
        return not host or host not in {headers.get("host", "").lower(), self._public_host}
