"""Guessing is slow, sessions end, and nothing under /admin answers without one."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from piclets.api.admin_door import AdminDoor, Keys
from piclets.api.admin_keys import (
    FREE_FAILURES,
    GUESSES_A_MINUTE,
    IDLE_S,
    LASTS_S,
    MAX_DELAY_S,
    ConsoleSessions,
    OneTimeLink,
    Password,
)
from tests.ledger.racing import at_once

PASSWORD = "correct horse battery staple"
HERE = "203.0.113.7"


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
    keys = Keys(ConsoleSessions(clock), password=Password(PASSWORD, clock))
    app = AdminDoor(inside, path="/admin", keys=keys, own_hosts=frozenset({"game.example"}))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://game")  # type: ignore[return-value]  # nothing to close


def test_wrong_passwords_close_the_door_for_longer_and_longer(clock: Clock) -> None:
    password = Password(PASSWORD, clock)
    for _ in range(FREE_FAILURES - 1):
        assert not password.matches("admin", "wrong", HERE)
        assert password.wait(HERE) == 0
    waits = []
    for _ in range(10):
        assert not password.matches("admin", "wrong", HERE)
        waits.append(password.wait(HERE))
        assert not password.matches("admin", PASSWORD, HERE), "while it is closed nothing is looked at"
        clock.now += password.wait(HERE)
    assert waits == [1, 2, 4, 8, 16, 32, *[MAX_DELAY_S] * 4]
    assert password.matches("admin", PASSWORD, HERE)
    assert not password.matches("admin", "wrong", HERE)
    assert password.wait(HERE) == 0, "who knows it starts anew"


def test_parallel_guesses_are_no_faster(clock: Clock) -> None:
    password = Password(PASSWORD, clock)
    assert not any(at_once(lambda guess: password.matches("admin", guess, HERE), [f"guess-{n}" for n in range(20)]))
    assert password.wait(HERE) == 1, "what came after the third was not looked at"
    assert not any(at_once(lambda guess: password.matches("admin", guess, HERE), [PASSWORD] * 20))


@pytest.mark.parametrize(
    ("username", "given"),
    [("root", PASSWORD), ("admin", ""), ("", ""), ("admin", PASSWORD + "\0"), ("admin", "\ud800")],
)
def test_both_have_to_be_right(clock: Clock, username: str, given: str) -> None:
    assert not Password(PASSWORD, clock).matches(username, given, HERE)


def test_sessions_end(clock: Clock) -> None:
    sessions = ConsoleSessions(clock)
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
    cookie = entered.headers.get_list("set-cookie")[0]
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


def test_a_flood_of_guesses_shuts_out_nobody_else(clock: Clock) -> None:
    password = Password(PASSWORD, clock)
    device = password.device(password.new_device())
    assert device
    for _ in range(600):  # ten a second, for a minute
        password.matches("admin", "wrong", HERE)
        clock.now += 0.1
    assert password.wait(HERE) > 0
    assert password.matches("admin", PASSWORD, "198.51.100.4"), "another address"
    assert password.matches("admin", PASSWORD, device), "the same address, from a device that was signed in before"


def test_many_addresses_are_slowed_down_together_but_not_a_known_device(clock: Clock) -> None:
    password = Password(PASSWORD, clock)
    device = password.device(password.new_device())
    assert device
    looked_at = 0
    for number in range(20 * GUESSES_A_MINUTE):
        looked_at += password.wait(f"address {number}") == 0
        password.matches("admin", "wrong", f"address {number}")
        clock.now += 0.05
    assert looked_at <= 2 * GUESSES_A_MINUTE + 1
    assert password.matches("admin", PASSWORD, device)
    for _ in range(FREE_FAILURES):
        password.matches("admin", "wrong", device)
    assert password.wait(device) > 0, "who has stolen the cookie guesses as slowly"


def test_a_device_cookie_cannot_be_made_up(clock: Clock) -> None:
    password = Password(PASSWORD, clock)
    cookie = password.new_device()
    assert Password(PASSWORD, clock).device(cookie), "it outlives a restart"
    assert Password("another", clock).device(cookie) is None
    for forged in ("", ".", "x.y", f"x{cookie}", f"{cookie}0", cookie.replace(".", ""), "\ud800.\ud800"):
        assert password.device(forged) is None


def test_a_link_works_once() -> None:
    announced: list[str] = []
    link = OneTimeLink(announced.append)
    assert not link.use(""), "before there is one"
    link.renew()
    assert not link.use("x")
    assert link.use(announced[0])
    assert not link.use(announced[0])
    assert len(announced) == 2
    assert sum(at_once(link.use, [announced[1]] * 20)) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)  # fmt: skip
async def test_nothing_is_answered_to_other_sites(door: httpx.AsyncClient, headers: dict[str, str]) -> None:
    right = {"username": "admin", "password": PASSWORD}
    for method, path in (("GET", "/admin/"), ("GET", "/admin/login"), ("GET", "/admin/assets/x.js")):
        assert (await door.request(method, path, headers=headers)).status_code == 403
    refused = await door.post("/admin/login", data=right, headers=headers)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    for own in ({"sec-fetch-site": "same-origin", "origin": "https://game"}, {"origin": "https://game.example"}):
        assert (await door.post("/admin/login", data=right, headers=own)).status_code == 303


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_no_page_is_framed(door: httpx.AsyncClient) -> None:
    await door.post("/admin/login", data={"username": "admin", "password": PASSWORD})
    for path in ("/admin/login", "/admin/config", "/admin/"):
        answer = await door.get(path)
        assert answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in (await door.get("/")).headers, "the game itself shows in the Hub's frame"


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"), ("multipart/form-data", b"x"), ("", b"password=x"),
        ("application/json", b"{}"), ("application/x-www-form-urlencoded", b"a=1&" * 100),
        ("application/x-www-form-urlencoded", b"\xff=\xff"), ("application/x-www-form-urlencoded", b"x" * 5000),
    ],
)  # fmt: skip
async def test_what_is_no_login_is_refused(door: httpx.AsyncClient, kind: str, body: bytes) -> None:
    answer = await door.post("/admin/login", content=body, headers={"content-type": kind})
    assert answer.status_code == 400


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_known_device_gets_in_during_a_flood(door: httpx.AsyncClient) -> None:
    right = {"username": "admin", "password": PASSWORD}
    assert (await door.post("/admin/login", data=right)).status_code == 303
    device = door.cookies["piclets-device"]
    door.cookies.clear()
    for _ in range(20):
        await door.post("/admin/login", data={"username": "admin", "password": "wrong"})
    assert (await door.post("/admin/login", data=right)).status_code == 429
    known = {"cookie": f"piclets-device={device}"}
    assert (await door.post("/admin/login", data=right, headers=known)).status_code == 303
