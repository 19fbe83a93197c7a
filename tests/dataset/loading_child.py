"""A restore by a snapshot that stops in the middle of loading, in a process that is going to be killed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from piclets.dataset import snapshots
from piclets.ledger import copies
from tests.dataset.snapshotted import Restored
from tests.loopback.hub import LoopbackHub

HANGS = ("tables", "log")
"""After most tables, and after all of them and the log."""


def restore_and_hang(folder: str, url: str, where: str, told: str) -> None:
    """Never returns; makes the file `told` when it has come to the place."""

    def hang() -> None:
        Path(told).write_bytes(b"")
        threading.Event().wait()

    class Hanging(snapshots.Fetched):
        def rows(self, name: str) -> Iterator[list[copies.Line]]:
            yield from super().rows(name)
            if where == "tables" and name == list(copies.TABLES)[-1]:
                hang()

    def log_that_hangs(*arguments: Any) -> Iterator[tuple[int, str]]:
        yield from events(*arguments)
        if where == "log":
            hang()

    events = snapshots._events
    snapshots.Fetched = Hanging  # type: ignore[misc]  # in this process alone
    snapshots._events = log_that_hangs  # type: ignore[assignment]  # the same
    hub = LoopbackHub(quota=None, clock=lambda: 0.0, xet_folder=None)
    hub.url = url
    Restored.at(Path(folder), hub)
