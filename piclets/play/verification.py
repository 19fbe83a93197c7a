"""Who a token belongs to, asked of the Hub on threads of its own.

Players whom the Hub confirmed within a day have other threads than tokens that were never seen: however many made-up
ones come, a player is not behind them; and neither reads nor pictures nor scans wait for either.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from piclets.domain.records import Player
from piclets.errors import ServiceUnavailable
from piclets.identity import Identity

KNOWN_THREADS = 8
UNKNOWN_THREADS = 8
MAX_UNKNOWN_WAITING = 200
RETRY_AFTER_S = 10


class Verification:
    """For the event loop."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity
        self._known = ThreadPoolExecutor(KNOWN_THREADS, "verify-known")
        self._unknown = ThreadPoolExecutor(UNKNOWN_THREADS, "verify-unknown")
        self._unknown_waiting = 0

    async def player(self, token: str) -> Player:
        """The player of a token; at once where the Hub said so just now. Raises InvalidToken, ServiceUnavailable."""
        remembered = self._identity.remembered(token)
        if remembered is not None:
            return remembered
        loop = asyncio.get_running_loop()
        if self._identity.knows(token):
            return await loop.run_in_executor(self._known, self._identity.verify, token)
        if self._unknown_waiting >= MAX_UNKNOWN_WAITING:
            raise ServiceUnavailable(
                "Too many players are signing in right now. Please try again.", retry_after=RETRY_AFTER_S
            )
        self._unknown_waiting += 1
        try:
            return await loop.run_in_executor(self._unknown, self._identity.verify, token)
        finally:
            self._unknown_waiting -= 1

    def close(self) -> None:
        for pool in (self._known, self._unknown):
            pool.shutdown(wait=False, cancel_futures=True)
