"""Thousands of scans by hundreds of players while a tenth of all calls to the AI services fail.

Every scan is answered, every success is recorded once, and the process is as big at the end as after the first third.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from piclets.errors import PicletsError
from piclets.images.intake import read_photo
from piclets.ledger.database import READERS
from piclets.play.admission import CPU_THREADS, IO_THREADS
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from tests.loopback.quick_spaces import quick_spaces
from tests.photos import take_photo
from tests.waiting import until

pytestmark = pytest.mark.thorough

FEW, MANY = 20, 200
"""Players; many with the marker `slow`."""
ROUNDS = 10
"""Scans of each player."""
FIRST_THIRD = 3
FAULTS = 0.1
THINGS = 30
"""How many different things the photos show: most of them are met again."""
CODES = {"service_unavailable", "quota_exceeded", "unsafe_content", "storage_unavailable"}
DECODERS = 2
"""Threads that decode photos: the process's own, whichever games it plays."""
OF_A_READER = 3
"""Descriptors of a connection to the ledger; the last of them may be opened late."""
MAX_GROWTH = 40 * 2**20
"""Bytes that the process may grow by in the last two thirds: about 30 kB a scan would show."""


@dataclass(frozen=True)
class Size:
    """What the process holds: resident bytes, threads, open descriptors."""

    memory: int
    threads: int
    descriptors: int

    @classmethod
    def now(cls) -> Size:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            pages * os.sysconf("SC_PAGE_SIZE"), threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
        )


@dataclass(frozen=True)
class Success:
    player: int
    seq: int
    answer: dict[str, Any]


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    with quick_spaces(faults=FAULTS, variety=THINGS) as urls:
        yield {f"PICLETS_{step.upper()}_SPACES": url for step, url in urls.items()}


def token(player: int) -> str:
    return f"local_player{player}"


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def play(game: Game, player: int, photos: Sequence[Path]) -> list[Success | str]:
    """One player's scans, one after the other: successes, and the codes of failures."""
    outcomes: list[Success | str] = []
    for photo in photos:
        try:
            scan = game.admission.scan(
                token(player), partial(read_photo, photo, photo.name), lambda _step, _words: None
            )
            recorded = await scan
            outcomes.append(Success(player, recorded.seq, game.browsing.scanned(recorded, "http://game")))
        except PicletsError as error:
            outcomes.append(error.code)
    return outcomes


async def play_all(game: Game, photos: Sequence[Sequence[Path]]) -> tuple[list[Success | str], Size]:
    """Everybody's scans, and what the process held after the first third."""

    async def everybody(rounds: slice) -> list[Success | str]:
        played = await asyncio.gather(*(play(game, player, taken[rounds]) for player, taken in enumerate(photos)))
        return [outcome for outcomes in played for outcome in outcomes]

    outcomes = await everybody(slice(FIRST_THIRD))
    size = Size.now()
    outcomes += await everybody(slice(FIRST_THIRD, None))
    assert asyncio.all_tasks() == {asyncio.current_task()}
    return outcomes, size


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("players", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_a_soak(urls: dict[str, str], tmp_path: Path, players: int) -> None:
    photos = [
        [take_photo(tmp_path, f"{player}-{n}", seed=player * ROUNDS + n, size=(96, 72)) for n in range(ROUNDS)]
        for player in range(players)
    ]
    settings = {"PICLETS_DATA_DIR": tmp_path / "data", "PICLETS_AI": "spaces", "PICLETS_SCANS_PER_HOUR": 0, **urls}
    before = Size.now()
    game = build_game(Settings.model_validate(settings))
    try:
        outcomes, after_a_third = asyncio.run(play_all(game, photos))
        assert len(outcomes) == players * ROUNDS
        check_answers(outcomes)
        successes = [outcome for outcome in outcomes if isinstance(outcome, Success)]
        check_records(game, successes)
        check_counts(game, outcomes)
        most_threads = before.threads + game.settings.max_scans + CPU_THREADS + IO_THREADS + DECODERS
        until(lambda: threading.active_count() <= most_threads)
        most_descriptors = after_a_third.descriptors + OF_A_READER * READERS
        until(lambda: descriptors() <= most_descriptors)
        assert Size.now().memory <= after_a_third.memory + MAX_GROWTH
    finally:
        game.close()
    until(lambda: threading.active_count() <= before.threads + DECODERS)
    until(lambda: descriptors() <= before.descriptors)


def check_answers(outcomes: Sequence[Success | str]) -> None:
    """Everybody was answered, in the contract's words; a failing call is not yet a failing scan."""
    failures = Counter(outcome for outcome in outcomes if isinstance(outcome, str))
    assert failures.keys() <= CODES
    assert failures["service_unavailable"] > 0
    assert failures["quota_exceeded"] > 0
    assert failures.total() < len(outcomes) / 2


def check_records(game: Game, successes: Sequence[Success]) -> None:
    """The ledger has every success once, and nothing else."""
    assert sorted(success.seq for success in successes) == list(range(1, game.ledger.head() + 1))
    assert len(successes) == game.ledger.head()
    scans_of = Counter(success.player for success in successes)
    for player, scans in scans_of.items():
        assert (
            game.browsing.user_piclets(game.browsing.player(token(player)), 1, 0, "")["stats"]["totalFinds"] == scans
        )

    players_of: dict[str, set[int]] = defaultdict(set)
    for success in successes:
        players_of[success.answer["piclet"]["typeId"]].add(success.player)
    total = 0
    for name in {success.answer["piclet"]["objectName"] for success in successes}:
        details = game.browsing.object_details(name, "")
        total += details["totalScans"]
        for piclet in (details["canonical"], *details["variations"]):
            assert piclet["scanCount"] == len(players_of.pop(piclet["typeId"]))
    assert total == len(successes)
    assert not players_of


def check_counts(game: Game, outcomes: Sequence[Success | str]) -> None:
    """The operator's counts are the players' answers."""
    told = Counter(
        outcome if isinstance(outcome, str) else str(outcome.answer["discoveryStatus"]) for outcome in outcomes
    )
    [counted] = [
        family
        for family in text_string_to_metric_families(game.metrics.text().decode())
        if family.name == "piclets_scans"
    ]
    assert {s.labels["outcome"]: s.value for s in counted.samples if s.name.endswith("_total")} == dict(told)
