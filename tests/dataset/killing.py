"""The real server, killed under load and brought back: from its disk, or from the dataset alone.

`test_crash` kills the ledger and the dataset alone, many more times; here it is everything, over HTTP. Each
durability has a module of its own, so that two workers can share the kills.
"""

from __future__ import annotations

import gzip
import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import plain
from tests.dataset.game import REPO, verified
from tests.dataset.http_scans import photo, scan
from tests.loopback.hub import LoopbackHub
from tests.server import Server, running_server
from tests.waiting import until

KILLS = [1, pytest.param(15, marks=pytest.mark.slow)]
MAX_SCANS_IN_A_LIFE = 5
PLAYERS = 6
THINGS = ("velvet cushion", "red kettle", "brass lamp", "old boot")


@dataclass
class Crowd:
    """Players who scan whatever server there is, and remember what they were told."""

    hub: LoopbackHub
    url: str | None = None
    told: list[tuple[str, str, bytes, dict[str, Any]]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def player(self, number: int) -> None:
        token = self.hub.accounts.sign_in(f"hf_oauth_player{number}", sub=f"sub{number}", username=f"player{number}")
        rng = random.Random(number)
        while not self.stop.wait(0.02):
            if self.url is None:
                continue
            thing, content = rng.choice(THINGS), photo(f"{rng.random()}")
            try:
                answer = scan(self.url, token, thing, content)
            except (httpx.HTTPError, ValueError, KeyError):
                continue  # killed meanwhile: nothing was acknowledged
            if answer["success"]:
                self.told.append((token, thing, content, answer))


@contextmanager
def playing(hub: LoopbackHub) -> Iterator[Crowd]:
    crowd = Crowd(hub)
    threads = [threading.Thread(target=crowd.player, args=(number,)) for number in range(PLAYERS)]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        crowd.stop.set()
        for thread in threads:
            thread.join()


@contextmanager
def server_at(folder: Path, hub: LoopbackHub, durability: str) -> Iterator[Server]:
    with running_server(
        folder,
        HF_TOKEN=hub.token,
        HF_ENDPOINT=hub.url,
        DATASET_REPO=REPO,
        PICLETS_AI="local",
        PICLETS_DURABILITY=durability,
        PICLETS_COMMITS_PER_HOUR="100000",
        PICLETS_SCANS_PER_HOUR="0",
    ) as server:
        until(lambda: plain.get(f"{server.url}/ready", timeout=10).status_code == 200, within=60)
        yield server


def everything(server: Server, tokens: list[str], things: list[str]) -> dict[str, Any]:
    """All five endpoints' answers, without the address of the server that gave them."""
    answers: dict[str, Any] = {
        "leaderboard": server.call("get_leaderboard", limit=100),
        "activity": server.call("get_recent_activity", limit=100),
        "objects": [server.call("get_object_details", object_name=thing) for thing in things],
        "collections": [server.call("get_user_piclets", hf_token=token) for token in tokens],
    }
    told: dict[str, Any] = json.loads(json.dumps(answers).replace(server.url, ""))
    return told


def play_and_kill(hub: LoopbackHub, tmp_path: Path, durability: str, kills: int) -> None:
    """Kill a server `kills` times under load: whatever it acknowledged is there, on disk or in the dataset alone."""
    keeps_disk = durability == "local"
    chance = random.Random(durability)
    with playing(hub) as crowd:
        for life in range(kills):
            with server_at(tmp_path / ("disk" if keeps_disk else f"disk{life}"), hub, durability) as server:
                enough = len(crowd.told) + chance.randint(1, MAX_SCANS_IN_A_LIFE)
                crowd.url = server.url
                until(lambda enough=enough: len(crowd.told) >= enough, within=90)  # type: ignore[misc]  # bound now
                crowd.stop.wait(chance.uniform(0, 0.3))  # at any moment of the scans after that one
                server.kill()
                crowd.url = None
    tokens = sorted({token for token, *_ in crowd.told})
    things = sorted({answer["piclet"]["objectName"] for *_, answer in crowd.told})
    with server_at(tmp_path / ("disk" if keeps_disk else "empty"), hub, durability) as server:
        for token, thing, content, answer in crowd.told[:: max(1, len(crowd.told) // 25)]:
            again = scan(server.url, token, thing, content)
            assert again["success"]
            assert again["piclet"]["typeId"] == answer["piclet"]["typeId"]
            assert again["discoveryStatus"] == answer["discoveryStatus"]
            assert again["message"] == answer["message"]
        before = everything(server, tokens, things)
        log = server.log()
    assert verified(hub).pending == 0
    with server_at(tmp_path / "drill", hub, durability) as restored:
        assert everything(restored, tokens, things) == before
        picture = before["objects"][0]["canonical"]["imageUrl"]
        assert plain.get(restored.url + picture).content[8:12] == b"WEBP"
    assert_no_secret(hub, log, tokens)


def assert_no_secret(hub: LoopbackHub, log: str, tokens: list[str]) -> None:
    """No token, e-mail, photo or caption, in any file of the dataset or line of the log."""
    places = {path: blob.content for path, blob in hub.repo(REPO).files.items()} | {"the log": log.encode()}
    for place, content in places.items():
        readable = gzip.decompress(content) if place.endswith(".gz") else content
        words = [hub.token, *tokens, "data:image", "A photo of"]
        if not place.endswith(".webp") and place != "the log":
            words.append("@")  # in an e-mail; pictures have any byte, and a log has addresses of objects
        for secret in words:
            assert secret.encode() not in readable, f"{secret!r} in {place}"
        assert not readable.startswith((b"\xff\xd8", b"\x89PNG")), f"a photo in {place}"
