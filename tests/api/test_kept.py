"""What reading endpoints have answered is kept until something happens, and no longer."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest

from piclets.api.kept import ENTRY_BYTES, MAX_BYTES, Kept


class Game:
    """Something that changes, and counts how often it is read."""

    def __init__(self) -> None:
        self.version: int | None = 1
        self.reads = 0

    def read(self) -> dict[str, Any]:
        self.reads += 1
        return {"version": self.version, "piclets": [{}]}


def test_an_answer_is_kept_until_something_happens() -> None:
    game = Game()
    kept = Kept(lambda: game.version)

    async def ask(question: object) -> Any:
        return json.loads(await kept.answer(question, game.read))

    async def play() -> None:
        assert await ask("a") == await ask("a") == {"success": True, "version": 1, "piclets": [{}]}
        assert game.reads == 1
        await ask("b")
        assert game.reads == 2
        game.version = 2
        assert (await ask("a"))["version"] == 2
        assert game.reads == 3

    asyncio.run(play())


def test_where_others_change_the_game_nothing_is_kept() -> None:
    game = Game()
    game.version = None
    kept = Kept(lambda: game.version)

    async def play() -> None:
        await kept.answer("a", game.read)
        await kept.answer("a", game.read)

    asyncio.run(play())
    assert game.reads == 2


def test_what_was_read_before_a_change_is_not_shown_after_it() -> None:
    game = Game()
    kept = Kept(lambda: game.version)
    reading, changed = threading.Event(), threading.Event()

    def read_slowly() -> dict[str, Any]:
        seen = {"version": game.version}
        reading.set()
        changed.wait(30)
        return seen

    async def play() -> None:
        slow = asyncio.ensure_future(kept.answer("a", read_slowly))
        await asyncio.to_thread(reading.wait, 30)
        game.version = 2
        assert json.loads(await kept.answer("b", game.read))["version"] == 2
        changed.set()
        assert json.loads(await slow)["version"] == 1
        assert json.loads(await kept.answer("a", game.read))["version"] == 2

    asyncio.run(play())


@pytest.mark.parametrize("size", [10, 100_000])
def test_only_so_much_is_kept(size: int) -> None:
    """Counted in bytes: neither many small answers nor few large ones are kept without end."""
    kept = Kept(lambda: 1)
    reads = 0

    def read() -> dict[str, Any]:
        nonlocal reads
        reads += 1
        return {"words": "x" * size}

    async def play() -> None:
        enough = MAX_BYTES // (ENTRY_BYTES + size) + 1
        for number in range(enough):
            await kept.answer(number, read)
        assert reads == enough
        await kept.answer(0, read)
        assert reads == enough + 1

    asyncio.run(play())
