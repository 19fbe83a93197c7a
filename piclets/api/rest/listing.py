"""Whether a player has a public page (contract, part 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, StrictBool

from piclets.api.rest.access import Access
from piclets.api.rest.app import Capability
from piclets.domain.records import Player
from piclets.play.listing import OwnPage

Json = dict[str, Any]


class Listed(BaseModel):
    """Whether your page is shown."""

    listed: StrictBool


def listing_capability(own_page: OwnPage, access: Access, refusal: Callable[[], None]) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["collecting"])

    def asking(player: Player = Depends(access.player)) -> Player:
        refusal()
        return player

    @router.get("/api/listing", summary="Whether your page is public")
    def listing(player: Player = Depends(asking)) -> Json:
        return {"success": True, "listed": own_page.listed(player)}

    @router.post("/api/listing", summary="Show your page, or show it no more")
    async def put(wanted: Listed, player: Player = Depends(asking)) -> Json:
        """Where you are unlisted, `/api/players/{username}` and your feed are 404. Your name stays with your
        discoveries and on the leaderboard.
        """
        seq = await run_in_threadpool(own_page.put, player, listed=wanted.listed)
        await own_page.confirm(seq)
        return {"success": True, "listed": wanted.listed}

    return Capability(router)
