"""The Scan page's events: the same use case and limits as the API, told step by step."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import gradio as gr

from piclets import logs
from piclets.domain.photo import Photo
from piclets.domain.records import Player
from piclets.errors import InvalidImage, InvalidRequest, InvalidToken, PicletsError
from piclets.images.intake import bytes_of, given_name, read_photo, uploaded_file
from piclets.ledger.scans import Recorded
from piclets.play import answers
from piclets.play.admission import Admission
from piclets.play.badges import Badges
from piclets.play.browsing import Browsing
from piclets.play.discovery import ScanStep
from piclets.play.identifying import Identifying, bearing_of
from piclets.web.markup import render
from piclets.web.pages import message
from piclets.web.share_card import ShareCards
from piclets.web.under_way import ScanNews, ScansUnderWay, Stage, UnderWay
from piclets.web.visitors import Entrance
from piclets.web.words import spoken, wait

STEPS: Final = (ScanStep.LOOKING, ScanStep.IMAGINING, ScanStep.DRAWING, ScanStep.SAVING)
BEGINNING: Final = ScanNews(ScanStep.LOOKING, "")

# One photo at a time is looked at for a card, so that a crowd of visitors leaves the processor to the scans.
_recognisers = ThreadPoolExecutor(1, thread_name_prefix="recognise")


@dataclass(frozen=True)
class Scanner:
    """Runs a visitor's scan. `claim` is told of each file that a verified player's scan reads.

    `asks_what`: the studio cannot see, so the visitor says what the thing is.
    """

    door: Entrance
    admission: Admission
    browsing: Browsing
    identifying: Identifying
    shares: ShareCards
    upload_folder: Path
    claim: Callable[[Path], None]
    asks_what: bool
    badges: Badges
    under_way: ScansUnderWay = field(default_factory=ScansUnderWay)

    async def scan(
        self, name: object, what: object, photo: object, key: object, request: gr.Request
    ) -> AsyncIterator[Stage]:
        """Each thing the page has to say on the way, and the reveal or the failure at the end.

        By `key`, the page finds the scan again after it was loaded anew.
        """
        logs.begin_request()
        try:
            token, path, said = self._wanted(name, what, photo, request)
        except PicletsError as error:
            yield _failed(error)
            return
        scan = self.under_way.begin(key)
        scan.start(self._ended(scan, token, path, said, photo))
        yield Stage(self._steps(BEGINNING, scan))
        async for stage in self._told(scan):
            yield stage

    async def resume(self, key: str) -> AsyncIterator[Stage]:
        """A scan that is under way, or was just now, from where it is; nothing where there is none."""
        logs.begin_request()
        scan = self.under_way.find(key)
        if scan is None:
            yield Stage("", done=True)
            return
        async for stage in self._told(scan):
            yield stage

    def _wanted(self, name: object, what: object, photo: object, request: gr.Request) -> tuple[str, Path, str]:
        """The visitor's token, the photo's file, and what the visitor says it is. Raises what is missing."""
        token = self.door.token(name, request)
        if token is None:
            raise InvalidToken(self.door.invitation())
        if not photo:
            raise InvalidImage("Take or choose a photo first.")
        path = uploaded_file(photo, self.upload_folder)
        said = what.strip()[:100] if self.asks_what and isinstance(what, str) else ""
        return token, path, said

    async def _told(self, scan: UnderWay) -> AsyncIterator[Stage]:
        async for news in scan.follow():
            yield Stage(self._steps(news, scan))
        yield await scan.result()

    async def _ended(self, scan: UnderWay, token: str, path: Path, said: str, photo: object) -> Stage:
        """What the page shows at the end."""
        try:
            return await self._scanned(scan, token, path, said, photo)
        except PicletsError as error:
            return _failed(error)

    async def _scanned(self, scan: UnderWay, token: str, path: Path, said: str, photo: object) -> Stage:
        loop = asyncio.get_running_loop()
        recognised = await loop.run_in_executor(_recognisers, self._recognised, path)
        if recognised is not None:
            return recognised
        if self.asks_what and not said:
            raise InvalidRequest("Say what the thing is: this studio cannot see, it takes your word for it.")
        player = await loop.run_in_executor(None, self.browsing.player, token)

        def read() -> Photo:
            self.claim(path)
            taken = read_photo(path, said or given_name(photo))
            return taken.told_as(said) if said else taken

        recorded = await self.admission.scan(token, read, scan.tell)
        return await loop.run_in_executor(None, self._reveal, recorded, player)

    def _recognised(self, path: Path) -> Stage | None:
        """The print whose card the photo shows: it is opened, nothing is spent, and that is no scan.

        Of several cards the surest is opened, and the others are named.
        """
        prints = self.identifying.certain_prints(bytes_of(path))
        if not prints:
            return None
        held, *others = prints
        shown = answers.piclet(held.entry.wire(), "")
        share = self.shares.picture_of(shown, bearing_of(held))
        return Stage(render("print", print=held, piclet=shown, others=others), share, done=True)

    def _reveal(self, recorded: Recorded, player: Player) -> Stage:
        found = self.browsing.scanned(recorded, "")
        made = self.identifying.found_by(player.sub, recorded.type_id)
        share = self.shares.picture_of(found["piclet"], bearing_of(made) if made else None)
        earned = self.badges.earned_by(player.sub, recorded.seq)
        html = render(
            "reveal",
            piclet=found["piclet"],
            message=found["message"],
            points=recorded.points,
            replayed=recorded.replayed,
            discovered=recorded.status != "existing" and not recorded.replayed,
            player=player.username,
            earned=[] if recorded.replayed else earned,
        )
        return Stage(html, share, done=True)

    def _steps(self, news: ScanNews, scan: UnderWay) -> str:
        at = STEPS.index(news.step) if news.step in STEPS else -1
        states = ["done" if place < at else "now" if place == at else "later" for place in range(len(STEPS))]
        steps: list[dict[str, Any]] = [
            {"words": step.words, "state": state} for step, state in zip(STEPS, states, strict=True)
        ]
        aside = f"{news.step.words}: {news.words}" if news.step is ScanStep.WAITING else news.words
        usual = self.admission.pace.usual()
        seconds = None if usual is None else max(1, round(usual))
        return render(
            "steps", steps=steps, words=aside, lasts=scan.lasts(), usual=seconds, usually=wait(seconds or 0)
        )


def _failed(error: PicletsError) -> Stage:
    return Stage(message(spoken(error), bad=True), done=True)
