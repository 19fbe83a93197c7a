"""Whole scans through the same graph that the server builds, against the loopback Spaces and the loopback Hub."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from piclets.errors import PicletsError
from piclets.images.intake import read_photo
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from tests.loopback.accounts import Accounts
from tests.loopback.ai_spaces import Spaces, start_spaces
from tests.loopback.hub import LoopbackHub, start_hub
from tests.waiting import until

MOSTLY_EMBEDDED = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""For what the ledger has little to do with; on PostgreSQL with `-m slow`."""


@dataclass
class Played:
    """What became of one scan: the answer, or the error, and what the player was told on the way."""

    answer: dict[str, Any] | None = None
    error: PicletsError | None = None
    told: list[str] = field(default_factory=list)

    @property
    def piclet(self) -> dict[str, Any]:
        assert self.answer is not None, self.error
        piclet: dict[str, Any] = self.answer["piclet"]
        return piclet


@dataclass
class Table:
    """A game to play at, with the services it plays with."""

    game: Game
    spaces: Spaces
    accounts: Accounts

    def start(self) -> None:
        """Start the game's own threads, and wait until it takes scans."""
        self.game.start()
        dataset = self.game.dataset
        until(lambda: dataset is None or dataset.refusal() is None)

    def sign_in(self, name: str) -> str:
        return self.accounts.sign_in(f"hf_oauth_{name}", sub=f"sub-{name}", username=name)

    def scan(self, *photos_and_tokens: tuple[Path, str]) -> list[Played]:
        """Scans that all start at the same moment."""

        async def everybody() -> list[Played]:
            return await asyncio.gather(*(self._one(photo, token) for photo, token in photos_and_tokens))

        return asyncio.run(everybody())

    async def _one(self, photo: Path, token: str) -> Played:
        played = Played()
        try:
            recorded = await self.game.admission.scan(
                token,
                partial(read_photo, photo, photo.name),
                lambda step, words: played.told.append(f"{step.words} {words}".strip()),
            )
            played.answer = self.game.browsing.scanned(recorded, "http://game")
        except PicletsError as error:
            played.error = error
        return played


@pytest.fixture(scope="session")
def shared_spaces() -> Iterator[Spaces]:
    spaces = start_spaces()
    yield spaces
    spaces.stop()


@pytest.fixture
def spaces(shared_spaces: Spaces) -> Spaces:
    shared_spaces.heal()
    return shared_spaces


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackHub]:
    hub = start_hub(xet_folder=tmp_path_factory.mktemp("xet"))
    yield hub
    hub.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    """The variables that choose the ledger's database: none for the embedded one."""
    return {} if request.param == "sqlite" else {"DATABASE_URL": request.getfixturevalue("ledger_url")}


@pytest.fixture
def lay_table(
    spaces: Spaces, hub: LoopbackHub, tmp_path: Path, database: dict[str, str]
) -> Iterator[Callable[..., Table]]:
    """Makes games with the given variables; they are closed at the end."""
    hub.reset()
    with ExitStack() as closing:

        def lay(**variables: Any) -> Table:
            settings = Settings.model_validate(
                {
                    "PICLETS_DATA_DIR": tmp_path / "data",
                    "HF_ENDPOINT": hub.url,
                    "PICLETS_AI": "spaces",
                    "PICLETS_IDENTITY": "hub",
                    "PICLETS_CAPTION_SPACES": spaces.caption_url,
                    "PICLETS_CONCEPT_SPACES": spaces.concept_url,
                    "PICLETS_IMAGE_SPACES": spaces.image_url,
                    "PICLETS_SCANS_PER_HOUR": 0,
                }
                | database
                | variables
            )
            game = build_game(settings)
            closing.callback(game.close)
            return Table(game, spaces, hub.accounts)

        yield lay


@pytest.fixture
def table(lay_table: Callable[..., Table]) -> Table:
    return lay_table()
