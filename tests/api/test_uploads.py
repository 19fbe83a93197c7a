"""Uploads within their budget, whoever sends them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from piclets.api.surface.budget import (
    FAIR_S,
    KEPT_BYTES,
    MAX_UNCLAIMED_BYTES,
    MIN_BYTES,
    PRESSED_S,
    Uploads,
)
from piclets.api.surface.uploads import MAX_FILES
from tests import plain
from tests.photos import take_photo
from tests.server import Server, running_server
from tests.waiting import until

MB = 1024**2


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.asked = 0

    def __call__(self) -> float:
        self.asked += 1
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def uploads(tmp_path: Path, clock: Clock) -> Uploads:
    return Uploads(tmp_path, clock)


def stored(uploads: Uploads, folder: Path, address: str, name: str, size: int) -> Path | None:
    """A file that has come whole; None where there was no place for it."""
    share = uploads.begin(address, lambda: None)
    path = folder / name
    if not uploads.take(share, size):
        uploads.settle(share, [])
        return None
    with path.open("wb") as file:
        os.truncate(file.fileno(), size)
    uploads.settle(share, [path])
    return path


def fits(uploads: Uploads, address: str, size: int) -> bool:
    """Whether so much may come now; it does not."""
    share = uploads.begin(address, lambda: None)
    try:
        return uploads.take(share, size)
    finally:
        uploads.settle(share, [])


def test_what_nobody_claims_is_bounded(uploads: Uploads, tmp_path: Path) -> None:
    for number in range(8):
        assert stored(uploads, tmp_path, "a", str(number), 32 * MB)
    assert uploads.unclaimed() == MAX_UNCLAIMED_BYTES
    assert not fits(uploads, "a", 1)
    uploads.claim(tmp_path / "3")
    assert stored(uploads, tmp_path, "a", "more", 32 * MB)
    assert not fits(uploads, "a", 1)


def test_what_is_claimed_is_bounded_too(uploads: Uploads, tmp_path: Path, clock: Clock) -> None:
    """A player may scan one file after the other that no scan can use."""
    for number in range(KEPT_BYTES // (32 * MB)):
        assert stored(uploads, tmp_path, "a", str(number), 32 * MB)
        uploads.claim(tmp_path / str(number))
    assert not fits(uploads, "b", 1)
    clock.now += FAIR_S + 1
    assert fits(uploads, "b", 40 * MB)
    assert min(int(path.name) for path in tmp_path.iterdir()) == 2, "the first that were read made place"


def test_what_is_coming_counts_and_what_broke_off_does_not(uploads: Uploads) -> None:
    coming = uploads.begin("a", lambda: None)
    assert uploads.take(coming, MAX_UNCLAIMED_BYTES)
    assert not fits(uploads, "b", 1)
    uploads.settle(coming, [])
    assert uploads.unclaimed() == 0


def test_who_sends_slowly_does_not_keep_the_others_out(uploads: Uploads, clock: Clock) -> None:
    """All but the last byte of many uploads, and then one now and then."""
    ended: list[int] = []
    slow = [uploads.begin("greedy", partial(ended.append, number)) for number in range(8)]
    assert all(uploads.take(share, 32 * MB) for share in slow)
    assert not fits(uploads, "honest", MB)
    clock.now += FAIR_S + 1
    assert not fits(uploads, "greedy", MB)
    assert fits(uploads, "honest", 40 * MB)
    assert ended == [0, 1]
    assert not uploads.take(slow[0], 1)
    assert uploads.take(slow[2], 1)
    for share in slow:
        uploads.settle(share, [])
    assert uploads.unclaimed() == 0


def test_small_files_count_what_they_take(uploads: Uploads, tmp_path: Path) -> None:
    stored(uploads, tmp_path, "a", "small", 1)
    assert uploads.unclaimed() == MIN_BYTES


def test_who_is_refused_is_refused_at_once(uploads: Uploads, tmp_path: Path, clock: Clock) -> None:
    """However many small files there are: to look at each took minutes, and nobody was answered meanwhile."""
    for number in range(2_000):
        stored(uploads, tmp_path, f"address {number % 50}", str(number), 1)
    coming = uploads.begin("greedy", lambda: None)
    assert uploads.take(coming, MAX_UNCLAIMED_BYTES - uploads.unclaimed())
    asked = clock.asked
    assert not fits(uploads, "address 1", 1)
    assert clock.asked < asked + 10


def test_old_ones_make_place(uploads: Uploads, tmp_path: Path, clock: Clock) -> None:
    first = stored(uploads, tmp_path, "a", "first", 200 * MB)
    clock.now += PRESSED_S + 1
    second = stored(uploads, tmp_path, "a", "second", 56 * MB)
    assert first
    assert second
    assert stored(uploads, tmp_path, "a", "third", 100 * MB)
    assert not first.exists()
    assert second.exists()


def test_one_address_cannot_keep_the_others_out(uploads: Uploads, tmp_path: Path, clock: Clock) -> None:
    mine = stored(uploads, tmp_path, "honest", "mine", 10 * MB)
    for number in range(7):
        stored(uploads, tmp_path, "greedy", str(number), 32 * MB)
    clock.now += FAIR_S + 1
    assert not fits(uploads, "greedy", 32 * MB)
    assert stored(uploads, tmp_path, "another", "theirs", 32 * MB)
    assert mine
    assert mine.exists()
    assert not (tmp_path / "0").exists()


def test_what_the_sweep_takes_is_forgotten(uploads: Uploads, tmp_path: Path, clock: Clock) -> None:
    path = stored(uploads, tmp_path, "a", "old", MB)
    assert path
    os.utime(path, (clock.now, clock.now))
    clock.now += 3601
    uploads.sweep()
    assert not path.exists()
    assert uploads.unclaimed() == 0


# ---- the running server


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    data_dir = tmp_path_factory.mktemp("uploads") / "data"
    with running_server(data_dir, PICLETS_SCANS_PER_HOUR="0") as server:
        yield server, data_dir / "uploads"


def size_of(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def send(server: Server, number: int, size: int) -> int:
    """Upload a file, and have the page look whether the game knows what it shows: anyone may."""
    data = number.to_bytes(8, "big") + b"\0" * size
    answer = plain.post(f"{server.url}/gradio_api/upload", files={"files": ("x.jpg", data)}, timeout=60)
    if answer.status_code == 200:
        events = plain.get(f"{server.url}/config").json()["dependencies"]
        look = next(each["id"] for each in events if each["api_name"] == "find")
        photo = {"path": answer.json()[0], "meta": {"_type": "gradio.FileData"}}
        body = {"data": [photo], "fn_index": look, "session_hash": f"looks{number}"}
        assert plain.post(f"{server.url}/gradio_api/run/predict", json=body, timeout=60).status_code == 200
    return answer.status_code


def test_an_upload_that_breaks_off_leaves_nothing(flooded: tuple[Server, Path]) -> None:
    server, folder = flooded
    address = urlsplit(server.url)
    head = (
        "POST /gradio_api/upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        "Content-Length: 30000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="files"; filename="x.jpg"\r\n\r\n'
    )
    for _ in range(5):
        with socket.create_connection((str(address.hostname), int(address.port or 0))) as connection:
            connection.sendall(head.encode() + b"x" * MB)
    until(lambda: server.log().count("the client went away") == 5)
    assert size_of(folder) == 0


def test_many_files_at_once_are_refused(flooded: tuple[Server, Path]) -> None:
    server, folder = flooded
    before = size_of(folder)
    files = [("files", (f"{number}.jpg", b"x")) for number in range(MAX_FILES + 1)]
    answer = plain.post(f"{server.url}/gradio_api/upload", files=files)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
    assert size_of(folder) == before


@pytest.mark.thorough
def test_the_budget_holds_and_a_scan_goes_on(flooded: tuple[Server, Path], tmp_path: Path) -> None:
    server, folder = flooded
    photo = take_photo(tmp_path, "kettle", seed=5)
    assert server.scan(photo, "local_early")["success"]
    with ThreadPoolExecutor(4) as crowd:
        statuses = list(crowd.map(lambda number: send(server, number, 30 * MB), range(12)))
    assert set(statuses) == {200, 429}
    assert size_of(folder) < MAX_UNCLAIMED_BYTES + 40 * MB
    refused = plain.post(f"{server.url}/gradio_api/upload", files={"files": ("y.jpg", b"z" * 31 * MB)}, timeout=60)
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.json()["success"] is False
    assert "Traceback" not in server.log()
