"""The admin Blocks, behind the password."""

from __future__ import annotations

import gradio as gr


def admin_blocks() -> gr.Blocks:
    with gr.Blocks(title="Piclets admin", analytics_enabled=False) as blocks:
        gr.Markdown("# Piclets: console")
    return blocks
