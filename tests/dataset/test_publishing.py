"""What the ledger has is in the dataset, whatever the Hub does."""

from __future__ import annotations

import json
from pathlib import Path

from tests.dataset.game import REPO, Server
from tests.loopback.hub import LoopbackHub


def test_a_scan_is_in_the_dataset(hub: LoopbackHub, tmp_path: Path) -> None:
    server = Server.at(tmp_path / "a", hub).start()
    recorded = server.scan("ada", "pillow")
    server.dataset.published(recorded.seq).result(timeout=20)
    server.settle()
    repo = hub.repo(REPO)
    assert json.loads(repo.text("piclets/pillow.json"))["canonical"]["typeId"] == "pillow_canonical"
    assert json.loads(repo.text("users/subada.json"))["rarityScore"] == 125
    assert json.loads(repo.text("metadata/stats.json"))["scans"] == 1
    assert json.loads(repo.text("metadata/leaderboard.json"))["leaderboard"][0]["username"] == "ada"
    assert any(path.endswith(".webp") for path in repo.files)
    print(sorted(repo.files))
    print(repo.text("events/head.json"), repo.text("users/subada.json"), [c.title for c in repo.commits])
    print(server.dataset.state)
