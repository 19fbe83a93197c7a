"""Players in events: found wherever they stand, and replaced by one way for every kind of event."""

from __future__ import annotations

from typing import Any, Literal, get_args

from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.events import AnyEvent, Event, PlayerErased, to_json
from piclets.domain.players import players_of, with_players
from piclets.domain.records import Player, Record
from piclets.domain.season_plans import SeasonPlan

PLAN = SeasonPlan(title="Spring", starts="2027-03-01T00:00:00Z", ends="2027-04-01T00:00:00Z")
KINDS = get_args(get_args(AnyEvent)[0])
ADA, BOB, NOBODY = (Player(sub=f"sub-{name}", username=f"name-{name}") for name in ("ada", "bob", "nobody"))


class Hand(Record):
    player: Player
    prints: tuple[str, ...]


class Swapped(Event):
    """A made-up event of several players."""

    kind: Literal["swapped"] = "swapped"
    giver: Player
    hands: tuple[Hand, ...] = ()
    witness: Player | None = None


st.register_type_strategy(SeasonPlan, st.just(PLAN))
st.register_type_strategy(Player, st.sampled_from([ADA, BOB]))
EVENTS: st.SearchStrategy[Any] = st.one_of(*(st.builds(kind) for kind in KINDS), st.builds(Swapped))


def test_players_stand_in_the_order_of_the_fields() -> None:
    swapped = Swapped(id="e", at="", giver=ADA, hands=(Hand(player=BOB, prints=("1",)), Hand(player=ADA, prints=())))
    assert players_of(swapped) == (ADA, BOB, ADA)
    after = with_players(swapped, {2: NOBODY, 1: NOBODY})
    assert players_of(after) == (ADA, NOBODY, NOBODY)
    assert after.hands[0].prints == ("1",)
    assert with_players(swapped, {}) is swapped


@given(EVENTS)
def test_no_event_names_a_player_who_was_replaced(event: Event) -> None:
    players = players_of(event)
    after = with_players(event, {at: NOBODY for at, player in enumerate(players) if player == ADA})
    assert [NOBODY if player == ADA else player for player in players] == list(players_of(after))
    for trace in (ADA.sub, ADA.username):
        assert trace not in to_json(after)
    back = with_players(after, dict(enumerate(players)))
    assert back == event


def test_an_older_erasure_means_the_first_player() -> None:
    said: dict[str, Any] = {"id": "e", "at": "", "by": "admin", "why": "asked", "player": NOBODY, "places": (3, 7)}
    assert list(PlayerErased(**said).mentions()) == [(3, 0), (7, 0)]
    assert list(PlayerErased(**said, positions=(1, 0)).mentions()) == [(3, 1), (7, 0)]
    assert "positions" not in to_json(PlayerErased(**said))
