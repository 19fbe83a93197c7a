"""Seasons (contract, part 10)."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.answering import succeeded, success_of
from piclets.api.rest.app import Capability
from piclets.api.rest.paging import Paged
from piclets.play.season_answers import OwnSeasonAnswer, SeasonAnswer, SeasonsAnswer
from piclets.play.seasons import Seasons


def seasons_capability(seasons: Seasons, access: Access, refusal: Callable[[], None]) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["collecting"])

    @router.get("/api/seasons", summary="Seasons, the latest first", response_model=success_of(SeasonsAnswer))
    def all_seasons() -> JSONResponse:
        """`phase` is announced, open, late (photos that came in time are still being recorded), review, settled, or
        cancelled. It follows from the clock; times are UTC, and `ends` is not in the season any more.
        """
        refusal()
        return succeeded(seasons.all())

    @router.get(
        "/api/seasons/{season_id}",
        summary="One season: quests and board",
        response_model=success_of(OwnSeasonAnswer, SeasonAnswer),
    )
    def one_season(season_id: str, page: Paged, caller: Caller = Depends(access.caller)) -> JSONResponse:
        """The board's entries are the leaderboard's, counted in the season alone; at most 100. `asOf` is the last
        event that changed anything of it. With a token also `have` and `met` of each quest, and your `own` entry.
        """
        refusal()
        sub = caller.player.sub if caller.player else None
        return succeeded(seasons.one(season_id, sub, page.limit, page.offset))

    return Capability(router)
