"""What of Gradio a server leaves out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

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


A_CALL = """
{first}
from gradio.utils import MatplotlibBackendMananger
with MatplotlibBackendMananger():
    print("called")
"""


def test_a_call_does_not_look_for_matplotlib(tmp_path: Path) -> None:
    tmp_path.joinpath("matplotlib.py").write_text("print('found')\nraise ImportError")
    ours = A_CALL.format(first="from piclets.imports import leave_out_matplotlib; leave_out_matplotlib()")
    assert _printed(ours, tmp_path) == ["called"]
    assert "found" in _printed(A_CALL.format(first=""), tmp_path)  # or Gradio does not look any more


def _printed(code: str, *folders: Path) -> list[str]:
    path = os.pathsep.join(map(str, [*folders, os.environ.get("PYTHONPATH", "")]))
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": path},
    ).stdout.split()
