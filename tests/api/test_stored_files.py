"""Uploads as they are served again: nothing is fetched for anyone, and nothing in a file runs in the game's name."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests import plain
from tests.server import ROOT, Server


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another site, and what was asked of it."""
    asked: list[str] = []

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<script>alert(1)</script>")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}", asked
    site.shutdown()
    site.server_close()


def upload(server: Server, name: str, data: bytes) -> str:
    """The stored file's address."""
    answer = plain.post(f"{server.url}/gradio_api/upload", files={"files": (name, data)})
    return f"{server.url}/gradio_api/file={answer.json()[0]}"


@pytest.mark.parametrize(
    "how", ["file={}/a.png", "file={}/a.html", "file/{}/a.png", "proxy={}/a.png", "file=%20{}/a.png"]
)
def test_no_address_is_fetched(server: Server, elsewhere: tuple[str, list[str]], how: str) -> None:
    site, asked = elsewhere
    answer = plain.get(f"{server.url}/gradio_api/{how.format(site)}")
    assert answer.status_code in (403, 404)
    assert b"script" not in answer.content
    assert asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd", "/proc/self/environ", str(ROOT / "app.py"), "../../../etc/passwd", "a" * 5000, "%00", "", "/",
        "//etc/passwd",
    ],
)  # fmt: skip
def test_only_what_was_stored_is_served(server: Server, path: str) -> None:
    assert plain.get(f"{server.url}/gradio_api/file={path}").status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a.png", True), ("a.jpg", True), ("a.webp", True), ("a.gif", True), ("a.svg", False), ("a.html", False),
     ("a.pdf", False), ("a.js", False), ("a.mp4", False), ("a", False)],
)  # fmt: skip
def test_only_raster_pictures_are_shown(server: Server, name: str, shown: bool) -> None:
    answer = plain.get(upload(server, name, f"<script>{name}</script>".encode()))
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("inline" if shown else "attachment")
    assert answer.headers["content-type"].startswith("image/" if shown else "application/octet-stream")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "asked", [b"bytes=0-1", b"bytes=0-", b"bytes=-", b"bytes=5-1", b"bytes=0-1,2-3", b"bytes=\xb2-\xb3", b"x" * 900]
)
def test_a_range_tells_nothing_of_the_request(server: Server, asked: bytes) -> None:
    url = upload(server, "range.png", b"0123456789")
    answer = plain.get(url, headers={b"range": asked, b"cookie": b"piclets-admin=secret", b"x-mine": b"secret"})
    assert (answer.status_code, answer.content) == (200, b"0123456789")
    assert "secret" not in str(answer.headers)
    assert "x-mine" not in answer.headers


def test_a_head_has_the_same_headers(server: Server) -> None:
    url = upload(server, "head.svg", b"<svg/>")
    with plain.Client() as http:
        answer = http.head(url)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-disposition"].startswith("attachment")
