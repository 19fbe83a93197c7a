"""Gifts and trades of prints, each with the player's token (contract, part 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.answering import described
from piclets.api.rest.app import Capability
from piclets.api.rest.paging import Paged
from piclets.api.rest.workload import PerMinute
from piclets.domain.records import Player
from piclets.domain.trading import MAX_SIDE, Door
from piclets.errors import RateLimited
from piclets.play.print_answers import (
    DoneTradeAnswer,
    GiftAnswer,
    OfferAnswer,
    OffersAnswer,
    PrintAnswer,
    TradeSettingsAnswer,
)
from piclets.play.trading import Trading

Json = dict[str, Any]

CHANGES_PER_MINUTE: Final = 30
"""Offers, answers and gifts of one player."""

Pid = Annotated[str, Field(max_length=8, examples=["4914E233"])]
Pids = Annotated[list[Pid], Field(min_length=1, max_length=MAX_SIDE)]
Wish = Annotated[str, Field(min_length=1, max_length=200, examples=["kettle", "pillow_001", "4914E233"])]
Wishes = Annotated[list[Wish], Field(min_length=1, max_length=MAX_SIDE)]
Username = Annotated[str, Field(min_length=1, max_length=128)]
Revision = Annotated[int, Field(ge=1, le=2**31)]


class Giving(BaseModel):
    """`confirm`: false asks first: then it is refused where a very first print (#1) is among those that you give."""

    confirm: bool = True


class NewOffer(Giving):
    """`give`: prints that you hold. `want`: for each a PID, a typeId or the name of a thing. `to`: a player, or the
    board."""

    give: Pids
    want: Wishes
    to: Username | None = None


class Counter(Giving):
    """What you offer instead; `revision` is the offer's that you have read."""

    revision: Revision
    give: Pids
    want: Wishes


class Acceptance(Giving):
    """`revision` is the offer's that you have read. `give`: your print for each wish; needed unless they are PIDs."""

    revision: Revision
    give: Pids | None = None


class NewGift(Giving):
    """The print that you give away."""

    pid: Pid


class Redemption(BaseModel):
    """A gift's code, in any case, with or without dashes."""

    code: Annotated[str, Field(min_length=1, max_length=64)]


class TradeSettings(BaseModel):
    """Whose offers you take."""

    door: Door


class Named(BaseModel):
    """A player."""

    username: Username


def trading_capability(
    trading: Trading, access: Access, refusal: Callable[[], None], base_url: Callable[[Request], str]
) -> Capability:
    """The routes. `refusal` raises what keeps the game from being read now."""
    router = APIRouter(tags=["trading"])
    changes = PerMinute(CHANGES_PER_MINUTE)

    def reading(player: Player = Depends(access.player)) -> Player:
        refusal()
        return player

    def changing(player: Player = Depends(reading)) -> Player:
        """The player, who is about to change something. Raises RateLimited."""
        wait = changes.take(player.sub)
        if wait:
            raise RateLimited("That is a lot within a minute. Please take a little rest.", retry_after=wait)
        return player

    _add_settings(router, trading, reading, changing)
    _add_relations(router, trading, changing)
    _add_offers(router, trading, access, reading, changing, refusal, base_url)
    _add_accepting(router, trading, changing, base_url)
    return Capability(router)


def _add_settings(
    router: APIRouter, trading: Trading, reading: Callable[..., Player], changing: Callable[..., Player]
) -> None:
    @router.get(
        "/api/trades/settings", summary="Whose offers you take, and whom you follow", **described(TradeSettingsAnswer)
    )
    def settings(player: Player = Depends(reading)) -> Json:
        """`door`: nobody (until you open it), following, everyone. Seen by you alone."""
        return {"success": True, **trading.settings(player)}

    @router.post("/api/trades/settings", summary="Open or close your door", **described(TradeSettingsAnswer))
    def set_door(wanted: TradeSettings, player: Player = Depends(changing)) -> Json:
        trading.set_door(player, wanted.door)
        return {"success": True, **trading.settings(player)}


def _add_relations(router: APIRouter, trading: Trading, changing: Callable[..., Player]) -> None:
    @router.post("/api/trades/blocks", summary="Take no offers from a player", **described(TradeSettingsAnswer))
    def bar(named: Named, player: Player = Depends(changing)) -> Json:
        """The player is not told."""
        trading.bar(player, named.username, barred=True)
        return {"success": True, **trading.settings(player)}

    @router.delete(
        "/api/trades/blocks/{username}", summary="Take offers from a player again", **described(TradeSettingsAnswer)
    )
    def unbar(username: str, player: Player = Depends(changing)) -> Json:
        trading.bar(player, username, barred=False)
        return {"success": True, **trading.settings(player)}

    @router.post("/api/following", summary="Follow a player", **described(TradeSettingsAnswer))
    def follow(named: Named, player: Player = Depends(changing)) -> Json:
        """Seen by you alone."""
        trading.follow(player, named.username, following=True)
        return {"success": True, **trading.settings(player)}

    @router.delete("/api/following/{username}", summary="Stop following a player", **described(TradeSettingsAnswer))
    def unfollow(username: str, player: Player = Depends(changing)) -> Json:
        trading.follow(player, username, following=False)
        return {"success": True, **trading.settings(player)}


def _add_offers(
    router: APIRouter,
    trading: Trading,
    access: Access,
    reading: Callable[..., Player],
    changing: Callable[..., Player],
    refusal: Callable[[], None],
    base_url: Callable[[Request], str],
) -> None:
    @router.get("/api/trades", summary="Your open offers", **described(OffersAnswer))
    def mine(request: Request, page: Paged, player: Player = Depends(reading)) -> Json:
        """Those that you made, and those that were made to you."""
        return {"success": True, **trading.mine(player, page.limit, page.offset, base_url(request))}

    @router.get("/api/trades/board", summary="Open offers to everyone", **described(OffersAnswer))
    def board(request: Request, page: Paged, caller: Caller = Depends(access.caller)) -> Json:
        """Anonymous until they are done."""
        refusal()
        sub = caller.player.sub if caller.player else None
        return {"success": True, **trading.board(sub, page.limit, page.offset, base_url(request))}

    @router.post(
        "/api/trades", summary="Offer prints for others", status_code=201, **described(OfferAnswer, status=201)
    )
    def offer(request: Request, new: NewOffer, player: Player = Depends(changing)) -> Json:
        """It lasts for 72 hours. Nothing is reserved: a print can still go elsewhere."""
        return {
            "success": True,
            **trading.offer(player, new.give, new.want, new.to, base_url(request), confirmed=new.confirm),
        }

    @router.post("/api/trades/{offer_id}/counter", summary="Answer an offer with another", **described(OfferAnswer))
    def counter(request: Request, offer_id: str, answer: Counter, player: Player = Depends(changing)) -> Json:
        """The same offer the other way round, one revision on."""
        countered = trading.counter(
            player,
            offer_id,
            answer.revision,
            answer.give,
            answer.want,
            base_url(request),
            confirmed=answer.confirm,
        )
        return {"success": True, **countered}

    @router.delete("/api/trades/{offer_id}", summary="Withdraw or decline an offer", **described(OfferAnswer))
    def end(request: Request, offer_id: str, player: Player = Depends(changing)) -> Json:
        return {"success": True, **trading.end(player, offer_id, base_url(request))}


def _add_accepting(
    router: APIRouter, trading: Trading, changing: Callable[..., Player], base_url: Callable[[Request], str]
) -> None:
    @router.post("/api/trades/{offer_id}/accept", summary="Make the trade", **described(OfferAnswer, DoneTradeAnswer))
    async def accept(
        request: Request, offer_id: str, acceptance: Acceptance, player: Player = Depends(changing)
    ) -> Json:
        """Accepting once more answers alike; 409 where the offer has changed since you read it."""
        done = await run_in_threadpool(
            trading.accept,
            player,
            offer_id,
            acceptance.revision,
            acceptance.give,
            confirmed=acceptance.confirm,
        )
        await trading.confirm(done)
        return {"success": True, **await run_in_threadpool(trading.done, done, base_url(request))}

    @router.post("/api/gifts", summary="Make a gift of a print", status_code=201, **described(GiftAnswer, status=201))
    def gift(new: NewGift, player: Player = Depends(changing)) -> Json:
        """A code that can be used once within 14 days. The print is yours until then."""
        return {"success": True, **trading.gift(player, new.pid, confirmed=new.confirm)}

    @router.post("/api/gifts/redeem", summary="Take a gift", **described(PrintAnswer))
    async def redeem(request: Request, redemption: Redemption, player: Player = Depends(changing)) -> Json:
        """The print is yours. Sending the code again answers alike."""
        done = await run_in_threadpool(trading.redeem, player, redemption.code)
        await trading.confirm(done)
        return {"success": True, **await run_in_threadpool(trading.received, done, base_url(request))}
