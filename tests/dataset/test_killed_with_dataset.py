"""The disk does not last: a scan is acknowledged once it is in the dataset."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dataset.killing import KILLS, play_and_kill
from tests.loopback.hub import LoopbackHub

pytestmark = pytest.mark.thorough


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kills", KILLS)
def test_a_killed_server_keeps_every_acknowledged_scan(hub: LoopbackHub, tmp_path: Path, kills: int) -> None:
    play_and_kill(hub, tmp_path, "published", kills)
