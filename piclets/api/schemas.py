"""JSON schemas of answers, made from their models: for OpenAPI and for assistants."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import create_model

from piclets.domain.records import Record
from piclets.play.answers import Failure

Json = dict[str, Any]


@cache
def success_of(kind: type[Record]) -> type[Record]:
    """The model of an answer as it goes out: with `success`."""
    return create_model(kind.__name__, __base__=kind, __doc__=kind.__doc__, success=(Literal[True], ...))


@cache
def failed() -> type[Record]:
    """The model of any failure of any call."""
    return create_model(Failure.__name__, __base__=Failure, __doc__=Failure.__doc__, success=(Literal[False], ...))


def output_schema(*kinds: type[Record]) -> Json:
    """What a tool answers: one of these, or a failure."""
    schemas = [each.model_json_schema(mode="serialization") for each in (*map(success_of, kinds), failed())]
    defined: Json = {}
    for schema in schemas:
        defined |= schema.pop("$defs", {})
    return {"type": "object", "anyOf": schemas, "$defs": defined}
