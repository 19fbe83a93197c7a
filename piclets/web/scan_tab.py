"""The section Scan, within the Blocks of the current context."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

import gradio as gr

from piclets.web.events import QUIET, event_text
from piclets.web.finding import PhotoFinder
from piclets.web.looks import panel, script
from piclets.web.markup import render
from piclets.web.pages import message
from piclets.web.scanning import Scanner
from piclets.web.under_way import Stage

# Past no queue, and without preprocessing: a photo that is broken, or of a format the browser does not know, is the
# intake's.
_SCANS: Final[dict[str, Any]] = {
    "preprocess": False,
    "concurrency_limit": None,
    "show_progress": "hidden",
    "api_visibility": "private",
}
_FAILED: Final = "Something went wrong on our side. Please try again."

# The key by which this window finds its scan again after it was loaded anew.
_BEGIN: Final = """(photo, name, said) => {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const key = bytes.map((each) => each.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem("piclets-scan", key);
  dispatchEvent(new Event("piclets:scan"));
  return [photo, name, said, key];
}"""
_RESUMED: Final = '(stage) => { dispatchEvent(new CustomEvent("piclets:resumed", { detail: stage || "" })); }'
# What is shown of the last photo goes with it, but for the steps of a scan that is under way.
_ANOTHER: Final = """(said, stage) => {
  const update = { __type__: "update" };
  if (stage.includes('class="steps"')) return [update, update, update];
  const done = stage.includes('class="reveal');
  return [done ? { ...update, value: "" } : update, { ...update, value: "" }, { ...update, visible: false }];
}"""


class ScanTab:
    """The photo, who took it, and the stage. `add_desk` adds what works for it in any section."""

    def __init__(self, scanner: Scanner, finder: PhotoFinder, blocks: gr.Blocks, name: gr.BrowserState) -> None:
        self._scanner = scanner
        self._blocks = blocks
        self._name = name
        self._submits: list[Any] = []
        panel("take", render("take", sign_in=scanner.door.sign_in, welcome=False))
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
                who = self._who()
                what = self._what()
                self._go = gr.Button("Scan it", variant="primary", size="lg", elem_id="scan-it")
                maybe = panel("maybe-known")
        photo.change(finder.maybe, photo, maybe, preprocess=False, concurrency_limit=None, **QUIET)
        self._stage = panel("stage")
        self._share = gr.DownloadButton("Download the card", visible=False, elem_id="share")
        photo.change(None, [what, self._stage], [what, self._stage, self._share], js=_ANOTHER)
        self._scan(photo, who, what)

    def add_desk(self) -> None:
        """What tells of a scan wherever the visitor is, and finds it again."""
        desk = gr.HTML(
            html_template=render("desk"), js_on_load=script("scan"), elem_id="desk", apply_default_css=False
        )

        async def resume(event: gr.EventData) -> AsyncIterator[Any]:
            async for now in self._scanner.resume(event_text(event, "key")):
                yield _shown(now)

        resumed = desk.resume(resume, None, [self._stage, self._share, self._go], **_SCANS)
        self._when_it_fails(resumed)
        resumed.then(None, self._stage, js=_RESUMED)

    def _who(self) -> Any:
        """The input that says who scans."""
        door = self._scanner.door
        if door.named:
            return self._ask_name()
        if door.sign_in:
            _sign_in(self._blocks)
        else:
            panel("invitation", message(door.invitation()))
        return self._name

    def _ask_name(self) -> gr.Textbox:
        """The visitor's name, kept in the browser."""
        box = gr.Textbox(label="Your name", placeholder="e.g. ada", max_length=32, elem_id="name")
        box.change(None, box, self._name, js="(name) => name")
        self._blocks.load(None, [self._name, box], box, js="(kept, typed) => typed || kept")
        self._submits.append(box.submit)
        return box

    def _what(self) -> gr.Textbox:
        """The input that says what the thing is, where the studio cannot see."""
        asks = self._scanner.asks_what
        box = gr.Textbox(
            label="What is it?", info="The studio cannot see: it takes your word for it.", value="", visible=asks,
            placeholder="e.g. blue velvet pillow", max_length=100, elem_id="what",
        )  # fmt: skip
        self._submits.append(box.submit)
        return box

    def _scan(self, photo: gr.Image, who: Any, what: gr.Textbox) -> None:
        key = gr.Textbox(visible=False)

        async def scan(photo: Any, name: Any, said: Any, key: Any, request: gr.Request) -> AsyncIterator[Any]:
            async for now in self._scanner.scan(name, said, photo, key, request):
                yield _shown(now)

        scanned = gr.on(
            [self._go.click, *self._submits], scan, [photo, who, what, key], [self._stage, self._share, self._go],
            js=_BEGIN, trigger_mode="once", **_SCANS,
        )  # fmt: skip
        self._when_it_fails(scanned)

    def _when_it_fails(self, scanned: Any) -> None:
        """What no error of ours describes is in the log; the visitor can go on."""
        scanned.failure(
            lambda: (message(_FAILED, bad=True), gr.Button(interactive=True)), None, [self._stage, self._go], **QUIET
        )


def _shown(now: Stage) -> tuple[Any, ...]:
    """The stage, the card to download, and whether another scan can be begun."""
    card = gr.DownloadButton(value=str(now.share), visible=True) if now.share else gr.DownloadButton(visible=False)
    return now.html, card, gr.Button(interactive=now.done)


def _sign_in(blocks: gr.Blocks) -> None:
    """Gradio's button, without the endpoint that it would list."""
    button = gr.LoginButton(elem_id="sign-in")
    button.load_event_to_attach = None
    blocks.load(button._check_login_status, None, button, **QUIET)
