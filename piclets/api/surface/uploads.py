"""Gradio's upload route, bounded: it takes in what comes, as much and as fast as it comes."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from gradio.routes import file_upload_statuses
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from piclets.api.addresses import client_address
from piclets.api.surface.bodies import refuse
from piclets.api.surface.budget import Counted, Uploads
from piclets.api.surface.forms import Files, boundary_of, form_type
from piclets.errors import ImageTooLarge, InvalidRequest, PicletsError

MAX_UPLOAD_BYTES: Final = 32 * 1024 * 1024
MULTIPART_OVERHEAD_BYTES: Final = 64 * 1024
FIELD: Final = "files"
"""As Gradio's clients call it."""
MAX_FILES: Final = 10
"""In one upload: each is an open file while it comes."""
PROGRESS_KEPT_S: Final = 30.0


class UploadDoor:
    """Middleware for the upload routes at `paths`."""

    def __init__(self, app: ASGIApp, *, uploads: Uploads, paths: frozenset[str]) -> None:
        self._app = app
        self._uploads = uploads
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in self._paths and scope["method"] == "POST":
            try:
                await _Upload(self._app, self._uploads, scope, receive, send).run()
            finally:
                _forget_later(scope)
        elif scope["type"] == "http" and scope["path"].endswith("/gradio_api/upload_progress"):
            try:
                await self._app(scope, receive, send)
            finally:
                _forget_later(scope)
        else:
            await self._app(scope, receive, send)


class _Upload:
    """One upload on its way to Gradio."""

    def __init__(self, app: ASGIApp, uploads: Uploads, scope: Scope, receive: Receive, send: Send) -> None:
        self._app = app
        self._uploads = uploads
        self._counted: Counted
        self._files: Files
        self._scope = scope
        self._receive = receive
        self._send = send
        self._refusal: PicletsError | None = None
        self._gone = False
        self._answer = bytearray()

    async def run(self) -> None:
        try:
            self._begin()
        except PicletsError as error:
            await refuse(error)(self._scope, self._receive, self._send)
            return
        self._counted = Counted(self._receive, self._uploads, client_address(self._scope))
        try:
            await self._app(self._scope, self._read, self._tell)
        finally:
            self._counted.settle(self._stored())
        if self._gone:
            raise ClientDisconnect
        if self._refusal:
            await refuse(self._refusal)(self._scope, self._receive, self._send)

    def _begin(self) -> None:
        """Look at the head of the request. Raises ImageTooLarge, InvalidRequest."""
        headers = Headers(scope=self._scope)
        declared = headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > _most():
            raise _too_large()
        boundary = boundary_of(headers)
        self._files = Files(boundary, field=FIELD, most=MAX_FILES)
        # Uncompressed, so that the names of the files can be read in the answer.
        kept = [pair for pair in self._scope["headers"] if pair[0] not in (b"accept-encoding", b"content-type")]
        self._scope = {**self._scope, "headers": [*kept, (b"content-type", form_type(boundary))]}

    async def _read(self) -> Message:
        message = await self._counted()
        if message["type"] == "http.disconnect":
            self._refusal = self._counted.refusal
            self._gone = self._refusal is None
        else:
            self._refusal = self._refusal_of(message)
        if self._gone or self._refusal:
            # Of all that can end an upload, this alone makes Gradio delete what it has stored of it.
            raise MultiPartException("The upload has ended early.")
        return message

    def _refusal_of(self, message: Message) -> PicletsError | None:
        if self._counted.came > _most():
            return _too_large()
        try:
            self._files.look(message.get("body", b""), last=not message.get("more_body", False))
        except InvalidRequest as refusal:
            return refusal
        return None

    async def _tell(self, message: Message) -> None:
        if self._gone or self._refusal:
            return  # what Gradio says of it is said in the contract's words
        if message["type"] == "http.response.body" and len(self._answer) < MULTIPART_OVERHEAD_BYTES:
            self._answer += message.get("body", b"")
        await self._send(message)

    def _stored(self) -> list[Path]:
        """The files that Gradio says it has stored."""
        try:
            stored: Any = json.loads(self._answer or b"[]")
        except ValueError:
            return []
        return [Path(path) for path in stored if isinstance(path, str)] if isinstance(stored, list) else []


def _too_large() -> ImageTooLarge:
    return ImageTooLarge(f"An upload has at most {MAX_UPLOAD_BYTES // 1024**2} MB.")


def _most() -> int:
    return MAX_UPLOAD_BYTES + MULTIPART_OVERHEAD_BYTES


def _forget_later(scope: Scope) -> None:
    """Gradio keeps each name of an upload whose progress anyone has asked for, for ever."""
    for name in parse_qs(scope["query_string"].decode("latin-1")).get("upload_id", []):
        asyncio.get_running_loop().call_later(PROGRESS_KEPT_S, _forget, name)


def _forget(upload_id: str) -> None:
    file_upload_statuses._statuses.pop(upload_id, None)
    file_upload_statuses._signals.pop(upload_id, None)
