"""The environment is read once, and a bad value stops the start with one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from piclets.ledger.database import Database
from piclets.server.wiring import build_game
from piclets.settings import BadSetting, Settings
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
        (
            {"PICLETS_AI": "server", "PICLETS_AI_URL": "http://127.0.0.1:1234", "PICLETS_AI_VISION_MODEL": "llava"},
            "server", "local", "local", "127.0.0.1",
        ),
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


@pytest.mark.parametrize("name", ["what?", "50%", "a%41b", '#1 & it\'s "ours" ☃'])
def test_the_ledger_is_in_the_data_folder_whatever_its_name_is(tmp_path: Path, name: str) -> None:
    made = settings(PICLETS_DATA_DIR=tmp_path / name)
    assert Database(made.database_url).file.parent == tmp_path / name


def test_no_secret_is_shown() -> None:
    made = settings(
        HF_TOKEN=TOKEN,
        ADMIN_PASSWORD=TOKEN,
        DATABASE_URL=f"postgresql+psycopg://u:{TOKEN}@db/x",
        PICLETS_AI_KEY=TOKEN,
    )
    assert TOKEN not in f"{made!r} {made} {made.model_dump()}"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PICLETS_MAX_SCANS": "many"}, ("PICLETS_MAX_SCANS", "'many'", "1 to 1024")),
        ({"PICLETS_AI": "magic"}, ("PICLETS_AI", "'magic'", "spaces, local or server")),
        ({"PICLETS_AI": "server"}, ("PICLETS_AI=server", "PICLETS_AI_URL")),
        ({"PICLETS_AI": "server", "PICLETS_AI_URL": "http://127.0.0.1:11434"}, ("PICLETS_AI_VISION_MODEL",)),
        ({"PICLETS_AI_URL": "ftp://h"}, ("PICLETS_AI_URL", "http(s)")),
        ({"PICLETS_AI_URL": "http://user:word@h"}, ("PICLETS_AI_URL", "without a user")),
        ({"GRADIO_SERVER_PORT": "70000"}, ("GRADIO_SERVER_PORT", "'70000'", "65535")),
        ({"DATASET_REPO": "no-owner"}, ("DATASET_REPO", "'no-owner'", "owner/name")),
        ({"DATASET_REPO": "owner/name?x=1"}, ("DATASET_REPO", "'owner/name?x=1'", "owner/name")),
        ({"DATASET_REPO": "owner/näme"}, ("DATASET_REPO", "'owner/näme'", "owner/name")),
        ({"DATASET_REPO": f"owner/{'x' * 97}"}, ("DATASET_REPO", "owner/name")),
        ({"HF_ENDPOINT": "ftp://hub"}, ("HF_ENDPOINT", "'ftp://hub'", "http(s)")),
        ({"HF_ENDPOINT": "https://"}, ("HF_ENDPOINT", "'https://'", "http(s)")),
        ({"HF_ENDPOINT": "http:// hub"}, ("HF_ENDPOINT", "'http:// hub'", "http(s)")),
        ({"HF_ENDPOINT": "http://hub:port"}, ("HF_ENDPOINT", "'http://hub:port'", "http(s)")),
        ({"HF_TOKEN": f"{TOKEN} {TOKEN}"}, ("HF_TOKEN", "(hidden)", "token")),
        ({"HF_TOKEN": f"{TOKEN}ü"}, ("HF_TOKEN", "(hidden)", "token")),
        ({"PICLETS_AI_KEY": f"{TOKEN}\nX: y"}, ("PICLETS_AI_KEY", "(hidden)", "key")),
        ({"PICLETS_IDENTITY": "local", "HF_TOKEN": TOKEN}, ("PICLETS_IDENTITY", "local", "HF_TOKEN")),
        ({"PICLETS_IDENTITY": "local", "SPACE_ID": "a/b"}, ("PICLETS_IDENTITY", "local", "Space")),
        ({"GRADIO_SERVER_NAME": "0.0.0.0"}, ("PICLETS_IDENTITY", "HF_TOKEN", "0.0.0.0")),  # noqa: S104 - what others reach
        ({"GRADIO_SERVER_NAME": "game.example"}, ("PICLETS_IDENTITY", "HF_TOKEN", "game.example")),
        ({"PICLETS_DURABILITY": "published"}, ("PICLETS_DURABILITY", "published", "HF_TOKEN")),
        ({"DATABASE_URL": f"mysql://u:{TOKEN}@db/x"}, ("DATABASE_URL", "sqlite", "postgresql+psycopg")),
    ],
)
def test_a_bad_value_is_one_line(
    variables: dict[str, str], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"PICLETS_AI": "spaces"} | variables)
    with pytest.raises(BadSetting) as bad:
        Settings.from_environment()
    line = str(bad.value)
    assert len(line.splitlines()) == 1
    assert all(word in line for word in words), line
    assert TOKEN not in line


def test_a_token_may_have_been_pasted_with_its_lines_end() -> None:
    made = settings(HF_TOKEN=f" {TOKEN}\n", PICLETS_AI_KEY=f"{TOKEN}\r\n")
    assert [made.hf_token, made.ai_key] == [SecretStr(TOKEN)] * 2


@pytest.mark.parametrize("repo", ["Fraser/piclets", "a/b", "o-w.n_er/na.me-2", f"owner/{'x' * 96}"])
def test_a_repo_is_what_the_hub_takes(repo: str) -> None:
    assert settings(DATASET_REPO=repo).dataset_repo == repo


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PICLETS_SIGHT_MODEL": "no-folder"}, ("PICLETS_SIGHT_MODEL", "'no-folder'", "owner/name@revision")),
        ({"PICLETS_SIGHT_MODEL": "clip:int8"}, ("PICLETS_SIGHT_MODEL", "'clip:int8'", "owner/name@revision")),
        ({"DATABASE_URL": "sqlite:////no/such/folder/x"}, ("DATABASE_URL", "(hidden)", "answers")),
    ],
)
def test_what_shows_when_the_game_is_put_together_is_one_line(
    variables: dict[str, str], words: tuple[str, ...], tmp_path: Path
) -> None:
    with pytest.raises(BadSetting) as bad:
        build_game(settings(PICLETS_DATA_DIR=tmp_path, **variables))
    line = str(bad.value)
    assert len(line.splitlines()) == 1
    assert all(word in line for word in words), line


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PICLETS_DURABILITY": "published"}, ("PICLETS_DURABILITY", "published", "HF_TOKEN")),
        ({"PICLETS_CAPTION_SPACES": "https://evil.example"}, ("PICLETS_CAPTION_SPACES", "evil.example", "hf.space")),
        ({"PICLETS_DATA_DIR": "/etc/passwd/x"}, ("PICLETS_DATA_DIR", "/etc/passwd/x", "folder")),
    ],
)
def test_a_server_that_cannot_start_says_why_in_one_line(
    variables: dict[str, str], words: tuple[str, ...], tmp_path: Path
) -> None:
    more = {"PICLETS_DATA_DIR": str(tmp_path / "data"), "PICLETS_AI": "spaces", "GRADIO_SERVER_PORT": "0"}
    run = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT, env=clean_environment(**(more | variables)), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 2
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert all(word in run.stderr for word in words), run.stderr
    assert TOKEN not in run.stderr + run.stdout


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "::1"])
def test_what_only_this_machine_reaches_needs_no_identity(host: str) -> None:
    made = settings(GRADIO_SERVER_NAME=host)
    assert (made.identity, made.on_loopback) == ("local", True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "game.example"])  # noqa: S104 - what others reach
@pytest.mark.parametrize(
    ("variables", "identity"),
    [
        ({"PICLETS_IDENTITY": "local"}, "local"),
        ({"PICLETS_IDENTITY": "hub"}, "hub"),
        ({"HF_TOKEN": TOKEN}, "hub"),
        (SPACE, "hub"),
    ],
)
def test_what_others_reach_has_an_identity_that_was_chosen(
    host: str, variables: dict[str, str], identity: str
) -> None:
    made = settings(GRADIO_SERVER_NAME=host, **variables)
    assert (made.identity, made.on_loopback) == (identity, False)
