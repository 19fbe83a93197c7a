"""Who may enter where: the admin console, foreign pages with somebody's cookies, and other servers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import plain
from tests.photos import take_photo
from tests.server import ROOT, Server, clean_environment, running_server

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("locked") / "data", ADMIN_PASSWORD=PASSWORD) as server:
        yield server


def sign_in(server: Server, username: str, password: str) -> httpx.Response:
    return plain.post(f"{server.url}/admin/login", data={"username": username, "password": password})


@pytest.mark.parametrize("path", ["/admin/config", "/admin/gradio_api/info", "/admin/gradio_api/queue/status"])
def test_the_console_asks_for_the_password(locked: Server, path: str) -> None:
    assert plain.get(f"{locked.url}{path}").status_code == 401


def test_the_password_opens_the_console(locked: Server) -> None:
    assert sign_in(locked, "admin", "wrong").status_code in (400, 401, 403, 429)
    assert sign_in(locked, "root", PASSWORD).status_code in (400, 401, 403, 429)
    cookies = sign_in(locked, "admin", PASSWORD).cookies
    assert cookies
    assert plain.get(f"{locked.url}/admin/config", cookies=cookies).status_code == 200


def test_the_game_needs_no_password(locked: Server) -> None:
    assert locked.call("get_leaderboard")["success"]


def test_without_a_password_a_printed_link_opens_the_console_once(server: Server) -> None:
    def status(**headers: str) -> int:
        return plain.get(f"{server.url}/admin/", headers=headers).status_code

    assert status() == status(host="localhost") == 403
    link = server.console_link()
    assert link.startswith(f"{server.url}/admin/?key=")
    assert plain.get(f"{link}x").status_code == 403
    entered = plain.get(link)
    assert (entered.status_code, entered.headers["location"]) == (303, "/admin/")
    inside = plain.get(f"{server.url}/admin/config", cookies=entered.cookies)
    assert inside.status_code == 200
    assert plain.get(link).status_code == 403, "it worked once"
    assert plain.get(server.console_link()).status_code == 303, "and the next is printed"
    assert link.rpartition("=")[2] not in server.log()


@pytest.mark.thorough
def test_without_a_password_there_is_no_console_on_a_space(data_dir: Path) -> None:
    space = {"SPACE_ID": "fraser/piclets", "GRADIO_SERVER_NAME": "127.0.0.1", "PICLETS_AI": "local"}
    with running_server(data_dir, **space) as server:
        assert plain.get(f"{server.url}/admin/").status_code == 403
        ready = plain.get(f"{server.url}/ready")
        assert "not persistent" in ready.text


@pytest.mark.parametrize("path", ["/health", "/gradio_api/info", "/config", "/images/x.webp"])
def test_a_foreign_page_cannot_use_somebodys_cookies(server: Server, path: str) -> None:
    def status(origin: str, cookie: str | None) -> int:
        headers = {"origin": origin} | ({"cookie": cookie} if cookie else {})
        return plain.get(f"{server.url}{path}", headers=headers).status_code

    assert status("https://evil.example", "session=1") == 403
    assert status("null", "session=1") == 403
    assert status(server.url, "session=1") != 403
    assert status("https://evil.example", None) != 403


@pytest.mark.thorough
def test_a_second_server_on_the_same_folder_is_refused(server: Server) -> None:
    folder = server.log_file.with_suffix("")
    second = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=clean_environment(PICLETS_DATA_DIR=str(folder), GRADIO_SERVER_PORT="0"),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert second.returncode == 2
    assert "PICLETS_DATA_DIR" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


@pytest.mark.thorough
def test_what_was_confirmed_survives_a_kill(data_dir: Path, tmp_path: Path) -> None:
    photo = take_photo(tmp_path, "telescope", seed=50)
    with running_server(data_dir) as server:
        first = server.scan(photo, "local_kim")
        server.kill()
    with running_server(data_dir) as server:
        assert server.call("get_object_details", object_name="telescope")["canonical"]["scanCount"] == 1
        again = server.scan(photo, "local_kim")
        assert (again["discoveryStatus"], again["message"]) == ("new", first["message"])
        assert "local_kim" not in server.log()
        assert server.stop() == 0
