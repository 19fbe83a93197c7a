"""How the game looks: a field notebook of warm paper and ink, and at night the same by lamplight."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

import gradio as gr
from gradio.themes.utils.colors import Color
from gradio.themes.utils.fonts import LocalFont

from piclets.web.files import SCRIPTS

PAPER: Final = Color(
    "#fffdf8", "#faf5ea", "#f1e9d8", "#e2d6be", "#c7b797", "#93835f",
    "#6e6147", "#4f4634", "#332d23", "#231f19", "#191612",
    name="paper",
)  # fmt: skip
POPPY: Final = Color(
    "#fff3f0", "#ffe3dc", "#ffc7ba", "#ffa18c", "#f97358", "#d83f22",
    "#c13318", "#9f2912", "#7d2211", "#5c1a0e", "#3a0f07",
    name="poppy",
)  # fmt: skip
TEAL: Final = Color(
    "#effaf8", "#d3f2ec", "#a8e4da", "#71cfc2", "#3fb1a4", "#1f8f84",
    "#13746b", "#125c56", "#124a46", "#113d3a", "#062423",
    name="teal",
)  # fmt: skip


def looks() -> dict[str, Any]:
    """What `mount_gradio_app` is told about theme, style and head."""
    scripts = "".join(_asset(f"{name}.js") for name in ("clock", "take", "examples", "lively", "collecting", "keys"))
    css = "\n".join(_asset(f"{name}.css") for name in ("dex", "collecting", "play", "lists"))
    return {"theme": _theme(), "css": css, "head": f"{_HEAD}<script>{scripts}</script>"}


_HEAD = '<meta name="color-scheme" content="light dark">'


def panel(name: str, html: str = "") -> gr.HTML:
    """A part of a page that is rendered here, without Gradio's own style or scripts."""
    return gr.HTML(html, elem_id=name, js_on_load=None, apply_default_css=False)


def script(name: str) -> str:
    """The JavaScript of a component."""
    return _asset(f"{name}.js")


def style(name: str) -> str:
    """A style sheet."""
    return _asset(f"{name}.css")


def _asset(name: str) -> str:
    """Without the lines that are comments of a script: they would be sent with every page."""
    text = files("piclets.web").joinpath("assets", name).read_text("utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("//"))


def _theme() -> gr.themes.Base:
    theme = gr.themes.Base(
        primary_hue=POPPY,
        secondary_hue=TEAL,
        neutral_hue=PAPER,
        radius_size=gr.themes.sizes.radius_lg,
        font=(LocalFont("Quicksand", weights=(400, 700)), "ui-rounded", "system-ui", SCRIPTS, "sans-serif"),
        font_mono=("ui-monospace", "monospace"),
    )
    theme.name = "field-notebook"
    return theme.set(
        body_background_fill="*neutral_100",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_900",
        body_text_color_dark="*neutral_200",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        background_fill_primary="*neutral_50",
        background_fill_primary_dark="*neutral_900",
        background_fill_secondary="*neutral_200",
        background_fill_secondary_dark="*neutral_800",
        block_background_fill="*neutral_50",
        block_background_fill_dark="*neutral_900",
        block_border_color="*neutral_300",
        block_border_color_dark="*neutral_700",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="*neutral_300",
        block_title_text_weight="700",
        block_title_text_color="*neutral_800",
        block_title_text_color_dark="*neutral_200",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_400",
        border_color_primary="*neutral_300",
        border_color_primary_dark="*neutral_700",
        input_background_fill="white",
        input_background_fill_dark="*neutral_950",
        input_border_color="*neutral_400",
        input_border_color_dark="*neutral_600",
        input_border_width="1.5px",
        input_placeholder_color="*neutral_600",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_600",
        button_primary_background_fill_hover_dark="*primary_700",
        button_primary_text_color="white",
        button_primary_text_color_dark="white",
        button_secondary_background_fill="*neutral_50",
        button_secondary_background_fill_hover="*neutral_200",
        button_secondary_background_fill_dark="*neutral_800",
        button_secondary_background_fill_hover_dark="*neutral_700",
        button_secondary_text_color="*neutral_800",
        button_secondary_text_color_dark="*neutral_200",
        button_secondary_border_color="*neutral_400",
        button_secondary_border_color_dark="*neutral_600",
        button_border_width="1.5px",
        link_text_color="*secondary_700",
        link_text_color_dark="*secondary_300",
        link_text_color_hover="*primary_600",
        link_text_color_hover_dark="*primary_300",
        color_accent="*primary_600",
        color_accent_soft="*primary_100",
        color_accent_soft_dark="*primary_900",
        checkbox_label_background_fill_selected="*secondary_200",
        checkbox_label_background_fill_selected_dark="*secondary_800",
        checkbox_label_text_color_selected="*neutral_950",
        checkbox_label_text_color_selected_dark="*neutral_50",
        checkbox_background_color_selected="*secondary_600",
        checkbox_border_color="*neutral_500",
    )
