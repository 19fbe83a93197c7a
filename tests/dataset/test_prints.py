"""Prints stand in the documents of their object and their holder (contract, part 4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import CommitOperationAdd, HfApi

from piclets.admin.moderation import Moderation
from piclets.dataset import chain
from piclets.ledger.documents import LISTED_PRINTS
from piclets.ledger.prints import PrintQueries
from piclets.ledger.reports import Reports
from piclets.ledger.trades import Trades
from tests.dataset.game import REPO, Server, player, verified
from tests.loopback.hub import LoopbackHub
from tests.waiting import until

NOW = "2026-11-01T00:00:00Z"


@pytest.fixture
def server(hub: LoopbackHub, tmp_path: Path) -> Server:
    server = Server.at(tmp_path / "a", hub).start()
    until(lambda: server.dataset.refusal() is None)
    return server


def settled(server: Server) -> None:
    until(lambda: (state := server.dataset.state())["pending"] == state["documentsPending"] == 0)


def document(hub: LoopbackHub, path: str) -> Any:
    return json.loads(hub.repo(REPO).text(path))


def give(server: Server, giver: str, pid: str, taker: str) -> None:
    trades = Trades(server.ledger)
    trades.redeem(player(taker), trades.gift(player(giver), pid, NOW), NOW)


def test_who_found_and_who_holds(hub: LoopbackHub, server: Server) -> None:
    server.scan("ada", "mug")
    server.scan("bob", "mug")
    pid = PrintQueries(server.ledger.database).of_find("subada", "mug_canonical")
    assert pid is not None
    give(server, "ada", pid, "bob")
    settled(server)
    first, second = document(hub, "piclets/mug.json")["canonical"]["prints"]
    assert (first["pid"], first["number"], first["finderId"], first["holderId"]) == (pid, 1, "subada", "subbob")
    assert (second["number"], second["finderId"], second["holderId"]) == (2, "subbob", "subbob")
    ada, bob = document(hub, "users/subada.json"), document(hub, "users/subbob.json")
    assert (ada["typeIds"][0]["print"], ada["printsGiven"], ada["printsReceived"]) == (pid, [pid], [])
    assert bob["printsReceived"] == [pid]
    verified(hub)
    server.settle()


def test_many_prints_have_pages_of_their_own(hub: LoopbackHub, server: Server) -> None:
    for number in range(LISTED_PRINTS + 1):
        server.scan(f"p{number}", "mug")
    settled(server)
    assert len(document(hub, "piclets/mug.json")["canonical"]["prints"]) == LISTED_PRINTS
    [path] = [path for path in hub.repo(REPO).files if path.endswith(".prints.json")]
    page = document(hub, path)
    assert page["typeId"] == "mug_canonical"
    assert [line["number"] for line in page["prints"]] == list(range(1, LISTED_PRINTS + 2))
    verified(hub)
    Moderation(server.ledger, Reports(server.ledger.database)).decide("hide", "mug_canonical", why="because it is so")
    settled(server)
    assert path not in hub.repo(REPO).files
    verified(hub)
    server.settle()


def test_an_erased_player_is_in_no_list_of_prints(hub: LoopbackHub, server: Server) -> None:
    server.scan("ada", "mug")
    server.scan("bob", "mug")
    give(server, "ada", PrintQueries(server.ledger.database).of_find("subada", "mug_canonical") or "", "bob")
    settled(server)
    for who in ("subbob", "subada"):
        Moderation(server.ledger, Reports(server.ledger.database)).decide("erase", who, why="because it is so")
        settled(server)
        repo = hub.repo(REPO)
        for path in repo.files:
            if path.endswith((".json", ".jsonl")):
                assert who not in repo.text(path), path
    verified(hub)
    server.settle()


def test_documents_of_an_older_form_are_written_anew(hub: LoopbackHub, server: Server, tmp_path: Path) -> None:
    server.scan("ada", "mug")
    settled(server)
    server.settle()
    repo = hub.repo(REPO)
    older = json.loads(repo.text("events/head.json"))
    assert older.pop("form") == chain.FORM
    mug = document(hub, "piclets/mug.json")
    del mug["canonical"]["prints"]
    edited = {"events/head.json": older, "piclets/mug.json": mug}
    changes = [CommitOperationAdd(path, json.dumps(content).encode()) for path, content in edited.items()]
    HfApi(hub.url, token=hub.token).create_commit(REPO, changes, commit_message="older", repo_type="dataset")
    again = Server.at(tmp_path / "b", hub).start()
    until(lambda: again.dataset.refusal() is None)
    settled(again)
    assert document(hub, "piclets/mug.json")["canonical"]["prints"][0]["number"] == 1
    verified(hub)
    again.settle()
