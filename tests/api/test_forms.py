"""Multipart forms of which a library would believe too much, sent to whatever takes one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import plain
from tests.server import Server, running_server

UPLOAD = "/gradio_api/upload"
A_FILE = b'name="%s"; filename="caf\xc3\xa9.txt"'


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server that nobody else uploads to, and the folder of its uploads."""
    data_dir = tmp_path_factory.mktemp("forms") / "data"
    with running_server(data_dir) as server:
        yield server, data_dir / "uploads"


def sent(
    server: Server, path: str, *parts: bytes, end: bytes = b"--x--\r\n", charset: str = "utf-8"
) -> httpx.Response:
    """A form with these parts, each told by its Content-Disposition."""
    body = b"".join(b"--x\r\nContent-Disposition: form-data; %s\r\n\r\nabc\r\n" % part for part in parts) + end
    kind = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    return plain.post(f"{server.url}{path}", content=body, headers=kind)


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", [UPLOAD, f"{UPLOAD}?upload_id=watched"])
@pytest.mark.parametrize(
    ("parts", "end"),
    [
        ([b'name="files"'], b"--x--\r\n"),
        ([b'name="other"'], b"--x--\r\n"),
        ([A_FILE % b"other"], b"--x--\r\n"),
        ([A_FILE % b"files", b'name="files"'], b"--x--\r\n"),
        ([b"filename=files"], b"--x--\r\n"),
        ([A_FILE % b"files"], b""),
        ([], b"--x\r\nContent-Disposition: form-data; " + A_FILE % b"files" + b"\r\n\r\nabc"),
    ],
    ids=["text", "another field", "a file in another", "text behind a file", "no name", "no end", "broken off"],
)
def test_what_is_not_only_files_is_refused_and_leaves_nothing(
    quiet: tuple[Server, Path], path: str, parts: list[bytes], end: bytes
) -> None:
    """Text would be kept in memory, and of a file in another field nobody would know that it is there."""
    server, folder = quiet
    before = files(folder)
    answer = sent(server, path, *parts, end=end)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request"), answer.text
    assert files(folder) == before


@pytest.mark.parametrize("charset", ["undefined", "punycode", "utf-16", "latin-1"])
def test_nobody_chooses_how_names_are_decoded(quiet: tuple[Server, Path], charset: str) -> None:
    """Some of Python's codecs need quadratic time, others raise what no parser expects."""
    server, _ = quiet
    stored = sent(server, UPLOAD, A_FILE % b"files", charset=charset)
    assert [Path(path).name for path in stored.json()] == ["café.txt"], stored.text
    for path in ("/api/search-by-image", "/api/identify"):
        answer = sent(server, path, A_FILE % b"file", b'name="k"', charset=charset)
        assert (answer.status_code, answer.json()["code"]) in ((400, "invalid_request"), (400, "invalid_image"))


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="a\\"b"',
        f"multipart/form-data; boundary={'x' * 71}",
        "application/x-www-form-urlencoded",
        "text/plain",
    ],
)
def test_a_form_without_a_boundary_is_refused(quiet: tuple[Server, Path], kind: str) -> None:
    server, _ = quiet
    for path in (UPLOAD, "/api/search-by-image", "/api/identify"):
        answer = plain.post(f"{server.url}{path}", content=b"--x--\r\n", headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["code"]) in ((400, "invalid_request"), (400, "invalid_image"))
