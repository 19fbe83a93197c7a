"""Assistants that leave in the middle of a scan: the real protocol and a real client, with a scan that never ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from fastapi import FastAPI

from piclets.play.discovery import ScanStep
from tests import plain
from tests.loopback.serving import serving
from tests.services_needed import need
from tests.waiting import until

PATH = "/gradio_api/mcp/"
CLIENTS = 3


class EndlessScans:
    """Has news at every moment, so also at the one between a client's leaving and the end of its call."""

    def __init__(self) -> None:
        self.ended = 0
        self.browsing = SimpleNamespace(player=lambda _token: None)

    async def scan(self, _token: str, _read: object, tell: Callable[[ScanStep, str], None], _: object) -> NoReturn:
        try:
            while True:
                tell(ScanStep.LOOKING, "")
                await asyncio.sleep(0)
        finally:
            self.ended += 1


def app(endpoints: Any) -> FastAPI:
    from piclets.api.mcp import ToolServer

    unused: Any = None
    server = ToolServer(endpoints, unused, unused)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with server.running():
            yield

    made = FastAPI(lifespan=running)
    server.add_routes(made)
    return made


def leave_after_the_first_news(url: str) -> None:
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "generate_piclet", "arguments": {"image": "data:,"}, "_meta": {"progressToken": 1}},
    }
    headers = {"accept": "application/json, text/event-stream", "authorization": "Bearer hf_ada"}
    with plain.Client(headers=headers) as client, client.stream("POST", f"{url}{PATH}", json=call) as answer:
        assert any("notifications/progress" in line for line in answer.iter_lines())


def test_who_leaves_is_told_nothing_more(caplog: pytest.LogCaptureFixture) -> None:
    need(find_spec("mcp"), "the package mcp (requirements-mcp.txt)")
    scans = EndlessScans()

    with serving(app(scans)) as url:
        for _ in range(CLIENTS):
            leave_after_the_first_news(url)
        until(lambda: scans.ended == CLIENTS)

    assert [record.getMessage() for record in caplog.records if record.name.startswith("piclets")] == []
