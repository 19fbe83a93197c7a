"""Whether a player has a public page, and what it shows (contract, part 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StrictBool

from piclets.api.rest.access import Access
from piclets.api.rest.answering import succeeded, success_of
from piclets.api.rest.app import Capability
from piclets.domain.events import SHOWCASE
from piclets.domain.records import Player
from piclets.play.collecting_answers import ListingAnswer, ShowcaseAnswer
from piclets.play.listing import OwnPage


class Listed(BaseModel):
    """Whether your page is shown."""

    listed: StrictBool


class Showcase(BaseModel):
    """The typeIds of Piclets that you have found, in the order in which your page shows them; none: the newest."""

    typeIds: Annotated[list[Annotated[str, Field(max_length=96)]], Field(max_length=SHOWCASE)]  # noqa: N815 - as on the wire


def listing_capability(own_page: OwnPage, access: Access, refusal: Callable[[], None]) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["collecting"])

    def asking(player: Player = Depends(access.player)) -> Player:
        refusal()
        return player

    @router.get("/api/listing", summary="Whether your page is public", response_model=success_of(ListingAnswer))
    def listing(player: Player = Depends(asking)) -> JSONResponse:
        return succeeded(ListingAnswer(listed=own_page.listed(player)))

    @router.post("/api/listing", summary="Show or hide your page", response_model=success_of(ListingAnswer))
    async def put(wanted: Listed, player: Player = Depends(asking)) -> JSONResponse:
        """Where you are unlisted, `/api/players/{username}` and your feed are 404. Your name stays with your
        discoveries and on the leaderboard.
        """
        seq = await run_in_threadpool(own_page.put, player, listed=wanted.listed)
        await own_page.confirm(seq)
        return succeeded(ListingAnswer(listed=wanted.listed))

    @router.get(
        "/api/showcase", summary="What you have chosen for your page", response_model=success_of(ShowcaseAnswer)
    )
    def showcase(player: Player = Depends(asking)) -> JSONResponse:
        """Empty where you have chosen nothing: then your page shows your newest finds."""
        return succeeded(ShowcaseAnswer(type_ids=tuple(own_page.showcase(player))))

    @router.post("/api/showcase", summary="Choose what your page shows", response_model=success_of(ShowcaseAnswer))
    async def choose(wanted: Showcase, player: Player = Depends(asking)) -> JSONResponse:
        """Up to six Piclets that you have found. It can be changed some twelve times a day."""
        seq = await run_in_threadpool(own_page.choose, player, wanted.typeIds)
        await own_page.confirm(seq)
        return succeeded(ShowcaseAnswer(type_ids=tuple(dict.fromkeys(wanted.typeIds))))

    return Capability(router)
