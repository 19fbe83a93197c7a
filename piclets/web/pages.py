"""What each section shows, as HTML: one method per page, every failure in the visitor's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from piclets.admission import Admission
from piclets.browsing import Browsing
from piclets.domain.milestones import milestones
from piclets.domain.records import TIERS
from piclets.errors import NotFound, PicletsError
from piclets.ledger.dex import Search
from piclets.reporting import Reporting
from piclets.web.markup import render
from piclets.web.visitors import Door, address_key
from piclets.web.words import spoken

FEED: Final = 24
PAGE_SIZE: Final = 24
LEADERS: Final = 50
AROUND: Final = 2
COLLECTION_SHOWN: Final = 120
COLLECTION_EXPORTED: Final = 1000
LONGEST_NAME: Final = 400


@dataclass(frozen=True)
class Pages:
    """The Dex's pages over the game's use cases."""

    door: Door
    admission: Admission
    browsing: Browsing
    reporting: Reporting
    refusal: Callable[[], None]
    """Raises what keeps the game from being read now."""

    def pulse(self) -> str:
        """Changes when Discover has something new to show; cheap."""
        return self._or_words(lambda: f"{self.browsing.head()} {self._busy()}")

    def discover(self) -> str:
        return self._or_words(
            lambda: render(
                "discover",
                totals=self.browsing.totals(),
                busy=self._busy(),
                piclets=self.browsing.newest(FEED, ""),
            )
        )

    def dex(self, search: Search) -> tuple[str, int]:
        """A page of the Dex, and how many pages there are."""

        def read() -> tuple[str, int]:
            found = self.browsing.dex(search, PAGE_SIZE, "")
            pages = -(-found["found"] // PAGE_SIZE)
            return render("dex", **found, page=search.page, pages=pages), pages

        try:
            self.refusal()
            return read()
        except PicletsError as error:
            return message(spoken(error), bad=True), 0

    def thing(self, name: str) -> str:
        """The page of an object, by any spelling."""

        def read() -> str:
            try:
                details = self.browsing.object_details(name[:LONGEST_NAME], "")
            except NotFound as error:
                return render("missing", name=error.object_name, words=error.message)
            rarity = details["canonical"]["rarity"]
            less_rare = TIERS[TIERS.index(rarity) - 1] if rarity != TIERS[0] else rarity
            return render("object", **details, next_tier=less_rare)

        return self._or_words(read)

    def leaderboard(self, name: object, request: gr.Request) -> str:
        def read() -> str:
            token = self.door.token(name, request)
            own = self.browsing.player(token) if token else None
            around = self.browsing.neighbours(own.sub, AROUND) if own else []
            own_rows = [_row(row) for row in around if row["own"]]
            leaders = [
                {**row, "own": _row(row) in own_rows} for row in self.browsing.leaderboard(LEADERS)["leaderboard"]
            ]
            among_them = any(leader["own"] for leader in leaders)
            return render("leaderboard", leaders=leaders, neighbours=[] if among_them else around)

        return self._or_words(read)

    def mine(self, name: object, request: gr.Request) -> str:
        def read() -> str:
            token = self.door.token(name, request)
            if token is None:
                return message(self.door.invitation(), link="/?section=scan", label="To the Scan page")
            collection = self.browsing.user_piclets(token, COLLECTION_SHOWN, 0, "")
            stats = collection["stats"]
            ways = milestones(
                piclets=collection["total"], discoveries=stats["uniqueFinds"], score=stats["rarityScore"]
            )
            return render("mine", **collection, milestones=ways)

        return self._or_words(read)

    def export(self, name: object, request: gr.Request) -> str | None:
        """A visitor's collection as JSON text; None for nobody. Raises what went wrong."""
        token = self.door.token(name, request)
        if token is None:
            return None
        collection = self.browsing.user_piclets(token, COLLECTION_EXPORTED, 0, "")
        return json.dumps(collection, indent=2, ensure_ascii=False)

    def report(self, said: dict[str, str], name: object, request: gr.Request) -> str:
        """Take a report in. Returns what to tell the visitor; raises what went wrong."""
        token = self.door.token(name, request)
        reporter = self.browsing.player(token).sub if token else address_key(request)
        self.reporting.report(reporter, said["piclet"][:LONGEST_NAME], said["reason"], said["words"])
        return "Thank you. Somebody will look at it."

    def _busy(self) -> int:
        state = self.admission.state()
        return state["working"] + state["waiting"]

    def _or_words(self, read: Callable[[], str]) -> str:
        try:
            self.refusal()
            return read()
        except PicletsError as error:
            return message(spoken(error), bad=True)


def _row(leader: dict[str, Any]) -> tuple[Any, ...]:
    """What makes out a row of the leaderboard: names are unique, but two may stand side by side in a rename."""
    return leader["rank"], leader["username"], leader["rarityScore"]


def message(words: str, *, bad: bool = False, link: str | None = None, label: str = "") -> str:
    """A sentence where a page would be."""
    return render("message", words=words, bad=bad, link=link, label=label)
