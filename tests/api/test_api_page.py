"""What "Use via API" shows: the five endpoints, each with code that works and an answer like the real one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import plain
from tests.photos import take_photo
from tests.server import Server

PARAMETERS = {
    "/generate_piclet": ["image", "hf_token"],
    "/get_user_piclets": ["hf_token", "limit", "offset"],
    "/get_object_details": ["object_name"],
    "/get_recent_activity": ["limit"],
    "/get_leaderboard": ["limit"],
}


@pytest.fixture(scope="module")
def page(server: Server) -> dict[str, Any]:
    info: dict[str, Any] = plain.get(f"{server.url}/gradio_api/info").json()
    assert info["unnamed_endpoints"] == {}
    endpoints: dict[str, Any] = info["named_endpoints"]
    return endpoints


def shape(value: Any) -> Any:
    """A JSON value with its keys, and without what stands in them."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


def test_the_five_are_shown_with_their_words(page: dict[str, Any]) -> None:
    assert {name: [p["parameter_name"] for p in told["parameters"]] for name, told in page.items()} == PARAMETERS
    for told in page.values():
        assert len(told["description"]) > 50
        assert all(len(parameter["python_type"]["description"]) > 20 for parameter in told["parameters"])
    optional = {
        p["parameter_name"] for told in page.values() for p in told["parameters"] if p["parameter_has_default"]
    }
    assert optional == {"limit", "offset"}


def test_its_code_runs_and_answers_as_it_shows(page: dict[str, Any], tmp_path: Path) -> None:
    photo = take_photo(tmp_path, "blue pillow", seed=90)  # the embedded studio goes by a file's name
    for name in PARAMETERS:
        code = page[name]["code_snippets"]["python"]
        result = run(code.replace("hf_...", "local_ines").replace("photo.jpg", str(photo)).replace("print", "str"))
        success, _, failure = page[name]["returns"][0]["python_type"]["description"].partition(" or ")
        assert result["success"], result
        assert shape(result) == shape(json.loads(success))
        assert json.loads(failure).keys() == {"success", "error", "code", "retryAfter"}


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the page's own code, to see that it works
    result: dict[str, Any] = names["result"]
    return result
