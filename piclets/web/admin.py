"""The admin Blocks, behind the password."""

from __future__ import annotations

import gradio as gr


def admin_blocks() -> gr.Blocks:
    blocks = gr.Blocks(title="Piclets admin", analytics_enabled=False)
    with blocks:
        gr.Markdown("# Piclets: console")
    return blocks
