"""The environment is read once, and a bad value stops the start with one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from piclets.settings import Settings
from tests.server import ROOT, clean_environment

TOKEN = "hf_a_secret_that_nobody_may_see"
SPACE = {"SPACE_ID": "fraser/piclets"}


def settings(**variables: object) -> Settings:
    return Settings.model_validate(variables)


@pytest.mark.parametrize(
    ("variables", "ai", "identity", "durability", "host"),
    [
        ({}, "local", "local", "local", "127.0.0.1"),
        ({"HF_TOKEN": TOKEN}, "spaces", "hub", "local", "127.0.0.1"),
        (SPACE, "spaces", "hub", "local", "0.0.0.0"),  # noqa: S104 - what a Space serves on
        (SPACE | {"HF_TOKEN": TOKEN}, "spaces", "hub", "published", "0.0.0.0"),  # noqa: S104 - likewise
        (
            SPACE | {"HF_TOKEN": TOKEN, "DATABASE_URL": "postgresql+psycopg://db/piclets"},
            "spaces", "hub", "local", "0.0.0.0",  # noqa: S104 - likewise
        ),
        ({"HF_TOKEN": TOKEN, "PICLETS_AI": "local"}, "local", "hub", "local", "127.0.0.1"),
    ],
)  # fmt: skip
def test_defaults_follow_from_where_it_runs(
    variables: dict[str, object], ai: str, identity: str, durability: str, host: str
) -> None:
    made = settings(**variables)
    assert (made.ai, made.identity, made.durability, made.host) == (ai, identity, durability, host)


def test_lists_are_comma_separated() -> None:
    made = settings(PICLETS_IMAGE_SPACES=" a/b , http://127.0.0.1:7000 ,")
    assert made.image_spaces == ("a/b", "http://127.0.0.1:7000")


def test_a_ledger_is_one_per_dataset_and_identity_mode(tmp_path: Path) -> None:
    urls = {
        settings(PICLETS_DATA_DIR=tmp_path, **more).database_url
        for more in (
            {},
            {"PICLETS_IDENTITY": "hub"},
            {"HF_TOKEN": TOKEN},
            {"HF_TOKEN": TOKEN, "DATASET_REPO": "somebody/else"},
        )
    }
    assert len(urls) == 4


def test_no_secret_is_shown() -> None:
    made = settings(HF_TOKEN=TOKEN, ADMIN_PASSWORD=TOKEN, DATABASE_URL=f"postgresql+psycopg://u:{TOKEN}@db/x")
    assert TOKEN not in f"{made!r} {made} {made.model_dump()}"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PICLETS_MAX_SCANS": "many"}, ("PICLETS_MAX_SCANS", "'many'", "1 to 1024")),
        ({"PICLETS_AI": "magic"}, ("PICLETS_AI", "'magic'", "spaces or local")),
        ({"GRADIO_SERVER_PORT": "70000"}, ("GRADIO_SERVER_PORT", "'70000'", "65535")),
        ({"DATASET_REPO": "no-owner"}, ("DATASET_REPO", "'no-owner'", "owner/name")),
        ({"HF_ENDPOINT": "ftp://hub"}, ("HF_ENDPOINT", "'ftp://hub'", "http(s)")),
        ({"PICLETS_IDENTITY": "local", "HF_TOKEN": TOKEN}, ("PICLETS_IDENTITY", "local", "HF_TOKEN")),
        ({"PICLETS_IDENTITY": "local", "SPACE_ID": "a/b"}, ("PICLETS_IDENTITY", "local", "Space")),
        ({"PICLETS_DURABILITY": "published"}, ("PICLETS_DURABILITY", "published", "HF_TOKEN")),
        ({"DATABASE_URL": f"mysql://u:{TOKEN}@db/x"}, ("DATABASE_URL", "sqlite", "postgresql+psycopg")),
        ({"PICLETS_CAPTION_SPACES": "https://evil.example"}, ("PICLETS_CAPTION_SPACES", "evil.example", "hf.space")),
        ({"PICLETS_DATA_DIR": "/etc/passwd/x"}, ("PICLETS_DATA_DIR", "/etc/passwd/x", "folder")),
    ],
)
def test_a_bad_value_is_one_line(variables: dict[str, str], words: tuple[str, ...], tmp_path: Path) -> None:
    more = {"PICLETS_DATA_DIR": str(tmp_path / "data"), "PICLETS_AI": "spaces", "GRADIO_SERVER_PORT": "0"}
    run = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT, env=clean_environment(**(more | variables)), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert run.returncode == 2
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert all(word in run.stderr for word in words), run.stderr
    assert TOKEN not in run.stderr + run.stdout
