"""Keeps the registry up to date with the log: every print is known a moment after it was minted."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from piclets.domain.events import AnyEvent
from piclets.ledger.followers import Place
from piclets.ledger.prints import PrintQueries
from piclets.prints.registry import Registry

BATCH: Final = 20_000


class RegistryFollower:
    """Follows the log for a registry. It is in memory alone, so each start reads all prints anew."""

    name = "prints"

    def __init__(self, registry: Registry, prints: PrintQueries) -> None:
        self._registry = registry
        self._prints = prints
        self._place: Place | None = None
        self._read = 0

    def place(self) -> Place | None:
        return self._place

    def begin(self, place: Place, stopping: threading.Event) -> None:
        self._registry.clear()
        self._read = 0
        self._load(stopping)
        self._place = place

    def follow(self, events: Sequence[tuple[int, AnyEvent]], place: Place) -> None:  # noqa: ARG002 - prints tell it
        self._load(threading.Event())
        self._place = place

    def rest(self) -> None:
        """Nothing is put off."""

    def _load(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            minted = self._prints.minted_after(self._read, BATCH)
            self._registry.add(int(one.pid, 16) for one in minted)
            if not minted:
                return
            self._read = minted[-1].seq
