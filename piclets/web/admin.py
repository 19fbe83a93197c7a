"""The console's Blocks, behind the door of /admin. None of its events is an endpoint for programs."""

from __future__ import annotations

from typing import Any, Final

import gradio as gr

from piclets.trial import STEPS
from piclets.web.console import ACTIONS, Console
from piclets.web.markup import render

PRIVATE: Final[dict[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}


def admin_blocks(console: Console, *, signed_in: bool) -> gr.Blocks:
    """`signed_in`: there is a session that can be ended."""
    blocks = gr.Blocks(title="Piclets console", analytics_enabled=False)
    with blocks:
        _Desk(console, blocks, signed_in)
    return blocks


class _Desk:
    """Builds the pages in order, within the Blocks of the current context."""

    def __init__(self, console: Console, blocks: gr.Blocks, signed_in: bool) -> None:
        self._console = console
        self._blocks = blocks
        _panel("console-head", render("console_style"))
        if signed_in:
            leave = gr.Button("Log out", size="sm", elem_id="log-out")
            leave.click(None, js=_LOG_OUT)
        with gr.Tabs(elem_id="sections", overflow_behavior="wrap"):
            for name, build in (
                ("Health", self._health),
                ("Try a scan", self._trial),
                ("Moderation", self._moderation),
                ("Reports", self._reports),
                ("Audit", self._audit),
                ("Operations", self._operations),
            ):
                with gr.Tab(name, render_children=True) as tab:
                    build(tab)

    def _health(self, tab: gr.Tab) -> None:
        again = gr.Button("Look again", size="sm")
        shown = _panel("health")
        for happens in (self._blocks.load, tab.select, again.click):
            happens(self._console.health, None, shown, **PRIVATE)

    def _trial(self, _tab: gr.Tab) -> None:
        gr.Markdown("Nothing is recorded. What a caption says is shown here and kept nowhere.")
        with gr.Row():
            photo = gr.Image(
                label="Photo",
                placeholder="Drop an image file here to upload",
                sources=["upload"],
                type="filepath",
                height=260,
                elem_id="trial-photo",
            )
            with gr.Column(min_width=260):
                chosen = [
                    gr.Dropdown(names, value=names[0], label=f"Service for the {step}")
                    for step in STEPS
                    for names in (self._console.services(step),)
                ]
                token = gr.Textbox(label="Hugging Face token, for this scan only", type="password", max_length=500)
                go = gr.Button("Try it", variant="primary")
        # Without preprocessing: a photo that is broken is the intake's.
        go.click(_tried(self._console), [photo, token, *chosen], _panel("trial"), preprocess=False, **PRIVATE)

    def _moderation(self, _tab: gr.Tab) -> None:
        with gr.Row():
            kind = gr.Radio(["Object", "Player"], value="Object", label="Find")
            text = gr.Textbox(label="Name, typeId, username or sub", scale=2, max_length=200, value="")
            look = gr.Button("Find", min_width=100)
        found = _panel("found")
        for happens in (look.click, text.submit):
            happens(self._console.find, [kind, text], found, **PRIVATE)
        gr.Markdown("## Decide")
        choices = [(action.title, name) for name, action in ACTIONS.items()]
        action = gr.Dropdown(choices, value="hide", label="What to do")
        meaning = gr.Markdown(ACTIONS["hide"].words)
        with gr.Row():
            subject = gr.Textbox(label=ACTIONS["hide"].subject, value="", max_length=200)
            into = gr.Textbox(label="Into", visible=False, value="", max_length=2000)
        why = gr.Textbox(
            label="Reason", info="It is published with the decision: name nobody.", value="", max_length=300
        )
        sure = gr.Checkbox(label="Yes, do it")
        go = gr.Button("Decide", variant="primary")
        result = _panel("decided")

        def explain(name: str) -> Any:
            chosen = ACTIONS[name]
            return (
                chosen.words,
                gr.Textbox(label=chosen.subject),
                gr.Textbox(label=chosen.into, visible=bool(chosen.into)),
            )

        action.change(explain, action, [meaning, subject, into], **PRIVATE)
        decided = go.click(self._console.decide, [action, subject, into, why, sure], result, **PRIVATE)
        decided.then(lambda: False, None, sure, **PRIVATE)
        decided.then(self._console.find, [kind, text], found, **PRIVATE)

    def _reports(self, tab: gr.Tab) -> None:
        shown = _panel("reports")
        which = gr.Dropdown([], label="A report", interactive=True)
        done = gr.Button("Mark as handled")
        result = _panel("handled")

        def look() -> Any:
            return self._console.reports(), gr.Dropdown(self._console.report_choices(), value=None)

        tab.select(look, None, [shown, which], **PRIVATE)
        handled = done.click(self._console.handle_report, which, result, **PRIVATE)
        handled.then(look, None, [shown, which], **PRIVATE)

    def _audit(self, tab: gr.Tab) -> None:
        tab.select(self._console.audit, None, _panel("audit"), **PRIVATE)

    def _operations(self, tab: gr.Tab) -> None:
        with gr.Row():
            publish = gr.Button("Publish now", min_width=140)
            verify = gr.Button("Verify the dataset", min_width=140)
            rebuild = gr.Button("Rebuild the tables", min_width=140)
            gr.Button("Download a backup", link="/admin/backup", min_width=140, elem_id="backup")
        result = _panel("operated")
        for button, work in (
            (publish, self._console.publish_now),
            (verify, self._console.verify),
            (rebuild, self._console.rebuild),
        ):
            button.click(work, None, result, **PRIVATE)
        gr.Markdown("## Maintenance\nWhile there is a sentence here, scans are refused with it; reads go on.")
        sentence = gr.Textbox(label="Sentence for players", value="", max_length=200)
        with gr.Row():
            on = gr.Button("Refuse scans", min_width=140)
            off = gr.Button("Take scans", min_width=140)
        tab.select(self._console.maintenance, None, sentence, **PRIVATE)
        on.click(self._console.set_maintenance, sentence, result, **PRIVATE)
        opened = off.click(lambda: "", None, sentence, **PRIVATE)
        opened.then(self._console.set_maintenance, sentence, result, **PRIVATE)


def _tried(console: Console) -> Any:
    def tried(photo: Any, token: Any, *chosen: Any) -> Any:
        path = photo.get("path") if isinstance(photo, dict) else None
        yield from console.try_out(path, str(token or ""), *map(str, chosen))

    return tried


def _panel(name: str, html: str = "") -> gr.HTML:
    return gr.HTML(html, elem_id=name, js_on_load=None, apply_default_css=False)


_LOG_OUT = """() => fetch("/admin/logout", { method: "POST" }).finally(() => { location.href = "/admin/login"; })"""
