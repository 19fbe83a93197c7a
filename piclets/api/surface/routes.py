"""The allow-list: every path and method that this server answers. Anything else is 404.

A census in the tests walks what the installed Gradio registers, and fails on a route that is neither here nor
among the refused ones there: an upgrade of Gradio opens nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

READ: Final = frozenset({"GET", "HEAD"})
GET: Final = frozenset({"GET"})
POST: Final = frozenset({"POST"})
ANY: Final[frozenset[str]] = frozenset()
"""Whatever the method: the application behind it says itself which ones it takes."""

OWN: Final[Mapping[str, frozenset[str]]] = {
    "/health": READ,
    "/ready": READ,
    "/metrics": READ,
    "/images/{name}": READ,
    "/web/{name}": READ,
    "/prints/{path:path}": ANY,
    "/feed.atom": ANY,
    "/feeds/{path:path}": ANY,
    "/api": ANY,
    "/api/{path:path}": ANY,
    "/gradio_api/mcp": ANY,
    "/gradio_api/mcp/": ANY,
    "/gradio_api/mcp/schema": READ,
}
"""The game's own routes. MCP and those of `/api`, to which cards of prints and feeds belong, bound their bodies
themselves."""

CONSOLE: Final[Mapping[str, frozenset[str]]] = {"/admin": GET, "/admin/backup": GET}

BLOCKS: Final[Mapping[str, frozenset[str]]] = {
    "/": READ,
    "/config": GET,
    "/config/": GET,
    "/static/{path:path}": GET,
    "/assets/{path:path}": GET,
    "/theme.css": GET,
    "/favicon.ico": READ,
    "/manifest.json": READ,
    "/robots.txt": GET,
    "/gradio_api/theme.css": GET,
    "/gradio_api/info": GET,
    "/gradio_api/info/": GET,
    "/gradio_api/app_id": GET,
    "/gradio_api/app_id/": GET,
    "/gradio_api/heartbeat/{session_hash}": GET,
    "/gradio_api/queue/join": POST,
    "/gradio_api/queue/data": GET,
    "/gradio_api/run/{api_name}": POST,
    "/gradio_api/run/{api_name}/": POST,
    "/gradio_api/api/{api_name}": POST,
    "/gradio_api/api/{api_name}/": POST,
    "/gradio_api/call/{api_name}": POST,
    "/gradio_api/call/{api_name}/": POST,
    "/gradio_api/call/{api_name}/{event_id}": GET,
    "/gradio_api/call/v2/{api_name}": POST,
    "/gradio_api/call/v2/{api_name}/": POST,
    "/gradio_api/call/v2/{api_name}/{event_id}": GET,
    "/gradio_api/cancel": POST,
    "/gradio_api/reset": POST,
    "/gradio_api/reset/": POST,
    "/gradio_api/upload": POST,
    "/gradio_api/upload_progress": GET,
    "/gradio_api/file={path:path}": READ,
}
"""What the pages and the clients of either Blocks call, below the path it is mounted at."""

SIGN_IN: Final[Mapping[str, frozenset[str]]] = {
    "/login/huggingface": GET,
    "/login/callback": GET,
    "/logout": GET,
}
"""Gradio's sign-in with Hugging Face, where a Space has it."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
"""In no path: a pattern overlooks a line end behind a path, and who has looked at the path before that did not."""


MAX_PATH_BYTES: Final = 2000
MAX_NAME_BYTES: Final = 255
"""Of a file, on any disk: asking for a longer one is an error of the system's."""


class AllowList:
    """Which paths and methods are served. `blocks_at` are the paths that a Blocks is mounted at ("" is the root)."""

    def __init__(self, *, blocks_at: Iterable[str], sign_in: bool) -> None:
        served = {**OWN, **CONSOLE, **(SIGN_IN if sign_in else {})}
        for prefix in blocks_at:
            served |= {f"{prefix}{path}": methods for path, methods in BLOCKS.items()}
        self.templates: Mapping[str, frozenset[str]] = served
        self._exact = {path: methods for path, methods in served.items() if "{" not in path}
        self._patterns: list[tuple[re.Pattern[str], frozenset[str]]] = [
            (compile_path(path)[0], methods) for path, methods in served.items() if "{" in path
        ]

    def serves(self, path: str, method: str) -> bool:
        if _CONTROL.search(path):
            return False
        exact = self._exact.get(path)
        if exact is not None:
            return exact is ANY or method in exact
        short = _is_short(path)
        return any(
            (methods is ANY or (short and method in methods)) and pattern.match(path)
            for pattern, methods in self._patterns
        )


def _is_short(path: str) -> bool:
    """Whether a path could name a file."""
    raw = path.encode("utf-8", "replace")
    return len(raw) <= MAX_PATH_BYTES and max(map(len, raw.split(b"/"))) <= MAX_NAME_BYTES


class Surface:
    """Middleware: lets through what is on the list, and the questions browsers ask before a call from elsewhere."""

    def __init__(self, app: ASGIApp, *, served: AllowList) -> None:
        self._app = app
        self._served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4404})
        elif self._is_served(scope):
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)

    def _is_served(self, scope: Scope) -> bool:
        method = scope["method"]
        if method == "OPTIONS":
            method = Headers(scope=scope).get("access-control-request-method", method)
        return self._served.serves(scope["path"], method)
