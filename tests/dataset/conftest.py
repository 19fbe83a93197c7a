from __future__ import annotations

from collections.abc import Iterator

import pytest

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
