from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loopback.hub import LoopbackHub, start_hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[LoopbackHub]:
    """A Hub that stores binaries through Xet."""
    hub = start_hub(xet_folder=tmp_path / "xet")
    try:
        yield hub
    finally:
        hub.stop()
