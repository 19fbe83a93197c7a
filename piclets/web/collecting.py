"""The pages of what there is to collect: the three things of the day, sets, and a player's shelf of badges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import gradio as gr

from piclets.errors import PicletsError
from piclets.play.browsing import Browsing
from piclets.play.collecting import Collecting
from piclets.web.markup import render
from piclets.web.pages import message
from piclets.web.visitors import Entrance
from piclets.web.words import spoken

MAX_ID: Final = 40


@dataclass(frozen=True)
class CollectingPages:
    """Each page as HTML. A visitor who has not said who they are sees what the world has found."""

    door: Entrance
    browsing: Browsing
    collecting: Collecting
    refusal: Callable[[], None]
    """Raises what keeps the game from being read now."""

    def sets(self, set_id: str, name: object, request: gr.Request) -> str:
        """A set, thing by thing; without one the day's three, and every set."""

        def read(sub: str | None) -> str:
            if set_id:
                return render("set", **self.collecting.one_set(set_id[:MAX_ID], sub, "").wire())
            return render("sets", daily=self.collecting.daily(sub, "").wire(), **self.collecting.sets(sub).wire())

        return self._or_words(name, request, read)

    def shelf(self, name: object, request: gr.Request) -> str:
        """A player's badges and rhythm; nothing for a visitor whose page asks who they are anyway."""

        def read(sub: str | None) -> str:
            if sub is None:
                return ""
            badges = self.collecting.badges
            return render(
                "shelf",
                **badges.all(sub).wire(),
                news=badges.news(sub, self.browsing.head()),
                rhythm=self.collecting.own_daily(sub, "").rhythm.wire(),
            )

        return self._or_words(name, request, read)

    def _or_words(self, name: object, request: gr.Request, read: Callable[[str | None], str]) -> str:
        try:
            self.refusal()
            token = self.door.token(name, request)
            return read(self.browsing.player(token).sub if token else None)
        except PicletsError as error:
            return message(spoken(error), bad=True)
