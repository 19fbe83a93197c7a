"""The console's page of seasons: a form to write one down, and what there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import gradio as gr

from piclets.admin.season_drafts import EXAMPLE, MAX_DRAFT_CHARS, Draft
from piclets.admin.seasons import SeasonDesk
from piclets.domain.season_plans import MAX_TITLE
from piclets.errors import PicletsError
from piclets.web.looks import panel
from piclets.web.markup import render

PRIVATE: Final[dict[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}

HOW: Final = (
    "A scan counts if its photo is fresh and came within the dates (UTC; the end is the first moment after the "
    "season). Each Piclet counts once per season and player: 10 points, and 100 or 50 more for a discovery. A week "
    "after the end you settle the season, once any cheats have been removed.\n\n"
    "A quest is a line: `Title | how many | thing, thing, set:kitchen`."
)


class SeasonConsole:
    """Every method returns HTML in which nothing that players wrote is markup."""

    def __init__(self, desk: SeasonDesk) -> None:
        self._desk = desk

    def all(self) -> str:
        return _shown(lambda: render("console_seasons", seasons=self._desk.all()))

    def ids(self) -> list[str]:
        """The seasons that there are; none where they cannot be read."""
        try:
            return [known.row.id for known in self._desk.all()]
        except PicletsError:
            return []

    def draft(self, season: str | None) -> Draft:
        """What to show in the form."""
        try:
            return self._desk.draft(season) if season else EXAMPLE
        except PicletsError:
            return EXAMPLE

    def preview(self, draft: Draft) -> str:
        return _shown(lambda: render("console_season_preview", preview=self._desk.preview(draft)))

    def decide(self, action: str, season: str, draft: Draft, why: str, confirmed: bool) -> str:
        """Open, amend, cancel or settle a season."""
        calls: dict[str, Callable[[], int]] = {
            "Open": lambda: self._desk.open(season, draft, why),
            "Amend": lambda: self._desk.amend(season, draft, why),
            "Cancel": lambda: self._desk.cancel(season, why),
            "Settle": lambda: self._desk.settle(season, why),
        }
        if action not in calls:
            return _said("Please choose what to do.", bad=True)
        if not confirmed:
            return _said("Nothing was done: please tick the box to confirm.", bad=True)
        return _shown(lambda: _said(f"Done: event {calls[action]()}. It is in the audit, with your reason."))


def season_section(console: SeasonConsole, tab: gr.Tab) -> None:
    """Builds the page within the tab of the current context."""
    shown = panel("seasons")
    with gr.Row():
        known = gr.Dropdown([], label="An existing season", interactive=True, min_width=220)
        example = gr.Button("Start from the example", min_width=160)
    gr.Markdown(HOW)
    with gr.Row():
        season = gr.Textbox(
            label="Id",
            info="Lower-case letters, digits and hyphens. It cannot be changed later.",
            value="",
            max_length=40,
        )
        title = gr.Textbox(label="Title", value="", max_length=MAX_TITLE)
    with gr.Row():
        starts = gr.Textbox(label="Starts (UTC)", info="2027-03-01 or 2027-03-01 18:00", value="", max_length=25)
        ends = gr.Textbox(label="Ends (UTC)", info="The first moment after the season.", value="", max_length=25)
    quests = gr.Textbox(label="Quests, one a line", value="", lines=6, max_lines=16, max_length=MAX_DRAFT_CHARS)
    with gr.Row():
        together = gr.Textbox(label="Common goal (optional)", value="", max_length=MAX_TITLE)
        goal = gr.Textbox(label="Finds of everyone", value="", max_length=9)
    fields: list[Any] = [title, starts, ends, quests, together, goal]
    gr.Button("What would it have been in the last fortnight?").click(
        lambda *typed: console.preview(_draft(typed)), fields, panel("season-preview"), **PRIVATE
    )
    action = gr.Radio(["Open", "Amend", "Cancel", "Settle"], value="Open", label="What to do")
    why = gr.Textbox(label="Reason", info="It is published with the decision.", value="", max_length=300)
    sure = gr.Checkbox(label="Yes, do it")
    go = gr.Button("Decide", variant="primary")
    result = panel("season-decided")

    def look() -> Any:
        return console.all(), gr.Dropdown(console.ids(), value=None)

    def fill(chosen: str | None) -> Any:
        return (chosen or "", *_values(console.draft(chosen)))

    def decide(action: str, season: str, why: str, sure: bool, *typed: str) -> str:
        return console.decide(action, season or "", _draft(typed), why or "", sure)

    tab.select(look, None, [shown, known], **PRIVATE)
    known.input(fill, known, [season, *fields], **PRIVATE)
    example.click(lambda: fill(None), None, [season, *fields], **PRIVATE)
    decided = go.click(decide, [action, season, why, sure, *fields], result, **PRIVATE)
    decided.then(lambda: False, None, sure, **PRIVATE)
    decided.then(look, None, [shown, known], **PRIVATE)


def _draft(typed: tuple[str | None, ...]) -> Draft:
    return Draft(*(text or "" for text in typed))


def _values(draft: Draft) -> tuple[str, ...]:
    return tuple(vars(draft).values())


def _said(words: str, *, bad: bool = False) -> str:
    return render("console_said", words=words, bad=bad)


def _shown(show: Callable[[], str]) -> str:
    try:
        return show()
    except PicletsError as error:
        return _said(error.message, bad=True)
