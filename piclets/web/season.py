"""The section Season: the one that is on, or one of the archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import gradio as gr

from piclets.domain.season_plans import Phase
from piclets.errors import PicletsError
from piclets.play.browsing import Browsing
from piclets.play.seasons import Seasons
from piclets.web.markup import render
from piclets.web.visitors import Entrance
from piclets.web.words import spoken

MAX_ID: Final = 40
ARCHIVE: Final = 50
"""Seasons listed beside the one that is shown."""
WORDS: Final[dict[Phase, str]] = {
    "announced": "To come.",
    "open": "On now.",
    "late": "Over. The last photos are still being recorded.",
    "review": "Over. The board is under review until it is settled.",
    "settled": "Over, and settled.",
    "cancelled": "Cancelled.",
}


@dataclass(frozen=True)
class SeasonPages:
    """`refusal` raises what keeps the game from being read now."""

    door: Entrance
    browsing: Browsing
    seasons: Seasons
    refusal: Callable[[], None]

    def season(self, season: str, name: object, request: gr.Request) -> str:
        """A season by its id, or the one that is on where there is none in the address."""
        try:
            self.refusal()
            return self._read(season[: MAX_ID + 1], name, request)
        except PicletsError as error:
            return render("message", words=spoken(error), bad=True, link=None, label="")

    def _read(self, chosen: str, name: object, request: gr.Request) -> str:
        token = self.door.token(name, request)
        sub = self.browsing.player(token).sub if token else None
        shown = chosen or self.seasons.current()
        others = [each.wire() for each in self.seasons.all().seasons if each.id != shown]
        season = self.seasons.one(shown, sub).wire() if shown else None
        return render("season", season=season, chosen=chosen, others=others[:ARCHIVE], words=WORDS)
