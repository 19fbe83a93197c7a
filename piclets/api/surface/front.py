"""The page at `/`, rewritten on its way out: Gradio's own knows nothing of what an address names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_PARAMETERS: Final = 16

Rewrite = Callable[[str, Mapping[str, str], Request], str]
"""A page, its address's query, and the request it is for. It may block."""


class Front:
    """Middleware: whole answers of HTML at `/` pass through `rewrite`."""

    def __init__(self, app: ASGIApp, *, rewrite: Rewrite) -> None:
        self._app = app
        self._rewrite = rewrite

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        started: Message | None = None
        body = bytearray()

        async def collect(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = message
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False) and started is not None:
                await self._answer(Request(scope), started, bytes(body), send)

        await self._app(scope, receive, collect)

    async def _answer(self, request: Request, started: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(scope=started)
        if started["status"] == HTTPStatus.OK and headers.get("content-type", "").startswith("text/html"):
            query = dict(request.query_params.multi_items()[:MAX_PARAMETERS])
            html = await anyio.to_thread.run_sync(self._rewrite, body.decode(), query, request)
            body = html.encode()
            headers["content-length"] = str(len(body))
        await send(started)
        await send({"type": "http.response.body", "body": body})
