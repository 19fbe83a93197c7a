"""Sets, badges and the daily three (contract, part 10)."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.answering import succeeded, success_of
from piclets.api.rest.app import Capability
from piclets.play.collecting import Collecting
from piclets.play.collecting_answers import (
    BadgesAnswer,
    DailyAnswer,
    OwnDailyAnswer,
    PlayerAnswer,
    SetAnswer,
    SetsAnswer,
)


def collecting_capability(
    collecting: Collecting, access: Access, refusal: Callable[[], None], base_url: Callable[[Request], str]
) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["collecting"])

    def asking(caller: Caller = Depends(access.caller)) -> str | None:
        """The sub of the player who asks; None without a token."""
        refusal()
        return caller.player.sub if caller.player else None

    @router.get("/api/sets", summary="Sets of things to find", response_model=success_of(SetsAnswer))
    def sets(sub: str | None = Depends(asking)) -> JSONResponse:
        """With a token also how many of each you have found with a photo of your own."""
        return succeeded(collecting.sets(sub))

    @router.get("/api/sets/{set_id}", summary="One set, thing by thing", response_model=success_of(SetAnswer))
    def one_set(request: Request, set_id: str, sub: str | None = Depends(asking)) -> JSONResponse:
        """What has not been found yet has a number and no name."""
        return succeeded(collecting.one_set(set_id, sub, base_url(request)))

    @router.get("/api/badges", summary="Badges, and how far you are", response_model=success_of(BadgesAnswer))
    def badges(sub: str | None = Depends(asking)) -> JSONResponse:
        """Each with its tiers and how many `players` hold each; `share` is a percentage of those with five finds or
        more, null while they are few. With a token also `have`, the `tier` reached (0: none), the next tier's `goal`
        (null above the last), and when each tier was `earned`. Of a secret badge only its hint is told until then.
        """
        return succeeded(collecting.badges.all(sub))

    @router.get("/api/players/{username}", summary="A player's page", response_model=success_of(PlayerAnswer))
    def player(request: Request, username: str) -> JSONResponse:
        """Totals, badges, finds by type, and the newest finds."""
        refusal()
        return succeeded(collecting.player(username, base_url(request)))

    @router.get(
        "/api/daily", summary="The three things of today", response_model=success_of(OwnDailyAnswer, DailyAnswer)
    )
    def daily(request: Request, sub: str | None = Depends(asking)) -> JSONResponse:
        """The same for everyone, by the day in UTC. With a token also whether you have scanned one of them today, the
        `rhythm` of your weeks (one in four may be missed), and a line to `share` that does not name the things.
        """
        return succeeded(collecting.daily(sub, base_url(request)))

    return Capability(router)
