"""What the tab Prints shows and does: the album, gifts and trades, with every failure in the visitor's words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

import gradio as gr
import segno
from anyio.to_thread import run_sync

from piclets.domain.records import Player
from piclets.errors import PicletsError
from piclets.play.browsing import Browsing
from piclets.play.printing import Printing
from piclets.play.trading import Trading
from piclets.web.markup import render
from piclets.web.pages import invited, message
from piclets.web.visitors import Entrance
from piclets.web.words import spaced, spoken

SHOWN: Final = 200
OFFERS_SHOWN: Final = 50
HOW: Final = {"found": "who found it", "gift": "as a gift", "trade": "by a trade", "undone": "given back"}

_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,200}")

Choices = list[tuple[str, str]]
Json = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """`album` and `offers` are HTML. `held` are the prints that can be given, as (words, PID), and `answerable` the
    open offers, as (words, "id revision"). `door`: whose offers the visitor takes."""

    album: str
    offers: str
    held: Choices
    answerable: Choices
    door: str


@dataclass(frozen=True)
class PrintPages:
    """Blocking, but for what has to be confirmed."""

    door: Entrance
    browsing: Browsing
    printing: Printing
    trading: Trading
    refusal: Callable[[], None]
    """Raises what keeps the game from being read now."""

    def shown(self, name: object, request: gr.Request) -> Shown:
        """All that the tab shows of a visitor, or why there is nothing to show."""
        try:
            self.refusal()
            if self.door.token(name, request) is None:
                words = invited(self.door)
                return Shown(words, words, [], [], "nobody")
            player = self._player(name, request)
            held = self.printing.held_by(player.sub, SHOWN, 0, "")
            mine, board = self._open(player)
            door = str(self.trading.settings(player)["door"])
        except PicletsError as error:
            words = message(spoken(error), bad=True)
            return Shown(words, words, [], [], "nobody")
        doubles = _doubles(held["prints"])
        given = [(_called(print_, doubles), print_["pid"]) for print_ in held["prints"] if not print_["void"]]
        answerable = [(_described(offer), _key(offer)) for offer in (*mine, *board)]
        offers = render("offers", mine=mine, board=board)
        return Shown(_album(player, held), offers, given, answerable, door)

    def gift(self, name: object, pid: object, sure: object, origin: object, request: gr.Request) -> str:
        """A code for a print, with link and QR code. `origin`: the address of the game in the browser."""

        def make() -> str:
            gift = self.trading.gift(self._player(name, request), str(pid or ""), confirmed=sure is True)
            known = isinstance(origin, str) and _ORIGIN.fullmatch(origin) is not None
            # After #, so that the code is never sent to a server but by the one who takes the gift.
            link = f"{origin}/?section=prints#gift={quote(gift['code'])}" if known else ""
            picture = segno.make(link).svg_data_uri(scale=4) if link else ""
            return render("gift", code=gift["code"], until=gift["until"], link=link, picture=picture)

        return self._or_words(make)

    async def redeem(self, name: object, code: object, request: gr.Request) -> str:
        async def take() -> str:
            player = await run_sync(lambda: self._player(name, request))
            done = await run_sync(lambda: self.trading.redeem(player, str(code or "")))
            await self.trading.confirm(done)
            got = await run_sync(lambda: self.trading.received(done, ""))
            return message(f"{_called(got)} is yours now.")

        return await self._or_words_later(take)

    def offer(self, name: object, give: object, sure: object, want: object, to: object, request: gr.Request) -> str:
        def make() -> str:
            wishes = [wish.strip() for wish in str(want or "").split(",") if wish.strip()]
            addressee = str(to or "").strip() or None
            player = self._player(name, request)
            self.trading.offer(player, _texts(give), wishes, addressee, "", confirmed=sure is True)
            return message("Your offer stands for 72 hours." if addressee else "Your offer is on the board.")

        return self._or_words(make)

    async def accept(self, name: object, chosen: object, give: object, sure: object, request: gr.Request) -> str:
        async def make() -> str:
            offer_id, revision = _offer(chosen)
            player = await run_sync(lambda: self._player(name, request))
            given = _texts(give) or None
            done = await run_sync(
                lambda: self.trading.accept(player, offer_id, revision, given, confirmed=sure is True)
            )
            await self.trading.confirm(done)
            got = (await run_sync(lambda: self.trading.done(done, "")))["prints"]
            return message(f"Done: {', '.join(map(_called, got))} is yours now.")

        return await self._or_words_later(make)

    def end(self, name: object, chosen: object, request: gr.Request) -> str:
        def drop() -> str:
            ended = self.trading.end(self._player(name, request), _offer(chosen)[0], "")
            return message(f"This offer is {ended['state']}.")

        return self._or_words(drop)

    def set_door(self, name: object, door: object, request: gr.Request) -> str:
        def change() -> str:
            self.trading.set_door(self._player(name, request), str(door))
            return message("Saved.")

        return self._or_words(change)

    def follow(self, name: object, who: object, request: gr.Request) -> str:
        return self._followed(name, who, request, following=True)

    def unfollow(self, name: object, who: object, request: gr.Request) -> str:
        return self._followed(name, who, request, following=False)

    def sides(self, name: object, chosen: object, give: object, request: gr.Request) -> str:
        """Both sides of a trade, to look at before it is confirmed."""

        def show() -> str:
            player = self._player(name, request)
            given = [_called(self.printing.by_pid(pid, "")) for pid in _texts(give)]
            mine, board = self._open(player)
            offers = {_key(offer): offer for offer in (*mine, *board)}
            offer = offers.get(str(chosen))
            if offer is None:
                return message("This offer is no longer open.", bad=True)
            gets = [_called(print_) for print_ in offer["prints"]]
            return message(
                f"You get {', '.join(gets)}. You give {', '.join(given or offer['want'])}. Press Trade to do it."
            )

        return self._or_words(show)

    def _followed(self, name: object, who: object, request: gr.Request, *, following: bool) -> str:
        """Whom the visitor follows, after one more or one less."""

        def change() -> str:
            player = self._player(name, request)
            self.trading.follow(player, str(who or "").strip(), following=following)
            followed = self.trading.settings(player)["following"]
            return message(f"You follow {', '.join(followed)}." if followed else "You do not follow anyone.")

        return self._or_words(change)

    def _open(self, player: Player) -> tuple[list[Json], list[Json]]:
        """The open offers that a player made or received, and those of others on the board."""
        mine = self.trading.mine(player, OFFERS_SHOWN, 0, "")["offers"]
        board = self.trading.board(player.sub, OFFERS_SHOWN, 0, "")["offers"]
        return mine, [offer for offer in board if not offer["mine"]]

    def _player(self, name: object, request: gr.Request) -> Player:
        """Raises InvalidToken for a visitor without a name or a sign-in."""
        return self.browsing.player(self.door.admit(name, request))

    def _or_words(self, work: Callable[[], str]) -> str:
        try:
            self.refusal()
            return work()
        except PicletsError as error:
            return message(spoken(error), bad=True)

    async def _or_words_later(self, work: Callable[[], Awaitable[str]]) -> str:
        try:
            await run_sync(self.refusal)
            return await work()
        except PicletsError as error:
            return message(spoken(error), bad=True)


def _album(player: Player, held: Json) -> str:
    """A visitor's prints, by thing."""
    prints = sorted(held["prints"], key=_of_thing)
    found = sum(print_["finder"] == player.username for print_ in prints)
    things = [{"name": thing, "prints": list(those)} for thing, those in groupby(prints, key=_of_thing)]
    doubles = _doubles(prints)
    counts = {"total": held["total"], "shown": len(prints), "found": found, "received": len(prints) - found}
    return render("prints", things=things, words=HOW, doubles=doubles, **counts)


