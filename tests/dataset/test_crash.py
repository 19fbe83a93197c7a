"""Killed at random moments under load: every acknowledged scan is there, and everything adds up."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import random
from pathlib import Path
from typing import Any

import pytest

from piclets.domain.events import Scanned
from piclets.ledger.queries import Queries
from tests.dataset.crash_child import play
from tests.dataset.game import Server, verified
from tests.loopback.hub import LoopbackHub
from tests.waiting import until

pytestmark = pytest.mark.thorough

FEW, MANY = 5, 30
"""Kills for each durability; many with the marker `slow`."""

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.dataset.crash_child"])


def killed(folder: Path, hub: LoopbackHub, waits: bool, rng: random.Random) -> list[dict[str, Any]]:
    """Run a server on a folder, kill it at a random moment, and return what it had acknowledged."""
    told = folder.with_suffix(".told")
    told.write_bytes(b"")
    arguments = (str(folder), hub.url, hub.token, waits, rng.randrange(1_000_000), str(told))
    process = _processes.Process(target=play, args=arguments)
    process.start()
    enough = rng.choice((0, 1, 3, 10, 30))
    until(lambda: told.read_bytes().count(b"\n") >= enough or not process.is_alive())
    assert process.is_alive(), f"the server ended by itself ({process.exitcode})"
    process.join(rng.random() * 0.15)  # the random moment
    process.kill()
    process.join()
    return [json.loads(line) for line in told.read_bytes().splitlines()]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kills", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.parametrize("waits", [False, True], ids=["local", "published"])
def test_no_acknowledged_scan_is_ever_lost(hub: LoopbackHub, tmp_path: Path, waits: bool, kills: int) -> None:
    rng = random.Random(20260726)
    acknowledged: list[dict[str, Any]] = []
    for life in range(kills):
        acknowledged += killed(tmp_path / (f"disk{life}" if waits else "disk"), hub, waits, rng)
    assert len(acknowledged) >= kills

    last = Server.at(tmp_path / ("empty" if waits else "disk"), hub).start()
    until(lambda: last.dataset.refusal() is None)
    with last.publication.snapshot() as snapshot:
        events = [logged.event for logged in snapshot.events_after(0, 1_000_000)]
    told = {(event.player.username, event.photo): event for event in events if isinstance(event, Scanned)}
    for answer in acknowledged:
        event = told[answer["who"], hashlib.sha256(answer["photo"].encode()).hexdigest()]
        assert (event.type_id, event.status) == (answer["typeId"], answer["status"])
    canonicals = [event.object_name for event in told.values() if event.status == "new"]
    assert len(canonicals) == len(set(canonicals))
    last.dataset.stop(grace_s=60)
    report = verified(hub)
    assert report.pending == 0
    assert report.events == len(events)

    restored = Server.at(tmp_path / "drill", hub).start()
    until(lambda: restored.dataset.refusal() is None)
    assert everything(restored) == everything(last)
    restored.settle()
    last.ledger.close()


def everything(server: Server) -> object:
    queries = Queries(server.ledger.database)
    details = [queries.object_details(name, 500) for name in ("pillow", "cup", "lamp", "shoe", "plate", "chair")]
    collections = [queries.collection(f"subplayer{number}", 1_000, 0) for number in range(12)]
    return details, collections, queries.leaders(100), queries.recent(100), queries.totals()
