"""The public Blocks at the root: the Dex's sections, and which event fills which of them.

None of the pages' events is an endpoint for programs: the API lists the five of the contract, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import gradio as gr

from piclets.errors import PicletsError
from piclets.ledger.dex import Search
from piclets.web.asking import asked
from piclets.web.collecting import CollectingPages
from piclets.web.events import QUIET, event_text
from piclets.web.finding import PhotoFinder
from piclets.web.looks import panel, script
from piclets.web.markup import render
from piclets.web.naming import NamingDesk
from piclets.web.pages import Pages, dex_filters, message
from piclets.web.players import OwnPageSwitch, PlayerPages, PlayerTab, ShowcaseChoice
from piclets.web.prints import PrintPages
from piclets.web.prints_tab import PrintsTab
from piclets.web.reasons import REASON_WORDS
from piclets.web.scan_tab import ScanTab
from piclets.web.scanning import Scanner
from piclets.web.season import SeasonPages
from piclets.web.words import spoken

POLL_S: Final = 5

_PULSE = "() => document.querySelector('gradio-app #feed [data-pulse]')?.dataset.pulse ?? 'none'"
_SHOWN = "() => { dispatchEvent(new Event('piclets:shown')); }"
_TO_WHEEL = "(text) => { dispatchEvent(new CustomEvent('piclets:wheel', { detail: text })); }"
_DOWNLOAD = """(text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "my-piclets.json";
  link.click();
  URL.revokeObjectURL(link.href);
}"""


def public_blocks(
    pages: Pages,
    collecting: CollectingPages,
    prints: PrintPages,
    scanner: Scanner,
    finder: PhotoFinder,
    naming: NamingDesk,
    seasons: SeasonPages,
    players: PlayerPages,
    add_endpoints: Callable[[], None],
    *,
    notice: str | None,
    about: str,
) -> gr.Blocks:
    """`add_endpoints` adds the game's API to the Blocks under construction; `notice` stands on top of every page, and
    `about` below it."""
    blocks = gr.Blocks(title="Piclets", analytics_enabled=False)
    with blocks:
        _Site(pages, collecting, prints, scanner, finder, naming, seasons, players, blocks, notice)
        panel("about", about)
        add_endpoints()
    return blocks


class _Site:
    """Builds the sections in order, within the Blocks of the current context."""

    def __init__(
        self,
        pages: Pages,
        collecting: CollectingPages,
        prints: PrintPages,
        scanner: Scanner,
        finder: PhotoFinder,
        naming: NamingDesk,
        seasons: SeasonPages,
        players: PlayerPages,
        blocks: gr.Blocks,
        notice: str | None,
    ) -> None:
        self._pages = pages
        self._collecting = collecting
        self._print_pages = prints
        self._finder = finder
        self._naming = naming
        self._seasons = seasons
        self._players = players
        # Neither is a secret: the name that a visitor of a local game has typed stays readable after a restart.
        self._name = gr.BrowserState("", storage_key="piclets-name", secret="piclets-name")  # noqa: S106 - see above
        panel("masthead", render("header", notice=notice))
        self._closed = panel("closed")
        with gr.Tabs(elem_id="sections", overflow_behavior="wrap") as self._tabs:
            with _section("Discover", "discover"):
                self._discover()
            with _section("Dex", "dex"):
                self._dex()
            with _section("Scan", "scan"):
                scan = ScanTab(scanner, finder, blocks, self._name)
                panel("examples", render("examples", sign_in=scanner.door.sign_in))
            with _section("Wheel", "wheel"):
                self._wheel()
            with _section("Leaderboard", "leaderboard"):
                self._leaderboard = panel("leaders")
            with _section("Season", "season"):
                self._season = panel("season-page")
            with _section("Sets", "sets"):
                self._sets = panel("sets-page")
            with _section("My Piclets", "mine"):
                self._mine()
            with _section("Prints", "prints"):
                self._prints = PrintsTab(self._print_pages, blocks, self._name)
            with _section("Thing", "thing"):
                self._thing = panel("sheet")
            with _section("Player", "player"):
                self._player = PlayerTab(self._players, self._name)
        self._navigate()
        scan.add_desk()
        self._report()

    def _discover(self) -> None:
        panel("welcome", render("take", sign_in=self._pages.door.sign_in, welcome=True))
        self._feed = panel("feed")
        seen = gr.Textbox(visible=False)

        def look(seen: str) -> Any:
            """`seen`: the pulse of the feed that is shown."""
            if seen == self._pages.pulse():
                return gr.skip(), gr.skip()
            return self._pages.discover(), self._pages.closed()

        gr.Timer(POLL_S).tick(look, seen, [self._feed, self._closed], js=_PULSE, **QUIET)

    def _dex(self) -> None:
        with gr.Row(elem_id="filters"):
            panel("dex-filters", dex_filters(Search()))
            camera = gr.UploadButton(
                "📷 Find by photo", file_types=["image"], min_width=140, elem_id="by-photo", variant="secondary"
            )
        self._objects = panel("objects")
        camera.upload(self._finder.find, camera, self._objects, preprocess=False, concurrency_limit=None, **QUIET)

    def _mine(self) -> None:
        self._collection, self._shelf = panel("collection"), panel("shelf")
        self._mine_filters, self._owned = panel("mine-filters"), panel("owned")
        self._own_page = OwnPageSwitch(self._players, self._name)
        self._showcase = ShowcaseChoice(self._players, self._name)
        export = gr.Button("Export as JSON", elem_id="export")
        text = gr.Textbox(visible=False)

        def write(name: str, request: gr.Request) -> tuple[str, str]:
            try:
                written, told = self._pages.export(name, request)
            except PicletsError as error:
                return "", message(spoken(error), bad=True)
            return written, message(told)

        exported = export.click(write, self._name, [text, panel("exported")], **QUIET)
        exported.success(None, text, None, js=_DOWNLOAD)

    def _navigate(self) -> None:
        navigator = gr.HTML(js_on_load=script("navigator"), elem_id="navigator")

        def show(name: str, request: gr.Request, event: gr.EventData) -> dict[Any, Any]:
            """What the address names. Where a tab or a form is the reason, the browser shows its section already."""
            section, shown = self._named(event, name, request)
            shown[self._closed] = self._pages.closed()
            if not event_text(event, "why"):
                shown[self._tabs] = gr.Tabs(selected=section)
            return shown

        navigator.navigate(
            show,
            self._name,
            [
                self._tabs,
                self._closed,
                self._feed,
                self._objects,
                self._leaderboard,
                self._collection,
                self._mine_filters,
                self._owned,
                self._shelf,
                self._sets,
                self._thing,
                self._season,
                *self._player.shown,
                *self._own_page.shown,
                *self._showcase.shown,
                *self._prints.shown,
            ],
            trigger_mode="multiple",
            **QUIET,
        ).then(None, js=_SHOWN)

    def _named(self, event: gr.EventData, name: str, request: gr.Request) -> tuple[str, dict[Any, Any]]:
        """The section that an address names, and what fills it."""
        thing, pid, player, season = (event_text(event, key) for key in ("object", "print", "player", "season"))
        if thing or pid:
            return "thing", {self._thing: self._pages.thing(thing, pid)}
        if player:
            return "player", dict(zip(self._player.shown, self._player.show(player, name, request), strict=True))
        section = "season" if season else event_text(event, "section")
        if section == "season":
            return section, {self._season: self._seasons.season(season, name, request)}
        if section == "dex":
            return section, {self._objects: self._pages.dex(asked(partial(event_text, event)))}
        if section == "leaderboard":
            return section, {self._leaderboard: self._pages.leaderboard(name, request)}
        if section == "mine":
            form, owned = self._pages.owned(asked(partial(event_text, event)), name, request)
            if event_text(event, "why") == "form":
                return section, {self._owned: owned}
            own = dict(zip(self._own_page.shown, self._own_page.show(name, request), strict=True))
            own |= {self._mine_filters: form, self._owned: owned}
            own.update(zip(self._showcase.shown, self._showcase.show(name, request), strict=True))
            shelf = self._collecting.shelf(name, request)
            return section, {self._collection: self._pages.mine(name, request), self._shelf: shelf, **own}
        if section == "sets":
            return section, {self._sets: self._collecting.sets(event_text(event, "set"), name, request)}
        if section == "prints":
            return section, dict(zip(self._prints.shown, self._prints.refresh(name, request), strict=True))
        return section, {self._feed: self._pages.discover()} if section == "discover" else {}

    def _wheel(self) -> None:
        wheel = gr.HTML(
            html_template=render("wheel"), js_on_load=script("wheel"), elem_id="wheel-page", apply_default_css=False
        )
        told = gr.Textbox(visible=False)

        async def begin(name: str, request: gr.Request, event: gr.EventData) -> str:
            return await self._naming.begin(event_text(event, "piclet"), event_text(event, "purpose"), name, request)

        async def keep(name: str, request: gr.Request, event: gr.EventData) -> str:
            return await self._naming.keep(event_text(event, "session"), event_text(event, "purpose"), name, request)

        for listen, answer in ((wheel.name, begin), (wheel.keep, keep)):
            listen(answer, self._name, told, **QUIET).then(None, told, None, js=_TO_WHEEL)

    def _report(self) -> None:
        reporter = gr.HTML(
            html_template=render("reporter", reasons=REASON_WORDS),
            js_on_load=script("reporter"),
            elem_id="reporter",
            apply_default_css=False,
        )

        def report(name: str, request: gr.Request, event: gr.EventData) -> None:
            said = {key: event_text(event, key) for key in ("piclet", "reason", "words")}
            try:
                gr.Info(self._pages.report(said, name, request))
            except PicletsError as error:
                gr.Warning(spoken(error))

        # Each: Gradio drops what comes while the one before is on its way, and the visitor believes it was sent.
        reporter.report(report, self._name, None, trigger_mode="multiple", **{**QUIET, "queue": True})


def _section(label: str, name: str) -> gr.Tab:
    return gr.Tab(label, id=name, elem_id=name, render_children=True)
