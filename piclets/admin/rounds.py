"""Something that is done again and again, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Rounds:
    """Calls `work` after `first_s` seconds, and then each time after as many seconds as it returned.

    `at_end` is called on the same thread, after the last round. `stop` waits at most `grace_s` seconds for it.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], float],
        first_s: float,
        *,
        grace_s: float,
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        self._work = work
        self._first_s = first_s
        self._grace_s = grace_s
        self._at_end = at_end
        self.stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.stopped.set()
        if self._thread.is_alive():
            self._thread.join(self._grace_s)

    def _run(self) -> None:
        wait = self._first_s
        while not self.stopped.wait(wait):
            wait = self._work()
        self._at_end()
