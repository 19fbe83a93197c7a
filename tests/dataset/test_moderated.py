"""What the console decides is in the dataset, and what it takes away is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from piclets.admin.moderation import Moderation
from piclets.ledger.reports import Reports
from tests.dataset.game import REPO, Server, verified
from tests.loopback.hub import LoopbackHub
from tests.waiting import until

WHY = "because it is so"


@pytest.fixture
def server(hub: LoopbackHub, tmp_path: Path) -> Server:
    """Claimed and publishing, with a pillow of ada's and a mug of bob's in the dataset."""
    server = Server.at(tmp_path / "a", hub).start()
    until(lambda: server.dataset.refusal() is None)
    server.scan("ada", "pillow")
    server.scan("bob", "mug")
    server.scan("bob", "mug", "old")
    settled(server)
    return server


def settled(server: Server) -> None:
    until(lambda: (state := server.dataset.state())["pending"] == state["documentsPending"] == 0)


def moderation(server: Server) -> Moderation:
    return Moderation(server.ledger, Reports(server.ledger.database))


def files(hub: LoopbackHub, folder: str) -> set[str]:
    return {path for path in hub.repo(REPO).files if path.startswith(f"{folder}/")}


def everything(hub: LoopbackHub) -> str:
    repo = hub.repo(REPO)
    return "\n".join(f"{path}\n{repo.text(path)}" for path in repo.files if path.endswith((".json", ".jsonl")))


def test_hidden_renamed_and_merged(hub: LoopbackHub, server: Server) -> None:
    moderation(server).decide("hide", "mug_canonical", why=WHY)
    settled(server)
    assert files(hub, "piclets") == {"piclets/pillow.json"}
    moderation(server).decide("unhide", "mug_canonical", why=WHY)
    moderation(server).decide("rename", "mug", "cup", why=WHY)
    settled(server)
    assert files(hub, "piclets") == {"piclets/pillow.json", "piclets/cup.json"}
    moderation(server).decide("merge", "cup", "pillow", why=WHY)
    settled(server)
    assert files(hub, "piclets") == {"piclets/pillow.json"}
    page = json.loads(hub.repo(REPO).text("piclets/pillow.json"))
    assert [entry["typeId"] for entry in page["variations"]] == ["mug_canonical", "mug_001"]
    merge = moderation(server).decided()[0].event.id
    moderation(server).decide("undo_merge", merge, why=WHY)
    settled(server)
    assert files(hub, "piclets") == {"piclets/pillow.json", "piclets/cup.json"}
    verified(hub)
    server.settle()


def test_a_revoked_discovery(hub: LoopbackHub, server: Server) -> None:
    moderation(server).decide("revoke", "subbob", why=WHY)
    settled(server)
    page = json.loads(hub.repo(REPO).text("piclets/mug.json"))
    assert page["canonical"]["discoveredBy"] == page["variations"][0]["discoveredBy"] == "nobody yet"
    assert json.loads(hub.repo(REPO).text("users/subbob.json"))["rarityScore"] == 0
    server.scan("ada", "mug")
    settled(server)
    assert json.loads(hub.repo(REPO).text("piclets/mug.json"))["canonical"]["discoveredBy"] == "ada"
    verified(hub)
    server.settle()


def test_an_erased_player_is_in_no_file(hub: LoopbackHub, server: Server, tmp_path: Path) -> None:
    assert "bob" in everything(hub)
    moderation(server).decide("erase", "subbob", why=WHY)
    settled(server)
    assert "bob" not in everything(hub)
    assert files(hub, "users") == {"users/subada.json"}
    page = json.loads(hub.repo(REPO).text("piclets/mug.json"))
    assert page["canonical"]["discoveredBy"] == "a player"
    verified(hub)
    server.settle()
    other = Server.at(tmp_path / "b", hub).start()
    until(lambda: other.dataset.refusal() is None)
    assert other.ledger.head() == 4
    assert all(other.ledger.rebuild().values())
    other.settle()
