"""Plain HTTP beside Gradio: /health, /ready, /images, and the rules that hold for every route."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, JSONResponse
from starlette.background import BackgroundTask
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from piclets import __version__, logs
from piclets.api.addresses import HOST, Addresses, is_foreign
from piclets.errors import PicletsError

log = logging.getLogger(__name__)

METHODS: Final = ("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS")
"""Of any route; another one, CONNECT, would end HTTP on its connection."""
FOREVER = "public, max-age=31536000, immutable"


def add_routes(
    app: FastAPI,
    *,
    readiness: Callable[[], tuple[bool, dict[str, Any]]],
    find_image: Callable[[str], Path | None],
    metrics: Callable[[], bytes],
    models: Callable[[], list[str]],
) -> None:
    """`readiness` says whether the game can be played, and everything /ready tells about it; `models` which local
    models are loaded."""
    started = time.monotonic()

    @app.api_route("/health", methods=["GET", "HEAD"])
    async def health() -> dict[str, Any]:
        begun = time.perf_counter()
        told = {"status": "ok", "version": __version__, "uptime": round(time.monotonic() - started, 1)}
        return {**told, "models": models(), "tookMs": round((time.perf_counter() - begun) * 1000, 3)}

    @app.api_route("/ready", methods=["GET", "HEAD"])
    def ready() -> JSONResponse:
        is_ready, state = readiness()
        return JSONResponse(state, status_code=200 if is_ready else 503)

    @app.api_route("/metrics", methods=["GET", "HEAD"])
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
    """The ledger's copy, for an operator who is signed in to the console. Not through Gradio, which would put the
    file where the public pages' uploads are."""

    @app.get(f"{admin_path}/backup")
    def download() -> Response:
        with ExitStack() as kept:
            try:
                copy = kept.enter_context(backup())
            except PicletsError as error:
                return PlainTextResponse(error.message, status_code=409)
            return FileResponse(copy, filename=copy.name, background=BackgroundTask(kept.pop_all().close))


class Guard:
    """What holds for every route, whatever serves it.

    The client's address takes the peer's place, so that all that follows counts by it. Gradio's cookies are sent with
    requests from anywhere, so one that carries a cookie and comes from a foreign page is refused. Every request gets
    an id for the log.
    """

    def __init__(self, app: ASGIApp, *, addresses: Addresses, own_hosts: frozenset[str]) -> None:
        self._app = app
        self._addresses = addresses
        self._own_hosts = own_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        logs.begin_request()
        headers = Headers(scope=scope)
        if scope["type"] == "http":
            refusal = self._refusal(scope["method"], headers)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        scope = {**scope, "client": (self._addresses.client(scope), 0), "headers": _usable(headers)}
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            log.info("the client went away in the middle of its request")
        except asyncio.CancelledError:
            # Streams that are open for ever end with the server; uvicorn would log a trace for each.
            log.info("a request was cut off")

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if method not in METHODS:
            return PlainTextResponse(
                "There is no such method here.", status_code=405, headers={"Allow": ", ".join(METHODS)}
            )
        if not HOST.fullmatch(headers.get("host", "")):
            return PlainTextResponse("The Host header cannot be read.", status_code=400)
        if "cookie" in headers and is_foreign(headers, self._own_hosts):
            return PlainTextResponse("Requests from other sites are refused.", status_code=403)
        return None


def _usable(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Without what Gradio would build addresses from and cannot read, or what only its own renderer sends."""
    return [(name, value) for name, value in headers.raw if name not in _BUILT_ON or _BUILT_ON[name].fullmatch(value)]


_BUILT_ON: Final = {
    b"x-forwarded-host": re.compile(rb"[A-Za-z0-9.\-_:\[\], ]{1,500}"),
    b"x-forwarded-proto": re.compile(rb"https?( *, *https?)*"),
    b"x-gradio-server": re.compile(rb"(?!)"),
}
