"""The commands of `training.spots` that need no training's packages say in a line what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("evaluate",), "makes the sets"),
        (("sample", "12AB34CG"), "eight hex digits"),
        (("infer", "nothing.png"), "no picture of 96 x 96"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(tmp_path: Path, asked: tuple[str, ...], words: str) -> None:
    command = [sys.executable, "-m", "training.spots", "--folder", str(tmp_path), *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
