"""A server's start does not write type stubs for editors."""

from __future__ import annotations

import subprocess
import sys

WATCHED = """
import sys
opened = []
sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if event == "open" else None)
{first}
import gradio
print(sum(name.endswith(".pyi") for name in opened), hasattr(gradio.Textbox, "submit"))
"""


def test_gradio_is_imported_whole_and_its_stubs_are_left_alone() -> None:
    ours = WATCHED.format(first="from piclets.imports import leave_out_type_stubs; leave_out_type_stubs()")
    assert _printed(ours) == ["0", "True"]
    touched, _ = _printed(WATCHED.format(first=""))
    assert int(touched) > 0  # or this Gradio writes none by itself, and `piclets.imports` can go


def _printed(code: str) -> list[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
