"""Acknowledged by the dataset, while the Hub is away: told so in bounded time, nothing lost, nothing paid twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from piclets.errors import StorageUnavailable
from piclets.images.intake import read_photo
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from tests.flows.conftest import Table
from tests.loopback.ai_spaces import STEPS, Spaces
from tests.loopback.hub import LoopbackHub
from tests.photos import take_photo
from tests.waiting import until

pytestmark = pytest.mark.thorough


@pytest.fixture
def open_game(
    spaces: Spaces, hub: LoopbackHub, tmp_path: Path, database: dict[str, str]
) -> Iterator[Callable[[float], Game]]:
    """Makes a started game that waits so many seconds for the dataset."""
    hub.reset()
    with ExitStack() as closing:

        def opened(confirmation_s: float) -> Game:
            settings = {
                "PICLETS_DATA_DIR": tmp_path / "data",
                "HF_TOKEN": hub.token,
                "HF_ENDPOINT": hub.url,
                "PICLETS_DURABILITY": "published",
                "PICLETS_COMMITS_PER_HOUR": 100_000,
                "PICLETS_SCANS_PER_HOUR": 0,
                **{f"PICLETS_{step.upper()}_SPACES": spaces.urls[step] for step in STEPS},
                **database,
            }
            game = build_game(Settings.model_validate(settings), confirmation_s=confirmation_s)
            closing.callback(game.close)
            game.start()
            until(lambda: game.readiness()[1]["dataset"]["state"] == "publishing")
            return game

        yield opened
        hub.reset()


def test_an_outage_is_told_and_the_same_photo_is_confirmed_later(
    open_game: Callable[[float], Game], spaces: Spaces, hub: LoopbackHub, tmp_path: Path
) -> None:
    table = Table(open_game(1.0), spaces, hub.accounts)
    photo, ada = take_photo(tmp_path, "IMG_1", seed=1), table.sign_in("ada")
    hub.faults.outage = 503
    [unconfirmed] = table.scan((photo, ada))
    [again] = table.scan((photo, ada))
    paid = len(spaces.calls)
    hub.faults.outage = None
    until(lambda: table.game.readiness()[1]["dataset"]["pending"] == 0)
    [confirmed] = table.scan((photo, ada))

    for told in (unconfirmed, again):
        assert isinstance(told.error, StorageUnavailable)
        assert told.error.retry_after == 60
    assert confirmed.answer is not None, confirmed.error
    assert confirmed.answer["discoveryStatus"] == "new"
    assert confirmed.piclet["scanCount"] == 1
    assert len(spaces.calls) == paid == 3
    assert table.game.ledger.head() == 1


def test_waiting_for_the_dataset_holds_no_slot(
    open_game: Callable[[float], Game], spaces: Spaces, hub: LoopbackHub, tmp_path: Path
) -> None:
    game = open_game(60.0)
    table = Table(game, spaces, hub.accounts)
    photos = [take_photo(tmp_path, f"IMG_{seed}", seed=seed) for seed in range(4)]
    hub.faults.outage = 503

    async def scans_then_recovery() -> None:
        scans = [
            asyncio.ensure_future(
                game.admission.scan(
                    table.sign_in(f"player{number}"),
                    partial(read_photo, photo, photo.name),
                    lambda _step, _words: None,
                )
            )
            for number, photo in enumerate(photos)
        ]
        await asyncio.to_thread(until, lambda: game.ledger.head() == len(photos))
        await asyncio.to_thread(until, lambda: not game.admission.state()["working"])
        assert not any(scan.done() for scan in scans)
        hub.faults.outage = None
        assert len({recorded.seq for recorded in await asyncio.gather(*scans)}) == len(photos)

    asyncio.run(scans_then_recovery())


def test_a_game_that_closes_lets_nobody_wait(
    open_game: Callable[[float], Game], spaces: Spaces, hub: LoopbackHub, tmp_path: Path
) -> None:
    game = open_game(60.0)
    table = Table(game, spaces, hub.accounts)
    photo, ada = take_photo(tmp_path, "IMG_9", seed=9), table.sign_in("ada")
    hub.faults.outage = 503

    async def scan_then_close() -> None:
        scan = asyncio.ensure_future(
            game.admission.scan(ada, partial(read_photo, photo, photo.name), lambda _step, _words: None)
        )
        await asyncio.to_thread(until, lambda: game.ledger.head() == 1)
        assert game.dataset is not None
        await asyncio.to_thread(game.dataset.stop, 0.0)
        with pytest.raises(StorageUnavailable):
            await scan

    asyncio.run(scan_then_close())
