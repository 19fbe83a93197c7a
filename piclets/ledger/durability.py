"""When what was recorded may be acknowledged (PICLETS_DURABILITY): after the ledger's fsync, or after its commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from piclets.errors import PicletsError, StorageUnavailable

AGAIN_S = 60


class Durability(Protocol):
    """When a change of the game may be acknowledged, and whether changes are taken at all."""

    def refusal(self) -> PicletsError | None:
        """Why none are taken now; None when they are."""
        ...

    def published(self, seq: int) -> Future[None]:
        """Done when the event is as durable as promised."""
        ...


async def acknowledged(
    durability: Durability, seq: int, timeout: float, message: str, *, on_wait: Callable[[], None] = lambda: None
) -> None:
    """Returns when the event is as durable as promised; `on_wait` is called where that is not at once.

    Raises StorageUnavailable with `message` after `timeout` seconds.
    """
    published = asyncio.wrap_future(durability.published(seq))
    if not published.done():
        on_wait()
    try:
        await asyncio.wait_for(published, timeout)
    except TimeoutError:
        raise StorageUnavailable(message, retry_after=AGAIN_S) from None
