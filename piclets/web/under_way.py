"""The pages' scans under way: a page that was loaded anew finds its own again, by a key that its browser made up.

A scan goes on when its page has gone, and what came of it is kept for a while. The player's token is not.
Everything here belongs to one event loop.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from piclets.play.discovery import ScanStep

KEPT_S: Final = 600.0
"""For a visitor who comes back to a scan that is done."""
MAX_KEPT: Final = 1000

_KEY: Final = re.compile(r"[0-9a-f]{32}")

Clock = Callable[[], float]


@dataclass(frozen=True)
class Stage:
    """What the Scan page shows at a moment: HTML, and the file of the picture to share."""

    html: str
    share: Path | None = None
    done: bool = False


@dataclass(frozen=True)
class ScanNews:
    """Where a scan is, a service's own words about it ("" for none)."""

    step: ScanStep
    words: str


class UnderWay:
    """A scan, what was told of it so far, and what came of it."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._began = now()
        self._news: list[ScanNews] = []
        self._more = asyncio.Event()
        self._result: asyncio.Future[Stage] | None = None
        self.ended: float | None = None

    def start(self, work: Coroutine[Any, Any, Stage]) -> None:
        self._result = asyncio.ensure_future(work)
        self._result.add_done_callback(self._end)

    def tell(self, step: ScanStep, words: str) -> None:
        self._news.append(ScanNews(step, words))
        self._wake()

    def lasts(self) -> float:
        """For how long it has been under way, in seconds."""
        return self._now() - self._began

    async def follow(self) -> AsyncIterator[ScanNews]:
        """What is the news, until the scan is done. Who stops listening does not stop the scan."""
        told = max(0, len(self._news) - 1)
        while True:
            more = self._more
            while told < len(self._news):
                yield self._news[told]
                told += 1
            if self.ended is not None:
                return
            if more is self._more:
                await more.wait()

    async def result(self) -> Stage:
        """Raises what the work raised."""
        assert self._result is not None  # noqa: S101 - it was started
        return await asyncio.shield(self._result)

    def _end(self, result: asyncio.Future[Stage]) -> None:
        self.ended = self._now()
        if not result.cancelled():
            result.exception()  # looked at here, in case the visitor has gone
        self._wake()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()


class ScansUnderWay:
    """By key. A key that is none, or is taken, names nothing: its scan runs, and is not found again."""

    def __init__(self, now: Clock = time.monotonic) -> None:
        self._now = now
        self._scans: dict[str, UnderWay] = {}

    def begin(self, key: object) -> UnderWay:
        self._make_room()
        scan = UnderWay(self._now)
        if isinstance(key, str) and _KEY.fullmatch(key) and key not in self._scans and len(self._scans) < MAX_KEPT:
            self._scans[key] = scan
        return scan

    def find(self, key: str) -> UnderWay | None:
        return self._scans.get(key)

    def _make_room(self) -> None:
        """Forget the scans that ended long ago, and where that is not enough, those that ended first."""
        ended = sorted((scan.ended, key) for key, scan in self._scans.items() if scan.ended is not None)
        too_many = len(self._scans) - MAX_KEPT + 1
        for place, (at, key) in enumerate(ended):
            if at < self._now() - KEPT_S or place < too_many:
                del self._scans[key]
