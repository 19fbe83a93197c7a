"""The queue's bounds: what callers leave in it without fetching it, by a clock of the test's own."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import gradio as gr
import pytest
from gradio.data_classes import PredictBodyInternal
from starlette.requests import Request

from piclets.api.surface.queueing import (
    CALLER,
    LOOK_WHEN_FULL_EVERY_S,
    MAX_OF_PLAYER,
    MAX_OF_UNKNOWN_ADDRESS,
    UNFETCHED_S,
    UNFETCHED_WHEN_FULL_S,
    BoundedQueue,
    Caller,
)
from piclets.errors import RateLimited
from tests.server import Server

STRANGER = Caller("192.0.2.1", None)
PLAYER = Caller("192.0.2.1", "sub-ada")


class Line:
    """A queue whose calls are all done as soon as they are in, and whose answers nobody fetches."""

    def __init__(self) -> None:
        self.now = 1_000.0
        with gr.Blocks() as blocks:
            gr.Button().click(lambda: None, api_name="call")
        self.queue = BoundedQueue(blocks, threads=1, clock=lambda: self.now)

    def join(self, caller: Caller) -> str:
        """The call's id. Raises RateLimited."""
        self.now += LOOK_WHEN_FULL_EVERY_S
        self.queue.admit(caller)
        request = Request({"type": "http", "headers": [], CALLER: caller})
        body = PredictBodyInternal(fn_index=0, data=[], session_hash="one", request=None)
        joined, event_id, _ = asyncio.run(self.queue.push(body, request, None))
        assert joined
        self.queue.event_ids_to_events.pop(str(event_id))
        return str(event_id)


@pytest.fixture
def line() -> Line:
    return Line()


def filled(line: Line, caller: Caller, most: int) -> None:
    for _ in range(most):
        line.join(caller)
    with pytest.raises(RateLimited):
        line.join(caller)


@pytest.mark.parametrize(("caller", "most"), [(STRANGER, MAX_OF_UNKNOWN_ADDRESS), (PLAYER, MAX_OF_PLAYER)])
def test_what_nobody_fetches_makes_room_soon(line: Line, caller: Caller, most: int) -> None:
    filled(line, caller, most)
    line.now += UNFETCHED_WHEN_FULL_S
    filled(line, caller, most)


def test_an_answer_is_kept_for_long_where_there_is_room(line: Line) -> None:
    kept = line.join(PLAYER)
    line.now += UNFETCHED_S / 2
    filled(line, STRANGER, MAX_OF_UNKNOWN_ADDRESS)
    line.now += UNFETCHED_WHEN_FULL_S
    line.join(STRANGER)
    assert line.queue.has(kept)
    line.now += UNFETCHED_S
    line.join(STRANGER)
    assert not line.queue.has(kept)


def test_a_server_with_nothing_to_do_hardly_looks_for_calls(server: Server) -> None:
    """Its two queues, the pages' and the console's, would look two thousand times in a second by Gradio's measure."""
    before = wakes(server)
    time.sleep(2)
    assert wakes(server) - before < 600


def wakes(server: Server) -> int:
    """How often the event loop's thread has waited for something."""
    found = re.search(r"voluntary_ctxt_switches:\s+(\d+)", Path(f"/proc/{server.process.pid}/status").read_text())
    assert found
    return int(found[1])
