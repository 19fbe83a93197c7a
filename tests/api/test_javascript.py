"""The game as the frontend calls it: the real `@gradio/client` under Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.photos import take_photo
from tests.server import Server
from tests.services_needed import need

SCRIPT = Path(__file__).parent / "javascript" / "play.mjs"


def test_the_javascript_client_plays(server: Server, tmp_path: Path) -> None:
    node = shutil.which("node")
    need(node, "Node.js")
    need((SCRIPT.parent / "node_modules").is_dir(), "@gradio/client (npm ci in tests/api/javascript)")
    assert node is not None
    photo = take_photo(tmp_path, "hourglass", seed=60)
    run = subprocess.run(
        [node, str(SCRIPT), server.url, str(photo), "local_nora"], capture_output=True, text=True, timeout=90
    )
    assert run.returncode == 0, run.stderr
    answers = json.loads(run.stdout)

    # A Blob has no name, so the studio can only say what it sees: the object is what the photo looks like.
    assert answers["scan"]["success"] is True
    assert answers["scan"]["piclet"]["discoveredBy"] == "nora"
    assert answers["refused"]["code"] == "invalid_token"
    assert answers["collection"]["total"] == 1
    assert answers["unknown"] == {
        "success": False, "code": "not_found", "objectName": "unicorn", "retryAfter": None,
        "error": answers["unknown"]["error"],
    }  # fmt: skip
    assert answers["object"]["canonical"]["typeId"] == answers["scan"]["canonicalId"]
    assert answers["activity"]["activities"][0]["discoveredBy"] == "nora"
    assert "nora" in [leader["username"] for leader in answers["leaderboard"]["leaderboard"]]
