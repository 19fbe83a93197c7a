"""The game for assistants, as one meets it: the real server, and the real MCP client over streamable HTTP."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from tests import plain
from tests.photos import take_photo
from tests.server import Server, running_server
from tests.services_needed import need

if TYPE_CHECKING:
    from mcp import ClientSession
    from mcp.types import CallToolResult

PATH = "/gradio_api/mcp/"
NAMES = ["generate_piclet", "get_user_piclets", "get_object_details", "get_recent_activity", "get_leaderboard"]
SEASON = "get_season"
OF_COLLECTING = ["get_daily_things", "get_sets", "get_set"]
T = TypeVar("T")


@pytest.fixture(scope="module", autouse=True)
def _the_protocol() -> None:
    need(find_spec("mcp"), "the package mcp (requirements-mcp.txt)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mcp") / "data"


@pytest.fixture(scope="module")
def tools(folder: Path) -> Iterator[Server]:
    # Gradio's own MCP server, which would serve the same address, is asked for too: it stays off.
    with running_server(folder, PICLETS_SCANS_PER_HOUR="0", GRADIO_MCP_SERVER="true") as server:
        yield server


@asynccontextmanager
async def connected(url: str, **headers: str) -> AsyncIterator[ClientSession]:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async with (
        httpx.AsyncClient(headers=headers, timeout=60) as http,
        streamable_http_client(url, http_client=http) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        yield session


def ask(server: Server, use: Callable[[ClientSession], Awaitable[T]], path: str = PATH, **headers: str) -> T:
    """What `use` returns, in a session of its own that has said hello."""

    async def run() -> T:
        async with connected(f"{server.url}{path}", **headers) as session:
            await session.initialize()
            return await use(session)

    return asyncio.run(run())


def call(server: Server, name: str, token: str | None = None, **arguments: Any) -> dict[str, Any]:
    """The structured answer of a tool, which is also the text that it gives."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    result: CallToolResult = ask(server, lambda session: session.call_tool(name, arguments), **headers)
    answer = result.structuredContent
    assert answer is not None
    assert result.isError is not answer["success"]
    assert [json.loads(content.text) for content in result.content if content.type == "text"] == [answer]
    return answer


def data_url(photo: Path, name: str = "") -> str:
    named = f";name={name}" if name else ""
    return f"data:image/jpeg{named};base64,{base64.b64encode(photo.read_bytes()).decode()}"


def test_all_are_listed_without_a_token_among_the_arguments(tools: Server) -> None:
    listed = ask(tools, lambda session: session.list_tools()).tools

    assert [tool.name for tool in listed] == [*NAMES, SEASON, *OF_COLLECTING]
    assert {tool.name: sorted(tool.inputSchema["properties"]) for tool in listed} == {
        "generate_piclet": ["image"],
        "get_user_piclets": ["limit", "offset"],
        "get_object_details": ["object_name"],
        "get_recent_activity": ["limit"],
        "get_leaderboard": ["limit"],
        "get_season": [],
        "get_daily_things": [],
        "get_sets": [],
        "get_set": ["set_id"],
    }
    assert [tool.inputSchema["required"] for tool in listed] == [
        ["image"], [], ["object_name"], [], [], [], [], [], ["set_id"],
    ]  # fmt: skip
    # The client holds what it is answered, in all these tests, against what is said here.
    assert all(tool.outputSchema for tool in listed)
    for tool in listed:
        assert len(tool.description or "") > 100
        assert all(len(argument["description"]) > 20 for argument in tool.inputSchema["properties"].values())
        assert tool.annotations is not None
        assert tool.annotations.readOnlyHint is (tool.name != "generate_piclet")


def test_an_assistant_can_say_what_todays_things_are(tools: Server) -> None:
    today = call(tools, "get_daily_things")
    assert [thing["difficulty"] for thing in today["things"]] == ["easy", "medium", "hard"]
    assert "rhythm" not in today
    assert call(tools, "get_daily_things", "local_dee")["rhythm"]["weeks"] == 0
    assert call(tools, "get_daily_things", "nonsense")["code"] == "invalid_token"
    sets = call(tools, "get_sets")["sets"]
    kitchen = call(tools, "get_set", set_id="kitchen")
    assert (kitchen["title"], kitchen["goal"]) == ("Things of a kitchen", len(kitchen["things"]))
    assert kitchen["id"] in {each["id"] for each in sets}
    assert call(tools, "get_set", set_id="nowhere")["success"] is False
    assert call(tools, "get_set")["code"] == "invalid_request"


def test_an_address_can_choose_among_them(tools: Server) -> None:
    listed = ask(tools, lambda session: session.list_tools(), f"{PATH}?tools=get_leaderboard,generate_piclet")

    assert [tool.name for tool in listed.tools] == ["generate_piclet", "get_leaderboard"]


def test_the_greeting_says_what_it_is_and_how_to_sign_in(tools: Server) -> None:
    async def hello() -> str | None:
        async with connected(f"{tools.url}{PATH}") as session:
            return (await session.initialize()).instructions

    assert "Authorization: Bearer" in (asyncio.run(hello()) or "")


