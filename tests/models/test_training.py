"""The wheel's own model is made again from nothing: a tiny run of its training, and its export."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from piclets.models.language import Files, LanguageModel
from tests.server import ROOT

WORDNET = {
    "data.noun": '00000001 06 n 01 {word} 0 000 | a {word} for keeping things in; "the {word} was full"  \n',
    "data.verb": '00000002 30 v 01 wait 0 000 | stay in one place; "He waited in the rain"; "She waits here"  \n',
}


@pytest.fixture
def wordnet(tmp_path: Path) -> Path:
    folder = tmp_path / "wordnet"
    folder.mkdir()
    words = ("teapot", "basket", "kettle", "bottle", "bucket", "locker", "barrel", "pitcher")
    nouns = "".join(WORDNET["data.noun"].format(word=word) for word in words)
    (folder / "data.noun").write_text(f"  1 licence  \n{nouns}")
    (folder / "data.verb").write_text(WORDNET["data.verb"] * 20)
    for empty in ("data.adj", "data.adv"):
        (folder / empty).write_text("")
    return folder


def run(*arguments: object) -> str:
    command = [sys.executable, "-m", *map(str, arguments)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_text_is_the_same_for_a_seed_and_tells_of_things_names_and_lore(wordnet: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("training.wheel.corpus", "--wordnet", wordnet, "--out", tmp_path / name)
    text = (tmp_path / "one" / "train.txt").read_text()
    assert text == (tmp_path / "two" / "train.txt").read_text()
    assert "teapot: a teapot for keeping things in." in text
    assert " is called " in text
    assert "The lore of " in text
    assert "It waited in the rain." in text


def test_a_tiny_run_makes_a_model_that_the_wheel_can_load(wordnet: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec("torch") is None or importlib.util.find_spec("onnx") is None:
        pytest.skip("torch and onnx are for training only: training/wheel/requirements.txt")
    run("training.wheel.corpus", "--wordnet", wordnet, "--out", tmp_path / "text")
    size = ("--vocabulary", 300, "--width", 16, "--layers", 1, "--heads", 2, "--context", 80)
    files = ("--corpus", tmp_path / "text", "--out", tmp_path / "run")
    told = run("training.wheel.train", *files, "--steps", 3, "--batch", 2, *size)
    assert "held-out perplexity" in told
    run("training.wheel.export", "--run", tmp_path / "run", "--out", tmp_path / "model")
    model = LanguageModel("tiny", Files(tmp_path / "model"))
    assert json.loads((tmp_path / "model" / "config.json").read_text())["n_positions"] == model.context == 80
    logits, _ = model.run(model.encode("A teapot"), [])
    assert logits.shape[1] == 300
