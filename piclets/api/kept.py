"""Answers kept while nothing happens in the game, as they go out: what is kept is encoded once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

import anyio.to_thread

from piclets.api.envelope import Json, encoded

MAX_BYTES: Final = 8 * 1024 * 1024
"""Of all the answers that are kept."""
ENTRY_BYTES: Final = 500
"""What an answer takes beside its own bytes."""


class Kept:
    """For the event loop alone. `version` is the ledger's (`Ledger.version`): with another one nothing is kept."""

    def __init__(self, version: Callable[[], int | None]) -> None:
        self._version = version
        self._kept_for: int | None = None
        self._answers: dict[Hashable, bytes] = {}
        self._bytes = 0

    async def answer(self, question: Hashable, read: Callable[[], Json]) -> bytes:
        """What `read` answers to a question, encoded; it runs on a thread where no answer is kept.

        A question is small, and spelled in one way: what is asked in many ways is kept many times.
        """

        def read_encoded() -> bytes:
            return encoded(read())

        version = self._version()
        if version is None:
            return await anyio.to_thread.run_sync(read_encoded)
        if version != self._kept_for or self._bytes >= MAX_BYTES:
            self._kept_for, self._answers, self._bytes = version, {}, 0
        found = self._answers.get(question)
        if found is not None:
            return found
        answers = self._answers
        # Into what was kept for the version of before the reading: it is no older than that.
        found = await anyio.to_thread.run_sync(read_encoded)
        if question not in answers:
            answers[question] = found
            self._bytes += ENTRY_BYTES + len(found)
        return found
