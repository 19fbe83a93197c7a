"""How much may be sent, counted as it comes; and reading an upload."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from piclets.api.envelope import failure
from piclets.api.rest.failures import response
from piclets.api.surface.bodies import TooLarge, has_body, plain_json, replayed, whole_body
from piclets.errors import ImageTooLarge, InvalidImage, InvalidRequest, PicletsError

MAX_BODY_BYTES: Final = 64 * 1024
MULTIPART_OVERHEAD_BYTES: Final = 16 * 1024
"""Boundaries, part headers and the small fields beside a file."""
MAX_FIELDS: Final = 10


class _TooMuch(Exception):
    """The body has passed its limit."""


class BodyLimit:
    """Refuses a body over the limit of its path, by its declared length or as soon as too much has come.

    `uploads` gives the most bytes of a file for each path that takes one; every other body may have 64 kB.
    """

    def __init__(self, app: ASGIApp, uploads: Mapping[str, int]) -> None:
        self._app = app
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = self._uploads.get(scope["path"])
        limit = MAX_BODY_BYTES if largest is None else largest + MULTIPART_OVERHEAD_BYTES
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
            await self._refuse(largest, scope, receive, send)
            return
        if largest is None:
            await self._read_whole(scope, receive, send)
            return
        came = 0

        async def count() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > limit:
                raise _TooMuch
            return message

        async def answer(message: Message) -> None:
            if came <= limit:  # else a handler answers what it made of the exception
                await send(message)

        with suppress(_TooMuch):
            await self._app(scope, count, answer)
        if came > limit:
            await self._refuse(largest, scope, receive, send)

    async def _read_whole(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A small body is looked at before anyone parses it."""
        try:
            body = plain_json(await whole_body(scope, receive, MAX_BODY_BYTES)) if has_body(scope) else b""
        except TooLarge:
            await self._refuse(None, scope, receive, send)
        except PicletsError as error:
            await response(failure(error))(scope, receive, send)
        else:
            await self._app(scope, replayed(body, receive), send)

    @staticmethod
    async def _refuse(largest: int | None, scope: Scope, receive: Receive, send: Send) -> None:
        error: PicletsError = InvalidRequest(f"A body here has at most {MAX_BODY_BYTES // 1024} kB.")
        if largest is not None:
            error = too_large(largest)
        answer = response(failure(error), status=413)
        answer.headers["Connection"] = "close"  # what is still coming is not read
        await answer(scope, receive, send)


def file_form(**fields: dict[str, object]) -> dict[str, object]:
    """How OpenAPI describes a multipart form with a `file` and these other fields (JSON schemas by name)."""
    properties = {"file": {"type": "string", "format": "binary"}, **fields}
    schema = {"type": "object", "required": ["file"], "properties": properties}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def too_large(largest: int) -> ImageTooLarge:
    """The refusal of a file over `largest` bytes."""
    return ImageTooLarge(f"This picture is too large. Please send one of at most {largest // 1024**2} MB.")


async def read_upload(request: Request, largest: int) -> tuple[bytes, FormData]:
    """The bytes of the multipart field `file`, and the form with its other fields.

    Raises InvalidImage where there is no such file or no multipart form, ImageTooLarge over `largest` bytes. A form
    that is broken is a 400 too.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise _no_file()  # unread: forms of the other kind are parsed a byte at a time, which holds up everyone
    form = await request.form(max_files=1, max_fields=MAX_FIELDS, max_part_size=MULTIPART_OVERHEAD_BYTES)
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise _no_file()
    data = await file.read(largest + 1)
    await file.close()
    if len(data) > largest:
        raise too_large(largest)
    return data, form


def _no_file() -> InvalidImage:
    return InvalidImage("Please send a picture as the file field `file` of a multipart form.")
