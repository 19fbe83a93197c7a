"""Prints: what a player holds, and any one by its PID (contract, part 9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request

from piclets.api.rest.access import Access
from piclets.api.rest.answering import described
from piclets.api.rest.app import Capability
from piclets.api.rest.paging import Paged
from piclets.domain.records import Player
from piclets.domain.spots import Order
from piclets.play.print_answers import PrintAnswer, PrintsAnswer
from piclets.play.printing import Printing

Json = dict[str, Any]


def prints_capability(
    printing: Printing, access: Access, refusal: Callable[[], None], base_url: Callable[[Request], str]
) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["prints"])

    @router.get("/api/prints", summary="What you hold", **described(PrintsAnswer))
    def mine(request: Request, page: Paged, player: Player = Depends(access.player)) -> Json:
        """Your prints, newest first."""
        refusal()
        return {"success": True, **printing.held_by(player.sub, page.limit, page.offset, base_url(request))}

    @router.get("/api/prints/{pid}", summary="One print, and where it has been", **described(PrintAnswer))
    def one(request: Request, pid: str, order: Order = "normal") -> Json:
        """`order=reversed`: the PID is written with its bytes the other way round."""
        refusal()
        return {"success": True, **printing.by_pid(pid, base_url(request), order)}

    return Capability(router)