def _doubles(prints: Sequence[Json]) -> frozenset[str]:
    """The PIDs of prints that could be given: of each Piclet all but the lowest number that counts."""
    counting = sorted((print_ for print_ in prints if not print_["void"]), key=lambda print_: print_["number"])
    kept: dict[str, str] = {}
    for print_ in counting:
        kept.setdefault(print_["typeId"], print_["pid"])
    return frozenset(print_["pid"] for print_ in counting if kept[print_["typeId"]] != print_["pid"])


def _of_thing(print_: Json) -> str:
    return str(print_["piclet"]["objectName"])


def _called(print_: Json, doubles: Collection[str] = ()) -> str:
    very_first = " (the very first)" if print_["number"] == 1 else ""
    double = " · a double" if print_["pid"] in doubles else ""
    piclet = print_["piclet"]
    return f"{piclet['picletData']['name']} #{print_['number']}{very_first} · {spaced(piclet['objectName'])}{double}"


def _described(offer: Json) -> str:
    gives = ", ".join(map(_called, offer["prints"])) or "prints that have gone elsewhere"
    who = "You" if offer["mine"] else offer["from"] or "A player"
    return f"{who}: {gives} for {', '.join(map(spaced, offer['want']))}"


def _key(offer: Json) -> str:
    return f"{offer['id']} {offer['revision']}"


def _offer(chosen: object) -> tuple[str, int]:
    offer_id, _, revision = str(chosen or "").partition(" ")
    return offer_id, int(revision) if revision.isdecimal() and len(revision) < 9 else 0


def _texts(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list | tuple) else []
