"""Files that Gradio stored (uploads, share cards), served so that nothing in them runs in the game's name."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route, request_response
from starlette.types import ASGIApp, Receive, Scope, Send

from piclets.errors import InvalidImage
from piclets.images.intake import uploaded_file

RASTER: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic"})
"""Shown in the page; of anything else a browser is only offered a download."""
MAX_PATH_CHARS: Final = 1000

_HEADERS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


def add_files(app: FastAPI, folder: Path, blocks_at: Iterable[str]) -> None:
    """Serve the files in `folder` where the pages of each Blocks look for them.

    To be added before Gradio, whose own route fetches any address, reads other folders too, and answers a `Range`
    with all headers of the request. Here only a regular file in `folder` is served, whole.
    """

    def file(request: Request) -> Response:
        path = request.path_params["path"]
        try:
            found = uploaded_file(path, folder) if len(path) <= MAX_PATH_CHARS else None
        except InvalidImage:
            found = None
        if found is None:
            return PlainTextResponse("There is no such file.", status_code=404)
        kind = mimetypes.guess_type(found.name)[0]
        raster = kind in RASTER
        return FileResponse(
            found,
            media_type=kind if raster else "application/octet-stream",
            filename=found.name,
            content_disposition_type="inline" if raster else "attachment",
            headers=_HEADERS,
        )

    whole = _Whole(request_response(file))
    for prefix in blocks_at:
        app.router.routes.append(Route(f"{prefix}/gradio_api/file={{path:path}}", whole, methods=["GET", "HEAD"]))


class _Whole:
    """Answers without a look at `Range`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in Headers(scope=scope).raw if name not in (b"range", b"if-range")]
        await self._app({**scope, "headers": headers}, receive, send)
