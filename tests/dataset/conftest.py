from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dataset.game import Server
from tests.dataset.snapshotted import published
from tests.loopback.hub import LoopbackHub, start_hub


@pytest.fixture(scope="session")
def running_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackHub]:
    """A Hub that stores binaries through Xet."""
    hub = start_hub(xet_folder=tmp_path_factory.mktemp("xet"))
    try:
        yield hub
    finally:
        hub.stop()


@pytest.fixture
def hub(running_hub: LoopbackHub) -> LoopbackHub:
    """The Hub, with nothing in it."""
    running_hub.reset()
    return running_hub


@pytest.fixture
def whole(hub: LoopbackHub, tmp_path: Path) -> Server:
    """The server of a game that the Hub has, with a snapshot; it is stopped, its ledger open."""
    server = published(hub, tmp_path / "whole")
    server.dataset.stop(grace_s=60)
    return server
