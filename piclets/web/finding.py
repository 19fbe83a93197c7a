"""Finding by a photo on the pages: free, without signing in, and nothing of the photo is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import gradio as gr

from piclets.errors import InvalidImage, PicletsError
from piclets.images.intake import uploaded_file
from piclets.play.searching import pictured
from piclets.search.catalogues import Json
from piclets.search.sight import Sight
from piclets.web.markup import render
from piclets.web.pages import message
from piclets.web.visitors import address_key
from piclets.web.words import spoken

FOUND: Final = 12
MAYBE: Final = 3
MIN_MAYBE: Final = 0.35
"""What a model has to make of a photo before it is said that the thing may be known."""

Run = Callable[[str, Callable[[], list[Json]]], Awaitable[list[Json]]]
"""Runs a search for the visitor of a key, where searches have their turn. Raises RateLimited."""


@dataclass(frozen=True)
class PhotoFinder:
    """`refusal` raises what keeps the game from being read now."""

    sight: Sight
    run: Run
    upload_folder: Path
    refusal: Callable[[], None]

    async def find(self, photo: object, request: gr.Request) -> str:
        """What the game has that looks like a photo, as the Dex shows it."""
        try:
            found = await self._search(photo, request, FOUND)
        except PicletsError as error:
            return message(spoken(error), bad=True)
        return render("found_by_photo", like=found, sees=self.sight.reads())

    async def maybe(self, photo: object, request: gr.Request) -> str:
        """That the thing of a photo may be in the Dex already; "" where sight cannot tell what a photo shows."""
        if not photo or not self.sight.reads():
            return ""
        try:
            found = await self._search(photo, request, MAYBE)
        except PicletsError:
            return ""  # the scan itself says what is wrong with the photo
        likely = [each for each in found if each["matched_by"] == "name" and each["similarity_score"] >= MIN_MAYBE]
        return render("maybe_known", like=likely) if likely else ""

    async def _search(self, photo: object, request: gr.Request, k: int) -> list[Json]:
        self.refusal()
        if not photo:
            raise InvalidImage("Take or choose a photo first.")
        path = uploaded_file(photo, self.upload_folder)
        return await self.run(address_key(request), partial(self._look, path, k))

    def _look(self, path: Path, k: int) -> list[Json]:
        try:
            data = path.read_bytes()
        except OSError:
            raise InvalidImage("This photo is no longer here. Please choose it again.") from None
        return [pictured(hit) for hit in self.sight.by_picture(data, k, "piclets").hits]
