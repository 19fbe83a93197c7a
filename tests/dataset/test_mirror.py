"""A read-only mirror shows the same game as its dataset, follows it, and changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from piclets.admin.operations import Operations
from piclets.errors import ServiceUnavailable
from piclets.images.intake import read_photo
from piclets.logs import Recent
from piclets.server.wiring import Game, build_game
from piclets.settings import Settings
from tests.dataset.game import REPO
from tests.loopback.hub import LoopbackHub
from tests.photos import take_photo
from tests.waiting import until


@pytest.fixture
def open_game(hub: LoopbackHub, tmp_path: Path) -> Iterator[Callable[..., Game]]:
    """Makes started games of the embedded studio; the first argument names the folder."""
    with ExitStack() as closing:

        def opened(folder: str, **variables: Any) -> Game:
            given = {
                "PICLETS_DATA_DIR": tmp_path / folder,
                "HF_ENDPOINT": hub.url,
                "DATASET_REPO": REPO,
                "PICLETS_AI": "local",
                "PICLETS_COMMITS_PER_HOUR": 100_000,
                "PICLETS_SCANS_PER_HOUR": 0,
            }
            game = build_game(Settings.model_validate(given | variables))
            closing.callback(game.close)
            game.start()
            until(lambda: game.readiness()[0])
            return game

        yield opened


def scan(game: Game, photo: Path, token: str) -> dict[str, Any]:
    recorded = asyncio.run(
        game.admission.scan(token, partial(read_photo, photo, photo.name), lambda _step, _words: None)
    )
    return game.browsing.scanned(recorded, "")


def everything(game: Game) -> dict[str, Any]:
    return {
        "leaderboard": game.browsing.leaderboard(100),
        "activity": game.browsing.recent_activity(100, ""),
        "objects": [game.browsing.object_details(thing, "") for thing in ("mug", "kettle")],
    }


def told(game: Game) -> dict[str, Any]:
    """What /ready tells of the dataset."""
    dataset: dict[str, Any] = game.readiness()[1]["dataset"]
    return dataset


def test_a_mirror_shows_follows_and_changes_nothing(
    hub: LoopbackHub, open_game: Callable[..., Game], tmp_path: Path
) -> None:
    production = open_game("production", HF_TOKEN=hub.token)
    ada = hub.accounts.sign_in("hf_oauth_ada", sub="sub-ada", username="ada")
    bob = hub.accounts.sign_in("hf_oauth_bob", sub="sub-bob", username="bob")
    scan(production, take_photo(tmp_path, "mug", seed=1), ada)
    picture = scan(production, take_photo(tmp_path, "red kettle", seed=2), bob)["piclet"]["image"]
    until(lambda: told(production)["documentsPending"] == 0)
    before = len(hub.repo(REPO).commits)

    mirror = open_game("mirror", PICLETS_MIRROR=True)
    assert everything(mirror) == everything(production)
    found = mirror.find_image(picture)
    assert found is not None
    assert found.read_bytes()[8:12] == b"WEBP"

    with pytest.raises(ServiceUnavailable, match="read-only mirror"):
        scan(mirror, take_photo(tmp_path, "lamp", seed=3), "local_cy")
    with pytest.raises(ServiceUnavailable, match="read-only mirror"):
        mirror.moderation.decide("hide", "mug_canonical", why="because")
    assert len(hub.repo(REPO).commits) == before

    scan(production, take_photo(tmp_path, "old boot", seed=4), ada)
    production.moderation.decide("erase", "sub-bob", why="asked for it")
    until(lambda: told(production)["pending"] == 0)
    assert (
        "publishes nothing"
        in Operations(mirror.settings, mirror.ledger, mirror.dataset, mirror.readiness, Recent()).publish_now()
    )
    until(lambda: mirror.ledger.head() == production.ledger.head())
    assert everything(mirror) == everything(production)
    assert mirror.browsing.object_details("kettle", "")["canonical"]["discoveredBy"] != "bob"
    assert told(mirror)["state"] == "mirroring"


def test_a_mirror_that_is_opened_again_shows_what_it_had_while_the_hub_is_away(
    hub: LoopbackHub, open_game: Callable[..., Game], tmp_path: Path
) -> None:
    production = open_game("production", HF_TOKEN=hub.token)
    ada = hub.accounts.sign_in("hf_oauth_ada", sub="sub-ada", username="ada")
    for thing, seed in (("mug", 1), ("kettle", 2)):
        scan(production, take_photo(tmp_path, thing, seed=seed), ada)
    until(lambda: told(production)["pending"] == 0)
    mirror = open_game("mirror", PICLETS_MIRROR=True)
    shown = everything(mirror)
    mirror.close()
    hub.faults.outage = 503
    assert everything(open_game("mirror", PICLETS_MIRROR=True)) == shown
    hub.faults.outage = None


def test_a_dataset_that_is_not_there_has_no_mirror(hub: LoopbackHub, tmp_path: Path) -> None:
    given = {"PICLETS_DATA_DIR": tmp_path, "HF_ENDPOINT": hub.url, "DATASET_REPO": "nobody/nothing"}
    game = build_game(Settings.model_validate(given | {"PICLETS_MIRROR": True, "PICLETS_AI": "local"}))
    try:
        game.start()
        until(lambda: game.readiness()[1]["dataset"]["state"] == "mirror ended")
        ready, told = game.readiness()
        assert not ready
        assert "no dataset nobody/nothing" in told["dataset"]["waitingFor"]
    finally:
        game.close()
