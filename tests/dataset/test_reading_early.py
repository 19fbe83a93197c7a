"""The five reads are served while a snapshot is still being loaded, and nothing else is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI

from piclets.dataset import snapshots
from piclets.dataset.snapshot_files import TablesFiles
from piclets.domain.records import Player
from piclets.errors import ServiceUnavailable
from piclets.ledger import copies, loading
from piclets.ledger.copies import Line
from piclets.ledger.queries import Queries
from piclets.server.serving import build_server
from piclets.server.wiring import build_game
from piclets.settings import Settings
from tests.dataset.game import AT, REPO, Server
from tests.dataset.snapshotted import Restored, change_rows, everything, manifest
from tests.loopback.hub import LoopbackHub
from tests.waiting import until

SECOND = next(name for name in copies.TABLES if name not in loading.FIRST)
NAMES = ("pillow", "velvet pillow", "cup", "vase", "lamp", "shoe", "boot", "mug", "fjörd café", "kitten", "harp")


class Held:
    """Loading stops before the first table that the five reads do not look at, until it is let go on."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()

    def hold(self, monkeypatch: pytest.MonkeyPatch) -> None:
        held = self

        class Waiting(TablesFiles):
            def rows(self, name: str) -> Iterator[list[Line]]:
                if name == SECOND:
                    held.reached.set()
                    held.go_on.wait()
                yield from super().rows(name)

        monkeypatch.setattr(snapshots, "TablesFiles", Waiting)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    held = Held()
    held.hold(monkeypatch)
    yield held
    held.go_on.set()


def reads(server: Server) -> object:
    """What the five reads look up."""
    queries = Queries(server.ledger.database)
    players = [f"sub{name}" for name in ("ada", "bob", "eve", "zoe", "nobody")]
    return (
        [queries.object_details(name.replace(" ", "_"), 500) for name in NAMES],
        [(queries.standing(sub), queries.collection(sub, 100, 0)) for sub in players],
        queries.recent(100),
        queries.leaders(100),
        queries.rank_of(0),
    )


def test_the_five_reads_are_served_first_and_nothing_is_written(
    hub: LoopbackHub, whole: Server, held: Held, tmp_path: Path
) -> None:
    server = Server.at(tmp_path / "b", hub).start()
    ledger = server.ledger
    until(held.reached.is_set)
    assert ledger.reads_as_of == manifest(hub)["events"]
    assert ledger.head() == 0
    assert ledger.events_after(0, 1) == []
    assert reads(server) == reads(whole)
    assert server.dataset.state()["state"] == "restoring"
    assert isinstance(server.ledger.read_refusal(), ServiceUnavailable)
    assert isinstance(server.dataset.refusal(), ServiceUnavailable)
    ledger.follow_rename(Player(sub="subada", username="Ada Lovelace"), AT)
    with pytest.raises(ServiceUnavailable, match="being restored"):
        server.scan("ada", "chair")
    held.go_on.set()
    until(lambda: server.dataset.refusal() is None)
    assert everything(ledger) == everything(whole.ledger)
    server.scan("ada", "chair")
    ledger.follow_rename(Player(sub="subada", username="Ada Lovelace"), AT)
    standing = Queries(ledger.database).standing("subada")
    assert standing is not None
    assert standing.username == "Ada Lovelace"
    server.settle()
    whole.ledger.close()


def test_a_snapshot_that_proves_wrong_later_is_not_read_any_more(
    hub: LoopbackHub, whole: Server, held: Held, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    change_rows(hub, "player_photos", lambda rows: rows.append(rows[0]))
    server = Server.at(tmp_path / "b", hub).start()
    until(held.reached.is_set)
    version = server.ledger.version()
    assert server.ledger.reads_as_of is not None
    held.go_on.set()
    until(lambda: server.dataset.refusal() is None)
    assert server.ledger.reads_as_of is None
    assert server.ledger.version() != version
    assert "the snapshot cannot be used: the log is folded instead" in [record.message for record in caplog.records]
    assert everything(server.ledger) == everything(whole.ledger)
    server.settle()
    whole.ledger.close()


def call(app: FastAPI, endpoint: str, data: list[object]) -> dict[str, Any]:
    async def posted() -> dict[str, Any]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            answer = await client.post(f"/gradio_api/run/{endpoint}", json={"data": data}, timeout=60)
            told: dict[str, Any] = answer.json()["data"][0]
            return told

    return anyio.run(posted)


def test_players_get_the_five_reads_while_the_server_says_what_is_missing(
    hub: LoopbackHub, whole: Server, held: Held, tmp_path: Path
) -> None:
    settings = {
        "PICLETS_DATA_DIR": tmp_path / "b",
        "HF_ENDPOINT": hub.url,
        "DATASET_REPO": REPO,
        "PICLETS_AI": "local",
        "PICLETS_MIRROR": True,
    }
    game = build_game(Settings.model_validate(settings))
    app = build_server(game)
    questions: list[tuple[str, list[object]]] = [
        ("get_leaderboard", [10]),
        ("get_recent_activity", [20]),
        ("get_object_details", ["cup"]),
        ("get_user_piclets", ["local_ada", 10, 0]),
    ]
    try:
        assert [call(app, *question)["success"] for question in questions] == [False] * 4
        game.start()
        until(held.reached.is_set)
        ready, told = game.readiness()
        assert (ready, told["readsAsOf"]) == (False, manifest(hub)["events"])
        early = [call(app, *question) for question in questions]
        assert [answer["success"] for answer in early] == [True] * 4
        with pytest.raises(ServiceUnavailable, match="being restored"):
            game.refuse_reads()
        held.go_on.set()
        until(lambda: game.readiness()[0])
        assert game.readiness()[1]["readsAsOf"] is None
        assert [call(app, *question) for question in questions] == early
    finally:
        held.go_on.set()
        game.close()
        whole.ledger.close()


def test_a_ledger_whose_loading_was_cut_off_is_emptied_before_the_log_is_folded(
    hub: LoopbackHub, whole: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cut(Exception):
        """The process ends here."""

    def cut(*_arguments: object) -> None:
        raise Cut

    server = Server.at(tmp_path / "b", hub)
    with monkeypatch.context() as patched:
        patched.setattr(loading, "clear", lambda _database: None)
        patched.setattr(copies, "fill_log", cut)
        with pytest.raises(Cut):
            Restored.at(tmp_path / "b", hub)
    assert server.ledger.head() == 0
    assert reads(server) == reads(whole)
    change_rows(hub, "player_photos", lambda rows: rows.append(rows[0]))
    restored = Restored.at(tmp_path / "b", hub)
    assert everything(restored.ledger) == everything(whole.ledger)
    for ledger in (server.ledger, restored.ledger, whole.ledger):
        ledger.close()
