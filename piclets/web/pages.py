"""What each section shows, as HTML: one method per page, every failure in the visitor's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from piclets.domain.collecting.sets import SETS
from piclets.domain.milestones import milestones
from piclets.domain.records import TIERS
from piclets.errors import Missing, NotFound, PicletsError
from piclets.ledger.dex import Search
from piclets.play.admission import Admission
from piclets.play.browsing import Browsing
from piclets.play.collecting import Collecting
from piclets.play.printing import Printing
from piclets.play.reporting import Reporting
from piclets.play.searching import Searching
from piclets.web.asking import asked, within
from piclets.web.markup import render
from piclets.web.visitors import Entrance, address_key
from piclets.web.words import plural, spoken

FEED: Final = 24
PAGE_SIZE: Final = 24
LEADERS: Final = 50
AROUND: Final = 2
COLLECTION_EXPORTED: Final = 1000
MAX_NAME: Final = 400


@dataclass(frozen=True)
class First:
    """What a visitor sees first: the section's name, and what its panels show, by their names."""

    section: str
    panels: Mapping[str, str]


@dataclass(frozen=True)
class Pages:
    """The Dex's pages over the game's use cases."""

    door: Entrance
    admission: Admission
    browsing: Browsing
    reporting: Reporting
    searching: Searching
    collecting: Collecting
    printing: Printing
    refusal: Callable[[], None]
    """Raises what keeps the game from being read now."""

    def pulse(self) -> str:
        """Changes when Discover has something new to show; cheap."""
        return self._or_words(lambda: f"{self.browsing.head()} {self._busy()} {self.browsing.closed()}")

    def closed(self) -> str:
        """What stands above every section while no scans are taken."""
        try:
            told = self.browsing.closed()
        except PicletsError:
            return ""  # the section says so
        return render("closed", words=told) if told else ""

    def first(self, query: Mapping[str, str]) -> First:
        """For an address with this query, the same for all. What depends on the visitor fills itself later."""
        thing, pid, section = query.get("object", ""), query.get("print", ""), query.get("section", "")
        panels = {"closed": self.closed()}
        if thing or pid:
            return First("thing", {**panels, "sheet": self.thing(thing, pid)})
        named = next((name for name in ("player", "season") if query.get(name)), "")
        if named:  # what depends on the visitor comes later
            return First(named, panels)
        if section in ("", "discover"):
            return First("discover", {**panels, "feed": self.discover()})
        if section == "dex":
            search = asked(lambda part: query.get(part, ""))
            panels |= {"dex-filters": dex_filters(search)}
            # What takes a search is looked up once a browser asks.
            return First("dex", panels if search.text else {**panels, "objects": self.dex(search)})
        return First(section, panels)

    def discover(self) -> str:
        return self._or_words(
            lambda: render(
                "discover",
                pulse=self.pulse(),
                totals=self.browsing.totals(),
                busy=self._busy(),
                piclets=self.browsing.newest(FEED, ""),
            )
        )

    def dex(self, search: Search) -> str:
        """A page of the Dex; the last one for a page beyond it."""

        return self._or_words(lambda: _list("dex", search, lambda at: self.searching.dex(at, PAGE_SIZE, "")))

    def thing(self, name: str, pid: str = "") -> str:
        """The page of an object, by any spelling; or of the one that a print is of, with that print on top."""

        def read() -> str:
            if name:
                return self._thing(name[:MAX_NAME])
            try:
                held = self.printing.by_pid(pid[:MAX_NAME], "")
            except Missing as error:
                return render("missing", name="Print", words=error.message)
            return self._thing(held["piclet"]["objectName"], held)

        return self._or_words(read)

    def _thing(self, name: str, held: dict[str, Any] | None = None) -> str:
        """Raises what went wrong."""
        try:
            details = self.browsing.object_details(name, "")
        except NotFound as error:
            return render("missing", name=error.object_name, words=error.message)
        minted, first = self.printing.of_object(details["objectName"], "")
        rarity = details["canonical"]["rarity"]
        less_rare = TIERS[TIERS.index(rarity) - 1] if rarity != TIERS[0] else rarity
        like = self.searching.like(details["canonical"]["typeId"])
        entry = self.searching.entry_of(details["objectName"])
        about = {
            "held": held,
            "minted": minted,
            "first": first,
            "kin": self.collecting.kin(details["objectName"], ""),
            "sets": [each for each in SETS if details["objectName"] in each.names],
        }
        return render("object", **details, **about, next_tier=less_rare, like=like, entry=entry)

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

    def owned(self, search: Search, name: object, request: gr.Request) -> tuple[str, str]:
        """The form over a visitor's own Piclets, and a page of them; nothing where there are none."""

        def read() -> str:
            token = self.door.token(name, request)
            sub = self.browsing.player(token).sub if token else None
            if sub is None or not self.searching.owned(sub, Search(), 1, "")["found"]:
                return ""
            return _list("owned", search, lambda at: self.searching.owned(sub, at, PAGE_SIZE, ""))

        shown = self._or_words(read)
        return (render("mine_filters", search=Search()) if shown else ""), shown

    def mine(self, name: object, request: gr.Request) -> str:
        """What a visitor has come to; or whom to become first."""

        def read() -> str:
            token = self.door.token(name, request)
            if token is None:
                return invited(self.door)
            collection = self.browsing.user_piclets(self.browsing.player(token), 1, 0, "")
            stats = collection["stats"]
            ways = milestones(
                piclets=collection["total"], discoveries=stats["uniqueFinds"], score=stats["rarityScore"]
            )
            return render("mine", **collection, milestones=ways)

        return self._or_words(read)

    def export(self, name: object, request: gr.Request) -> tuple[str, str]:
        """A visitor's collection as JSON text, and what to tell of it. Raises what went wrong."""
        self.refusal()
        player = self.browsing.player(self.door.admit(name, request))
        collection = self.browsing.user_piclets(player, COLLECTION_EXPORTED, 0, "")
        saved, total = len(collection["piclets"]), collection["total"]
        all_of_them = f"{plural(saved, 'Piclet')} {'is' if saved == 1 else 'are'}"
        told = f"The newest {saved:,} of your {total:,} Piclets are" if saved < total else all_of_them
        return json.dumps(collection, indent=2, ensure_ascii=False), f"{told} in my-piclets.json."

    def report(self, said: dict[str, str], name: object, request: gr.Request) -> str:
        """Take a report in. Returns what to tell the visitor; raises what went wrong."""
        token = self.door.token(name, request)
        reporter = self.browsing.player(token).sub if token else address_key(request)
        self.reporting.report(reporter, said["piclet"][:MAX_NAME], said["reason"], said["words"])
        return "Thank you. A moderator will look at it."

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


def dex_filters(search: Search) -> str:
    """The form that says what the Dex is asked for."""
    return render("dex_filters", search=search)


def _list(template: str, search: Search, look: Callable[[Search], dict[str, Any]]) -> str:
    """A page of what is found; the last one for a page beyond it."""
    shown, found = search, look(search)
    pages = -(-found["found"] // PAGE_SIZE)
    if search.page and search.page >= pages:
        shown = within(search, pages)
        found = look(shown)
    return render(template, **found, search=shown, pages=pages)


def message(words: str, *, bad: bool = False, link: str | None = None, label: str = "") -> str:
    """A sentence where a page would be."""
    return render("message", words=words, bad=bad, link=link, label=label)


def invited(door: Entrance) -> str:
    """What a visitor without a name or a sign-in is told where a page of their own would be."""
    return message(door.invitation(), link="/?section=scan", label="To the Scan page")
