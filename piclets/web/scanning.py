"""The Scan page's one event: the same use case and limits as the API, told step by step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import gradio as gr

from piclets import logs
from piclets.admission import Admission
from piclets.browsing import Browsing
from piclets.discovery import Step
from piclets.errors import InvalidImage, InvalidRequest, InvalidToken, PicletsError
from piclets.intake import read_photo, uploaded_file
from piclets.ledger.ledger import Recorded
from piclets.web.markup import render
from piclets.web.pages import message
from piclets.web.share_card import ShareCards
from piclets.web.visitors import Door
from piclets.web.words import spoken

STEPS: Final = (Step.LOOKING, Step.IMAGINING, Step.DRAWING, Step.SAVING)

News = tuple[Step, str]


@dataclass(frozen=True)
class Stage:
    """What the Scan page shows at a moment: HTML, and the file of the picture to share."""

    html: str
    share: Path | None = None
    done: bool = False


@dataclass(frozen=True)
class Scanner:
    """Runs a visitor's scan. `asks_what`: the studio cannot see, so the visitor says what the thing is."""

    door: Door
    admission: Admission
    browsing: Browsing
    shares: ShareCards
    upload_folder: Path
    asks_what: bool

    async def scan(self, name: object, what: object, photo: object, request: gr.Request) -> AsyncIterator[Stage]:
        """Each thing the page has to say on the way, and the reveal or the failure at the end."""
        logs.begin_request()
        try:
            async for stage in self._scan(name, what, photo, request):
                yield stage
        except PicletsError as error:
            yield Stage(message(spoken(error), bad=True), done=True)

    async def _scan(self, name: object, what: object, photo: object, request: gr.Request) -> AsyncIterator[Stage]:
        token = self.door.token(name, request)
        if token is None:
            raise InvalidToken(self.door.invitation())
        if not photo:
            raise InvalidImage("Take or upload a photo first.")
        said = what.strip()[:100] if isinstance(what, str) else ""
        if self.asks_what and not said:
            raise InvalidRequest("Say what the thing is: this studio cannot see, it takes your word for it.")
        path = uploaded_file(photo, self.upload_folder)
        news: asyncio.Queue[News] = asyncio.Queue()
        read = partial(read_photo, path, said or _filename(photo))
        scan = asyncio.ensure_future(
            self.admission.scan(token, read, lambda step, words: news.put_nowait((step, words)))
        )
        scan.add_done_callback(_look_at)
        async for told in _until_done(scan, news):
            yield Stage(told)
        yield await self._reveal(await scan, token)

    async def _reveal(self, recorded: Recorded, token: str) -> Stage:
        loop = asyncio.get_running_loop()
        player = await loop.run_in_executor(None, self.browsing.player, token)
        found = await loop.run_in_executor(None, self.browsing.scanned, recorded, "")
        share = await loop.run_in_executor(None, self.shares.picture_of, found["piclet"])
        html = render(
            "reveal",
            piclet=found["piclet"],
            message=found["message"],
            points=recorded.points,
            replayed=recorded.replayed,
            player=player.username,
        )
        return Stage(html, share, done=True)


def _look_at(scan: asyncio.Future[Recorded]) -> None:
    """A scan whose visitor has gone ends unheard; asyncio would complain of that."""
    if not scan.cancelled():
        scan.exception()


async def _until_done(scan: asyncio.Future[Recorded], news: asyncio.Queue[News]) -> AsyncIterator[str]:
    """The steps, as often as there is news. A visitor who leaves does not stop the scan."""
    yield _steps(Step.LOOKING, "")
    while not scan.done():
        more: asyncio.Future[Any] = asyncio.ensure_future(news.get())
        try:
            await asyncio.wait((scan, more), return_when=asyncio.FIRST_COMPLETED)
            if more.done():
                yield _steps(*more.result())
        finally:
            more.cancel()


def _steps(now: Step, words: str) -> str:
    at = STEPS.index(now) if now in STEPS else -1
    states = ["done" if place < at else "now" if place == at else "later" for place in range(len(STEPS))]
    steps: list[dict[str, Any]] = [
        {"words": step.words, "state": state} for step, state in zip(STEPS, states, strict=True)
    ]
    aside = f"{now.words}: {words}" if now is Step.WAITING else words
    return render("steps", steps=steps, words=aside)


def _filename(photo: object) -> str:
    """What the player called the file."""
    given = photo.get("orig_name") if isinstance(photo, dict) else None
    return given if isinstance(given, str) else ""
