"""A restore by a snapshot that stops in the middle of loading, in a process that is going to be killed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from piclets.dataset import snapshots
from piclets.dataset.snapshot_files import LogFiles, TablesFiles
from piclets.ledger import copies
from tests.dataset.snapshotted import Restored, hub_at

HANGS = ("tables", "log")
"""After most tables, and after all of them and the log."""


def restore_and_hang(folder: str, url: str, where: str, told: str) -> None:
    """Never returns; makes the file `told` when it has come to the place."""

    def hang() -> None:
        Path(told).write_bytes(b"")
        threading.Event().wait()

    class HangingTables(TablesFiles):
        def rows(self, name: str) -> Iterator[list[copies.Line]]:
            yield from super().rows(name)
            if where == "tables" and name == list(copies.TABLES)[-1]:
                hang()

    class HangingLog(LogFiles):
        times = 0

        def events(self) -> Iterator[tuple[int, str]]:
            HangingLog.times += 1
            yield from super().events()
            if where == "log" and HangingLog.times == 2:
                hang()

    vars(snapshots).update(TablesFiles=HangingTables, LogFiles=HangingLog)  # in this process alone
    Restored.at(Path(folder), hub_at(url))
