"""The public Blocks at the root: the Dex's sections, and which event fills which of them.

None of the pages' events is an endpoint for programs: the API lists the five of the contract, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, get_args

import gradio as gr

from piclets.domain.records import PRIMARY_TYPES, TIERS
from piclets.errors import PicletsError
from piclets.ledger.dex import Order, Search
from piclets.web.collecting import CollectingPages
from piclets.web.events import QUIET, event_text
from piclets.web.finding import PhotoFinder
from piclets.web.looks import panel, script
from piclets.web.markup import SYMBOLS, render
from piclets.web.naming import NamingDesk
from piclets.web.pages import Pages, message
from piclets.web.players import OwnPageSwitch, PlayerPages, PlayerTab, ShowcaseChoice
from piclets.web.prints import PrintPages
from piclets.web.prints_tab import PrintsTab
from piclets.web.reasons import REASON_WORDS
from piclets.web.scan_tab import ScanTab
from piclets.web.scanning import Scanner
from piclets.web.season import SeasonPages
from piclets.web.words import spoken

POLL_S: Final = 5
MAX_SEARCH_CHARS: Final = 200
EVERYTHING: Final = ""

_PULSE = "() => document.querySelector('gradio-app #feed [data-pulse]')?.dataset.pulse ?? 'none'"
_TO_TOP = "() => { scrollTo({ top: 0 }); }"
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
                self._shelf = panel("shelf")
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
            text = gr.Textbox(
                label="Search",
                value="",
                placeholder="A name, a creature, a player, something to sit on…",
                scale=3,
                min_width=220,
                max_length=MAX_SEARCH_CHARS,
            )
            camera = gr.UploadButton(
                "📷 Find by photo", file_types=["image"], min_width=140, elem_id="by-photo", variant="secondary"
            )
            kind = gr.Dropdown(
                [("All types", EVERYTHING), *((f"{SYMBOLS[kind]} {kind}", kind) for kind in PRIMARY_TYPES)],
                value=EVERYTHING, label="Type", min_width=140,
            )  # fmt: skip
            rarity = gr.Dropdown(
                [("All rarities", EVERYTHING), *((tier, tier) for tier in TIERS)],
                value=EVERYTHING, label="Rarity", min_width=140,
            )  # fmt: skip
            order = gr.Dropdown(list(get_args(Order)), value="newest", label="Sorted by", min_width=140)
        self._objects = panel("objects")
        with gr.Row(elem_id="pager"):
            back = gr.Button("← Previous", interactive=False, min_width=120)
            on = gr.Button("Next →", interactive=False, min_width=120)
        page = gr.State(0)

        def turn(text: str, kind: str, rarity: str, order: Order, page: int, *, by: int | None) -> Any:
            at = 0 if by is None else max(0, page + by)
            words = (text or "")[:MAX_SEARCH_CHARS]
            html, last = self._pages.dex(Search(words, kind or None, rarity or None, order, at))  # type: ignore[arg-type]  # the dropdowns let nothing else through
            return html, at, gr.Button(interactive=at > 0), gr.Button(interactive=at + 1 < last)

        wanted: list[Any] = [text, kind, rarity, order, page]
        shown: list[Any] = [self._objects, page, back, on]
        anew = partial(turn, by=None)
        for changed in (text.change, kind.change, rarity.change, order.change):
            changed(anew, wanted, shown, trigger_mode="always_last", **QUIET)
        for button, by in ((back, -1), (on, 1)):
            button.click(partial(turn, by=by), wanted, shown, **QUIET)
            button.click(None, js=_TO_TOP)

        async def look(photo: Any, request: gr.Request) -> Any:
            html = await self._finder.find(photo, request)
            return html, 0, gr.Button(interactive=False), gr.Button(interactive=False)

        camera.upload(look, camera, shown, preprocess=False, concurrency_limit=None, **QUIET)
        self._dex_inputs, self._dex_outputs, self._dex_again = wanted, shown, partial(turn, by=0)

    def _mine(self) -> None:
        self._collection = panel("collection")
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

        def show(
            name: str, text: str, kind: str, rarity: str, order: Order, page: int,
            request: gr.Request, event: gr.EventData,
        ) -> dict[Any, Any]:  # fmt: skip
            """What the address names. Where a visitor has chosen a tab, the browser shows it already."""
            section, shown = self._named(event, name, request)
            shown[self._closed] = self._pages.closed()
            if section == "dex":
                turned = self._dex_again(text, kind, rarity, order, page)
                shown.update(zip(self._dex_outputs, turned, strict=True))
            if not event_text(event, "chosen"):
                shown[self._tabs] = gr.Tabs(selected=section)
            return shown

        navigator.navigate(
            show,
            [self._name, *self._dex_inputs],
            [
                self._tabs,
                self._closed,
                self._feed,
                *self._dex_outputs,
                self._leaderboard,
                self._collection,
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
        )

    def _named(self, event: gr.EventData, name: str, request: gr.Request) -> tuple[str, dict[Any, Any]]:
        """The section that an address names, and what fills it; the Dex depends on its filters."""
        thing, player, season = (event_text(event, key) for key in ("object", "player", "season"))
        if thing:
            return "thing", {self._thing: self._pages.thing(thing)}
        if player:
            return "player", dict(zip(self._player.shown, self._player.show(player, name, request), strict=True))
        section = "season" if season else event_text(event, "section")
        if section == "season":
            return section, {self._season: self._seasons.season(season, name, request)}
        if section == "leaderboard":
            return section, {self._leaderboard: self._pages.leaderboard(name, request)}
        if section == "mine":
            own = dict(zip(self._own_page.shown, self._own_page.show(name, request), strict=True))
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

        reporter.report(report, self._name, None, **{**QUIET, "queue": True})


def _section(label: str, name: str) -> gr.Tab:
    return gr.Tab(label, id=name, elem_id=name, render_children=True)
