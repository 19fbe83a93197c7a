"""An OpenAI-compatible server on loopback: vision chat, chat by JSON schema, and pictures; with its faults."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import deque
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.loopback.inference import FLAT, drawn
from tests.loopback.serving import serving

CAPTION = "A photo of a blue velvet pillow on a chair. The image is sfw."
Kind = Literal["look", "imagine", "draw", "fetch"]


@dataclass(frozen=True)
class Broken:
    """What one request gets instead of its answer."""

    status: int = 200
    body: bytes = b'{"error": {"message": "no"}}'
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class OpenAIServer:
    """`asked`: kind, headers and JSON of each request. `faults` by kind are met one by one; `always` lasts.

    `streams`: answers as server-sent events. `schemas`: whether a JSON schema is taken. `pictures`: whether there is
    `/images/generations`, and how it gives them. `dribble`: answers come a byte at a time and have no end.
    """

    asked: list[tuple[Kind, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    faults: dict[Kind, deque[Broken]] = field(default_factory=dict)
    always: dict[Kind, Broken] = field(default_factory=dict)
    caption: str = CAPTION
    concept: str = json.dumps(FLAT)
    markdown: str = ""
    reason: str = "stop"
    refusal: str | None = None
    streams: bool = False
    schemas: bool = True
    pictures: Literal["b64_json", "url", "elsewhere", "none"] = "b64_json"
    dribble: bool = False
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self._serving = ExitStack()
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/images/generations", self._draw, methods=["POST"]),
            Route("/pictures/1.png", self._fetch),
        ]
        self.url = self._serving.enter_context(serving(Starlette(routes=routes)))

    def stop(self) -> None:
        self._serving.close()

    def kinds(self) -> list[Kind]:
        return [kind for kind, _, _ in self.asked]

    async def _met(self, kind: Kind, request: Request) -> Response | None:
        body = await request.json() if request.method == "POST" else {}
        self.asked.append((kind, dict(request.headers), body))
        await asyncio.sleep(self.seconds)
        if self.dribble:
            return StreamingResponse(_endless())
        waiting = self.faults.get(kind)
        broken = waiting.popleft() if waiting else self.always.get(kind)
        return Response(broken.body, broken.status, broken.headers) if broken else None

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        looks = isinstance(body["messages"][-1]["content"], list)
        if broken := await self._met("look" if looks else "imagine", request):
            return broken
        by_schema = "response_format" in body
        if by_schema and not self.schemas:
            return JSONResponse({"error": {"message": "response_format is not supported"}}, 400)
        said = self.caption if looks else self.concept if by_schema else self.markdown
        return self._streamed(said) if self.streams else JSONResponse(self._whole(said))

    def _whole(self, said: str) -> dict[str, Any]:
        message = {"role": "assistant", "content": said, "refusal": self.refusal}
        return {"id": "1", "choices": [{"index": 0, "finish_reason": self.reason, "message": message}]}

    def _streamed(self, said: str) -> Response:
        pieces = [{"delta": {"content": said[at : at + 40]}} for at in range(0, len(said), 40)]
        last = {"delta": {"refusal": self.refusal}, "finish_reason": self.reason}
        events = [json.dumps({"choices": [choice]}) for choice in (*pieces, last)]
        lines = "".join(f"data: {event}\n\n" for event in (*events, "[DONE]"))
        return Response(lines, media_type="text/event-stream")

    async def _draw(self, request: Request) -> Response:
        if broken := await self._met("draw", request):
            return broken
        if self.pictures == "none":
            return JSONResponse({"detail": "Not Found"}, 404)
        if self.pictures == "b64_json":
            return JSONResponse({"data": [{"b64_json": base64.b64encode(drawn()).decode()}]})
        url = "/pictures/1.png" if self.pictures == "url" else "http://127.0.0.1:9/pictures/1.png"
        return JSONResponse({"data": [{"url": url}]})

    async def _fetch(self, request: Request) -> Response:
        return await self._met("fetch", request) or Response(drawn(), media_type="image/png")


async def _endless() -> Any:
    while True:
        yield b" "
        await asyncio.sleep(0.02)
