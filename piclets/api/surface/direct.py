"""What is called most goes the straight way to Gradio's own functions for it: reads, and the requests of a scan.

FastAPI looks through all of Gradio's routes for each request, twice, and runs Gradio's look at its own sign-in, which
nobody has here, on threads: for a read that is kept, half of all it costs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from gradio.data_classes import PredictBody
from gradio.routes import App
from pydantic import ValidationError
from starlette.background import BackgroundTasks
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PATHS: Final = tuple(f"/gradio_api/{kind}/{{api_name}}{end}" for kind in ("run", "api") for end in ("", "/"))
"""Calls that are answered at once."""
JOIN: Final = "/gradio_api/queue/join"
LISTEN: Final = "/gradio_api/queue/data"
UPLOAD: Final = "/gradio_api/upload"


def add_direct(app: App) -> None:
    """Serve these in front of a mounted Blocks' other routes, behind its middleware."""
    functions = _functions(app)
    predict, join, listen, upload = (functions[path] for path in (PATHS[0], JOIN, LISTEN, UPLOAD))

    async def called(request: Request) -> Response:
        answer: Response = await predict(
            request.path_params["api_name"], await _call(request), request, username=None
        )
        return answer

    async def joined(request: Request) -> Response:
        return JSONResponse(await join(await _call(request), request, username=None))

    async def listened(request: Request) -> Response:
        answer: Response = await listen(
            _Listening(request.scope, request.receive), request.query_params["session_hash"]
        )
        return answer

    async def uploaded(request: Request) -> Response:
        afterwards = BackgroundTasks()
        answer = await upload(request, afterwards, request.query_params.get("upload_id"))
        return answer if isinstance(answer, Response) else JSONResponse(answer, background=afterwards)

    listening = Route(LISTEN, listened)
    listening.methods = {"GET"}  # without the HEAD that Starlette adds
    app.router.routes[:0] = [
        *(Route(path, called, methods=["POST"]) for path in PATHS),
        Route(JOIN, joined, methods=["POST"]),
        listening,
        Route(UPLOAD, uploaded, methods=["POST"]),
    ]


class _Listening(Request):
    """Gradio asks before each message whether the client has gone; the answer itself is ended when it goes."""

    async def is_disconnected(self) -> bool:
        return False


async def _call(request: Request) -> PredictBody:
    try:
        return PredictBody.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


def _functions(app: App) -> dict[str, Callable[..., Awaitable[Any]]]:
    """What Gradio itself answers with, by path."""
    registered: list[Any] = [each for route in app.routes for each in _routes(route)]
    return {route.path: route.endpoint for route in reversed(registered) if hasattr(route, "endpoint")}


def _routes(route: Any) -> list[Any]:
    """Those of a router that was included, or the route itself."""
    router = getattr(route, "original_router", None)
    return [route] if router is None else router.routes
