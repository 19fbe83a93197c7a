"""Answers kept while nothing happens in the game."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import anyio.to_thread

from piclets.api.envelope import Json

MOST = 20_000
"""Entries of all the answers that are kept, Piclets mostly: some tens of MB."""


class Kept:
    """For the event loop alone. `version` is the ledger's (`Ledger.version`): with another one nothing is kept."""

    def __init__(self, version: Callable[[], int | None]) -> None:
        self._version = version
        self._kept_for: int | None = None
        self._answers: dict[Hashable, Json] = {}
        self._entries = 0

    async def answer(self, question: Hashable, read: Callable[[], Json]) -> Json:
        """What `read` answers to a question; it runs on a thread where no answer is kept."""
        version = self._version()
        if version is None:
            return await anyio.to_thread.run_sync(read)
        if version != self._kept_for or self._entries >= MOST:
            self._kept_for, self._answers, self._entries = version, {}, 0
        found = self._answers.get(question)
        if found is not None:
            return found
        answers = self._answers
        # Into what was kept for the version of before the reading: it is no older than that.
        answers[question] = found = await anyio.to_thread.run_sync(read)
        self._entries += 1 + sum(len(value) for value in found.values() if isinstance(value, list))
        return found
