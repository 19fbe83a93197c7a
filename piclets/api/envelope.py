"""The one place where an outcome becomes the contract's answer, and the one place that catches everything."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import orjson

from piclets.errors import NotFound, PicletsError

Json = dict[str, Any]

T = TypeVar("T")

log = logging.getLogger(__name__)


async def answer(call: Callable[[], Awaitable[Json]]) -> Json:
    """What `call` returns, or the failure object of what it raises."""

    async def succeed() -> Json:
        return _success(await call())

    return await caught(succeed)


def encoded(found: Json) -> bytes:
    """An answer as it goes out."""
    return orjson.dumps(_success(found))


def _success(found: Json) -> Json:
    return {"success": True, **found}


async def caught(call: Callable[[], Awaitable[T]]) -> T | Json:
    """What `call` returns as it is, or the failure object of what it raises."""
    try:
        return await call()
    except PicletsError as error:
        return failure(error)
    except Exception:  # noqa: BLE001 - the boundary: a bug becomes `internal`, with its trace in the log
        return internal()


def failure(error: PicletsError) -> Json:
    """The contract's failure object."""
    looked_for = {"objectName": error.object_name} if isinstance(error, NotFound) else {}
    return {
        "success": False,
        "error": error.message,
        "code": error.code,
        "retryAfter": error.retry_after,
        **looked_for,
    }


def internal() -> Json:
    """The failure object of a bug, within its except clause: a reference into the log, nothing else."""
    reference = uuid.uuid4().hex[:12]
    log.exception("internal error %s", reference, extra={"reference": reference})
    return {
        "success": False,
        "error": f"Something went wrong on our side. Please try again; the reference is {reference}.",
        "code": "internal",
        "retryAfter": None,
    }
