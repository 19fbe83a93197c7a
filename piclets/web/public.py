"""The public Blocks at the root: the Dex's sections, and which event fills which of them.

None of the pages' events is an endpoint for programs: the API lists the five of the contract, and nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any, Final, get_args

import gradio as gr

from piclets.domain.records import PRIMARY_TYPES, TIERS
from piclets.errors import PicletsError
from piclets.ledger.dex import Order, Search
from piclets.web.looks import script
from piclets.web.markup import SYMBOLS, render
from piclets.web.pages import Pages, message
from piclets.web.reasons import REASON_WORDS
from piclets.web.scanning import Scanner
from piclets.web.words import spoken

POLL_S: Final = 5
EVERYTHING: Final = ""

# An event of the pages: no endpoint for programs, and answered past the queue in which scans are.
QUIET: Final[dict[str, Any]] = {"api_visibility": "private", "queue": False, "show_progress": "hidden"}

_TO_TOP = "() => { scrollTo({ top: 0 }); }"
_TO_STAGE = "() => { document.querySelector('#stage').scrollIntoView({ block: 'center' }); }"
_DOWNLOAD = """(text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "my-piclets.json";
  link.click();
  URL.revokeObjectURL(link.href);
}"""


def public_blocks(
    pages: Pages, scanner: Scanner, add_endpoints: Callable[[], None], *, notice: str | None
) -> gr.Blocks:
    """`add_endpoints` adds the game's API to the Blocks under construction; `notice` stands on top of every page."""
    blocks = gr.Blocks(title="Piclets", analytics_enabled=False)
    with blocks:
        _Site(pages, scanner, blocks, notice)
        add_endpoints()
    return blocks


