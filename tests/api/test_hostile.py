"""What people send who do not mean to play: paths, links and broken files, in every parameter of every endpoint."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import plain
from tests.hostile_uploads import hostile_uploads
from tests.server import ROOT, Server, running_server

pytestmark = pytest.mark.thorough

META = {"_type": "gradio.FileData"}
TARGETS = (
    "/etc/passwd",
    "/proc/self/environ",
    "/dev/zero",
    str(ROOT / "app.py"),
    "https://example.com/photo.jpg",
    "http://127.0.0.1:1/photo.jpg",
    "file:///etc/passwd",
    "../../../../etc/passwd",
)
ANSWER_S = 20


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    data_dir = tmp_path_factory.mktemp("hostile") / "data"
    with running_server(data_dir, PICLETS_SCANS_PER_HOUR="0") as server:
        yield server, data_dir / "uploads"


def payloads() -> Iterator[Any]:
    for target in TARGETS:
        yield {"path": target}
        yield {"path": target, "meta": META}
        yield {"path": target, "url": target, "meta": META, "orig_name": "photo.jpg"}
        yield target
    yield {"path": "/etc/passwd", "meta": META, "is_stream": True}


def queued(server: Server, root: str, endpoint: str, data: list[Any]) -> str:
    """An event's whole stream, as text: what comes back is told in it, whatever it is."""
    with plain.Client(timeout=ANSWER_S) as http:
        started = http.post(f"{server.url}{root}/gradio_api/call/{endpoint}", json={"data": data})
        if started.status_code != 200:
            return started.text
        event = started.json()["event_id"]
        return http.get(f"{server.url}{root}/gradio_api/call/{endpoint}/{event}").text


def inside(server: Server, root: str) -> httpx.Cookies | None:
    return server.console if root else None


def every_function(server: Server, root: str) -> list[tuple[int, str, int]]:
    """Every event of a Blocks, private ones too: its number, name and number of inputs."""
    config = plain.get(f"{server.url}{root}/config", cookies=inside(server, root)).json()
    return [(dep["id"], dep["api_name"], len(dep["inputs"])) for dep in config["dependencies"]]


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def forbidden() -> tuple[bytes, ...]:
    return (Path("/etc/passwd").read_bytes(), (ROOT / "app.py").read_bytes())


@pytest.mark.parametrize("root", ["", "/admin"])
def test_no_parameter_of_any_event_reads_a_file(guarded: tuple[Server, Path], root: str) -> None:
    server, uploads = guarded
    functions = every_function(server, root)

    def attack(case: tuple[tuple[int, str, int], Any]) -> str:
        (number, _name, inputs), payload = case
        texts = []
        for place in range(inputs):
            data: list[Any] = [None] * inputs
            data[place] = payload
            answer = plain.post(
                f"{server.url}{root}/gradio_api/run/predict",
                json={"data": data, "fn_index": number, "session_hash": "hostile"},
                cookies=inside(server, root),
                timeout=ANSWER_S,
            )
            texts.append(answer.text)
        return "\n".join(texts)

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(attack, itertools.product(functions, payloads())))

    assert not any("root:" in answer for answer in answers)
    stolen = forbidden()
    assert not any(content in stolen for content in contents(uploads))
    assert server.process.poll() is None


@pytest.mark.parametrize("payload", list(payloads()), ids=str)
def test_the_scan_takes_only_what_was_uploaded(guarded: tuple[Server, Path], payload: Any) -> None:
    server, uploads = guarded
    text = queued(server, "", "generate_piclet", [payload, "local_mallory"])

    refused_by_gradio = "event: error" in text
    assert refused_by_gradio or '"code": "invalid_image"' in text
    assert not any(content in forbidden() for content in contents(uploads))


def test_broken_uploads_are_answered_and_memory_stays_flat(guarded: tuple[Server, Path]) -> None:
    """Every thirtieth of the two thousand goes the whole way; the intake's own test takes them all."""
    server, _ = guarded
    files = list(hostile_uploads())[::30]
    third = len(files) // 3

    def send(numbered: tuple[int, Any]) -> dict[str, Any]:
        number, upload = numbered
        with plain.Client(timeout=60) as http:
            stored = http.post(f"{server.url}/gradio_api/upload", files={"files": (upload.name, upload.data)})
            if stored.status_code != 200:
                return {"success": False, "code": "invalid_image"}
            image = {"path": stored.json()[0], "orig_name": upload.name, "meta": META}
        text = queued(server, "", "generate_piclet", [image, f"local_fuzz{number % 40}"])
        found = re.search(r"event: complete\ndata: (.*)", text)
        assert found, text
        answer: dict[str, Any] = json.loads(found[1])[0]
        return answer

    with ThreadPoolExecutor(8) as crowd:
        early = list(crowd.map(send, enumerate(files[:third])))
        warm = _resident_mb(server)
        rest = list(crowd.map(send, enumerate(files[third:], start=third)))

    for upload, answer in zip(files, early + rest, strict=True):
        assert answer["success"] or answer["code"] in ("invalid_image", "image_too_large", "rate_limited"), answer
        if upload.broken:
            assert not answer["success"], upload.name
    assert _resident_mb(server) < warm + 150
    assert plain.get(f"{server.url}/health").status_code == 200


def test_an_upload_over_the_limit_is_refused(guarded: tuple[Server, Path]) -> None:
    server, _ = guarded
    answer = plain.post(
        f"{server.url}/gradio_api/upload", files={"files": ("big.jpg", b"\0" * (33 * 1024**2))}, timeout=60
    )
    assert answer.status_code == 413


def test_a_photo_over_the_games_limit_is_named_so(guarded: tuple[Server, Path], tmp_path: Path) -> None:
    server, _ = guarded
    big = tmp_path / "big.jpg"
    big.write_bytes(b"\xff\xd8\xff" + b"\0" * (17 * 1024**2))
    assert server.scan(big, "local_big")["code"] == "image_too_large"


def _resident_mb(server: Server) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) // 1024
