"""Guessing is slow, sessions end, and nothing under /admin answers without one."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from piclets.api.admin_door import (
    FREE_FAILURES,
    IDLE_S,
    LASTS_S,
    LONGEST_DELAY_S,
    AdminDoor,
    Password,
    Sessions,
)
from tests.ledger.racing import at_once

PASSWORD = "correct horse battery staple"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def inside(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


@pytest.fixture
def door(clock: Clock) -> Iterator[httpx.AsyncClient]:
    app = AdminDoor(
        inside, path="/admin", password=Password(PASSWORD, clock), sessions=Sessions(clock), open_on_loopback=False
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://game")  # type: ignore[return-value]  # nothing to close


def test_wrong_passwords_close_the_door_for_longer_and_longer(clock: Clock) -> None:
    password = Password(PASSWORD, clock)
    for _ in range(FREE_FAILURES - 1):
        assert not password.matches("admin", "wrong")
        assert password.wait() == 0
    waits = []
    for _ in range(10):
        assert not password.matches("admin", "wrong")
        waits.append(password.wait())
        assert not password.matches("admin", PASSWORD), "while it is closed nothing is looked at"
        clock.now += password.wait()
    assert waits == [1, 2, 4, 8, 16, 32, *[LONGEST_DELAY_S] * 4]
    assert password.matches("admin", PASSWORD)
    assert not password.matches("admin", "wrong")
    assert password.wait() == 0, "who knows it starts anew"


def test_parallel_guesses_are_no_faster(clock: Clock) -> None:
    password = Password(PASSWORD, clock)
    assert not any(at_once(lambda guess: password.matches("admin", guess), [f"guess-{n}" for n in range(20)]))
    assert password.wait() == 1, "what came after the third was not looked at"
    assert not any(at_once(lambda guess: password.matches("admin", guess), [PASSWORD] * 20))


@pytest.mark.parametrize(
    ("username", "given"),
    [("root", PASSWORD), ("admin", ""), ("", ""), ("admin", PASSWORD + "\0"), ("admin", "\ud800")],
)
def test_both_have_to_be_right(clock: Clock, username: str, given: str) -> None:
    assert not Password(PASSWORD, clock).matches(username, given)


def test_sessions_end(clock: Clock) -> None:
    sessions = Sessions(clock)
    idle, ended, used = sessions.begin(), sessions.begin(), sessions.begin()
    sessions.end(ended)
    assert not sessions.use(ended)
    began = clock.now
    while clock.now + IDLE_S <= began + LASTS_S:
        clock.now += IDLE_S
        assert sessions.use(used)
    assert not sessions.use(idle)
    clock.now += 1
    assert not sessions.use(used), "twelve hours are the most, however busy"
    assert not sessions.use("")


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_visit(door: httpx.AsyncClient, clock: Clock) -> None:
    for path in ("/admin/config", "/admin/gradio_api/queue/join", "/admin/logout", "/admin/backup", "/admin/login/x"):
        assert (await door.get(path)).status_code == 401
        assert (await door.post(path)).status_code in (303, 401)
    assert (await door.get("/administrator")).text == "inside", "other paths are others' business"
    assert (await door.get("/admin/")).headers["location"] == "/admin/login"
    page = await door.get("/admin/login")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert (await door.post("/admin/login", content=b"x" * 5000)).status_code == 400
    assert (await door.post("/admin/login", data={"username": "admin"})).status_code == 401

    entered = await door.post("/admin/login", data={"username": "admin", "password": PASSWORD})
    cookie = entered.headers["set-cookie"]
    assert entered.status_code == 303
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/admin"} <= {part.strip() for part in cookie.split(";")}
    assert PASSWORD not in cookie
    assert (await door.get("/admin/config")).text == "inside"
    clock.now += IDLE_S + 1
    assert (await door.get("/admin/config")).status_code == 401

    await door.post("/admin/login", data={"username": "admin", "password": PASSWORD})
    assert (await door.get("/admin/config")).text == "inside"
    kept = dict(door.cookies)
    assert (await door.post("/admin/logout")).status_code == 303
    assert (
        await door.get("/admin/config", headers={"cookie": f"piclets-admin={kept['piclets-admin']}"})
    ).status_code == 401


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_guessers_are_told_to_wait(door: httpx.AsyncClient) -> None:
    for _ in range(FREE_FAILURES):
        assert (await door.post("/admin/login", data={"username": "admin", "password": "x"})).status_code == 401
    refused = await door.post("/admin/login", data={"username": "admin", "password": PASSWORD})
    assert (refused.status_code, int(refused.headers["retry-after"]) >= 1) == (429, True)
