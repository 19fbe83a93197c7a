"""What the pages' events have in common."""

from __future__ import annotations

from typing import Any, Final

import gradio as gr

# An event of the pages: no endpoint for programs, and answered past the queue in which scans are.
QUIET: Final[dict[str, Any]] = {"api_visibility": "private", "queue": False, "show_progress": "hidden"}


def event_text(event: gr.EventData, key: str) -> str:
    """What the page's script sent along; anything else may have been sent instead."""
    data = event._data if isinstance(event._data, dict) else {}
    value = data.get(key)
    return value if isinstance(value, str) else ""
