"""Calls that are answered at once, on the straight way to Gradio's own function for them.

FastAPI looks through all of Gradio's routes for them, twice, and runs Gradio's look at its own sign-in, which nobody
has here, on a thread: for a read that is kept, half of all it costs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from gradio.data_classes import PredictBody
from gradio.routes import App
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATHS: Final = tuple(f"/gradio_api/{kind}/{{api_name}}{end}" for kind in ("run", "api") for end in ("", "/"))


def add_direct(app: App) -> None:
    """Serve a mounted Blocks' direct calls in front of its other routes, behind its middleware."""
    predict = _function(app)

    async def direct(request: Request) -> Response:
        try:
            body = PredictBody.model_validate_json(await request.body())
        except ValidationError as error:
            raise RequestValidationError(error.errors()) from None
        return await predict(request.path_params["api_name"], body, request, username=None)

    app.router.routes[:0] = [Route(path, direct, methods=["POST"]) for path in PATHS]


def _function(app: App) -> Callable[..., Awaitable[Response]]:
    """What Gradio itself answers these calls with."""
    registered: list[Any] = [each for route in app.routes for each in _routes(route)]
    predict: Callable[..., Awaitable[Response]] = next(
        route.endpoint for route in registered if getattr(route, "path", "") == PATHS[0]
    )
    return predict


def _routes(route: Any) -> list[Any]:
    """Those of a router that was included, or the route itself."""
    router = getattr(route, "original_router", None)
    return [route] if router is None else router.routes
