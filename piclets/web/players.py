"""A player's public page, whom a visitor follows, and whether the visitor has a page, and of what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import gradio as gr
from starlette.concurrency import run_in_threadpool

from piclets.domain.events import SHOWCASE
from piclets.domain.records import Player
from piclets.errors import InvalidToken, Missing, PicletsError
from piclets.play.browsing import Browsing
from piclets.play.collecting import Collecting
from piclets.play.listing import OwnPage
from piclets.play.trading import Trading
from piclets.web.looks import panel
from piclets.web.markup import render
from piclets.web.visitors import Entrance
from piclets.web.words import spoken

MAX_NAME: Final = 128
QUIET: Final[dict[str, Any]] = {"api_visibility": "private", "queue": False, "show_progress": "hidden"}

FOLLOW: Final = "Follow"
UNFOLLOW: Final = "Unfollow"


@dataclass(frozen=True)
class PlayerPages:
    """`refusal` raises what keeps the game from being read now."""

    door: Entrance
    browsing: Browsing
    collecting: Collecting
    trading: Trading
    own_page: OwnPage
    refusal: Callable[[], None]

    def page(self, username: str, name: object, request: gr.Request) -> tuple[str, str | None]:
        """A player's page, and what following or leaving that player is called; None where it cannot be done."""
        try:
            self.refusal()
            visitor = self._visitor(name, request)
            shown = self.collecting.player(username[:MAX_NAME], "")
            own = visitor is not None and visitor.username == shown.username
            html = render("player", **shown.wire(), own=own)
            return html, None if visitor is None or own else self._following(visitor, username)
        except Missing as error:
            return _words(error, bad=False), None
        except PicletsError as error:
            return _words(error), None

    def toggle(self, username: str, name: object, request: gr.Request) -> str:
        """Follow a player, or do so no more; what the button is called then. Raises PicletsError."""
        visitor = self._visitor(name, request)
        if visitor is None:
            raise InvalidToken(self.door.invitation())
        self.trading.follow(visitor, username, following=self._following(visitor, username) == FOLLOW)
        return self._following(visitor, username)

    def mine(self, name: object, request: gr.Request) -> tuple[str, bool | None]:
        """What a visitor is told of their page and of those followed, and whether it is public; None for no one."""
        try:
            self.refusal()
            visitor = self._visitor(name, request)
            if visitor is None or self.browsing.is_newcomer(visitor):
                return "", None
            listed = self.own_page.listed(visitor)
            following = self.trading.settings(visitor)["following"]
            return render("own_page", username=visitor.username, listed=listed, following=following), listed
        except PicletsError:  # the collection above says so
            return "", None

    async def put(self, listed: bool, name: object, request: gr.Request) -> str:
        """Make a visitor's page public, or not; what is told then."""
        try:
            visitor = await run_in_threadpool(self._visitor, name, request)
            if visitor is None:
                raise InvalidToken(self.door.invitation())
            seq = await run_in_threadpool(self.own_page.put, visitor, listed=bool(listed))
            await self.own_page.confirm(seq)
            return (await run_in_threadpool(self.mine, name, request))[0]
        except PicletsError as error:
            return _words(error)

    def choices(self, name: object, request: gr.Request) -> tuple[list[tuple[str, str]], list[str]] | None:
        """What a visitor can show on the own page, each in words and as a typeId, and what is chosen; None for no
        one.
        """
        try:
            self.refusal()
            visitor = self._visitor(name, request)
            found = self.collecting.finds(visitor.sub) if visitor else []
            if visitor is None or not found:
                return None
            known = {type_id for _, type_id in found}
            return found, [each for each in self.own_page.showcase(visitor) if each in known]
        except PicletsError:  # the collection above says so
            return None

    async def choose(self, chosen: object, name: object, request: gr.Request) -> str:
        """Show these Piclets on a visitor's page; what is told then."""
        wanted = [each for each in chosen if isinstance(each, str)] if isinstance(chosen, list) else []
        try:
            visitor = await run_in_threadpool(self._visitor, name, request)
            if visitor is None:
                raise InvalidToken(self.door.invitation())
            seq = await run_in_threadpool(self.own_page.choose, visitor, wanted)
            await self.own_page.confirm(seq)
        except PicletsError as error:
            return _words(error)
        told = "Your page shows what you have chosen." if wanted else "Your page shows your newest finds."
        return render("message", words=told, bad=False, link=f"/?player={quote(visitor.username)}", label="See it")

    def _visitor(self, name: object, request: gr.Request) -> Player | None:
        token = self.door.token(name, request)
        return self.browsing.player(token) if token else None

    def _following(self, visitor: Player, username: str) -> str:
        return UNFOLLOW if username in self.trading.settings(visitor)["following"] else FOLLOW


