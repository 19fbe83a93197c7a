"""What the console decides, as players meet it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from piclets.errors import NotFound, RateLimited, ServiceUnavailable, UnsafeContent
from piclets.images.intake import read_photo
from piclets.play.discovery import Journey, ScanStep, Sighting
from piclets.server.wiring import Game
from tests.flows.conftest import Table
from tests.making import AT
from tests.photos import take_photo

WHY = "because it is so"


@pytest.fixture
def game(lay_table: Callable[..., Table]) -> Game:
    return lay_table(PICLETS_AI="local", PICLETS_IDENTITY="local").game


@pytest.fixture
def photo(tmp_path: Path) -> Callable[..., Path]:
    return partial(take_photo, tmp_path)


def scan(game: Game, photo: Path, who: str) -> dict[str, object]:
    recorded = asyncio.run(
        game.admission.scan(f"local_{who}", partial(read_photo, photo, photo.name), lambda _step, _words: None)
    )
    return game.browsing.scanned(recorded, "")


def test_a_hidden_piclet_cannot_be_scanned_or_seen(game: Game, photo: Callable[..., Path]) -> None:
    first = photo("mug", seed=1)
    answer = scan(game, first, "ada")
    image = answer["piclet"]["image"]  # type: ignore[index]  # an answer's Piclet is an object
    assert game.find_image(image)
    game.moderation.decide("hide", "mug_canonical", why=WHY)
    for again, who in ((first, "ada"), (first, "bob"), (photo("mug", seed=2), "cy")):
        with pytest.raises(UnsafeContent):
            scan(game, again, who)
    assert game.find_image(image) is None
    with pytest.raises(NotFound):
        game.browsing.object_details("mug", "")
    assert game.browsing.user_piclets(game.browsing.player("local_ada"), 10, 0, "")["piclets"] == []
    assert game.browsing.recent_activity(10, "")["activities"] == []
    assert game.browsing.leaderboard(10)["leaderboard"][0]["rarityScore"] == 125


def test_a_renamed_object_keeps_its_canonical_id(game: Game, photo: Callable[..., Path]) -> None:
    scan(game, photo("mug", seed=1), "ada")
    game.moderation.decide("rename", "mug", "beaker", why=WHY)
    answer = scan(game, photo("mug", seed=2), "bob")
    assert (answer["discoveryStatus"], answer["canonicalId"]) == ("existing", "mug_canonical")
    assert answer["piclet"]["objectName"] == "beaker"  # type: ignore[index]  # an answer's Piclet is an object


def test_a_blocked_player_is_told_so_and_reads_on(game: Game, photo: Callable[..., Path]) -> None:
    scan(game, photo("mug", seed=1), "ada")
    game.moderation.decide("block", "local:ada", why=WHY)
    with pytest.raises(RateLimited) as refused:
        scan(game, photo("kettle", seed=2), "ada")
    assert refused.value.retry_after is None
    assert game.browsing.user_piclets(game.browsing.player("local_ada"), 10, 0, "")["total"] == 1


def test_in_maintenance_players_are_told_the_sentence(game: Game, photo: Callable[..., Path]) -> None:
    game.moderation.refuse_scans("Moving house until noon.")
    with pytest.raises(ServiceUnavailable, match="Moving house until noon"):
        scan(game, photo("mug", seed=1), "ada")
    assert game.browsing.leaderboard(10)["leaderboard"] == []


def test_what_needs_a_picture_after_all_is_drawn(game: Game, photo: Callable[..., Path]) -> None:
    """An alias is removed between the match, which saw a known object, and the record."""
    scan(game, photo("teddy bear", seed=1), "ada")
    told: list[ScanStep] = []

    def tell(step: ScanStep, _words: str) -> None:
        if step is ScanStep.SAVING and step not in told:
            game.moderation.decide("remove_alias", "teddybear", why=WHY)
        told.append(step)

    path = photo("teddybear", seed=2)
    journey = Journey(tell, time.monotonic() + 60)
    player = game.identity.verify("local_bob")
    recorded = game.discovery.scan(Sighting(player, "local_bob", read_photo(path, path.name), journey, AT))
    assert (recorded.status, recorded.type_id) == ("new", "teddybear_canonical")
    assert told.index(ScanStep.SAVING) < told.index(ScanStep.DRAWING)
    assert game.browsing.scanned(recorded, "")["piclet"]["picletData"]["name"]
