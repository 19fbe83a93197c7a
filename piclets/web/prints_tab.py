"""The tab Prints, within the Blocks of the current context."""

from __future__ import annotations

from typing import Any, Final

import gradio as gr

from piclets.web.looks import panel
from piclets.web.prints import PrintPages

# Without preprocessing: a session does not remember the choices that a dropdown was given, and the ledger checks.
_QUIET: Final[dict[str, Any]] = {
    "api_visibility": "private",
    "queue": False,
    "show_progress": "hidden",
    "preprocess": False,
}
_WITH_ORIGIN: Final = "(name, pid, sure) => [name, pid, sure, location.origin]"
_FROM_ADDRESS: Final = (
    "(code) => location.hash.startsWith('#gift=') ? decodeURIComponent(location.hash.slice(6)) : code"
)
_SURE: Final = "Yes, also the very first print of its kind (#1)"
_DOORS: Final = [("Nobody", "nobody"), ("Players whom I follow", "following"), ("Everyone", "everyone")]


class PrintsTab:
    """Album, gifts, trades. `refresh` fills `shown` from the visitor's name."""

    def __init__(self, pages: PrintPages, blocks: gr.Blocks, name: gr.BrowserState) -> None:
        self._pages = pages
        self._name = name
        self.result = panel("print-result")
        self._album = panel("album")
        with gr.Accordion("Give a print away", open=False, elem_id="giving"):
            self._pid = gr.Dropdown([], label="A print of yours", interactive=True)
            sure = gr.Checkbox(label=_SURE, value=False)
            give = gr.Button("Make a gift", variant="primary")
            gift = panel("gift")
        with gr.Accordion("Take a gift", open=False, elem_id="taking"):
            code = gr.Textbox(label="The code", value="", max_length=64, elem_id="gift-code")
            take = gr.Button("Take it", variant="primary")
        with gr.Accordion("Trade", open=False, elem_id="trading"):
            self._trading()
        unseen = gr.Textbox(visible=False, value="")
        give.click(pages.gift, [name, self._pid, sure, unseen], gift, js=_WITH_ORIGIN, **_QUIET)
        blocks.load(None, code, code, js=_FROM_ADDRESS)
        self._then_refreshed(take.click(pages.redeem, [name, code], self.result, **_QUIET))

    def _trading(self) -> None:
        pages, name = self._pages, self._name
        self._offers = panel("offers")
        self._mine = gr.Dropdown([], label="Your prints to give", multiselect=True, max_choices=5, interactive=True)
        sure = gr.Checkbox(label=_SURE, value=False)
        with gr.Row():
            self._chosen = gr.Dropdown([], label="Answer an offer", interactive=True, scale=2)
            accept = gr.Button("Trade", variant="primary", min_width=120)
            end = gr.Button("Withdraw or decline", min_width=120)
        sides = panel("sides")
        with gr.Row():
            want = gr.Textbox(
                label="Or offer them for", placeholder="kettle, pillow_001", value="", max_length=500, scale=2
            )
            to = gr.Textbox(label="To a player (empty: the board)", value="", max_length=128)
            offer = gr.Button("Offer", min_width=120)
        self._door = gr.Radio(_DOORS, value="nobody", label="Whose offers may reach you?")
        with gr.Row():
            who = gr.Textbox(label="A player to follow", value="", max_length=128, scale=2)
            follow = gr.Button("Follow", min_width=120)
            leave = gr.Button("Unfollow", min_width=120)
        followed = panel("followed")
        follow.click(pages.follow, [name, who], followed, **_QUIET)
        leave.click(pages.unfollow, [name, who], followed, **_QUIET)
        for changed in (self._chosen, self._mine):
            changed.input(pages.sides, [name, self._chosen, self._mine], sides, trigger_mode="always_last", **_QUIET)
        self._then_refreshed(
            accept.click(pages.accept, [name, self._chosen, self._mine, sure], self.result, **_QUIET)
        )
        self._then_refreshed(end.click(pages.end, [name, self._chosen], self.result, **_QUIET))
        self._then_refreshed(offer.click(pages.offer, [name, self._mine, sure, want, to], self.result, **_QUIET))
        self._door.input(pages.set_door, [name, self._door], self.result, trigger_mode="always_last", **_QUIET)

    @property
    def shown(self) -> list[Any]:
        """What `refresh` fills."""
        return [self._album, self._offers, self._pid, self._mine, self._chosen, self._door]

    def refresh(self, name: str, request: gr.Request) -> list[Any]:
        now = self._pages.shown(name, request)
        return [
            now.album,
            now.offers,
            gr.Dropdown(now.held, value=None),
            gr.Dropdown(now.held, value=[]),
            gr.Dropdown(now.answerable, value=None),
            now.door,
        ]

    def _then_refreshed(self, happened: Any) -> None:
        happened.then(self.refresh, self._name, self.shown, **_QUIET)
