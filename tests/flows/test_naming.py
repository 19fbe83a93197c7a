"""A discoverer names a Piclet with the wheel: kept once, shown everywhere, taken back by a moderator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest

from piclets.dataset.place import NoDataset
from piclets.domain.players import players_of
from piclets.domain.records import Player
from piclets.domain.wheel import Sampling
from piclets.errors import Conflict, InvalidRequest, RateLimited
from piclets.ledger.naming import Purpose
from piclets.server.wiring import Game
from piclets.wheel.keeping import Keeping
from piclets.wheel.wheels import View
from tests.flows.conftest import Table
from tests.photos import take_photo

T = TypeVar("T")


@pytest.fixture
def table(lay_table: Callable[..., Table], tmp_path: Path) -> Table:
    table = lay_table(PICLETS_AI="local", PICLETS_IDENTITY="local")
    assert table.scan((take_photo(tmp_path, "mug", seed=1), "local_ada"))[0].answer
    return table


def player(game: Game, name: str) -> Player:
    return game.identity.verify(f"local_{name}")


def spun(game: Game, who: str, type_id: str | None = "mug_canonical", purpose: Purpose = "name", **pick: int) -> str:
    """A session's id, with a few tokens that the wheel chose, or one that was picked."""
    sub = player(game, who).sub

    async def spin() -> str:
        prompt = None if type_id else "A mug is called"
        view: View = await game.wheeling.wheels.create(who, sub, None, prompt, type_id, purpose)
        session_id = view.session.id
        if pick:
            await game.wheeling.wheels.append(session_id, who, Sampling(), pick["token_id"], None)
        for seed in (1, 2, 3):
            await game.wheeling.wheels.spin(session_id, who, Sampling(top_k=5), seed, None)
        return session_id

    return asyncio.run(spin())


def keep(game: Game, session_id: str, who: str, purpose: Purpose = "name") -> str:
    return asyncio.run(game.wheeling.keeping.keep(session_id, player(game, who), purpose))


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def test_a_name_is_kept_once_and_shown_everywhere(table: Table) -> None:
    game = table.game
    before = game.browsing.piclet("mug_canonical", "")
    session = spun(game, "ada")
    assert keep(game, session, "ada") == "mug_canonical"
    after = game.browsing.piclet("mug_canonical", "")
    name = after["picletData"]["name"]
    assert name != before["picletData"]["name"]
    assert after == {**before, "picletData": {**before["picletData"], "name": name}}
    assert game.browsing.recent_activity(1, "")["activities"][0]["picletName"] == name
    assert game.browsing.object_details("mug", "")["canonical"]["picletData"]["name"] == name
    with pytest.raises(Conflict):
        keep(game, session, "ada")

    keep(game, spun(game, "ada", purpose="lore"), "ada", "lore")
    told = game.browsing.piclet("mug_canonical", "")
    assert (told["picletData"]["name"], bool(told["picletData"]["lore"])) == (name, True)
    assert all(game.ledger.rebuild().values())

    game.moderation.decide("reset_name", "mug_canonical", why="because it is so")
    assert game.browsing.piclet("mug_canonical", "") == before
    with pytest.raises(Conflict):
        keep(game, spun(game, "ada"), "ada")
    assert all(game.ledger.rebuild().values())


def test_only_the_discoverers_own_session_counts(table: Table) -> None:
    game = table.game
    refused = [
        (spun(game, "bob"), "bob"),  # no discoverer
        (spun(game, "bob"), "ada"),  # another's session
        (spun(game, "ada", type_id=None), "ada"),  # of no Piclet
        (spun(game, "ada", token_id=1), "ada"),  # picked, and no segment of the wheel
    ]
    empty = run(game.wheeling.wheels.create("ada", player(game, "ada").sub, None, None, "mug_canonical", "name"))
    refused.append((empty.session.id, "ada"))
    prompted = spun(game, "ada")
    run(game.wheeling.wheels.set_prompt(prompted, "Say after me"))
    run(game.wheeling.wheels.spin(prompted, "ada", Sampling(), 1, None))
    refused.append((prompted, "ada"))
    for session, who in refused:
        with pytest.raises(InvalidRequest):
            keep(game, session, who)
    assert game.browsing.piclet("mug_canonical", "")["picletData"].get("lore") is None


def test_a_day_after_its_discovery_a_piclet_keeps_its_name(table: Table) -> None:
    game = table.game
    late = Keeping(
        game.wheeling.wheels, game.wheeling.naming, NoDataset(game.images), 10, lambda: "2100-01-01T00:00:00Z"
    )
    with pytest.raises(InvalidRequest, match="24 hours"):
        run(late.keep(spun(game, "ada"), player(game, "ada"), "name"))


def test_who_is_blocked_names_nothing(table: Table) -> None:
    game = table.game
    session = spun(game, "ada")
    game.moderation.decide("block", player(game, "ada").sub, why="because it is so")
    with pytest.raises(RateLimited):
        keep(game, session, "ada")


def test_who_is_erased_is_not_named_by_the_name(table: Table) -> None:
    game = table.game
    keep(game, spun(game, "ada"), "ada")
    name = game.browsing.piclet("mug_canonical", "")["picletData"]["name"]
    game.moderation.decide("erase", player(game, "ada").sub, why="as asked")
    after = game.browsing.piclet("mug_canonical", "")
    assert after["picletData"]["name"] == name
    assert after["discoveredBy"] != "ada"
    events = [event for _, event in game.ledger.events_after(0, 100)]
    assert all(named.sub != "local:ada" for event in events for named in players_of(event))
    assert all(game.ledger.rebuild().values())
