"""A fetched model at a wheel that serves: whole, cut short, of another content, and whole again."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import httpx
import pytest

from piclets.models.languages import GPT2, GRAPH
from piclets.models.store import MANIFEST
from tests.models.gpt2 import tiny_tokenizer, tiny_weights, write_tiny_gpt2
from tests.services_needed import need
from tests.wheel.conftest import Table


@pytest.fixture
def graph(own_table: Table) -> Path:
    """Of a tiny model that stands where GPT-2 stands once it is fetched."""
    need(importlib.util.find_spec("onnx"), "onnx")
    folder = own_table.folder / "models" / GPT2.folder
    write_tiny_gpt2(folder, tiny_weights(tiny_tokenizer().get_vocab_size()))
    graph = folder / GRAPH
    graph.parent.mkdir()
    (folder / "model.onnx").rename(graph)
    files = {name: {"size": (folder / name).stat().st_size} for name in GPT2.files}
    (folder / MANIFEST).write_text(json.dumps({"files": files}))
    return graph


def spun(table: Table, model: str) -> httpx.Response:
    """A spin in a new session of the model, or the refusal of such a session."""
    begun = table.client.post("/api/sessions", json={"prompt": "tea", "model_name": model})
    if begun.status_code != 201:
        return begun
    return table.client.post(f"/api/sessions/{begun.json()['session_id']}/spin", json={"seed": 7})


def test_a_model_on_disk_is_loaded_when_it_is_asked_for(own_table: Table, graph: Path) -> None:
    assert spun(own_table, GPT2.name).status_code == 200
    listed = {model["model_name"]: model for model in own_table.client.get("/api/models").json()["models"]}
    assert listed[GPT2.name]["loaded"]


@pytest.mark.parametrize("same_size", [False, True], ids=["cut short", "overwritten"])
def test_a_damaged_model_is_told_in_one_line_and_stops_nothing(
    own_table: Table, graph: Path, same_size: bool
) -> None:
    whole = graph.read_bytes()
    graph.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) // 2 if same_size else 0))
    damaged = spun(own_table, GPT2.name)
    assert damaged.status_code == 503
    assert damaged.json()["code"] == "service_unavailable"
    assert "models fetch gpt2" in damaged.json()["error"]
    assert "\n" not in damaged.json()["error"]
    assert str(own_table.folder) not in damaged.json()["error"]
    assert spun(own_table, "piclets").status_code == 200

    graph.write_bytes(whole)
    assert spun(own_table, GPT2.name).status_code == 200
