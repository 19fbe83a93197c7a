"""Calls that are malformed, unbounded or too many: refused in the contract's words, without a trace in the log."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests import plain
from tests.photos import take_photo
from tests.server import Server, running_server
from tests.waiting import until

TOKEN = "hf_TokenThatNobodyMaySee"
DEEP = "[" * 5000 + "]" * 5000


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("calls") / "data", PICLETS_SCANS_PER_HOUR="0") as server:
        yield server


def post(server: Server, path: str, body: Any) -> httpx.Response:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return plain.post(
        f"{server.url}{path}", content=content, headers={"content-type": "application/json"}, timeout=60
    )


@pytest.mark.parametrize("path", ["run", "api", "call"])
def test_values_left_out_at_the_end_take_their_defaults(attacked: Server, path: str) -> None:
    for endpoint, data in (
        ("get_user_piclets", ["local_ada"]),
        ("get_user_piclets", ["local_ada", 5]),
        ("get_recent_activity", []),
        ("get_leaderboard", []),
    ):
        answer = post(attacked, f"/gradio_api/{path}/{endpoint}", {"data": data})
        assert answer.status_code == 200
        if path == "call":
            event = answer.json()["event_id"]
            text = plain.get(f"{attacked.url}/gradio_api/call/{endpoint}/{event}", timeout=60).text
            assert '"success": true' in text, text
        else:
            assert answer.json()["data"][0]["success"]


def test_an_answer_is_the_same_by_every_way(attacked: Server) -> None:
    for endpoint, data in (("get_user_piclets", ["local_ada"]), ("get_recent_activity", []), ("get_leaderboard", [])):
        [direct] = post(attacked, f"/gradio_api/run/{endpoint}", {"data": data}).json()["data"]
        assert direct["success"] is True
        assert post(attacked, f"/gradio_api/api/{endpoint}", {"data": data}).json()["data"] == [direct]
        event = post(attacked, f"/gradio_api/call/{endpoint}", {"data": data}).json()["event_id"]
        text = plain.get(f"{attacked.url}/gradio_api/call/{endpoint}/{event}", timeout=60).text
        assert json.loads(text.partition("data: ")[2]) == [direct]


def test_values_may_have_names(attacked: Server) -> None:
    started = post(attacked, "/gradio_api/call/v2/get_user_piclets", {"hf_token": "local_ada", "offset": 0})
    event = started.json()["event_id"]
    text = plain.get(f"{attacked.url}/gradio_api/call/v2/get_user_piclets/{event}", timeout=60).text
    assert '"success": true' in text
    unknown = post(attacked, "/gradio_api/call/v2/get_user_piclets", {"hf_token": "local_ada", "x": 0})
    assert (unknown.status_code, unknown.json()["code"]) == (400, "invalid_request")


def test_a_call_with_too_few_values_prints_nothing_of_them(attacked: Server) -> None:
    config = plain.get(f"{attacked.url}/config").json()
    for dependency in config["dependencies"]:
        for data in ([], [TOKEN], [f"\n{TOKEN}"]):
            body = {"data": data, "fn_index": dependency["id"], "session_hash": "few"}
            for path in ("/gradio_api/run/predict", "/gradio_api/queue/join"):
                assert post(attacked, path, body).status_code < 600
    assert post(attacked, "/gradio_api/run/generate_piclet", {"data": [TOKEN]}).status_code == 404, "it has a queue"
    assert "TokenThatNobodyMaySee" not in attacked.log()
    assert "Received inputs" not in attacked.log()


MALFORMED: list[tuple[str, str, Any]] = [
    ("POST", "/gradio_api/run/predict", {"data": [], "fn_index": 987654}),
    ("POST", "/gradio_api/run/predict", {"data": [], "fn_index": -1}),
    ("POST", "/gradio_api/run/predict", {"data": [], "fn_index": "a"}),
    ("POST", "/gradio_api/run/predict", {"data": [], "fn_index": 10**400}),
    ("POST", "/gradio_api/run/predict", {"data": []}),
    ("POST", "/gradio_api/run/nothing", {"data": []}),
    ("POST", "/gradio_api/call/nothing", {"data": []}),
    ("POST", "/gradio_api/call/v2/nothing", {}),
    ("POST", "/gradio_api/queue/join", {"data": [], "fn_index": 987654, "session_hash": "a"}),
    ("POST", "/gradio_api/queue/join", {"data": [], "fn_index": 0}),
    ("POST", "/gradio_api/run/get_leaderboard", {"data": {}}),
    ("POST", "/gradio_api/run/get_leaderboard", {"data": None}),
    ("POST", "/gradio_api/run/get_leaderboard", {}),
    ("POST", "/gradio_api/run/get_leaderboard", []),
    ("POST", "/gradio_api/run/get_leaderboard", "null"),
    ("POST", "/gradio_api/run/get_leaderboard", "{"),
    ("POST", "/gradio_api/run/get_leaderboard", b"\xff\xfe"),
    ("POST", "/gradio_api/run/get_leaderboard", DEEP),
    ("POST", "/gradio_api/run/get_leaderboard", f'{{"data": {DEEP}}}'),
    ("POST", "/gradio_api/run/get_leaderboard", {"data": [], "session_hash": "x" * 65}),
    ("POST", "/gradio_api/run/get_leaderboard", {"data": [], "session_hash": ["x"]}),
    ("POST", "/gradio_api/run/get_leaderboard", {"data": [], "session_hash": "a\n"}),
    ("POST", "/gradio_api/run/get_leaderboard", {"data": [], "trigger_id": "x"}),
    ("POST", "/gradio_api/cancel", {"session_hash": "x" * 65, "fn_index": 0, "event_id": "a"}),
    ("POST", "/gradio_api/cancel", {}),
    ("POST", "/gradio_api/cancel", '{"data": [NaN]}'),
    ("POST", "/gradio_api/reset", '{"event_id": "a", "x": 1e999}'),
    ("POST", "/gradio_api/run/get_leaderboard", '{"data": [Infinity]}'),
    # A route's own pattern takes these for the call without the line end.
    ("POST", "/gradio_api/run/get_leaderboard/%0A", {"data": []}),
    ("POST", "/gradio_api/call/get_leaderboard/%0A", {"data": []}),
    ("POST", "/gradio_api/call/v2/get_leaderboard/%0A", {}),
    ("CONNECT", "/admin/login", None),
    ("TRACE", "/health", None),
    ("POST", "/api/sessions", '{"temperature": NaN, "prompt": NaN}'),
    ("POST", "/gradio_api/reset", DEEP),
    ("POST", "/gradio_api/mcp/", DEEP),
    ("POST", "/gradio_api/mcp/", "{"),
    ("POST", "/gradio_api/mcp/", f'{{"jsonrpc": "2.0", "id": {"9" * 5000}, "method": "tools/list"}}'),
    ("POST", "/api/sessions", f'{{"prompt": {"9" * 5000}}}'),
    ("GET", "/assets/" + "x" * 256, None),
    ("GET", "/static/" + "é" * 128, None),
    ("GET", "/static/" + "a/" * 3000, None),
    ("GET", "/images/" + "x" * 256, None),
    ("POST", "/api/nothing", DEEP),
    ("POST", "/gradio_api/upload", "not multipart"),
    ("GET", "/gradio_api/heartbeat/" + "x" * 65, None),
    ("GET", "/gradio_api/queue/data?session_hash=" + "x" * 65, None),
    ("GET", "/gradio_api/queue/data", None),
    ("GET", "/gradio_api/upload_progress?upload_id=" + "x" * 65, None),
    ("POST", "/gradio_api/upload?upload_id=" + "x" * 65, None),
]


@pytest.mark.parametrize(("method", "path", "body"), MALFORMED)
def test_what_cannot_be_read_is_the_callers_fault(attacked: Server, method: str, path: str, body: Any) -> None:
    content = body if isinstance(body, str | bytes) or body is None else json.dumps(body)
    with plain.Client(timeout=30) as http:
        answer = http.request(
            method, f"{attacked.url}{path}", content=content, headers={"content-type": "application/json"}
        )
    assert 400 <= answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("run/get_leaderboard", {"data": [], "trigger_id": "local_secret"}),
        ("run/get_leaderboard", {"data": [], "trigger_id": ["local_secret"]}),
        ("queue/join", {"data": [], "fn_index": 0, "session_hash": "a", "trigger_id": "local_secret"}),
        ("cancel", {"hf_token": "local_secret"}),
        ("cancel", {"session_hash": "a", "event_id": "a", "fn_index": "local_secret"}),
        ("reset", {"event_id": None, "data": ["local_secret"]}),
    ],
)
def test_what_cannot_be_read_is_not_repeated(attacked: Server, path: str, body: dict[str, Any]) -> None:
    answer = plain.post(f"{attacked.url}/gradio_api/{path}", json=body)
    assert (answer.status_code, answer.json()["code"]) in ((400, "invalid_request"), (404, "not_found"))
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/?page=nope", {}), ("/config?page=nope&deep_link=../x", {}), ("/", {"x-forwarded-host": "a b\\[:"}),
        ("/", {"x-gradio-server": "http://evil.example:x"}), ("/config", {"x-forwarded-proto": "gopher"}),
    ],
)  # fmt: skip
def test_what_is_not_needed_is_not_read(attacked: Server, path: str, headers: dict[str, str]) -> None:
    answer = plain.get(f"{attacked.url}{path}", headers=headers)
    assert answer.status_code == 200
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["", "a b", "[", "x" * 300])
def test_a_host_that_is_none_is_refused(attacked: Server, host: str) -> None:
    assert plain.get(f"{attacked.url}/config", headers={"host": host}).status_code == 400


def test_a_lone_surrogate_is_replaced(attacked: Server) -> None:
    answer = post(attacked, "/gradio_api/run/get_object_details", '{"data": ["\\ud800 pillow"]}')
    assert answer.status_code == 200
    assert answer.json()["data"][0]["code"] == "not_found"


NO_VALUES: tuple[Any, ...] = (
    "nope",
    "\x00",
    -1,
    10**30,
    True,
    [],
    ["a"],
    [None],
    {},
    {"value": 1},
    {"path": "x"},
    None,
)
META = {"_type": "gradio.FileData"}
NO_FILES: tuple[Any, ...] = (
    {"path": "https://192.0.2.1/x.png", "meta": META},
    {"path": "/etc/passwd", "meta": META},
    {"path": "x", "meta": "x"},
    [{"path": "x", "meta": [1]}],
)


@pytest.mark.parametrize("root", ["", "/admin"])
def test_a_value_that_no_page_sends_is_refused(attacked: Server, root: str) -> None:
    """In every place of every event: a choice that is none, and a file that nobody uploaded, from elsewhere too."""
    cookies = attacked.console if root else None
    config = plain.get(f"{attacked.url}{root}/config", cookies=cookies).json()
    shown = {component["id"]: component["props"].get("value") for component in config["components"]}
    with plain.Client(base_url=f"{attacked.url}{root}/gradio_api", cookies=cookies, timeout=60) as http:
        for event in config["dependencies"]:
            usual = [shown[each] for each in event["inputs"]]
            for place, value in product(range(len(usual)), NO_VALUES + NO_FILES):
                data = [*usual[:place], value, *usual[place + 1 :]]
                answer = http.post("/run/predict", json={"data": data, "fn_index": event["id"], "session_hash": "no"})
                assert answer.status_code < 500, (event["api_name"], place, value, answer.text)
                if value in NO_FILES and event["api_visibility"] == "private" and event["backend_fn"]:
                    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("value", NO_FILES, ids=str)
def test_an_endpoint_fetches_nothing(attacked: Server, value: Any) -> None:
    """Gradio takes such an object for a file in any parameter, and goes where it points."""
    for endpoint, code in (("get_leaderboard", "invalid_request"), ("get_user_piclets", "invalid_token")):
        answer = post(attacked, f"/gradio_api/run/{endpoint}", {"data": [value]})
        assert (answer.status_code, answer.json()["data"][0]["code"]) == (200, code)
    event = post(attacked, "/gradio_api/call/generate_piclet", {"data": [value, "local_ada"]}).json()["event_id"]
    text = plain.get(f"{attacked.url}/gradio_api/call/generate_piclet/{event}", timeout=60).text
    assert '"code": "invalid_image"' in text


def test_the_data_of_an_event_names_no_file(attacked: Server) -> None:
    config = plain.get(f"{attacked.url}/config").json()
    shown = {component["id"]: component["props"].get("value") for component in config["components"]}
    event = next(each for each in config["dependencies"] if each["targets"][0][1] == "navigate")
    body = {"data": [shown[each] for each in event["inputs"]], "fn_index": event["id"], "session_hash": "navigates"}
    assert post(attacked, "/gradio_api/run/predict", {**body, "event_data": {"section": "dex"}}).status_code == 200
    refused = post(attacked, "/gradio_api/run/predict", {**body, "event_data": {"path": "/etc/passwd"}})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_request")


def test_nothing_of_this_left_a_trace(attacked: Server) -> None:
    """After all the tests above."""
    at = attacked.log().find("Traceback")
    assert at < 0, attacked.log()[at : at + 6000]
    assert '"level": "error"' not in attacked.log()


@pytest.mark.parametrize(
    "path", ["/gradio_api/run/get_leaderboard", "/gradio_api/call/get_leaderboard", "/gradio_api/queue/join",
             "/gradio_api/cancel", "/gradio_api/mcp/", "/api/nothing"],
)  # fmt: skip
@pytest.mark.parametrize("declared", [True, False])
def test_a_body_is_bounded(attacked: Server, path: str, declared: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"data": ["'
        for _ in range(40):
            yield b"x" * 2000
        yield b'"]}'

    content: Any = b"".join(pieces()) if declared else pieces()
    with plain.Client(timeout=30) as http:
        answer = http.post(f"{attacked.url}{path}", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 413, answer.text


def test_a_crowd_of_strangers_ends_nobodys_scan(attacked: Server, tmp_path: Path) -> None:
    """Each with a session of its own; a scan meanwhile goes through, and the strangers are told to wait."""
    function = next(
        each["id"] for each in plain.get(f"{attacked.url}/config").json()["dependencies"]
        if each["api_name"] == "generate_piclet"
    )  # fmt: skip

    def join(number: int) -> int:
        body = {"data": [None, f"junk{number}"], "fn_index": function, "session_hash": f"stranger{number}"}
        return post(attacked, "/gradio_api/queue/join", body).status_code

    photo = take_photo(tmp_path, "lantern", seed=77)
    until(lambda: join(600) == 200)  # whatever came here before
    with ThreadPoolExecutor(8) as crowd:
        statuses = crowd.map(join, range(600))
        answers = [attacked.scan(photo, f"local_honest{number}") for number in range(3)]
        assert set(statuses) == {200, 429}
    assert all(answer["success"] for answer in answers)
    refused = post(
        attacked, "/gradio_api/queue/join", {"data": [None, "junk"], "fn_index": function, "session_hash": "z"}
    )
    if refused.status_code == 429:
        assert (refused.json()["code"], refused.json()["success"]) == ("rate_limited", False)
        assert int(refused.headers["retry-after"]) > 0


def test_one_player_cannot_fill_the_queue(attacked: Server) -> None:
    function = next(
        each["id"] for each in plain.get(f"{attacked.url}/config").json()["dependencies"]
        if each["api_name"] == "generate_piclet"
    )  # fmt: skip
    body = {"data": [None, "local_greedy"], "fn_index": function, "session_hash": "greedy"}
    statuses = [post(attacked, "/gradio_api/queue/join", body).status_code for _ in range(25)]
    assert statuses.count(429) == 5


def test_what_strangers_send_wrong_is_not_logged(attacked: Server) -> None:
    """Anyone could fill the log with it, and the console's list of errors."""
    before = attacked.log()
    accepts = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    for message in (
        {"id": 1, "method": "tools/call", "params": {"name": "a tool that is none", "arguments": {}}},
        {"id": 1, "method": "a method that is none"},
        {"id": 1, "result": {"a": "stray result"}},
        {"id": 1, "error": {"code": 1, "message": "a stray error"}},
        {"method": "notifications/of-none", "params": {"a": 1}},
    ):
        plain.post(f"{attacked.url}/gradio_api/mcp/", json={"jsonrpc": "2.0", **message}, headers=accepts, timeout=30)
    plain.post(f"{attacked.url}/gradio_api/mcp/", content="x", headers={"content-type": "text/plain"}, timeout=30)
    form = {"content-type": "multipart/form-data; boundary=b"}
    for path in ("/gradio_api/upload", "/api/identify", "/api/search-by-image"):
        assert plain.post(f"{attacked.url}{path}", content="--broken", headers=form, timeout=30).status_code == 400
    address = urlsplit(attacked.url)
    with socket.create_connection((str(address.hostname), int(address.port or 0))) as connection:
        connection.sendall(b"no HTTP at all\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
    said = attacked.log().removeprefix(before)
    assert '"level": "warning"' not in said
    assert '"level": "error"' not in said


@pytest.mark.parametrize("path", ["/api/sessions", "/gradio_api/mcp/", "/gradio_api/run/get_leaderboard"])
def test_a_refusal_keeps_nothing_of_what_was_refused(attacked: Server, path: str) -> None:
    """An error that is raised again and again would: each time its trace grows, with all that is in it."""
    wide = f'{{"data": {"[" * 30}{"1.5, " * 12_000}1{"]" * 30}}}'
    post(attacked, path, wide)
    before = resident_mb(attacked)
    for _ in range(150):
        assert post(attacked, path, wide).status_code == 400
    assert resident_mb(attacked) < before + 50


@pytest.mark.thorough
def test_strangers_cost_little_memory(attacked: Server) -> None:
    """No request without a token grows the process by more than 100 MB, however many and large."""
    before = resident_mb(attacked)
    big = "x" * 60_000

    def ask(number: int) -> None:
        post(
            attacked, "/gradio_api/run/get_object_details", {"data": [f"{big}{number}"], "session_hash": f"m{number}"}
        )
        post(attacked, "/gradio_api/run/get_user_piclets", {"data": [f"{number}{big}"], "session_hash": f"n{number}"})
        post(attacked, "/gradio_api/call/get_object_details", {"data": [f"{big}{number}"]})
        plain.get(f"{attacked.url}/gradio_api/queue/data?session_hash=q{number}", timeout=30)

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(ask, range(400)))
    assert resident_mb(attacked) < before + 100


def resident_mb(server: Server) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{server.process.pid}/status").read_text())
    assert found
    return int(found[1]) // 1024
