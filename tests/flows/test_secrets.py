"""What must not be found anywhere: tokens, the password, photos, and captions outside of their expiring table."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from piclets.images.intake import read_photo
from tests import plain
from tests.loopback.ai_spaces import STEPS, Dropped, Raised, Says, Spaces
from tests.loopback.hub import LoopbackHub
from tests.photos import take_photo
from tests.server import ROOT, clean_environment, running_server
from tests.waiting import until

PASSWORD = "correct-horse-battery-staple"
TOKEN = "hf_oauth_AdasOwnTokenThatNobodyMayKeep"
BAD_TOKEN = "hf_TokenOfSomebodyTheHubDoesNotKnow"
CAPTION = "A letter to Rosalind Quillfeather of 12 Hollow Lane beside a photo of a velvet pillow."
PRIVATE = b"Rosalind Quillfeather"


@dataclass(frozen=True)
class Traces:
    """What a server leaves behind and shows, after scans that went well and scans that failed."""

    answers: list[dict[str, Any]]
    photo_bytes: list[bytes]
    data_dir: Path
    log: bytes
    shown: bytes
    dataset: bytes

    @property
    def secrets(self) -> list[bytes]:
        return [PASSWORD.encode(), TOKEN.encode(), BAD_TOKEN.encode(), *self.photo_bytes]

    def kept(self) -> Iterator[tuple[Path, bytes]]:
        """The files of the data folder, but for the upload folder: that is Gradio's, and swept by age."""
        for path in sorted(self.data_dir.rglob("*")):
            if path.is_file() and not path.is_relative_to(self.data_dir / "uploads"):
                yield path, path.read_bytes()


@pytest.fixture(scope="module")
def traces(shared_spaces: Spaces, hub: LoopbackHub, tmp_path_factory: pytest.TempPathFactory) -> Traces:
    folder = tmp_path_factory.mktemp("secrets")
    spaces = shared_spaces
    spaces.heal()
    spaces.answers.caption = lambda _picture: CAPTION
    hub.reset()
    hub.accounts.sign_in(TOKEN, sub="sub-ada", username="ada", email="ada@letters.example")
    photos = [take_photo(folder, f"IMG_{seed}", seed=seed, size=(640, 480)) for seed in range(5)]
    variables = {
        "HF_TOKEN": hub.token,
        "HF_ENDPOINT": hub.url,
        "ADMIN_PASSWORD": PASSWORD,
        "PICLETS_COMMITS_PER_HOUR": "100000",
        **{f"PICLETS_{step.upper()}_SPACES": spaces.urls[step] for step in STEPS},
    }
    with running_server(folder / "data", **variables) as server:

        def ready() -> dict[str, Any]:
            state: dict[str, Any] = plain.get(f"{server.url}/ready", timeout=30).json()
            return state

        until(lambda: ready()["dataset"]["state"] == "publishing")
        answers = [server.scan(photos[0], TOKEN), server.scan(photos[1], BAD_TOKEN)]
        for photo, step, fault in (
            (photos[2], "concept", Raised(f"no luck with {TOKEN} and {CAPTION}")),
            (photos[3], "image", Says("<html>not a picture</html>")),
            (photos[4], "caption", Dropped()),
        ):
            spaces.fail(step, fault, times=1)  # type: ignore[arg-type]  # the literal names of the steps
            answers.append(server.scan(photo, TOKEN))
        plain.post(f"{server.url}/admin/login", data={"username": "admin", "password": PASSWORD}, timeout=30)
        until(lambda: ready()["dataset"]["pending"] == 0 and ready()["dataset"]["documentsPending"] == 0)
        shown = b"\n".join(
            plain.get(f"{server.url}{path}", timeout=30).content
            for path in ("/ready", "/metrics", "/health", "/config", "/gradio_api/info", "/")
        )
        server.stop()
        log = server.log().encode()
    spaces.heal()
    cleaned = [read_photo(photo, photo.name).jpeg for photo in photos]
    middles = [jpeg[len(jpeg) // 2 :][:64] for jpeg in (*(photo.read_bytes() for photo in photos), *cleaned)]
    files = hub.repo("Fraser/piclets").files
    dataset = b"\n".join(path.encode() + b"\n" + blob.content for path, blob in files.items())
    return Traces(answers, middles, folder / "data", log, shown, dataset)


def test_the_scans_went_as_they_should(traces: Traces) -> None:
    """Otherwise the tests below would look for traces of nothing."""
    assert [answer.get("code", "good") for answer in traces.answers][:3] == [
        "good",
        "invalid_token",
        "service_unavailable",
    ]
    assert b'"outcome": "new"' in traces.log
    assert b"sub-ada" in traces.dataset
    assert {path.suffix for path, _ in traces.kept()} >= {".sqlite3", ".webp"}


def test_nothing_secret_is_kept(traces: Traces, hub: LoopbackHub) -> None:
    for path, content in traces.kept():
        for secret in (*traces.secrets, hub.token.encode(), b"ada@letters.example"):
            assert secret not in content, path


@pytest.mark.parametrize("where", ["log", "shown", "dataset"])
def test_nothing_secret_is_told(traces: Traces, hub: LoopbackHub, where: str) -> None:
    told: bytes = getattr(traces, where)
    for secret in (*traces.secrets, hub.token.encode(), b"ada@letters.example", PRIVATE):
        assert secret not in told


def test_a_caption_stays_in_the_expiring_table(traces: Traces) -> None:
    assert PRIVATE.decode() not in json.dumps(traces.answers)
    holders = {path for path, content in traces.kept() if PRIVATE in content}
    assert {path.name.partition(".sqlite3")[0] for path in holders} <= {"ledger-Fraser--piclets-hub"}
    [ledger] = traces.data_dir.glob("ledger-*.sqlite3")
    with closing(sqlite3.connect(ledger)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        with_caption = {
            table
            for table in tables
            if any(PRIVATE.decode() in str(row) for row in connection.execute(f'SELECT * FROM "{table}"'))  # noqa: S608 - our own tables
        }
    assert with_caption == {"answers"}


def test_the_servers_token_is_not_in_the_environment_of_what_it_starts() -> None:
    """The kernel shows what a process was started with; what it starts itself gets its environment of now."""
    script = (
        "import subprocess, sys; from piclets.settings import Settings; settings = Settings.from_environment();"
        "assert settings.hf_token; subprocess.run(['env'], check=True)"
    )
    environment = clean_environment(HF_TOKEN="hf_TheServersOwnToken", PYTHONPATH=str(ROOT))
    child = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "PATH=" in child.stdout or "PATH" not in os.environ
    assert "hf_TheServersOwnToken" not in child.stdout
