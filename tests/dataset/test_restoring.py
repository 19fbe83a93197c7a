"""The way back: an empty or older ledger, an outage, a second server, an older layout."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from piclets.dataset import commands
from piclets.dataset.repo import DatasetRepo
from piclets.dataset.verify import verify
from piclets.errors import ServiceUnavailable, StorageUnavailable
from piclets.ledger.queries import Queries
from piclets.settings import Settings
from tests.dataset.game import REPO, Server, picture, verified
from tests.loopback.hub import LoopbackHub
from tests.loopback.hub_repo import Blob
from tests.waiting import until


def ready(server: Server) -> Server:
    until(lambda: server.dataset.refusal() is None)
    return server


def bodies(server: Server) -> list[str]:
    with server.publication.snapshot() as snapshot:
        return [logged.body for logged in snapshot.events_after(0, 100_000)]


def answers(server: Server) -> object:
    """What a player would be told, of everything."""
    queries = Queries(server.ledger.database)
    things = [queries.object_details(name, 500) for name in ("pillow", "cup", "lamp")]
    return things, queries.collection("subada", 100, 0), queries.leaders(10), queries.recent(20), queries.totals()


def played(hub: LoopbackHub, folder: Path) -> Server:
    """A game with some history, all of it published, its server gone."""
    server = ready(Server.at(folder, hub).start())
    for who in ("ada", "bob", "eve"):
        for thing in ("pillow", "cup", "lamp"):
            server.scan(who, thing)
        server.scan(who, "pillow", f"{who}ish")
        server.publish()
    server.dataset.stop(grace_s=30)
    return server


def test_an_empty_ledger_is_restored_from_few_files(hub: LoopbackHub, tmp_path: Path) -> None:
    first = played(hub, tmp_path / "a")
    hub.requests.clear()
    second = ready(Server.at(tmp_path / "b", hub).start())
    assert bodies(second) == bodies(first)
    assert answers(second) == answers(first)
    read = [request for request in hub.requests if "/piclets.json" in request or "/users/" in request]
    assert read == []
    assert second.scan("ada", "pillow").replayed
    second.scan("zoe", "pillow")
    second.settle()
    assert verified(hub).events == 13


def test_an_outage_while_restoring_is_a_wait_never_an_empty_game(hub: LoopbackHub, tmp_path: Path) -> None:
    played(hub, tmp_path / "a")
    hub.faults.outage = 503
    server = Server.at(tmp_path / "b", hub).start()
    until(lambda: server.dataset.state()["waitingFor"] is not None)
    assert isinstance(server.dataset.refusal(), ServiceUnavailable)
    assert isinstance(server.ledger.read_refusal(), ServiceUnavailable)
    assert server.dataset.state()["state"] == "restoring"
    hub.faults.outage = None
    ready(server)
    assert server.ledger.head() == 12
    server.settle()


def test_an_older_ledger_catches_up_before_it_takes_scans(hub: LoopbackHub, tmp_path: Path) -> None:
    first = ready(Server.at(tmp_path / "a", hub).start())
    first.scan("ada", "pillow")
    first.settle()
    second = ready(Server.at(tmp_path / "b", hub).start())
    second.scan("bob", "cup")
    second.settle()
    again = ready(Server.at(tmp_path / "a", hub).start())
    assert again.ledger.head() == 2
    again.scan("eve", "cup")
    again.settle()
    assert verified(hub).events == 3


def test_the_older_of_two_servers_steps_down_and_keeps_its_events(hub: LoopbackHub, tmp_path: Path) -> None:
    older = ready(Server.at(tmp_path / "a", hub).start())
    older.scan("ada", "pillow")
    older.publish()
    younger = ready(Server.at(tmp_path / "b", hub).start())
    younger.scan("bob", "pillow")
    younger.publish()
    waiting = older.dataset.published(older.scan("eve", "lamp").seq)
    with pytest.raises(StorageUnavailable):
        waiting.result(timeout=20)
    assert older.dataset.state()["state"] == "stepped down"
    assert isinstance(older.dataset.refusal(), ServiceUnavailable)
    assert older.ledger.read_refusal() is None
    assert older.dataset.state()["pending"] == 1
    older.vanish()
    younger.scan("zoe", "pillow")
    younger.settle()
    assert verified(hub).events == 3
    back = Server.at(tmp_path / "a", hub).start()
    until(lambda: back.dataset.state()["state"] == "not ours")
    assert "after event 1" in str(back.dataset.state()["waitingFor"])
    back.vanish()


def test_two_servers_that_claim_at_once_end_in_one(hub: LoopbackHub, tmp_path: Path) -> None:
    played(hub, tmp_path / "a")
    servers = [Server.at(tmp_path / name, hub) for name in "bcd"]
    for server in servers:
        server.start()
    until(lambda: all(server.ledger.restored for server in servers))
    for server in servers:
        server.scan("zoe", f"thing{server.folder.name}")
    until(lambda: sum(server.dataset.refusal() is None for server in servers) == 1)
    for server in servers:
        server.settle()
    assert verified(hub).events == 13


def test_a_ledger_of_another_game_is_refused_and_left_alone(hub: LoopbackHub, tmp_path: Path) -> None:
    played(hub, tmp_path / "a").ledger.close()
    hub.reset()
    other = ready(Server.at(tmp_path / "b", hub).start())
    other.scan("bob", "cup")
    other.settle()
    head = hub.repo(REPO).head
    server = Server.at(tmp_path / "a", hub).start()
    until(lambda: server.dataset.state()["state"] == "not ours")
    assert "another game" in str(server.dataset.state()["waitingFor"])
    assert hub.repo(REPO).head == head
    assert server.ledger.head() == 12
    server.vanish()


def test_a_dataset_that_was_deleted_is_published_again(hub: LoopbackHub, tmp_path: Path) -> None:
    played(hub, tmp_path / "a").ledger.close()
    hub.delete_repo(REPO)
    server = ready(Server.at(tmp_path / "a", hub).start())
    server.settle()
    assert verified(hub).events == 12


def test_an_event_of_a_newer_server_stops_the_start(hub: LoopbackHub, tmp_path: Path) -> None:
    played(hub, tmp_path / "a")
    repo = hub.repo(REPO)
    path = min(path for path in repo.files if path.startswith("events/0"))
    rows = [json.loads(line) for line in repo.text(path).splitlines()]
    rows[0]["event"] = rows[0]["event"].replace('"v":1', '"v":99')
    changed = "".join(json.dumps(row) + "\n" for row in rows).encode()
    repo.commit({path: Blob.regular(changed)}, "a newer server", "")
    server = Server.at(tmp_path / "b", hub).start()
    until(lambda: server.dataset.state()["state"] == "broken")
    assert server.dataset.refusal() is not None
    server.vanish()


@pytest.mark.thorough
def test_the_log_is_merged_and_stays_one_log(hub: LoopbackHub, tmp_path: Path) -> None:
    server = ready(Server.at(tmp_path / "a", hub).start())
    for number in range(156):
        server.scan(f"p{number % 5}", "pillow", photo=f"photo {number}")
        server.publish()
    first = bodies(server)
    server.settle()
    files = [path for path in hub.repo(REPO).files if path.startswith("events/0")]
    assert len(files) < 20
    assert any(path.endswith(".gz") for path in files)
    assert verified(hub).events == 156
    second = ready(Server.at(tmp_path / "b", hub).start())
    assert bodies(second) == first
    second.settle()


def test_pictures_come_back_when_they_are_first_asked_for(hub: LoopbackHub, tmp_path: Path) -> None:
    first = played(hub, tmp_path / "a")
    details = Queries(first.ledger.database).object_details("cup", 0)
    assert details is not None
    name = details.canonical["image"]
    second = ready(Server.at(tmp_path / "b", hub).start())
    assert second.images.find(name) is None
    found = second.dataset.picture(name)
    assert found is not None
    assert hashlib.sha256(found.read_bytes()).hexdigest() == name.removesuffix(".webp")
    assert second.dataset.picture("0" * 64 + ".webp") is None
    assert second.dataset.picture("../ledger.sqlite3") is None
    hub.faults.outage = 503
    other = Queries(first.ledger.database).object_details("lamp", 0)
    assert other is not None
    with pytest.raises(ServiceUnavailable):
        second.dataset.picture(other.canonical["image"])
    second.vanish()


def test_the_older_layout_is_adopted(hub: LoopbackHub, tmp_path: Path) -> None:
    data = "data:image/webp;base64," + base64.b64encode(picture("old")).decode()
    pillow = {
        "canonical": {
            "typeId": "pillow_canonical",
            "objectName": "pillow",
            "discoveredBy": "ada",
            "discoveredAt": "2025-01-02T03:04:05.678Z",
            "scanCount": 7,
            "picletData": {"name": "Pillowisp", "type": "Flora", "stats": {"hp": 300}, "imageUrl": data},
        },
        "variations": [
            {"typeId": "pillow_001", "attributes": ["Blue"], "discoveredBy": "bob", "scanCount": 2, "picletData": {}}
        ],
    }
    ada = {"username": "ada", "totalFinds": 9, "rarityScore": 500, "discoveries": ["pillow_canonical", "pillow_001"]}
    older = {
        "piclets/pillow.json": json.dumps(pillow),
        "piclets/broken.json": "no json",
        "users/ada.json": json.dumps(ada),
        "README.md": "---\nlicense: mit\n---\n# Old words\n",
    }
    repo = hub.repo(REPO)
    repo.commit({path: Blob.regular(text.encode()) for path, text in older.items()}, "older server", "")
    server = ready(Server.at(tmp_path / "a", hub).start())
    assert server.scan("eve", "pillow", photo="new").status == "existing"
    server.settle()
    adopted = json.loads(repo.text("piclets/pillow.json"))
    assert adopted["canonical"]["picletData"]["name"] == "Pillowisp"
    assert adopted["canonical"]["scanCount"] == 8
    assert adopted["canonical"]["discoveredBy"] == "ada"
    assert adopted["canonical"]["image"].endswith(".webp")
    assert adopted["variations"][0]["typeId"] == "pillow_001"
    profile = json.loads(repo.text("users/name-ada.json"))
    assert (profile["totalFinds"], profile["rarityScore"], len(profile["typeIds"])) == (9, 500, 2)
    assert "users/ada.json" not in repo.files
    assert "Old words" in repo.text("README.md")
    assert "configs:" in repo.text("README.md")
    report = verify(DatasetRepo(hub.url, REPO, None))
    assert report.problems == ["piclets/broken.json does not belong to any event"]
    assert report.events == 4


def test_verify_finds_what_does_not_follow(hub: LoopbackHub, tmp_path: Path) -> None:
    played(hub, tmp_path / "a")
    repo = hub.repo(REPO)
    image = next(path for path in repo.files if path.endswith(".webp"))
    repo.commit(
        {
            "piclets/pillow.json": Blob.regular(repo.files["piclets/pillow.json"].content.replace(b"ada", b"eve")),
            "users/subbob.json": None,
            "metadata/stats.json": Blob.regular(repo.files["metadata/stats.json"].content.replace(b"12", b"13", 1)),
            "piclets/ghost.json": Blob.regular(b"{}"),
            image: None,
        },
        "vandalism",
        "",
    )
    problems = " ".join(verify(DatasetRepo(hub.url, REPO, None)).problems)
    for path in ("piclets/pillow.json", "users/subbob.json", "metadata/stats.json", "piclets/ghost.json", image):
        assert path in problems


def settings_for(hub: LoopbackHub, folder: Path) -> Settings:
    return Settings(HF_TOKEN=hub.token, HF_ENDPOINT=hub.url, DATASET_REPO=REPO, PICLETS_DATA_DIR=folder)


def test_the_command_line_publishes_verifies_squashes_and_restores(hub: LoopbackHub, tmp_path: Path) -> None:
    server = Server.at(tmp_path / "a", hub)
    server.scan("ada", "pillow")
    settings = settings_for(hub, tmp_path)
    said: list[str] = []
    assert commands.publish(settings, server.ledger, server.images, said.append) == 0
    assert commands.verify(settings, said.append) == 0
    assert commands.squash(settings, server.ledger, server.images, said.append) == 0
    assert len(hub.repo(REPO).commits) == 1
    assert commands.verify(settings, said.append) == 0
    other = Server.at(tmp_path / "b", hub)
    assert commands.restore(settings, other.ledger, other.images, said.append) == 0
    assert bodies(other) == bodies(server)
    assert '"username":"ada"' in bodies(other)[0]
    assert not any(hub.token in words for words in said)
    server.ledger.close()
    other.ledger.close()


def test_the_command_line_does_not_wait_for_ever_for_a_hub(hub: LoopbackHub, tmp_path: Path) -> None:
    other = Server.at(tmp_path / "b", hub)
    settings = Settings(
        HF_TOKEN=hub.token, HF_ENDPOINT="http://127.0.0.1:9", DATASET_REPO=REPO, PICLETS_DATA_DIR=tmp_path
    )
    said: list[str] = []
    assert commands.restore(settings, other.ledger, other.images, said.append, patience_s=0.5) == 2
    assert said[-1].startswith("Not restored: ")
    other.ledger.close()


def test_publishing_goes_on_after_a_squash(hub: LoopbackHub, tmp_path: Path) -> None:
    server = ready(Server.at(tmp_path / "a", hub).start())
    server.scan("ada", "pillow")
    server.publish()
    hub.repo(REPO).squash("squashed by its owner")
    server.scan("bob", "pillow")
    server.settle()
    assert verified(hub).events == 2
