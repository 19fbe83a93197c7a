"""What holds for everything under /api: failures, CORS, documentation, limits, bodies. Over real HTTP."""

from __future__ import annotations

import asyncio
import html
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.types import Message

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.app import Capability, build_rest
from piclets.api.rest.bodies import read_upload
from piclets.api.rest.paging import Paged
from piclets.api.rest.workload import PerMinute, Workload
from piclets.api.surface.budget import MAX_UNCLAIMED_BYTES, Uploads
from piclets.domain.records import Player
from piclets.errors import Conflict, Missing, QuotaExceeded, RateLimited
from piclets.identity import LocalIdentity
from tests import plain
from tests.rest_server import no_totals, rest_server
from tests.server import Server
from tests.waiting import until

MB = 1024**2
A_FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n1234\r\n--x--\r\n'
TEXT_FOR_FILE = b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--x--\r\n'


class Note(BaseModel):
    text: str = Field(max_length=10)


def play_router() -> APIRouter:
    """Routes of a made-up capability."""
    access = Access(LocalIdentity())
    workload = Workload(PerMinute(3), name="test")
    router = APIRouter()

    @router.post("/api/notes", summary="Keep a note")
    def keep(note: Note) -> dict[str, Any]:
        return {"kept": note.text}

    @router.get("/api/me")
    def me(player: Player = Depends(access.player)) -> dict[str, Any]:
        return {"username": player.username}

    @router.get("/api/page")
    def paged(page: Paged) -> list[int]:
        return [page.limit, page.offset]

    @router.get("/api/fails/{how}")
    def fails(how: str) -> None:
        raise {
            "conflict": Conflict("It has changed meanwhile."),
            "missing": Missing("There is no such session."),
            "quota": QuotaExceeded("Your quota is used up.", retry_after=90),
            "bug": ValueError("secret detail"),
        }[how]

    @router.get("/api/work")
    async def work(caller: Caller = Depends(access.caller)) -> dict[str, Any]:
        return {"on": await workload.run(caller, lambda: threading.current_thread().name)}

    @router.post("/api/pictures")
    async def picture(request: Request) -> dict[str, Any]:
        read, form = await read_upload(request, MB)
        return {"bytes": len(read()), "k": form.get("k")}

    return router


@pytest.fixture(scope="module")
def rest() -> Iterator[httpx.Client]:
    app = build_rest([Capability(play_router(), {"/api/pictures": MB})], totals=no_totals, uploads=Uploads(Path()))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    socket = server.config.bind_socket()
    socket.listen()  # from now on: the first call may come before the thread runs
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{socket.getsockname()[1]}", trust_env=False) as client:
        yield client
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/fails/conflict", 409, "conflict"),
        ("/api/fails/missing", 404, "not_found"),
        ("/api/fails/quota", 429, "quota_exceeded"),
        ("/api/nothing", 404, "not_found"),
        ("/api/notes", 405, "invalid_request"),
        ("/api/me", 401, "invalid_token"),
    ],
)
def test_a_failure_is_the_contracts_object(rest: httpx.Client, path: str, status: int, code: str) -> None:
    answer = rest.get(path)
    assert answer.status_code == status
    body = answer.json()
    assert set(body) == {"success", "error", "code", "retryAfter"}
    assert (body["success"], body["code"]) == (False, code)


def test_the_seconds_to_wait_stand_in_the_header_too(rest: httpx.Client) -> None:
    answer = rest.get("/api/fails/quota")
    assert answer.headers["retry-after"] == "90"
    assert answer.json()["retryAfter"] == 90