class PlayerTab:
    """The page of one player, within the Blocks of the current context. `show` fills `shown`."""

    def __init__(self, pages: PlayerPages, name: gr.BrowserState) -> None:
        self._pages = pages
        self._page = panel("player-page")
        self._who = gr.Textbox(visible=False, value="")
        self._follow = gr.Button(FOLLOW, visible=False, elem_id="follow", size="sm")
        # In the queue, since only there an event can tell the visitor something beside its answer.
        self._follow.click(self._toggle, [self._who, name], self._follow, **{**QUIET, "queue": True})

    @property
    def shown(self) -> list[Any]:
        return [self._page, self._who, self._follow]

    def show(self, username: str, name: object, request: gr.Request) -> list[Any]:
        html, label = self._pages.page(username, name, request)
        return [html, username[:MAX_NAME], gr.Button(label or FOLLOW, visible=label is not None)]

    def _toggle(self, username: str, name: object, request: gr.Request) -> Any:
        try:
            return gr.Button(self._pages.toggle((username or "")[:MAX_NAME], name, request))
        except PicletsError as error:
            gr.Warning(spoken(error))
            return gr.skip()


class OwnPageSwitch:
    """In My Piclets: whether the visitor's page is public. `show` fills `shown`."""

    def __init__(self, pages: PlayerPages, name: gr.BrowserState) -> None:
        self._pages = pages
        self._told = panel("own-page")
        self._switch = gr.Checkbox(label="Everyone may see my page", value=True, visible=False, elem_id="listed")
        # Gradio would drop what is switched while the change before is on its way, and the page say otherwise.
        self._switch.input(pages.put, [self._switch, name], self._told, trigger_mode="always_last", **QUIET)

    @property
    def shown(self) -> list[Any]:
        return [self._told, self._switch]

    def show(self, name: object, request: gr.Request) -> list[Any]:
        html, listed = self._pages.mine(name, request)
        return [html, gr.Checkbox(value=bool(listed), visible=listed is not None)]


class ShowcaseChoice:
    """In My Piclets: what the visitor's page shows. `show` fills `shown`."""

    def __init__(self, pages: PlayerPages, name: gr.BrowserState) -> None:
        self._pages = pages
        self._chosen = gr.Dropdown(
            [],
            label=f"On my page: up to {SHOWCASE} Piclets, or else the newest",
            multiselect=True,
            max_choices=SHOWCASE,
            interactive=True,
            visible=False,
            elem_id="showcase-choice",
        )
        self._save = gr.Button("Show these on my page", visible=False, elem_id="showcase-save", size="sm")
        told = panel("showcase-told")
        # Without preprocessing: a session does not remember the choices it was given, and the ledger checks.
        self._save.click(pages.choose, [self._chosen, name], told, preprocess=False, **QUIET)

    @property
    def shown(self) -> list[Any]:
        return [self._chosen, self._save]

    def show(self, name: object, request: gr.Request) -> list[Any]:
        found = self._pages.choices(name, request)
        if found is None:
            return [gr.Dropdown([], value=[], visible=False), gr.Button(visible=False)]
        choices, chosen = found
        return [gr.Dropdown(choices, value=chosen, visible=True), gr.Button(visible=True)]


def _words(error: PicletsError, *, bad: bool = True) -> str:
    return render("message", words=spoken(error), bad=bad, link=None, label="")
