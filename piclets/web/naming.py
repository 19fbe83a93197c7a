"""Naming a Piclet from the pages: the visitor's own session at the wheel, and keeping what it wrote.

The browser spins over the game's HTTP API; who the visitor is, is known on this side only.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Final, get_args

import gradio as gr

from piclets.domain.records import Player
from piclets.errors import InvalidRequest, PicletsError
from piclets.ledger.naming import Purpose
from piclets.play.browsing import Browsing
from piclets.web.visitors import Entrance
from piclets.web.words import spoken
from piclets.wheel.keeping import Keeping
from piclets.wheel.wheels import Wheels

WORDS: Final[dict[Purpose, str]] = {
    "name": "You discovered it: spin its name, and keep it when you like it. It is kept once, within 24 hours.",
    "lore": "Spin a first line of its lore, then keep it. It is kept once, within 24 hours of the discovery.",
}


@dataclass(frozen=True)
class NamingDesk:
    """What the page's script is answered: JSON with a session to spin, or with what is to be said."""

    door: Entrance
    browsing: Browsing
    wheels: Wheels
    keeping: Keeping

    async def begin(self, type_id: str, purpose: str, name: str, request: gr.Request) -> str:
        """A session for a Piclet, the visitor's own."""
        try:
            chosen, player = _purpose(purpose), await self._player(name, request)
            view = await self.wheels.create(f"player:{player.sub}", player.sub, None, None, type_id, chosen)
        except PicletsError as error:
            return json.dumps({"said": spoken(error)})
        session = view.session.id
        return json.dumps({"session": session, "piclet": type_id, "purpose": chosen, "words": WORDS[chosen]})

    async def keep(self, session_id: str, purpose: str, name: str, request: gr.Request) -> str:
        try:
            player = await self._player(name, request)
            type_id = await self.keeping.keep(session_id, player, _purpose(purpose))
            told = await asyncio.get_running_loop().run_in_executor(None, self.browsing.piclet, type_id, "")
        except PicletsError as error:
            return json.dumps({"said": spoken(error)})
        data = told["picletData"]
        said = f"Kept: it is {data['name']} from now on." if purpose == "name" else f"Kept: {data['lore']}"
        return json.dumps({"said": said, "kept": True})

    async def _player(self, name: str, request: gr.Request) -> Player:
        token = self.door.admit(name, request)
        return await asyncio.get_running_loop().run_in_executor(None, self.browsing.player, token)


def _purpose(said: str) -> Purpose:
    for purpose in get_args(Purpose):
        if said == purpose:
            return said  # type: ignore[return-value]  # it is one of them
    raise InvalidRequest("Please keep it as a name or as lore.")