class _Site:
    """Builds the sections in order, within the Blocks of the current context."""

    def __init__(self, pages: Pages, scanner: Scanner, blocks: gr.Blocks, notice: str | None) -> None:
        self._pages = pages
        self._scanner = scanner
        self._blocks = blocks
        # Neither is a secret: the name that a visitor of a local game has typed stays readable after a restart.
        self._name = gr.BrowserState("", storage_key="piclets-name", secret="piclets-name")  # noqa: S106 - see above
        _panel("masthead", render("header", notice=notice))
        with gr.Tabs(elem_id="sections", overflow_behavior="wrap") as self._tabs:
            with _section("Discover", "discover"):
                self._discover()
            with _section("Dex", "dex"):
                self._dex()
            with _section("Scan", "scan"):
                self._scan()
            with _section("Leaderboard", "leaderboard"):
                self._leaderboard = _panel("leaders")
            with _section("My Piclets", "mine"):
                self._mine()
            with _section("Thing", "thing"):
                self._thing = _panel("sheet")
        self._navigate()
        self._report()

    def _discover(self) -> None:
        self._feed = _panel("feed")
        seen = gr.State("")

        def look(seen: str) -> Any:
            pulse = self._pages.pulse()
            return (gr.skip(), gr.skip()) if pulse == seen else (self._pages.discover(), pulse)

        gr.Timer(POLL_S).tick(look, seen, [self._feed, seen], **QUIET)

    def _dex(self) -> None:
        with gr.Row(elem_id="filters"):
            text = gr.Textbox(
                label="Search",
                value="",
                placeholder="A name, a spelling, a colour…",
                scale=3,
                min_width=220,
                max_length=200,
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
        self._objects = _panel("objects")
        with gr.Row(elem_id="pager"):
            back = gr.Button("← Previous", interactive=False, min_width=120)
            on = gr.Button("Next →", interactive=False, min_width=120)
        page = gr.State(0)

        def turn(text: str, kind: str, rarity: str, order: Order, page: int, *, by: int | None) -> Any:
            at = 0 if by is None else max(0, page + by)
            html, last = self._pages.dex(Search(text or "", kind or None, rarity or None, order, at))  # type: ignore[arg-type]  # the dropdowns let nothing else through
            return html, at, gr.Button(interactive=at > 0), gr.Button(interactive=at + 1 < last)

        wanted: list[Any] = [text, kind, rarity, order, page]
        shown: list[Any] = [self._objects, page, back, on]
        anew = partial(turn, by=None)
        for changed in (text.change, kind.change, rarity.change, order.change):
            changed(anew, wanted, shown, trigger_mode="always_last", **QUIET)
        for button, by in ((back, -1), (on, 1)):
            button.click(partial(turn, by=by), wanted, shown, **QUIET)
            button.click(None, js=_TO_TOP)
        self._dex_inputs, self._dex_outputs, self._dex_again = wanted, shown, partial(turn, by=0)

    def _scan(self) -> None:
        door = self._scanner.door
        with gr.Row(elem_id="scan-form"):
            photo = gr.Image(
                label="Your photo",
                # As Gradio names the button to screen readers: what is seen and what is read out agree.
                placeholder="Drop an image file here to upload",
                sources=["upload", "webcam"],
                type="filepath",
                height=340,
                elem_id="photo",
            )
            with gr.Column(min_width=280):
                who: Any = self._name
                if door.named:
                    who = self._ask_name()
                elif door.sign_in:
                    _sign_in(self._blocks)
                else:
                    _panel("invitation", message(door.invitation()))
                what: Any = self._name
                if self._scanner.asks_what:
                    what = gr.Textbox(
                        label="What is it?", info="The studio cannot see: it takes your word for it.",
                        placeholder="e.g. blue velvet pillow", max_length=100, elem_id="what",
                    )  # fmt: skip
                go = gr.Button("Scan it", variant="primary", size="lg", elem_id="scan-button")
        stage = _panel("stage")
        share = gr.DownloadButton("Download the card", visible=False, elem_id="share")
        asks_what = self._scanner.asks_what

        async def scan(photo: Any, name: Any, said: Any, request: gr.Request) -> AsyncIterator[Any]:
            yield "", gr.DownloadButton(visible=False), gr.Button(interactive=False)
            async for now in self._scanner.scan(name, said if asks_what else "", photo, request):
                shared = gr.DownloadButton(value=str(now.share), visible=True) if now.share else gr.skip()
                yield now.html, shared, gr.Button(interactive=now.done)

        go.click(None, js=_TO_STAGE)
        # Without preprocessing: a photo that is broken, or of a format the browser does not know, is the intake's.
        scanned = go.click(
            scan, [photo, who, what], [stage, share, go],
            preprocess=False, concurrency_limit=None, show_progress="hidden", api_visibility="private",
        )  # fmt: skip
        scanned.then(None, js=_TO_STAGE)
        # What no error of ours describes is in the log; the visitor can go on.
        failed = "Something went wrong on our side. Please try again."
        scanned.failure(lambda: (message(failed, bad=True), gr.Button(interactive=True)), None, [stage, go], **QUIET)

    def _ask_name(self) -> gr.Textbox:
        """The visitor's name, kept in the browser."""
        box = gr.Textbox(label="Your name", placeholder="e.g. ada", max_length=32, elem_id="name")
        box.change(None, box, self._name, js="(name) => name")
        self._blocks.load(None, self._name, box, js="(name) => name")
        return box

    def _mine(self) -> None:
        self._collection = _panel("collection")
        export = gr.Button("Export as JSON", elem_id="export")
        text = gr.Textbox(visible=False)

        def write(name: str, request: gr.Request) -> str | None:
            try:
                return self._pages.export(name, request)
            except PicletsError as error:
                raise gr.Error(spoken(error), print_exception=False) from None

        exported = export.click(write, self._name, text, **QUIET)
        exported.success(None, text, None, js=_DOWNLOAD)

    def _navigate(self) -> None:
        navigator = gr.HTML(js_on_load=script("navigator"), elem_id="navigator")

        def show(
            name: str, text: str, kind: str, rarity: str, order: Order, page: int,
            request: gr.Request, event: gr.EventData,
        ) -> dict[Any, Any]:  # fmt: skip
            """What the address names. Where a visitor has chosen a tab, the browser shows it already."""
            thing, section = _said(event, "object"), _said(event, "section")
            shown: dict[Any, Any] = {}
            if thing:
                section = "thing"
                shown[self._thing] = self._pages.thing(thing)
            elif section == "dex":
                turned = self._dex_again(text, kind, rarity, order, page)
                shown.update(zip(self._dex_outputs, turned, strict=True))
            elif section == "leaderboard":
                shown[self._leaderboard] = self._pages.leaderboard(name, request)
            elif section == "mine":
                shown[self._collection] = self._pages.mine(name, request)
            elif section == "discover":
                shown[self._feed] = self._pages.discover()
            if not _said(event, "chosen"):
                shown[self._tabs] = gr.Tabs(selected=section)
            return shown

        navigator.navigate(
            show,
            [self._name, *self._dex_inputs],
            [self._tabs, self._feed, *self._dex_outputs, self._leaderboard, self._collection, self._thing],
            trigger_mode="multiple",
            **QUIET,
        )

    def _report(self) -> None:
        reporter = gr.HTML(
            html_template=render("reporter", reasons=REASON_WORDS),
            js_on_load=script("reporter"),
            elem_id="reporter",
            apply_default_css=False,
        )

        def report(name: str, request: gr.Request, event: gr.EventData) -> None:
            said = {key: _said(event, key) for key in ("piclet", "reason", "words")}
            try:
                gr.Info(self._pages.report(said, name, request))
            except PicletsError as error:
                gr.Warning(spoken(error))

        reporter.report(report, self._name, None, **{**QUIET, "queue": True})


def _panel(name: str, html: str = "") -> gr.HTML:
    return gr.HTML(html, elem_id=name, js_on_load=None, apply_default_css=False)


def _section(label: str, name: str) -> gr.Tab:
    return gr.Tab(label, id=name, elem_id=name, render_children=True)


def _said(event: gr.EventData, key: str) -> str:
    """What the page's script sent along; anything else may have been sent instead."""
    data = event._data if isinstance(event._data, dict) else {}
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _sign_in(blocks: gr.Blocks) -> None:
    """Gradio's button, without the endpoint that it would list."""
    button = gr.LoginButton()
    button.load_event_to_attach = None
    blocks.load(button._check_login_status, None, button, **QUIET)
