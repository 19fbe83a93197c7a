"""How much may be sent, counted as it comes; and reading an upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from piclets.api.addresses import client_address
from piclets.api.envelope import failure
from piclets.api.rest.failures import response
from piclets.api.surface.bodies import TooLarge, has_body, plain_json, refuse, replayed, whole_body
from piclets.api.surface.budget import Counted, Uploads
from piclets.api.surface.forms import boundary_of, form_type, unreadable
from piclets.errors import ImageTooLarge, InvalidImage, InvalidRequest, PicletsError

MAX_BODY_BYTES: Final = 64 * 1024
MULTIPART_OVERHEAD_BYTES: Final = 16 * 1024
"""Boundaries, part headers and the small fields beside a file."""
MAX_FIELDS: Final = 10
IN_MEMORY_BYTES: Final = 64 * 1024
"""Of a file; the rest of it is on the disk until it has its turn."""


class _TooMuch(Exception):
    """The body has passed its limit, or there is no place for it."""


class BodyLimit:
    """Refuses a body over the limit of its path, by its declared length or as soon as too much has come.

    `largest` gives the most bytes of a file for each path that takes one; every other body may have 64 kB.
    """

    def __init__(self, app: ASGIApp, largest: Mapping[str, int], uploads: Uploads) -> None:
        self._app = app
        self._largest = largest
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = self._largest.get(scope["path"])
        limit = MAX_BODY_BYTES if largest is None else largest + MULTIPART_OVERHEAD_BYTES
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
            await self._refuse(largest, scope, receive, send)
            return
        if largest is None:
            await self._read_whole(scope, receive, send)
            return
        counted = Counted(receive, self._uploads, client_address(scope))
        refused = False

        async def count() -> Message:
            nonlocal refused
            message = await counted()
            refused = counted.refusal is not None or counted.came > limit
            if refused:
                raise _TooMuch
            return message

        async def answer(message: Message) -> None:
            if not refused:  # else a handler answers what it made of the exception
                await send(message)

        try:
            with suppress(_TooMuch):
                await self._app(scope, count, answer)
        finally:
            counted.settle([])
        if counted.refusal:
            await refuse(counted.refusal)(scope, receive, send)
        elif refused:
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


async def read_upload(request: Request, largest: int) -> tuple[Callable[[], bytes], FormData]:
    """What reads the multipart field `file`, and the form with its other fields.

    It is to be read on a thread, and not before its turn: of those that wait only a little is in memory.
    Raises InvalidImage where there is no such file or no multipart form, ImageTooLarge over `largest` bytes,
    InvalidRequest for a broken form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise _no_file()  # unread: forms of the other kind are parsed a byte at a time, which holds up everyone
    form = await _form(request)
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise _no_file()
    if (file.size or 0) > largest:
        raise too_large(largest)
    return file.file.read, form


async def _form(request: Request) -> FormData:
    content_type = form_type(boundary_of(request.headers))
    parser = MultiPartParser(
        Headers(raw=[(b"content-type", content_type)]),
        request.stream(),
        max_files=1,
        max_fields=MAX_FIELDS,
        max_part_size=MULTIPART_OVERHEAD_BYTES,
    )
    parser.spool_max_size = IN_MEMORY_BYTES
    try:
        return await parser.parse()
    except MultiPartException:
        raise unreadable() from None


def _no_file() -> InvalidImage:
    return InvalidImage("Please send a picture as the file field `file` of a multipart form.")
