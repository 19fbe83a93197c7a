"""The line in front of the language models: one worker, a step at a time, fair between those who wait."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, TypeVar

from piclets.errors import RateLimited, ServiceUnavailable

T = TypeVar("T")

MAX_WAITING: Final = 64
MAX_OF_OWNER: Final = 32
AGAIN_S: Final = 5


@dataclass(frozen=True)
class _Work:
    """`step` does a part of it, and returns the result with the last part; None before."""

    owner: str
    step: Callable[[], Any]
    future: Future[Any]


class Line:
    """Owners take turns, and within an owner the works do; each turn is one step. Any thread may submit."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "wheel")
        self._lock = Lock()
        self._waiting: OrderedDict[str, deque[_Work]] = OrderedDict()
        self._at_work = False
        self._closed = False

    def submit(self, owner: str, step: Callable[[], T | None]) -> Future[T]:
        """What the last step returns or raises. Raises RateLimited where the line is full."""
        work = _Work(owner, step, Future())
        with self._lock:
            if self._closed:
                raise _restarting()
            if (
                sum(map(len, self._waiting.values())) >= MAX_WAITING
                or len(self._waiting.get(owner, ())) >= MAX_OF_OWNER
            ):
                raise RateLimited(
                    "Too many players are at the wheel right now. Please try again.", retry_after=AGAIN_S
                )
            self._waiting.setdefault(owner, deque()).append(work)
            begun = self._next()
        self._begin(begun)
        return work.future

    def close(self) -> None:
        """Take no more; what waits is refused, and the step at work is finished."""
        with self._lock:
            self._closed = True
            left = [work for works in self._waiting.values() for work in works]
            self._waiting.clear()
        for work in left:
            _end(work, error=_restarting())
        self._pool.shutdown()

    def _next(self) -> _Work | None:
        """The work whose step is to begin now, if none is at work. The lock is held."""
        if self._at_work or not self._waiting or self._closed:
            return None
        owner, works = self._waiting.popitem(last=False)
        work = works.popleft()
        if works:
            self._waiting[owner] = works
        self._at_work = True
        return work

    def _begin(self, work: _Work | None) -> None:
        """Not under the lock: of a step that is done already, what follows runs here at once."""
        if work is not None:
            self._pool.submit(work.step).add_done_callback(lambda done: self._stepped(work, done))

    def _stepped(self, work: _Work, done: Future[Any]) -> None:
        error = done.exception()
        goes_on = error is None and done.result() is None and not work.future.cancelled()
        if not goes_on:
            _end(work, error=error, result=None if error else done.result())
        with self._lock:
            self._at_work = False
            if goes_on and self._closed:
                _end(work, error=_restarting())
            elif goes_on:
                self._waiting.setdefault(work.owner, deque()).append(work)
            begun = self._next()
        self._begin(begun)


def _end(work: _Work, *, error: BaseException | None = None, result: Any = None) -> None:
    """Tell who waits, unless they have gone."""
    if not work.future.set_running_or_notify_cancel():
        return
    if error is not None:
        work.future.set_exception(error)
    else:
        work.future.set_result(result)


def _restarting() -> ServiceUnavailable:
    return ServiceUnavailable("The server is restarting. Please try again in a moment.", retry_after=30)
