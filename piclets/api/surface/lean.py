"""What makes a visit cheap: text is compressed, and browsers keep the files whose names tell their content."""

from __future__ import annotations

import gzip
from http import HTTPStatus
from typing import Final

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from piclets.api.http import FOREVER

MIN_BYTES: Final = 1000
MAX_BYTES: Final = 4 * 1024 * 1024
"""More is sent as it is: compressing would keep others waiting."""
ON_A_THREAD: Final = 32 * 1024
LEVEL: Final = 6
A_WEEK: Final = "public, max-age=604800"

_TEXT: Final = (
    "text/html", "text/css", "text/plain", "text/javascript", "application/json", "application/javascript",
    "application/manifest+json", "application/atom+xml", "image/svg+xml",
)  # fmt: skip


class Lean:
    """Middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kept = _kept(scope["path"], scope["query_string"])
        zips = scope["method"] != "HEAD" and "gzip" in Headers(scope=scope).get("accept-encoding", "")
        started: Message | None = None

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                if kept and message["status"] == HTTPStatus.OK:
                    MutableHeaders(scope=message)["cache-control"] = kept
                started = message
                return
            if started is not None:
                first, started = started, None
                if zips and message["type"] == "http.response.body" and _is_worth_it(first, message):
                    message = await _zipped(first, message)
                await send(first)
            await send(message)

        await self._app(scope, receive, answer)


def _kept(path: str, query: bytes) -> str | None:
    """For how long: Gradio's built files have a hash in their names, its style in the address."""
    below = path.removeprefix("/admin")
    if below.startswith("/assets/") or (below.endswith("/theme.css") and query.startswith(b"v=")):
        return FOREVER
    return A_WEEK if below.startswith("/static/") else None


def _is_worth_it(started: Message, message: Message) -> bool:
    headers = Headers(raw=started["headers"])
    kind = headers.get("content-type", "").partition(";")[0]
    return (
        started["status"] == HTTPStatus.OK
        and kind in _TEXT
        and not message.get("more_body", False)
        and "content-encoding" not in headers
        and "etag" not in headers
        and MIN_BYTES <= len(message["body"]) <= MAX_BYTES
    )


async def _zipped(started: Message, message: Message) -> Message:
    body = message["body"]
    if len(body) > ON_A_THREAD:
        body = await anyio.to_thread.run_sync(_compressed, body)
    else:
        body = _compressed(body)
    headers = MutableHeaders(scope=started)
    headers["content-encoding"] = "gzip"
    headers["content-length"] = str(len(body))
    headers.add_vary_header("Accept-Encoding")
    return {**message, "body": body}


def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)
