"""Typed answers over HTTP: as they go out, and as OpenAPI describes them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from fastapi.responses import JSONResponse

from piclets.api import schemas
from piclets.domain.records import Record


def succeeded(answer: Record) -> JSONResponse:
    """An answer as it goes out."""
    return JSONResponse({"success": True, **answer.wire()})


def described(*kinds: type[Record], status: int = 200) -> dict[str, Any]:
    """A route's parameters that say what it answers, where it returns the JSON object itself."""
    return described_whole(success_of(*kinds), status)


def described_whole(kind: Any, status: int = 200) -> dict[str, Any]:
    """`described` for the wheel's answers, which have no `success`."""
    return {"response_model": None, "responses": {status: {"model": kind}}}


def success_of(*kinds: type[Record]) -> Any:
    """What a route answers, for its `response_model`: one of these."""
    return reduce(or_, map(schemas.success_of, kinds))
