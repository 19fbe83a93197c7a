"""The same work wanted by several at the same moment is done once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from piclets.errors import InvalidToken, PicletsError, QuotaExceeded
from piclets.services.failures import NotAccepted, OutOfTime

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Runs one piece of work per key at a time; who comes meanwhile waits for its outcome.

    The first one leads, with its own token. If it fails by what is its own (quota, sign-in, time) or by a fault of
    ours, one of those who wait leads next; a service's failure is everybody's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[str, Future[T]] = {}

    def run(self, key: str, work: Callable[[], T], *, deadline: float) -> T:
        """The work's result, own or shared. Raises what the work raises, and OutOfTime while waiting."""
        while True:
            with self._lock:
                flight = self._flights.get(key)
                if flight is None:
                    mine = self._flights[key] = Future[T]()
            if flight is None:
                return self._lead(key, mine, work)
            try:
                error = flight.exception(timeout=max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                raise OutOfTime from None
            if error is None:
                return flight.result()
            if _is_shared(error):
                raise error

    def _lead(self, key: str, flight: Future[T], work: Callable[[], T]) -> T:
        try:
            result = work()
        except BaseException as error:
            self._land(key)
            flight.set_exception(error)
            raise
        self._land(key)
        flight.set_result(result)
        return result

    def _land(self, key: str) -> None:
        """Before the outcome is known: who comes from now on starts anew (and finds the cache filled)."""
        with self._lock:
            del self._flights[key]


def _is_shared(error: BaseException) -> bool:
    return isinstance(error, PicletsError) and not isinstance(
        error, QuotaExceeded | InvalidToken | NotAccepted | OutOfTime
    )
