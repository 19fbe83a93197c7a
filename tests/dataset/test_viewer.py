"""The dataset is worth opening: the card's tables load with `datasets` from a local copy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dataset.game import REPO, Server, player
from tests.dataset.long_game import EVENTS, SCANS, a_long_game
from tests.loopback.hub import LoopbackHub
from tests.waiting import until

pytest.importorskip("datasets", reason="the dev extra `datasets` is not installed")

LOAD = """
import sys
from datasets import load_dataset
folder, cache = sys.argv[1:]
piclets = load_dataset(folder, "piclets", split="train", cache_dir=cache)
assert sorted(piclets["objectName"]) == ["cup", "pillow", "pillow"], piclets["objectName"]
assert set(piclets[0]) >= {"image", "name", "type", "rarity", "discoveredBy"}, piclets[0]
assert piclets[0]["image"].size == (8, 8)
assert load_dataset(folder, split="train", cache_dir=cache).column_names == piclets.column_names
events = load_dataset(folder, "events", split="train", cache_dir=cache)
assert sorted(events["seq"]) == list(range(1, len(events) + 1)), events["seq"]
assert {"scanned", "player_renamed"} == set(events["kind"])
print(len(piclets), len(events))
"""


def test_the_tables_of_the_card_load(hub: LoopbackHub, tmp_path: Path) -> None:
    server = Server.at(tmp_path / "a", hub).start()
    until(lambda: server.dataset.refusal() is None)
    server.scan("ada", "pillow")
    server.publish()
    server.ledger.follow_rename(player("ada", "lovelace"), "2026-07-26T10:30:00Z")
    server.publish()
    server.scan("bob", "pillow", "blue")
    server.scan("bob", "cup")
    server.settle()
    assert load(LOAD, hub, tmp_path) == "3 4"


def load(program: str, hub: LoopbackHub, tmp_path: Path) -> str:
    """What a program with `datasets` says of a local copy of the dataset."""
    copy = tmp_path / "copy"
    for path, blob in hub.repo(REPO).files.items():
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(blob.content)
    done = subprocess.run(
        [sys.executable, "-c", program, str(copy), str(tmp_path / "cache")],
        env=os.environ | {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "home"), "HF_HUB_DISABLE_TELEMETRY": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


LOAD_PACKED = """
import sys
from datasets import load_dataset
folder, cache = sys.argv[1:]
piclets = load_dataset(folder, "piclets", split="train", cache_dir=cache)
oldest, youngest = piclets[0], piclets[len(piclets) - 1]
assert oldest["image"].size == youngest["image"].size == (8, 8)
assert len(set(piclets["objectName"])) == len(piclets)
print(len(piclets))
"""


@pytest.mark.thorough
@pytest.mark.timeout(240)
def test_packed_piclets_load_with_their_pictures(hub: LoopbackHub, tmp_path: Path) -> None:
    server = Server.at(tmp_path / "a", hub, packs=True)
    server.ledger.import_events(a_long_game(server))
    server.start().settle()
    assert load(LOAD_PACKED, hub, tmp_path) == str(-(-EVENTS // SCANS))
