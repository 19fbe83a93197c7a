"""More than two thousand broken and hostile uploads: each refused or made a clean photo, at a bounded cost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.hostile_uploads import Upload, bombs, good_files, hostile_uploads

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def uploads() -> list[Upload]:
    return list(hostile_uploads())


@pytest.fixture(scope="module")
def report(uploads: list[Upload], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    for upload in uploads:
        (folder / upload.name).write_bytes(upload.data)
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.reading_uploads", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,  # a file that keeps a decoder busy for hours shows here
    )
    assert process.returncode == 0, process.stderr[-3000:]
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


def test_there_are_enough_of_them_and_each_is_its_own(uploads: list[Upload]) -> None:
    assert len(uploads) >= 2_000
    assert len({upload.name for upload in uploads}) == len(uploads)
    kinds = Counter(upload.name.split("-")[0] for upload in uploads)
    assert min(kinds[kind] for kind in ("cut", "flip", "splice", "noise")) >= 200
    assert len(list(bombs())) >= 15


def test_the_same_seed_makes_the_same_ones(uploads: list[Upload]) -> None:
    assert [upload.name for upload in hostile_uploads()] == [upload.name for upload in uploads]


@pytest.mark.thorough
def test_every_one_is_answered(uploads: list[Upload], report: dict[str, Any]) -> None:
    assert sorted(report["read"] + report["refused"]) == sorted(upload.name for upload in uploads)


def test_what_is_broken_is_refused(uploads: list[Upload], report: dict[str, Any]) -> None:
    assert not set(report["read"]) & {upload.name for upload in uploads if upload.broken}


def test_what_is_whole_is_read(report: dict[str, Any]) -> None:
    """Whatever its name says, and whatever is glued to its end."""
    read = set(report["read"])
    for name in good_files():
        assert {f"{name}.exe", f"polyglot-zip-{name}", f"polyglot-html-{name}"} <= read


def test_memory_stays_flat(report: dict[str, Any]) -> None:
    """The largest picture that is allowed takes some 50 MB (grey) for a moment; none of it stays."""
    assert report["peak_mib"] < 200
    assert report["kept_mib"] < 60
