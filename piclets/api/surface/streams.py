"""What stays open, an answer or a body: so much for an address, and so much in all."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from piclets.api.addresses import client_address
from piclets.api.surface.bodies import Patience, has_body, refuse
from piclets.errors import RateLimited

MAX_STREAMS: Final = 1500
MAX_OF_ADDRESS: Final = 400
"""A page has two open while it scans: a school class fits."""

_STREAM: Final = re.compile(
    r"(/admin)?/gradio_api/(heartbeat/[^/]+|queue/data|upload_progress|call/(v2/)?[^/]+/[^/]+)"
)


def _too_many() -> RateLimited:
    return RateLimited("Too many connections are open from here. Please close some.", retry_after=30)


class Streams:
    """Middleware: counts what stays open, and ends a request whose body does not come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (not has_body(scope) and not _STREAM.fullmatch(scope["path"])):
            await self._app(scope, receive, send)
        else:
            address = client_address(scope)
            if self._open[address] >= MAX_OF_ADDRESS or self._open.total() >= MAX_STREAMS:
                await refuse(_too_many())(scope, receive, send)
                return
            self._open[address] += 1
            try:
                await self._in_time(scope, receive, send)
            finally:
                self._open[address] -= 1
                if not self._open[address]:
                    del self._open[address]

    async def _in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not has_body(scope):
            await self._app(scope, receive, send)
            return
        patience = Patience(receive)
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            if patience.gave_up and not started:
                return  # a mounted app takes that for a failure of its own
            started = True
            await send(message)

        try:
            await self._app(scope, patience, watch)
        except ClientDisconnect:
            if not patience.gave_up:
                raise
        if patience.gave_up and not started:
            late = PlainTextResponse("The request took too long.", status_code=408, headers={"Connection": "close"})
            await late(scope, receive, send)