def test_a_bug_says_nothing_but_its_reference(rest: httpx.Client) -> None:
    answer = rest.get("/api/fails/bug", headers={"Origin": "https://game.example"})
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert "secret" not in answer.text
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_token_is_a_bearer(rest: httpx.Client) -> None:
    def asked(authorization: str) -> httpx.Response:
        return rest.get("/api/me", headers={"Authorization": authorization})

    assert asked("Bearer local_ada").json() == {"username": "ada"}
    assert asked("bearer local_ada").status_code == 200
    for wrong in ("Basic bG9jYWxfYWRh", "Bearer", "Bearer a b", "Bearer " + "x" * 9000, "local_ada"):
        assert asked(wrong).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"text": 3}',
        b'{"text": "' + b"x" * 11 + b'"}',
        b'"' + b"[" * 50_000,
        b"[" * 60_000,
        b"\xff",
    ],
)
def test_an_unreadable_body_is_refused_in_a_sentence(rest: httpx.Client, body: bytes) -> None:
    answer = rest.post("/api/notes", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_request"
    assert len(answer.json()["error"]) < 500


def test_a_body_over_its_limit_is_refused_however_it_comes(rest: httpx.Client) -> None:
    def in_pieces() -> Iterator[bytes]:
        for _ in range(80):
            yield b"x" * 1024

    for content in (b'"' + b"x" * 80 * 1024 + b'"', in_pieces()):
        answer = rest.post("/api/notes", content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (413, "invalid_request")
    large = rest.post("/api/pictures", files={"file": ("a.png", b"x" * (2 * MB))})
    assert (large.status_code, large.json()["code"]) == (413, "image_too_large")


def test_a_file_comes_with_its_fields(rest: httpx.Client) -> None:
    answer = rest.post("/api/pictures", files={"file": ("a.png", b"12345")}, data={"k": "7"})
    assert answer.json() == {"bytes": 5, "k": "7"}
    exactly = rest.post("/api/pictures", files={"file": ("a.png", b"x" * MB)})
    assert exactly.json()["bytes"] == MB
    more = rest.post("/api/pictures", files={"file": ("a.png", b"x" * (MB + 1))})
    assert (more.status_code, more.json()["code"]) == (413, "image_too_large")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"junk", "multipart/form-data"),
        (b"file=1", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_a_broken_upload_is_refused(rest: httpx.Client, content: bytes, kind: str) -> None:
    answer = rest.post("/api/pictures", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["code"] in ("invalid_image", "invalid_request")


def test_a_form_of_another_kind_is_not_parsed(rest: httpx.Client) -> None:
    """A parser of such forms that meets 16 MB of `&` takes seconds, and nobody else is answered meanwhile."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = rest.post("/api/pictures", content=b"&".join([b"more=fields"] * 100), headers=kind)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_image")
    upper = {"Content-Type": "Multipart/Form-Data; boundary=x"}
    assert rest.post("/api/pictures", content=A_FILE, headers=upper).json() == {"bytes": 4, "k": None}


def test_a_file_has_a_share_of_the_disks_budget(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    with rest_server([Capability(play_router(), {"/api/pictures": MB})], uploads) as client:
        assert client.post("/api/pictures", content=A_FILE, headers=kind).status_code == 200
        until(lambda: uploads.unclaimed() == 0)
        assert uploads.take(uploads.begin("another", lambda: None), MAX_UNCLAIMED_BYTES)
        refused = client.post("/api/pictures", content=A_FILE, headers=kind)
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")


@pytest.mark.parametrize("path", ["/api/notes", "/api/pictures"])
def test_a_client_that_leaves_within_its_body_is_no_bug(path: str, caplog: pytest.LogCaptureFixture) -> None:
    app = build_rest([Capability(play_router(), {"/api/pictures": MB})], totals=no_totals, uploads=Uploads(Path()))
    kind = b"application/json" if path == "/api/notes" else b"multipart/form-data; boundary=x"
    headers = [(b"host", b"game"), (b"content-type", kind), (b"content-length", b"100")]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "query_string": b""}
    coming: list[Message] = [
        {"type": "http.request", "body": b"--x\r\n", "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0) if len(coming) > 1 else coming[0]

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    assert sent == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_work_is_limited_per_address_and_a_player_is_not_refused_for_the_others(rest: httpx.Client) -> None:
    answers = [rest.get("/api/work") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[0].json()["on"].startswith("test")
    signed_in = rest.get("/api/work", headers={"Authorization": "Bearer local_ada"})
    assert signed_in.status_code == 200


def test_any_origin_may_call(rest: httpx.Client) -> None:
    preflight = rest.options(
        "/api/notes",
        headers={
            "Origin": "https://game.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in preflight.headers


def test_the_calls_are_described(rest: httpx.Client) -> None:
    schema = rest.get("/api/openapi.json").json()
    assert "post" in schema["paths"]["/api/notes"]
    assert "422" not in schema["paths"]["/api/notes"]["post"]["responses"]
    index = rest.get("/api").json()
    assert index["totals"] == {"objects": 0, "piclets": 0, "players": 0, "scans": 0}
    assert {"method": "POST", "path": "/api/notes", "about": "Keep a note"} in index["calls"]
    assert "/api/notes" in rest.get("/api/docs").text


def test_the_description_tells_of_tokens_and_bodies(rest: httpx.Client) -> None:
    schema = rest.get("/api/openapi.json").json()
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    needed = {path: call.get("security") for path, methods in schema["paths"].items() for call in methods.values()}
    assert (needed["/api/me"], needed["/api/work"]) == ([{"token": []}], [{}, {"token": []}])
    assert needed["/api/notes"] is None
    docs = html.unescape(rest.get("/api/docs").text)
    assert (docs.count("Needs your token."), docs.count("Your token is optional.")) == (1, 1)
    assert '"maxLength": 10' in docs, "what a body has"
    assert "$ref" not in docs


def test_a_bucket_fills_again_with_time() -> None:
    now = 0.0
    limit = PerMinute(2, lambda: now)
    assert [limit.take("a") for _ in range(3)] == [0, 0, 30]
    assert limit.take("b") == 0
    now = 30.0
    assert [limit.take("a") for _ in range(2)] == [0, 30]
    assert [PerMinute(0).take("a") for _ in range(100)] == [0] * 100


def test_a_full_line_is_refused() -> None:
    async def flood() -> list[object]:
        hold = threading.Event()
        workload = Workload(PerMinute(0), name="flood")
        calls = [workload.run(Caller(None, None, "192.0.2.1"), hold.wait) for _ in range(60)]
        gathered = asyncio.gather(*calls, return_exceptions=True)
        await asyncio.sleep(0)
        hold.set()
        results = await gathered
        workload.close()
        return list(results)

    results = asyncio.run(flood())
    refused = [each for each in results if isinstance(each, RateLimited)]
    assert len(refused) == 60 - 33
    assert len([each for each in results if each is True]) == 33


def test_the_game_serves_it(server: Server) -> None:
    index = plain.get(f"{server.url}/api").json()
    assert set(index["totals"]) == {"objects", "piclets", "players", "scans"}
    foreign = plain.get(f"{server.url}/api", headers={"Origin": "https://evil.example", "Cookie": "a=1"})
    assert foreign.status_code == 403
    assert plain.get(f"{server.url}/api/nothing").json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("", [200, 0]),
        ("limit=0", [0, 0]),
        ("limit=-5&offset=-5", [0, 0]),
        ("limit=1001&offset=3", [1000, 3]),
        ("limit=%2B7&offset=%207%20", [7, 7]),
        (f"limit={10**29}&offset={10**29}", [1000, 10_000_000]),
    ],
)
def test_a_page_is_read_as_by_the_five_endpoints(rest: httpx.Client, query: str, page: list[int]) -> None:
    assert rest.get(f"/api/page?{query}").json() == page


@pytest.mark.parametrize("value", ["", "many", "null", "true", "1.0", "1_0", "1e2", "%D9%A3"])
@pytest.mark.parametrize("name", ["limit", "offset"])
def test_what_is_no_whole_number_is_no_page(rest: httpx.Client, name: str, value: str) -> None:
    answer = rest.get(f"/api/page?{name}={value}")
    assert answer.status_code == 400
    assert answer.json() == {
        "success": False,
        "error": f"`{name}` has to be a whole number.",
        "code": "invalid_request",
        "retryAfter": None,
    }
