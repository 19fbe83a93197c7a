"""An inference router on loopback: chat completions and pictures, in the shapes that InferenceClient reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.loopback.ai_spaces import draw
from tests.loopback.serving import serving

FLAT = {
    "canonicalObject": "pillow",
    "variation": "blue, velvet",
    "objectRarity": "uncommon",
    "monsterName": "Pillowo",
    "primaryType": "structure",
    "hp": 61,
    "attack": 34,
    "defense": 72,
    "speed": 45,
    "heightMetres": 0.4,
    "weightKilograms": 1.2,
    "personality": "Patient and soft-spoken.",
    "description": "It naps where it is warm.",
    "monsterImagePrompt": "A round, friendly creature, plain background",
    "safety": "ok",
    "capture": "direct",
}


@dataclass
class Router:
    """`asked`: headers and JSON of each request. `status`: what every request is answered with, unless 200.

    `tells`: what is answered in place of a picture, given the address where the picture lies. `fetched`: the headers
    of each request for it there.
    """

    asked: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    status: int = 200
    seconds: float = 0.0
    says: Callable[[dict[str, Any]], str] = field(default=lambda body: said(body))
    picture: Callable[[], bytes] = field(default=lambda: drawn())
    tells: Callable[[str], dict[str, Any]] | None = None
    fetched: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        chat = Route("/v1/chat/completions", self._chat, methods=["POST"])
        image = Route("/models/{model:path}", self._image, methods=["POST"])
        file = Route("/files/1.png", self._file)
        self._serving = ExitStack()
        self.url = self._serving.enter_context(serving(Starlette(routes=[chat, image, file])))

    def stop(self) -> None:
        self._serving.close()

    async def _met(self, request: Request) -> Response | None:
        self.asked.append((dict(request.headers), await request.json()))
        await asyncio.sleep(self.seconds)
        return None if self.status == 200 else JSONResponse({"error": "no"}, status_code=self.status)

    async def _chat(self, request: Request) -> Response:
        if refusal := await self._met(request):
            return refusal
        message = {"role": "assistant", "content": self.says(self.asked[-1][1])}
        return JSONResponse(
            {
                "id": "1",
                "created": 0,
                "model": "m",
                "system_fingerprint": "",
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
        )

    async def _image(self, request: Request) -> Response:
        if refusal := await self._met(request):
            return refusal
        if self.tells:
            return JSONResponse(self.tells(f"{self.url}/files/1.png"))
        return Response(self.picture(), media_type="image/png")

    async def _file(self, request: Request) -> Response:
        self.fetched.append(dict(request.headers))
        return Response(self.picture(), media_type="image/png")


def said(body: dict[str, Any]) -> str:
    if "response_format" in body:
        return json.dumps(FLAT)
    return "A photo of a blue velvet pillow. The image is sfw."


def drawn() -> bytes:
    png = BytesIO()
    draw("a pillow").save(png, "PNG")
    return png.getvalue()
