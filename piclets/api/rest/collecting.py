"""Sets, badges and the daily three (contract, part 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.app import Capability
from piclets.play.collecting import Collecting

Json = dict[str, Any]


def collecting_capability(
    collecting: Collecting, access: Access, refusal: Callable[[], None], base_url: Callable[[Request], str]
) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["collecting"])

    def asking(caller: Caller = Depends(access.caller)) -> str | None:
        """The sub of the player who asks; None without a token."""
        refusal()
        return caller.player.sub if caller.player else None

    @router.get("/api/sets", summary="Sets of things to find")
    def sets(sub: str | None = Depends(asking)) -> Json:
        """With a token also how many of each you have found with a photo of your own."""
        return {"success": True, "sets": collecting.sets(sub)}

    @router.get("/api/sets/{set_id}", summary="One set, thing by thing")
    def one_set(request: Request, set_id: str, sub: str | None = Depends(asking)) -> Json:
        """What has not been found yet has a number and no name."""
        return {"success": True, **collecting.one_set(set_id, sub, base_url(request))}

    @router.get("/api/badges", summary="Badges, and how far you are")
    def badges(sub: str | None = Depends(asking)) -> Json:
        """Each with its tiers and how many `players` hold each; `share` is a percentage of those with five finds or
        more, null while they are few. With a token also `have`, the `tier` reached (0: none), the next tier's `goal`
        (null above the last), and when each tier was `earned`. Of a secret badge only its hint is told until then.
        """
        return {"success": True, "badges": collecting.badges.all(sub)}

    @router.get("/api/players/{username}", summary="A player's page")
    def player(request: Request, username: str) -> Json:
        """Totals, badges, finds by type, and the newest finds."""
        refusal()
        return {"success": True, **collecting.player(username, base_url(request))}

    @router.get("/api/daily", summary="The three things of today")
    def daily(request: Request, sub: str | None = Depends(asking)) -> Json:
        """The same for everyone, by the day in UTC. With a token also whether you have scanned one of them today, the
        `rhythm` of your weeks (one in four may be missed), and a line to `share` that does not name the things.
        """
        return {"success": True, **collecting.daily(sub, base_url(request))}

    return Capability(router)
