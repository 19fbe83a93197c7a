"""The public Blocks at the root."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr


def public_blocks(add_endpoints: Callable[[], None]) -> gr.Blocks:
    """`add_endpoints` adds the game's API to the Blocks under construction."""
    with gr.Blocks(title="Piclets", analytics_enabled=False) as blocks:
        gr.Markdown("# Piclets\nPhotograph a real thing, and discover its creature.")
        add_endpoints()
    return blocks
