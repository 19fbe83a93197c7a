"""What players wait for: futures for events, done when the dataset has them. No thread waits."""

from __future__ import annotations

import heapq
import itertools
import threading
from concurrent.futures import Future

from piclets.errors import StorageUnavailable

AGAIN_S = 30


class Waiters:
    """Thread-safe. `reach` resolves all up to an event; `fail` all there are and, until `recover`, later ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heap: list[tuple[int, int, Future[None]]] = []
        self._numbers = itertools.count()
        self._reached = 0
        self._failure: Exception | None = None

    def wait_for(self, seq: int) -> Future[None]:
        future: Future[None] = Future()
        with self._lock:
            if seq > self._reached and self._failure is None:
                heapq.heappush(self._heap, (seq, next(self._numbers), future))
                return future
            failure = self._failure if seq > self._reached else None
        _resolve(future, failure)
        return future

    def reach(self, seq: int) -> None:
        with self._lock:
            self._reached = max(self._reached, seq)
            done = []
            while self._heap and self._heap[0][0] <= seq:
                done.append(heapq.heappop(self._heap)[2])
        for future in done:
            _resolve(future, None)

    def recover(self) -> None:
        """From now on there is something to wait for again."""
        with self._lock:
            self._failure = None

    def fail(self, failure: Exception) -> None:
        with self._lock:
            self._failure = failure
            gone = [future for _, _, future in self._heap]
            self._heap.clear()
        for future in gone:
            _resolve(future, failure)


def _resolve(future: Future[None], failure: Exception | None) -> None:
    """A waiter that gave up has cancelled its future; then there is no one to tell."""
    if not future.set_running_or_notify_cancel():
        return
    if failure is not None:
        future.set_exception(failure)
    else:
        future.set_result(None)


def already_durable() -> Future[None]:
    """For an event that is durable already."""
    done: Future[None] = Future()
    done.set_result(None)
    return done


def unconfirmed() -> StorageUnavailable:
    """What a scan is told that was recorded, and will not be published by this server."""
    return StorageUnavailable(
        "Your scan is kept, but it could not be confirmed. Please send the photo again in a moment.",
        retry_after=AGAIN_S,
    )
