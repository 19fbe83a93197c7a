"""The examples in OpenAPI are what the calls answer (contract, part 10: everything is shown with examples)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from tests.api.walk import OPENAPI, walked

JSON = "application/json"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with walked(tmp_path_factory.mktemp("walk") / "data") as answers:
        yield answers


def examples(schema: dict[str, Any]) -> dict[str, Any]:
    """By route: the example of its answer, None where it has none. Routes that answer no JSON are not among them."""
    return {
        f"{method.upper()} {path}": answer["content"][JSON].get("example")
        for path, methods in schema["paths"].items()
        for method, call in methods.items()
        for status, answer in call["responses"].items()
        if status.startswith("2") and JSON in answer.get("content", {})
    }


def schemas(openapi: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By route, those that are made from a model."""
    return {
        f"{method.upper()} {path}": schema
        for path, methods in openapi["paths"].items()
        for method, call in methods.items()
        for status, answer in call["responses"].items()
        if status.startswith("2")
        for schema in [answer.get("content", {}).get(JSON, {}).get("schema", {})]
        if "$ref" in schema or "anyOf" in schema
    }


def closed(schema: Any) -> Any:
    """The same schema, that takes no keys that it does not name, but where it says so."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **inner} if "properties" in schema and "type" in schema else inner


def test_every_call_is_walked_and_has_an_example(answers: dict[str, Any]) -> None:
    shown = examples(answers[OPENAPI])
    assert {route for route, example in shown.items() if example is None} == set()
    assert set(shown) == set(answers) - {OPENAPI}


def test_every_answer_fits_the_schema_that_openapi_gives(answers: dict[str, Any]) -> None:
    """Where there is one; and has no key beside it."""
    openapi = answers[OPENAPI]
    assert {"GET /api/daily", "GET /api/seasons/{season_id}", "POST /api/trades", "POST /api/gifts/redeem"} <= set(
        schemas(openapi)
    )
    for route, schema in schemas(openapi).items():
        jsonschema.validate(answers[route], {**closed(schema), "components": closed(openapi["components"])})


def test_every_example_has_the_shape_of_the_answer(answers: dict[str, Any]) -> None:
    shown = examples(answers[OPENAPI])
    differing = {
        route: list(differences(shown[route], answer)) for route, answer in answers.items() if route in shown
    }
    assert {route: found for route, found in differing.items() if found} == {}


def test_a_different_shape_is_noticed() -> None:
    assert list(differences({"a": [{"b": 1}]}, {"a": [{"b": "1"}]})) == ["a.0.b: 1 and '1'"]
    assert list(differences({"a": 1}, {"a": 1, "b": None})) == [": keys ['b']"]
    assert list(differences({"a": None, "b": [], "c": 1}, {"a": "x", "b": [1], "c": 0.5})) == []


def differences(example: Any, answer: Any, at: str = "") -> Iterator[str]:
    """Where two differ in keys or types. Null stands for anything, and an empty list for any list."""
    if isinstance(example, dict) and isinstance(answer, dict):
        if example.keys() != answer.keys():
            yield f"{at}: keys {sorted(example.keys() ^ answer.keys())}"
        for key in example.keys() & answer.keys():
            yield from differences(example[key], answer[key], f"{at}.{key}".lstrip("."))
    elif isinstance(example, list) and isinstance(answer, list):
        if example and answer:
            yield from differences(example[0], answer[0], f"{at}.0")
    elif example is not None and answer is not None and _kind(example) is not _kind(answer):
        yield f"{at}: {example!r} and {answer!r}"


def _kind(value: Any) -> type:
    """JSON has one kind of number."""
    return float if type(value) is int else type(value)
