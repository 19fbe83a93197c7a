"""Files of the pages' own, at `/web/`: icons and fonts. Which there are is known at the start."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from piclets.api.http import FOREVER

A_DAY: Final = "public, max-age=86400"
_AT_THE_ROOT: Final = ("favicon.ico", "manifest.json")
"""Where browsers look for them; to be added before Gradio, which has its own there."""
_KINDS: Final = {".json": "application/manifest+json", ".ico": "image/x-icon", ".woff2": "font/woff2"}

Find = Callable[[str], tuple[bytes, str] | None]
"""A file's content and version, by its name."""


def add_served(app: FastAPI, find: Find) -> None:
    """Serve what `find` finds: for ever where the address names the version (`?v=`), else for a day."""

    def answer(request: Request, name: str) -> Response:
        found = find(name)
        if found is None:
            return PlainTextResponse("There is no such file.", status_code=404)
        content, version = found
        kind = _KINDS.get(PurePath(name).suffix) or mimetypes.guess_type(name)[0]
        kept = FOREVER if request.query_params.get("v") == version else A_DAY
        return Response(content, media_type=kind, headers={"Cache-Control": kept})

    @app.api_route("/web/{name}", methods=["GET", "HEAD"])
    def served(request: Request, name: str) -> Response:
        return answer(request, name)

    for each in _AT_THE_ROOT:
        app.add_route(
            f"/{each}", lambda request: answer(request, request.url.path.removeprefix("/")), methods=["GET"]
        )