def test_the_whole_game_is_played(tools: Server, tmp_path: Path) -> None:
    photo = data_url(take_photo(tmp_path, "photo", seed=1), "velvet%20cushion.jpg")

    scanned = call(tools, "generate_piclet", "local_ada", image=photo)
    assert (scanned["discoveryStatus"], scanned["canonicalId"]) == ("new", "cushion_canonical")
    assert scanned["piclet"]["attributes"] == ["velvet"]
    picture = plain.get(scanned["piclet"]["imageUrl"])
    assert picture.headers["content-type"] == "image/webp"
    assert call(tools, "generate_piclet", "local_ada", image=photo) == scanned

    owned = call(tools, "get_user_piclets", "local_ada", limit="1")
    assert [piclet["typeId"] for piclet in owned["piclets"]] == ["cushion_canonical"]
    assert owned["stats"]["rarityScore"] == 125
    assert call(tools, "get_user_piclets", "local_ada", offset=1)["piclets"] == []
    details = call(tools, "get_object_details", object_name="The CUSHIONS")
    assert details["canonical"]["discoveredBy"] == "ada"
    assert call(tools, "get_recent_activity", limit=1)["activities"][0]["objectName"] == "cushion"
    assert "ada" in [player["username"] for player in call(tools, "get_leaderboard")["leaderboard"]]
    # The same game as the other endpoints'.
    assert tools.call("get_object_details", object_name="cushion") == details


def test_the_season_is_told_also_where_there_is_none(tools: Server) -> None:
    assert call(tools, SEASON) == call(tools, SEASON, "local_ada") == {"success": True, "season": None}
    assert call(tools, SEASON, "wrong")["code"] == "invalid_token"


def test_the_steps_of_a_scan_are_told_to_who_asks(tools: Server, tmp_path: Path) -> None:
    photo = data_url(take_photo(tmp_path, "photo", seed=2), "kettle.jpg")
    told: list[tuple[float, str | None]] = []

    async def scan(session: ClientSession) -> CallToolResult:
        async def hear(progress: float, total: float | None, message: str | None) -> None:
            told.append((progress, message))

        return await session.call_tool("generate_piclet", {"image": photo}, progress_callback=hear)

    assert not ask(tools, scan, authorization="Bearer local_bea").isError
    assert [number for number, _ in told] == list(range(1, len(told) + 1))
    assert "Looking at your photo" in [words for _, words in told]


def test_a_token_comes_in_the_headers_of_a_space_or_of_anybody(tools: Server) -> None:
    def player(**headers: str) -> Any:
        answer = ask(
            tools,
            lambda session: session.call_tool("get_user_piclets"),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        ).structuredContent
        assert answer is not None
        return answer["stats"]["username"] if answer["success"] else answer["code"]

    assert player(authorization="Bearer local_cleo") == "cleo"
    assert player(authorization="bearer  local_cleo") == "cleo"
    assert player(x_hf_authorization="Bearer local_dora") == "dora"
    assert player(x_hf_authorization="Bearer local_dora", authorization="Bearer local_cleo") == "dora"
    for unusable in ("Basic bG9jYWxfY2xlbw==", "local_cleo", "Bearer", "Bearer hf_unknown"):
        assert player(authorization=unusable) == "invalid_token"
    assert player(cookie="session=1") == "invalid_token"


@pytest.mark.parametrize("name", ["generate_piclet", "get_user_piclets"])
def test_without_a_token_the_contract_says_so(tools: Server, tmp_path: Path, name: str) -> None:
    photo = data_url(take_photo(tmp_path, "photo", seed=3))
    answer = call(tools, name, image=photo, hf_token="local_ada")

    assert answer.keys() == {"success", "error", "code", "retryAfter"}
    assert answer["code"] == "invalid_token"
    assert "Authorization: Bearer" in answer["error"]


def test_failures_are_the_contracts_own(tools: Server) -> None:
    missing = call(tools, "get_object_details", object_name="The Undiscovered Gizmos")
    assert (missing["code"], missing["objectName"]) == ("not_found", "undiscovered_gizmo")
    assert call(tools, "get_object_details")["code"] == "invalid_request"
    assert call(tools, "get_object_details", object_name={"path": "/etc/passwd"})["code"] == "invalid_request"
    assert call(tools, "get_leaderboard", limit="many")["code"] == "invalid_request"
    assert call(tools, "get_leaderboard", limit=None)["success"]
    assert call(tools, "format_disk")["code"] == "invalid_request"
    assert call(tools, "add_endpoints")["code"] == "invalid_request"


