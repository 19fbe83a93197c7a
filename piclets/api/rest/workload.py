"""Work that costs CPU: limited per caller, few at once, a short line, and never a slow game.

Such work runs on one thread of its own (or as many as a capability asks for), so that scans and the five endpoints
keep theirs.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Final, TypeVar

from cachetools import LRUCache

from piclets.api.rest.access import Caller
from piclets.errors import RateLimited

T = TypeVar("T")

MINUTE_S: Final = 60.0
MAX_CALLERS: Final = 20_000
PLAYERS_FACTOR: Final = 4
"""A verified player may ask for so much more than an address without one."""
MAX_WAITING: Final = 32
MAX_WAIT_S: Final = 20.0


class PerMinute:
    """Token buckets in memory: `limit` takings a minute for each key, as many at once after a minute of rest.

    0 = no limit. The keys that rested longest are forgotten first, with buckets that are the fullest.
    """

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = Lock()
        self._buckets: LRUCache[str, tuple[float, float]] = LRUCache(MAX_CALLERS)

    def take(self, key: str, factor: int = 1) -> int:
        """Take one; `factor` multiplies the limit. Returns 0, or the whole seconds until there is one to take."""
        if not self._limit:
            return 0
        full = float(self._limit * factor)
        with self._lock:
            now = self._clock()
            tokens, updated = self._buckets.get(key, (full, now))
            tokens = min(full, tokens + (now - updated) * full / MINUTE_S)
            taken = tokens >= 1
            self._buckets[key] = (tokens - 1 if taken else tokens, now)
        return 0 if taken else math.ceil((1 - tokens) * MINUTE_S / full)


class Workload:
    """Runs the expensive part of a call on its own threads. Called on the event loop."""

    def __init__(self, per_minute: PerMinute, *, name: str, threads: int = 1) -> None:
        self._per_minute = per_minute
        self._pool = ThreadPoolExecutor(threads, name)
        self._threads = threads
        self._lock = Lock()
        self._under_way = 0

    def admit(self, caller: Caller) -> None:
        """Count a call that is about to cost something. Raises RateLimited."""
        wait = self._per_minute.take(caller.key, PLAYERS_FACTOR if caller.player else 1)
        if wait:
            raise RateLimited("That is a lot within a minute. Please take a little rest.", retry_after=wait)

    async def run(self, caller: Caller, work: Callable[[], T]) -> T:
        """What `work` returns. Raises RateLimited over the caller's limit, in a full line, and after a long wait."""
        self.admit(caller)
        return await self.work(work)

    async def work(self, work: Callable[[], T]) -> T:
        """The same for a call that was admitted already, before its body was read."""
        if self._under_way >= self._threads + MAX_WAITING:
            raise _busy()
        with self._lock:
            self._under_way += 1
        future = self._pool.submit(work)
        future.add_done_callback(self._finished)
        try:
            waited = asyncio.wrap_future(future)
            done, _ = await asyncio.wait([waited], timeout=MAX_WAIT_S)
            if not done and future.cancel():
                raise _busy()
            return await waited
        finally:
            future.cancel()  # where the client has gone before its turn; work that has begun is finished

    def close(self) -> None:
        """Take no more work; what has not begun is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _finished(self, _future: Future[T]) -> None:
        with self._lock:
            self._under_way -= 1


def _busy() -> RateLimited:
    return RateLimited("Too many players are asking for this right now. Please try again.", retry_after=10)
