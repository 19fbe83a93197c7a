"""What the ledger has is in the dataset, whatever the Hub does."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi
from sqlalchemy import Engine, event

from piclets.dataset.repo import DatasetRepo
from piclets.domain.records import Player
from piclets.errors import ServiceUnavailable, StorageUnavailable
from tests.dataset.game import AT, REPO, Server, scan, verified
from tests.loopback.hub import CommitFault, LoopbackHub
from tests.waiting import until


@pytest.fixture
def server(hub: LoopbackHub, tmp_path: Path) -> Server:
    """Claimed and publishing."""
    server = Server.at(tmp_path / "a", hub).start()
    until(lambda: server.dataset.refusal() is None)
    return server


def test_a_scan_is_in_the_dataset_as_the_contract_says(hub: LoopbackHub, server: Server) -> None:
    recorded = server.scan("ada", "pillow")
    server.dataset.published(recorded.seq).result(timeout=20)
    server.settle()
    repo = hub.repo(REPO)
    canonical = json.loads(repo.text("piclets/pillow.json"))["canonical"]
    assert canonical["typeId"] == "pillow_canonical"
    assert canonical["discovererId"] == "subada"
    assert "rarity" not in canonical
    assert f"images/0000/0000/{canonical['image']}" in repo.files
    profile = json.loads(repo.text("users/subada.json"))
    assert (profile["username"], profile["rarityScore"], profile["totalFinds"]) == ("ada", 125, 1)
    assert profile["typeIds"][0]["typeId"] == "pillow_canonical"
    assert profile["badges"]["finder"] == [{"at": profile["typeIds"][0]["firstScannedAt"], "event": 1}]
    assert json.loads(repo.text("metadata/stats.json"))["scans"] == 1
    assert json.loads(repo.text("metadata/leaderboard.json"))["leaderboard"][0]["username"] == "ada"
    assert repo.text("README.md").startswith("---\n")
    verified(hub)


def test_many_scans_share_a_commit_and_nothing_is_written_twice(hub: LoopbackHub, server: Server) -> None:
    hub.faults.outage = 503
    for number in range(51):
        server.scan(f"p{number}", "pillow", f"colour{number % 7}")
    hub.faults.outage = None
    server.settle()
    # what made it, the claim, the commit that met the outage (with as many scans as there were), and all the rest
    assert len(hub.repo(REPO).commits) <= 4
    assert verified(hub).events == 51


def test_the_viewer_row_follows_the_rarity_and_a_rename(hub: LoopbackHub, server: Server) -> None:
    server.scan("ada", "pillow")
    server.publish()
    for number in range(6):
        server.scan(f"p{number}", "pillow")
        server.publish()
    server.ledger.follow_rename(Player(sub="subada", username="lovelace"), AT)
    server.settle()
    row = json.loads(hub.repo(REPO).text("metadata/piclets/0000/0000.jsonl"))
    assert (row["rarity"], row["discoveredBy"]) == ("epic", "lovelace")
    assert json.loads(hub.repo(REPO).text("piclets/pillow.json"))["canonical"]["discoveredBy"] == "lovelace"
    verified(hub)


def test_a_scan_under_a_new_name_renames_every_document(hub: LoopbackHub, server: Server) -> None:
    server.scan("ada", "pillow")
    server.publish()
    scan(server.ledger, server.images, "ada", "cup", username="lovelace")
    server.settle()
    assert json.loads(hub.repo(REPO).text("piclets/pillow.json"))["canonical"]["discoveredBy"] == "lovelace"
    assert verified(hub).events == 3


def test_what_comes_while_the_publisher_looks_is_published_before_it_stops(hub: LoopbackHub, server: Server) -> None:
    looks: SimpleQueue[None] = SimpleQueue()

    def linger(*told: Any) -> None:
        ours = threading.current_thread().name == "dataset"
        if ours and told[2].startswith("SELECT count") and "dirty_documents" in told[2]:
            looks.put(None)
            time.sleep(0.3)

    server.scan("ada", "pillow")
    server.publish()
    until(lambda: server.dataset.state()["documentsPending"] == 0)
    event.listen(Engine, "after_cursor_execute", linger)
    try:
        server.dataset.nudge()
        looks.get(timeout=20)  # it sees nothing that waits, and has not said so yet
        server.scan("bob", "pillow")
        server.settle()
    finally:
        event.remove(Engine, "after_cursor_execute", linger)
    assert verified(hub).events == 2


def test_another_repo_leaves_requests_that_are_under_way_alone(
    hub: LoopbackHub, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    hub.faults.commits.append(CommitFault(delay=1.0))
    committed = hub.requests.count(f"POST /api/datasets/{REPO}/commit/main")
    waiting = server.dataset.published(server.scan("ada", "pillow").seq)
    until(lambda: hub.requests.count(f"POST /api/datasets/{REPO}/commit/main") > committed)
    DatasetRepo(hub.url, REPO, None)
    waiting.result(timeout=30)
    assert "the dataset waits" not in caplog.messages


FAULTS = {
    "409": CommitFault(409, "Another commit operation is in progress"),
    "429": CommitFault(429, "You have exceeded the rate limit", retry_after=2),
    "500": CommitFault(500),
    "503": CommitFault(503),
    "500 but landed": CommitFault(500, landed=True),
    "504 but landed": CommitFault(504, landed=True),
    "412 but landed": CommitFault(412, landed=True),
    "cut before": CommitFault(cut="before"),
    "cut after": CommitFault(cut="after"),
    "slow": CommitFault(delay=0.2),
}


@pytest.mark.thorough
@pytest.mark.parametrize("stale", [0, 2])
@pytest.mark.parametrize("name", FAULTS)
def test_every_answer_of_the_hub_ends_in_one_publication(
    hub: LoopbackHub, server: Server, name: str, stale: int
) -> None:
    hub.faults.commits.append(FAULTS[name])
    hub.faults.stale_heads = stale
    server.scan("ada", "pillow")
    server.publish()
    server.scan("bob", "pillow")
    server.settle()
    hub.faults.stale_heads = 0
    assert verified(hub).events == 2
    assert hub.repo(REPO).text("events/head.json").count('"epoch": 1') == 1


@pytest.mark.thorough
@pytest.mark.parametrize("name", FAULTS)
def test_every_answer_to_the_claim_ends_in_one_claim(hub: LoopbackHub, tmp_path: Path, name: str) -> None:
    hub.faults.commits.append(FAULTS[name])
    hub.faults.stale_heads = 1
    server = Server.at(tmp_path / "a", hub).start()
    server.scan("ada", "pillow")
    server.publish()
    server.settle()
    hub.faults.stale_heads = 0
    verified(hub)


def test_an_outage_is_waited_out_and_told(hub: LoopbackHub, server: Server) -> None:
    hub.faults.outage = 503
    waiting = server.dataset.published(server.scan("ada", "pillow").seq)
    until(lambda: server.dataset.state()["waitingFor"] is not None)
    assert not waiting.done()
    hub.faults.outage = None
    waiting.result(timeout=20)
    assert server.dataset.state()["waitingFor"] is None
    server.settle()
    verified(hub)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_denied_server_says_so_and_keeps_every_event(hub: LoopbackHub, server: Server, status: int) -> None:
    hub.faults.every_commit = CommitFault(status)
    waiting = server.dataset.published(server.scan("ada", "pillow").seq)
    with pytest.raises(StorageUnavailable):
        waiting.result(timeout=20)
    assert server.dataset.state()["state"] == "denied"
    assert server.dataset.state()["pending"] == 1
    assert isinstance(server.dataset.refusal(), ServiceUnavailable)
    server.vanish()


@pytest.mark.parametrize("refused", ["piclets/pillow.json", "users/subbob.json", "images/"])
def test_what_the_hub_refuses_is_set_aside_and_the_log_goes_on(
    hub: LoopbackHub, server: Server, refused: str
) -> None:
    hub.faults.refuse = lambda path: path.startswith(refused)
    for who in ("ada", "bob", "eve"):
        for thing in ("pillow", "cup", "lamp"):
            server.scan(who, thing)
    server.publish()
    until(lambda: server.dataset.state()["documentsPending"] == 0)
    aside = server.dataset.state()["setAside"]
    assert aside
    assert all(path.startswith(refused) for path in aside)
    hub.faults.refuse = lambda _path: False
    server.scan("zoe", "pillow")
    server.scan("bob", "pillow", "blue")
    server.settle()
    if not refused.startswith("images"):
        assert server.dataset.state()["setAside"] == []
    assert verified(hub).events == 11


def test_when_the_log_itself_is_refused_it_waits(hub: LoopbackHub, server: Server) -> None:
    hub.faults.refuse = lambda path: path.endswith(".jsonl")
    server.scan("ada", "pillow")
    until(lambda: "rejected" in (server.dataset.state()["waitingFor"] or ""))
    assert server.dataset.state()["pending"] == 1
    hub.faults.refuse = lambda _path: False
    server.publish()
    server.settle()
    verified(hub)


def test_a_foreign_edit_of_the_card_is_kept(hub: LoopbackHub, server: Server) -> None:
    server.scan("ada", "pillow")
    server.publish()
    api = HfApi(hub.url, token=hub.token)
    edited = b"---\nlicense: mit\n---\nMy own words\n"
    api.create_commit(REPO, [CommitOperationAdd("README.md", edited)], commit_message="edit", repo_type="dataset")
    server.scan("bob", "pillow")
    server.settle()
    assert hub.repo(REPO).files["README.md"].content == edited
    assert verified(hub).events == 2


def test_somebody_elses_hands_in_the_log_end_it(hub: LoopbackHub, server: Server) -> None:
    server.scan("ada", "pillow")
    server.publish()
    api = HfApi(hub.url, token=hub.token)
    log = next(path for path in hub.repo(REPO).files if path.startswith("events/0"))
    api.create_commit(REPO, [CommitOperationDelete(log)], commit_message="oops", repo_type="dataset")
    server.scan("bob", "pillow")
    until(lambda: server.dataset.state()["state"] == "stepped down")
    assert server.dataset.state()["pending"] == 1
    server.vanish()


def test_waiting_takes_no_thread_and_ends_when_the_server_stops(hub: LoopbackHub, server: Server) -> None:
    hub.faults.outage = 503
    seq = server.scan("ada", "pillow").seq
    waiting: list[Future[None]] = [server.dataset.published(seq) for _ in range(1_000)]
    waiting[0].cancel()
    server.vanish()
    for future in waiting[1:]:
        assert isinstance(future.exception(timeout=1), StorageUnavailable)