HOSTILE = {
    "missing": None,
    "number": 7,
    "empty": "",
    "path": "/etc/passwd",
    "relative": "../../../../etc/passwd",
    "file address": "file:///etc/passwd",
    "http": "http://127.0.0.1:1/photo.jpg",
    "https": "https://example.com/photo.jpg",
    "file data": {"path": "/etc/passwd"},
    "file data with meta": {"path": "/proc/self/environ", "meta": {"_type": "gradio.FileData"}},
    "file data with an address": {
        "url": "http://127.0.0.1:1/x.jpg",
        "path": "",
        "meta": {"_type": "gradio.FileData"},
    },
    "list": ["data:image/png;base64,"],
    "nothing in it": "data:image/png;base64,",
    "no comma": "data:image/png;base64",
    "not base64": "data:image/png,%89PNG",
    "bad padding": "data:image/png;base64,AAAAA",
    "not ASCII": "data:image/png;base64,Ünlü",
    "text": "data:text/plain;base64,cm9vdDp4OjA6MDo=",
    "svg": "data:image/svg+xml;base64," + base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode(),
}


@pytest.mark.parametrize("image", HOSTILE.values(), ids=HOSTILE)
def test_only_a_picture_itself_is_a_picture(tools: Server, folder: Path, image: Any) -> None:
    before = sorted(folder.rglob("*"))
    answer = call(tools, "generate_piclet", "local_mallory", image=image)

    assert answer["code"] == "invalid_image"
    assert "root:" not in json.dumps(answer)
    assert sorted(folder.rglob("*")) == before


def test_a_picture_has_the_games_own_limit(tools: Server, tmp_path: Path) -> None:
    photo = take_photo(tmp_path, "photo", seed=4)
    with photo.open("ab") as file:
        file.write(bytes(16 * 1024 * 1024 - photo.stat().st_size))
    full = call(tools, "generate_piclet", "local_emil", image=data_url(photo, "telescope.jpg"))
    with photo.open("ab") as file:
        file.write(b"\0")

    assert full["success"]
    assert call(tools, "generate_piclet", "local_emil", image=data_url(photo))["code"] == "image_too_large"


def test_more_than_any_picture_is_refused_unread(tools: Server) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(33):
            yield bytes(1024 * 1024)

    headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    answer = plain.post(f"{tools.url}{PATH}", content=chunks(), headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/gradio_api/mcp", PATH])
def test_a_browser_is_told_what_the_address_is_for(tools: Server, path: str) -> None:
    answer = plain.get(f"{tools.url}{path}")

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "MCP" in answer.text


def test_a_foreign_page_cannot_use_somebodys_cookies_here_either(tools: Server) -> None:
    headers = {"origin": "https://evil.example", "cookie": "session=1"}
    assert plain.post(f"{tools.url}{PATH}", json={}, headers=headers).status_code == 403


def test_gradios_page_and_the_hub_find_the_same_tools(tools: Server) -> None:
    schema = plain.get(f"{tools.url}/gradio_api/mcp/schema").json()

    listed = ask(tools, lambda session: session.list_tools()).tools
    assert [(tool["name"], tool["description"], tool["inputSchema"]) for tool in schema] == [
        (tool.name, tool.description, tool.inputSchema) for tool in listed
    ]
    assert plain.get(f"{tools.url}/gradio_api/mcp/sse").status_code == 404


def test_a_client_that_goes_away_leaves_a_scan_that_is_finished(tools: Server, tmp_path: Path) -> None:
    """The answer is not waited for; the same photo sent again finds it done, or joins it."""
    photo = data_url(take_photo(tmp_path, "photo", seed=5), "lantern.jpg")

    async def leave(session: ClientSession) -> None:
        from mcp.shared.exceptions import McpError

        heard = asyncio.Event()

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.set()

        scan = asyncio.create_task(
            session.call_tool("generate_piclet", {"image": photo}, progress_callback=hear),
        )
        await heard.wait()
        scan.cancel()
        with pytest.raises((asyncio.CancelledError, McpError)):
            await scan

    ask(tools, leave, authorization="Bearer local_finn")
    assert call(tools, "generate_piclet", "local_finn", image=photo)["discoveryStatus"] == "new"
    assert call(tools, "get_user_piclets", "local_finn")["stats"]["totalFinds"] == 1


def test_the_log_says_where_the_tools_are_and_keeps_what_was_sent(tools: Server, tmp_path: Path) -> None:
    photo = data_url(take_photo(tmp_path, "photo", seed=6), "compass.jpg")
    assert call(tools, "generate_piclet", "local_gus", image=photo)["success"]

    log = tools.log()
    assert "tools for assistants (MCP) are at /gradio_api/mcp/" in log
    assert "local_gus" not in log
    assert photo[-60:] not in log
    assert "internal error" not in log
    assert "Traceback" not in log


@pytest.mark.thorough
def test_without_the_protocol_the_game_runs_and_says_so(tmp_path: Path) -> None:
    hidden = tmp_path / "packages"
    hidden.mkdir()
    (hidden / "mcp.py").write_text("raise ImportError('mcp is hidden')")
    with running_server(tmp_path / "data", PYTHONPATH=str(hidden)) as server:
        assert server.call("get_leaderboard")["success"]
        assert plain.post(f"{server.url}{PATH}", json={}).status_code in (404, 405)
        assert "no tools for assistants: mcp is hidden" in server.log()
