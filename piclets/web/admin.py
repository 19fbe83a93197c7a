"""The console's Blocks, behind the door of /admin. None of its events is an endpoint for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import gradio as gr

from piclets.admin.trial import STEPS
from piclets.domain.decisions import DECISIONS
from piclets.web.console import Console
from piclets.web.events import event_text
from piclets.web.looks import panel, script
from piclets.web.markup import render
from piclets.web.season_console import SeasonConsole, season_section

PRIVATE: Final[dict[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}


def admin_blocks(console: Console, seasons: SeasonConsole) -> gr.Blocks:
    blocks = gr.Blocks(title="Piclets console", analytics_enabled=False)
    with blocks:
        _Desk(console, seasons, blocks)
    return blocks


class _Desk:
    """Builds the pages in order, within the Blocks of the current context."""

    def __init__(self, console: Console, seasons: SeasonConsole, blocks: gr.Blocks) -> None:
        self._console = console
        self._blocks = blocks
        panel("console-head", render("console_style"))
        leave = gr.Button("Log out", size="sm", elem_id="log-out")
        leave.click(None, js=_LOG_OUT)
        with gr.Tabs(elem_id="sections", overflow_behavior="wrap"):
            for name, build in (
                ("Health", self._health),
                ("Try a scan", self._trial),
                ("Moderation", self._moderation),
                ("Reports", self._reports),
                ("Fair play", self._fair_play),
                ("Refusals", self._refusals),
                ("Seasons", partial(season_section, seasons)),
                ("Audit", self._audit),
                ("Operations", self._operations),
            ):
                with gr.Tab(name, render_children=True) as tab:
                    build(tab)

    def _health(self, tab: gr.Tab) -> None:
        again = gr.Button("Look again", size="sm")
        shown = panel("health")
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
        go.click(_tried(self._console), [photo, token, *chosen], panel("trial"), preprocess=False, **PRIVATE)

    def _moderation(self, _tab: gr.Tab) -> None:
        with gr.Row():
            kind = gr.Radio(["Object", "Player"], value="Object", label="Find")
            text = gr.Textbox(label="Name, typeId, username or sub", scale=2, max_length=200, value="")
            look = gr.Button("Find", min_width=100)
        found = panel("found")
        for happens in (look.click, text.submit):
            happens(self._console.find, [kind, text], found, **PRIVATE)
        gr.Markdown("## Decide")
        first, *_ = DECISIONS.values()
        choices = [(decision.title, verb) for verb, decision in DECISIONS.items()]
        action = gr.Dropdown(choices, value=first.verb, label="What to do")
        meaning = gr.Markdown(first.words)
        with gr.Row():
            subject = gr.Textbox(label=first.subject.label, value="", max_length=200)
            into = gr.Textbox(label="Into", visible=False, value="", max_length=2000)
        why = gr.Textbox(
            label="Reason", info="It is published with the decision: do not name a person.", value="", max_length=300
        )
        sure = gr.Checkbox(label="Yes, do it")
        go = gr.Button("Decide", variant="primary")
        result = panel("decided")

        def explain(name: str | None) -> Any:
            chosen = DECISIONS[name or first.verb]
            into = chosen.into
            return (
                chosen.words,
                gr.Textbox(label=chosen.subject.label),
                gr.Textbox(label=into.label if into else "", visible=into is not None),
            )

        action.change(explain, action, [meaning, subject, into], **PRIVATE)
        decided = go.click(self._console.decide, [action, subject, into, why, sure], result, **PRIVATE)
        decided.then(lambda: False, None, sure, **PRIVATE)
        decided.then(self._console.find, [kind, text], found, **PRIVATE)

    def _reports(self, tab: gr.Tab) -> None:
        console = self._console
        self._list(tab, "reports", "handled", console.reports, console.answer_report, ("act", "piclet", "upto"))

    def _fair_play(self, tab: gr.Tab) -> None:
        console = self._console
        self._list(tab, "fair-play", "judged", console.fair_play, console.answer_suspicion, ("act", "sub", "upto"))

    def _list(
        self,
        tab: gr.Tab,
        name: str,
        result_name: str,
        show: Callable[[], str],
        answer: Callable[..., str],
        keys: Sequence[str],
    ) -> None:
        """Cards with buttons; what a button says under `keys` goes to `answer`, and the cards are shown anew."""
        result = panel(result_name)
        shown = panel(name)
        desk = gr.HTML(f'<span data-list="{name}" hidden></span>', js_on_load=script("desk"), elem_id=f"{name}-desk")

        def answered(event: gr.EventData) -> tuple[str, str]:
            done = answer(*(event_text(event, key) for key in keys))
            return done, show()

        tab.select(show, None, shown, **PRIVATE)
        desk.answer(answered, None, [result, shown], **PRIVATE)

    def _refusals(self, tab: gr.Tab) -> None:
        shown = panel("refusals")
        word = gr.Dropdown([], label="A word", interactive=True)
        allow = gr.Button("Allow this word in names")
        result = panel("allowed")

        def look() -> Any:
            return self._console.refusals(), gr.Dropdown(self._console.refused_words(), value=None)

        tab.select(look, None, [shown, word], **PRIVATE)
        allowed = allow.click(self._console.allow_word, word, result, **PRIVATE)
        allowed.then(look, None, [shown, word], **PRIVATE)

    def _audit(self, tab: gr.Tab) -> None:
        tab.select(self._console.audit, None, panel("audit"), **PRIVATE)

    def _operations(self, tab: gr.Tab) -> None:
        with gr.Row():
            publish = gr.Button("Publish now", min_width=140)
            verify = gr.Button("Verify the dataset", min_width=140)
            rebuild = gr.Button("Rebuild the tables", min_width=140)
            gr.Button("Download a backup", link="/admin/backup", min_width=140, elem_id="backup")
        result = panel("operated")
        for button, work in (
            (publish, self._console.publish_now),
            (verify, self._console.verify),
            (rebuild, self._console.rebuild),
        ):
            button.click(work, None, result, **PRIVATE)
        gr.Markdown("## Maintenance\nWhile scans are refused, all pages say so with this sentence; reads go on.")
        sentence = gr.Textbox(label="Sentence for players", value="", max_length=200)
        with gr.Row():
            on = gr.Button("Refuse scans", min_width=140)
            off = gr.Button("Take scans", min_width=140)
        tab.select(self._console.maintenance, None, sentence, **PRIVATE)
        refused = on.click(self._console.refuse_scans, sentence, result, **PRIVATE)
        taken = off.click(self._console.take_scans, None, result, **PRIVATE)
        for done in (refused, taken):
            done.then(self._console.maintenance, None, sentence, **PRIVATE)


def _tried(console: Console) -> Any:
    def tried(photo: Any, token: Any, *chosen: Any) -> Any:
        path = photo.get("path") if isinstance(photo, dict) else None
        yield from console.try_out(path, str(token or ""), *map(str, chosen))

    return tried


_LOG_OUT = """() => fetch("/admin/logout", { method: "POST" }).finally(() => { location.href = "/admin/login"; })"""
