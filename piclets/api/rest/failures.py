"""The contract's failure object, with its HTTP status, for whatever goes wrong under /api."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from piclets.api.envelope import Json, failure, internal
from piclets.errors import ImageTooLarge, InvalidRequest, Missing, PicletsError

STATUS: Final[Mapping[str, int]] = {
    "invalid_request": 400,
    "invalid_image": 400,
    "invalid_token": 401,
    "not_found": 404,
    "conflict": 409,
    "image_too_large": 413,
    "unsafe_content": 422,
    "rate_limited": 429,
    "quota_exceeded": 429,
    "service_unavailable": 503,
    "storage_unavailable": 503,
    "internal": 500,
}
"""The status that goes with each code of the contract."""

MAX_TOLD_CHARS: Final = 200


def response(body: Json, *, status: int | None = None) -> JSONResponse:
    """A failure object as an HTTP answer; the seconds to wait are in `Retry-After` too."""
    retry_after = body["retryAfter"]
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else None
    return JSONResponse(body, status_code=status or STATUS[body["code"]], headers=headers)


def handle_failures(app: FastAPI) -> None:
    """Let every route of `app` answer failures in the contract's words."""
    app.add_exception_handler(PicletsError, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _http)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PicletsError)  # noqa: S101 - what the handler is registered for
    return response(failure(error))


async def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what the handler is registered for
    return response(failure(InvalidRequest(_sentence(error.errors()[0]))))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    """What Starlette refuses by itself: an unknown path, a method that is not there, a broken multipart body."""
    assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is registered for
    status = error.status_code
    if status == HTTPStatus.NOT_FOUND:
        return response(failure(Missing("There is nothing at this address. `GET /api` says what there is.")))
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer = response(failure(InvalidRequest("This address does not take that method.")), status=status)
        answer.headers.update(error.headers or {})
        return answer
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return response(failure(ImageTooLarge("This is too large.")))
    return response(failure(InvalidRequest("This request cannot be read.")))


def _sentence(problem: Mapping[str, Any]) -> str:
    """A validation error of FastAPI as one sentence that names the parameter and what is allowed."""
    _place, *where = problem.get("loc", ()) or ("body",)
    name = ".".join(map(str, where))[:MAX_TOLD_CHARS]
    message = str(problem.get("msg", "cannot be read"))[:MAX_TOLD_CHARS]
    if problem.get("type") == "json_invalid":
        return "The body has to be JSON."
    return f"`{name}`: {message}." if name else f"The body cannot be read: {message}."


class Boundary:
    """The one place under /api that catches everything: a bug becomes `internal`, with its trace in the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Any) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except ClientDisconnect:
            return  # nobody waits for an answer; who took too long is answered where that was found
        except Exception:  # noqa: BLE001 - the boundary for plain HTTP, as `envelope.answer` is for Gradio's
            answer = response(internal())
            if not started:
                await answer(scope, receive, send)
