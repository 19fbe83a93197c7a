"""The caption Space runs Gradio 4: our client against one, in an environment of its own.

python -m venv .venv-gradio4
.venv-gradio4/bin/pip install -r tests/services/requirements-gradio4.txt
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from piclets.domain.photo import Photo
from piclets.services.spaces import CAPTION, Space, SpaceCaptioner
from tests.services.conftest import QUICK, MakeSession
from tests.services_needed import need

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-gradio4" / "bin" / "python"


@pytest.fixture(scope="module")
def gradio4_url() -> Iterator[str]:
    need(PYTHON.exists(), f"Gradio 4 at {PYTHON.relative_to(ROOT)}")
    command = [str(PYTHON), str(ROOT / "tests" / "loopback" / "gradio4_joycaption.py")]
    bare = {"GRADIO_ANALYTICS_ENABLED": "False", "HOME": str(Path.home()), "PATH": os.defpath}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=bare
    ) as app:
        assert app.stdin
        assert app.stdout
        url = next(json.loads(line)["url"] for line in app.stdout if line.startswith("{"))
        yield url
        app.stdin.close()
        app.wait(20)


def test_alpha_two_on_gradio_4(gradio4_url: str, photo: Photo, session: MakeSession) -> None:
    caption = SpaceCaptioner(Space(gradio4_url, CAPTION, gradio4_url, QUICK)).caption(photo, session(token="hf_ada"))
    seen = json.loads(caption.text.partition(" A Descriptive")[0])
    assert seen["token"] == "Bearer hf_ada"
    assert seen["size"] == [320, 240]
    assert len(seen["options"]) == 2
