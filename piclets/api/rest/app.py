"""The application under /api: its routers, its documentation, and the rules that hold for all of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from piclets import __version__
from piclets.api.rest.access import Access
from piclets.api.rest.bodies import BodyLimit
from piclets.api.rest.failures import STATUS, Boundary, handle_failures
from piclets.api.schemas import failed
from piclets.api.surface.budget import Uploads
from piclets.domain.records import Record
from piclets.play.answers import GameTotals

PREFIX: Final = "/api"
CARDS_PREFIX: Final = "/prints"
"""Pictures and sheets of cards, served by the same application."""
FEEDS_PREFIX: Final = "/feeds"
FEED_PATH: Final = "/feed.atom"
SUMMARY: Final = (
    "Everything of the game beyond its five Gradio endpoints. JSON in and out. A player's token comes as "
    "`Authorization: Bearer ...`; any origin may call. A failure is one object with a code, a sentence, and the "
    "seconds to wait where waiting helps."
)
NEEDS_TOKEN: Final[list[dict[str, list[str]]]] = [{"token": []}]
TAKES_TOKEN: Final[list[dict[str, list[str]]]] = [{}, *NEEDS_TOKEN]
"""How OpenAPI says it."""


@dataclass(frozen=True)
class Capability:
    """A part of the API: its routes, and the most bytes of a file for each path that takes one."""

    router: APIRouter
    uploads: Mapping[str, int] = field(default_factory=dict)


class Call(Record):
    """A call of the API, and a line about it."""

    method: str
    path: str
    about: str


class Index(Record):
    """Of `GET /api`: the game in numbers, and every call there is."""

    name: str = "Piclets"
    version: str = __version__
    totals: GameTotals
    openapi: str = f"{PREFIX}/openapi.json"
    docs: str = f"{PREFIX}/docs"
    calls: tuple[Call, ...]


def build_rest(capabilities: Iterable[Capability], totals: Callable[[], GameTotals], uploads: Uploads) -> FastAPI:
    """The ASGI application for every path under /api. `totals` is the whole game in numbers; it may block.

    `uploads` is the disk's budget, which files that are sent here have a share of while they are looked at.
    """
    parts = tuple(capabilities)
    app = FastAPI(
        title="Piclets",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        redirect_slashes=False,
        # What any call can answer; 422 is FastAPI's own form otherwise.
        responses={
            "4XX": {"model": failed(), "description": "Refused, in one sentence."},
            "5XX": {"model": failed(), "description": "Not available now."},
        },
    )
    handle_failures(app)
    largest = {path: most for part in parts for path, most in part.uploads.items()}
    app.add_middleware(BodyLimit, largest=largest, uploads=uploads)
    app.add_middleware(Boundary)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After"],
    )
    for part in parts:
        app.include_router(part.router)
    routes = [route for part in parts for route in part.router.routes if isinstance(route, APIRoute)]
    _describe(app, totals, [route for route in routes if route.include_in_schema])
    return app


def _describe(app: FastAPI, totals: Callable[[], GameTotals], routes: Sequence[APIRoute]) -> None:
    @app.get(PREFIX, tags=["about"], summary="What there is")
    def index() -> Index:
        """Every call with a line about it, and the game's totals."""
        calls = (
            Call(method=method.upper(), path=path, about=call.get("summary", ""))
            for path, methods in app.openapi()["paths"].items()
            for method, call in methods.items()
        )
        return Index(totals=totals(), calls=tuple(calls))

    @app.get(f"{PREFIX}/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        schema = app.openapi()
        page = _TEMPLATES.get_template("docs.html")
        told = partial(_whole, schema=schema)
        return HTMLResponse(page.render(schema=schema, codes=STATUS, whole=told, needs_token=NEEDS_TOKEN))

    app.openapi = lambda: _schema(app, routes)  # type: ignore[method-assign]  # how FastAPI takes a schema of one's own


def _schema(app: FastAPI, routes: Sequence[APIRoute]) -> dict[str, Any]:
    """OpenAPI, made once; without FastAPI's own form of validation errors, which never leave this server."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=SUMMARY, routes=app.routes)
        for methods in schema["paths"].values():
            for call in methods.values():
                call["responses"].pop("422", None)
        _add_examples(schema["paths"])
        _add_tokens(schema, routes)
        schemas = schema.get("components", {}).get("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        app.openapi_schema = schema
    return app.openapi_schema


def _add_examples(paths: Mapping[str, Mapping[str, dict[str, Any]]]) -> None:
    """What a call answers when it succeeds; recorded from a running game by `tests/api/walk.py`."""
    examples = json.loads(_EXAMPLES.read_text("utf-8"))
    for path, methods in paths.items():
        for method, call in methods.items():
            example = examples.get(f"{method.upper()} {path}")
            for status, answer in call["responses"].items():
                if example is not None and status.startswith("2"):
                    answer["content"]["application/json"]["example"] = example


def _add_tokens(schema: dict[str, Any], routes: Sequence[APIRoute]) -> None:
    """Which calls need a player's token, and which take one."""
    bearer = {"type": "http", "scheme": "bearer", "description": "A player's own token."}
    schema.setdefault("components", {})["securitySchemes"] = {"token": bearer}
    for route in routes:
        asked = set(_asked(route.dependant))
        security = NEEDS_TOKEN if Access.player in asked else TAKES_TOKEN if Access.caller in asked else None
        if security is not None:
            for method in route.methods or ():
                schema["paths"][route.path_format][method.lower()]["security"] = security


def _asked(dependant: Dependant) -> Iterator[object]:
    """The methods that a route depends on, also through others."""
    for each in dependant.dependencies:
        yield getattr(each.call, "__func__", None)
        yield from _asked(each)


def _whole(part: Any, schema: Mapping[str, Any]) -> Any:
    """A part of the schema with what it refers to in its place."""
    if isinstance(part, list):
        return [_whole(each, schema) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _whole(schema["components"]["schemas"][part["$ref"].rpartition("/")[2]], schema)
    return {name: _whole(each, schema) for name, each in part.items()}


_EXAMPLES: Final = Path(__file__).parent / "examples.json"
_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)


class Under(BaseRoute):
    """Hands every path that is the prefix, or below it, to another application, path and all.

    With `exactly` the prefix alone. `template` is what it takes, as routes are written.
    """

    def __init__(self, prefix: str, app: FastAPI, *, exactly: bool = False) -> None:
        self.path = prefix
        self.app = app
        self.exactly = exactly
        self.template = prefix if exactly else f"{prefix}/{{path:path}}"

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path = scope.get("path", "")
        below = not self.exactly and path.startswith(f"{self.path}/")
        taken = scope["type"] == "http" and (path == self.path or below)
        return (Match.FULL if taken else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
