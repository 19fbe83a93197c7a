"""Bodies as they come in: bounded in size and in time."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import Message, Receive, Scope

from piclets.api.envelope import failure
from piclets.api.rest.failures import STATUS, response
from piclets.errors import InvalidRequest, PicletsError

MAX_BODY_BYTES: Final = 64 * 1024
SILENCE_S: Final = 20.0
"""The longest pause within a body."""
WHOLE_S: Final = 300.0
"""For all of a body: 32 MB come at 110 kB a second then."""

MAX_DEPTH: Final = 24
"""Of lists and objects in a JSON body."""
MAX_VALUES: Final = 64 * 1024
"""In a JSON body: more than the small ones have room for; a large one is a picture, which is a single value."""

HARMLESS_BYTES: Final = 4 * 1024
"""So few hold no number that Python refuses to read, which takes 4,301 digits: most bodies need not be read twice."""


def too_large() -> InvalidRequest:
    return InvalidRequest(f"A body here has at most {MAX_BODY_BYTES // 1024} kB.")


class TooLarge(Exception):
    """A body is larger than its route takes."""


class Patience:
    """A request's `receive` that gives up on a body which does not come; then the client counts as gone."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._until = asyncio.get_running_loop().time() + WHOLE_S
        self._whole = False
        self.gave_up = False

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()
        left = self._until - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(SILENCE_S, left)):
                message = await self._receive()
        except TimeoutError:
            self.gave_up = True
            return {"type": "http.disconnect"}
        self._whole = not message.get("more_body", False)
        return message


def has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


async def whole_body(scope: Scope, receive: Receive, most: int) -> bytes:
    """All of a request's body. Raises TooLarge as soon as that is known, ClientDisconnect."""
    declared = Headers(scope=scope).get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > most:
        raise TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > most:
            raise TooLarge
        if not message.get("more_body", False):
            return bytes(body)


def plain_json(raw: bytes) -> bytes:
    """A JSON body without lone surrogates, which no database takes. What is no JSON stays as it is.

    Raises InvalidRequest for one that is nested more than `MAX_DEPTH` times, that has more than `MAX_VALUES` values,
    or a number that Python refuses to read.
    """
    if len(raw) <= HARMLESS_BYTES and b"\\u" not in raw and raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return raw
    if sum(map(raw.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise InvalidRequest(f"A body may have at most {MAX_VALUES} values.")
    try:
        value = json.loads(raw)
    except (json.JSONDecodeError, UnicodeDecodeError):
        return raw
    except ValueError:
        raise InvalidRequest("A number in this body has too many digits.") from None
    except RecursionError:
        raise _too_deep() from None
    if is_deep(value):
        raise _too_deep()
    return raw if b"\\u" not in raw else json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def is_deep(value: object, depth: int = MAX_DEPTH) -> bool:
    """Whether lists and objects are nested more than `depth` times."""
    if isinstance(value, dict):
        return depth == 0 or any(is_deep(inner, depth - 1) for inner in value.values())
    return isinstance(value, list) and (depth == 0 or any(is_deep(inner, depth - 1) for inner in value))


def _too_deep() -> InvalidRequest:
    return InvalidRequest(f"A body may be nested at most {MAX_DEPTH} times.")


def replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that brings `body`, and after it what the request's own brings."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def refuse(error: PicletsError, status: int | None = None) -> JSONResponse:
    """A failure in the contract's words, and for Gradio's clients, which look for `detail`."""
    said = failure(error)
    answer = response({**said, "detail": said["error"]}, status=status or STATUS[error.code])
    if answer.status_code in (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.TOO_MANY_REQUESTS):
        answer.headers["Connection"] = "close"  # what is still coming is not read
    return answer
