"""Models are fetched from a Hub, verified, and found again without one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from piclets.errors import Missing, ServiceUnavailable
from piclets.models import commands
from piclets.models.store import ModelStore, Source, source_at
from tests.loopback.hub import LoopbackHub, start_hub
from tests.loopback.hub_repo import Blob

FILES = {"onnx/model.onnx": b"weights" * 1000, "tokenizer.json": b"{}"}
SOURCE = Source("tiny", "makers/tiny", "main", tuple(FILES))


@pytest.fixture(scope="module")
def hub() -> Iterator[LoopbackHub]:
    hub = start_hub()
    hub.repo(SOURCE.repo).commit({path: Blob.regular(content) for path, content in FILES.items()}, "tiny", "")
    yield hub
    hub.stop()


@pytest.fixture
def store(hub: LoopbackHub, tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", hub.url)


def test_a_model_is_fetched_once_and_found_offline(hub: LoopbackHub, store: ModelStore, tmp_path: Path) -> None:
    assert store.state(SOURCE) == "missing"
    folder = store.fetch(SOURCE)
    assert {path: (folder / path).read_bytes() for path in FILES} == FILES
    assert store.verify(SOURCE) == []
    offline = ModelStore(tmp_path / "models", "http://127.0.0.1:9")
    assert offline.fetch(SOURCE) == offline.find(SOURCE) == folder
    (known,) = offline.known([SOURCE])
    assert (known.state, known.commit) == ("ready", hub.repo(SOURCE.repo).head)


def test_what_is_damaged_is_told(store: ModelStore) -> None:
    folder = store.fetch(SOURCE)
    (folder / "onnx/model.onnx").write_bytes(b"WEIGHTS" * 1000)
    assert store.find(SOURCE) == folder  # the size is right: whole files are hashed only when that is asked for
    assert store.verify(SOURCE) == ["onnx/model.onnx"]
    (folder / "onnx/model.onnx").write_bytes(b"half")
    assert store.state(SOURCE) == "incomplete"


def test_half_a_download_is_gone_on_with(store: ModelStore, tmp_path: Path) -> None:
    folder = tmp_path / "models" / SOURCE.folder
    folder.mkdir(parents=True)
    (folder / "tokenizer.json").write_bytes(b"{")
    assert store.state(SOURCE) == "incomplete"
    assert (store.fetch(SOURCE) / "tokenizer.json").read_bytes() == b"{}"


def test_what_the_hub_has_not_is_said_so(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(Missing, match="makers/none"):
        store.fetch(Source("none", "makers/none", "main", ("a",)))
    with pytest.raises(Missing, match="makers/tiny"):
        store.fetch(Source("less", "makers/tiny", "main", ("not-there",)))
    with pytest.raises(ServiceUnavailable):
        ModelStore(tmp_path / "else", "http://127.0.0.1:9").fetch(SOURCE)


def test_an_address_names_a_repo_and_a_revision() -> None:
    assert source_at("clip", "a/b@v1", ("x",)) == Source("clip", "a/b", "v1", ("x",))
    assert source_at("clip", "a/b", ("x",)).revision == "main"
    for wrong in ("a", "a/b/c", "../b", "a/..@x", "a/b@../x", "a b/c"):
        with pytest.raises(ValueError, match="owner/name"):
            source_at("clip", wrong, ("x",))


def test_the_games_own_model_is_listed_and_not_fetched(tmp_path: Path) -> None:
    offline, told = ModelStore(tmp_path / "models", "http://127.0.0.1:9"), list[str]()
    assert commands.show(offline, told.append) == commands.fetch(offline, ["piclets"], told.append) == 0
    assert told[0].split()[:2] == ["piclets", "ready"]
    assert "nothing to fetch" in told[-1]
