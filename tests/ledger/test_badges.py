"""What badges count: the tables say what a count by hand says, and a tier is lost with what it was earned by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from piclets.admin.moderation import Moderation
from piclets.domain.collecting import counting
from piclets.domain.collecting.counting import Moment
from piclets.domain.collecting.daily import daily_three
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.events import Traded
from piclets.domain.records import Evidence, Player
from piclets.domain.season_plans import Quest, SeasonPlan
from piclets.domain.tables import MemoryTables, PlayerRow, PrintRow, TallyRow, TradeRow
from piclets.errors import InvalidRequest, NotFound, RateLimited, UnsafeContent
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from piclets.ledger.season_decisions import SeasonDecisions
from tests.domain.badges_by_hand import earned
from tests.examples import a_third_of
from tests.making import piclet_data, player, scan
from tests.random_games import WHY, events_of, folded, fresh_ledger, rows

FIRST_DAY = date(2026, 12, 24)
THINGS: dict[str, dict[str, str]] = {
    "mug": {"type": "culture", "tier": "common"},
    "skillet": {"type": "cuisine", "tier": "epic"},  # the frying pan of a set
    "cat": {"type": "beast", "tier": "legendary"},
    "oddity": {"type": "space", "tier": "rare"},  # of no set
}
SEASON = SeasonPlan(
    title="The new year",
    starts="2026-12-26T00:00:00Z",
    ends="2027-01-03T00:00:00Z",
    quests=(
        Quest(id="one", title="One of two", names=("mug", "frying_pan"), goal=1),
        Quest(id="two", title="Two of three", names=("mug", "cat", "oddity"), goal=2),
    ),
)


@dataclass
class Played:
    """A game that goes on from day to day."""

    ledger: Ledger
    day: date = FIRST_DAY

    @property
    def moderation(self) -> Moderation:
        return Moderation(self.ledger, Reports(self.ledger.database))

    def scan(
        self, who: str, what: str, *attributes: str, later: int = 0, evidence: Evidence = "fresh", photo: Any = None
    ) -> int:
        """Scan a thing, or the hard one of the day, so many days after the last scan."""
        self.day += timedelta(days=later)
        name = daily_three(self.day)[2].name if what == "daily" else what
        made = scan(who, name, *attributes, at=f"{self.day}T12:00:00Z", photo=photo)
        data = piclet_data(**THINGS.get(what, {}))
        return self.ledger.record(replace(made, evidence=evidence, piclet_data=data)).seq

    def open(self) -> None:
        """Announce the season of the new year, which asks for what the game has."""
        SeasonDecisions(self.ledger).open(
            DecisionNote(by="admin", at=f"{self.day}T00:00:00Z", why=WHY), "new-year", SEASON
        )

    def settle(self, later: int = 0) -> int:
        self.day += timedelta(days=later)
        return SeasonDecisions(self.ledger).settle(
            DecisionNote(by="admin", at=f"{self.day}T14:00:00Z", why=WHY), "new-year"
        )

    def trade(self, who: str, other: str, *, swaps: bool) -> int:
        """Give the oldest print that one holds, for one of the other's where they swap."""
        giver, taker = player(who).sub, player(other).sub
        gave, got = self._held(giver), self._held(taker) if swaps else []
        if not gave or giver == taker or (swaps and not got) or not {giver, taker} <= self._players():
            return 0
        event = Traded(
            id=f"trade-{self.ledger.head()}", at=f"{self.day}T13:00:00Z", player=player(who), other=player(other),
            gave=(gave[0],), got=tuple(got[:1]),
        )  # fmt: skip
        return self.ledger.append(lambda _connection, _tables: event)

    def undo_trade(self) -> int:
        trades = rows(self.ledger, TradeRow)
        last = max(trades, key=lambda row: row.seq, default=None)  # type: ignore[attr-defined]  # trades
        return self.moderation.decide("undo_trade", last.id, why=WHY) if last else 0  # type: ignore[attr-defined]

    def tally(self, who: str) -> TallyRow:
        found = [row for row in rows(self.ledger, TallyRow) if row.key == (player(who).sub,)]
        assert len(found) <= 1
        return found[0] if found else TallyRow(player(who).sub, {}, {}, {}, {})  # type: ignore[return-value]

    def _held(self, sub: str) -> list[str]:
        held = [row for row in rows(self.ledger, PrintRow) if isinstance(row, PrintRow) and row.holder == sub]
        return [row.pid for row in sorted(held, key=lambda row: row.seq)]

    def _players(self) -> set[str]:
        return {str(row.key[0]) for row in rows(self.ledger, PlayerRow)}


Move = Callable[[Played], object]
NAMES = ("ada", "bob", "cy", "dee", "eve")
PLAYERS = st.sampled_from(NAMES)
A_SCAN: st.SearchStrategy[Move] = st.builds(
    lambda who, what, blue, later, evidence: (
        lambda game: game.scan(who, what, *(["blue"] if blue else []), later=later, evidence=evidence)
    ),
    PLAYERS, st.sampled_from([*THINGS, "daily"]), st.booleans(), st.sampled_from([0, 0, 1, 3, 9]),
    st.sampled_from(["fresh", "fresh", "fresh", "again", "copy"]),
)  # fmt: skip
OTHER: st.SearchStrategy[Move] = st.one_of(
    st.builds(lambda who, other, s: lambda g: g.trade(who, other, swaps=s), PLAYERS, PLAYERS, st.booleans()),
    st.just(lambda game: game.undo_trade()),
    st.builds(lambda who: lambda game: game.moderation.decide("revoke", player(who).sub, why=WHY), PLAYERS),
    st.builds(
        lambda who, what: (
            lambda game: game.moderation.decide("revoke", player(who).sub, f"{what}_canonical", why=WHY)
        ),
        PLAYERS, st.sampled_from([*THINGS]),
    ),
    st.builds(lambda who: lambda game: game.moderation.decide("erase", player(who).sub, why=WHY), PLAYERS),
    st.builds(lambda who: lambda game: game.moderation.decide("block", player(who).sub, why=WHY), PLAYERS),
    st.builds(lambda who: lambda game: game.moderation.decide("unblock", player(who).sub, why=WHY), PLAYERS),
    st.builds(lambda later: lambda game: game.settle(later), st.sampled_from([0, 9])),
)  # fmt: skip


@settings(
    max_examples=a_third_of(30),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(st.one_of(A_SCAN, A_SCAN, A_SCAN, OTHER), max_size=25))
def test_badges_are_what_a_count_by_hand_says(tmp_path: Path, moves: list[Move]) -> None:
    with fresh_ledger(tmp_path) as ledger:
        game = Played(ledger)
        game.open()
        for move in moves:
            try:
                move(game)
            except (InvalidRequest, NotFound, UnsafeContent, RateLimited):
                continue
        log = events_of(ledger)
        for who in NAMES:
            tally = game.tally(who)
            assert (dict(tally.counts), dict(tally.earned)) == earned([event for _, event in log], tally.sub)
        incremental = rows(ledger, TallyRow)
        assert all(ledger.rebuild().values())
        assert rows(ledger, TallyRow) == incremental == sorted(folded(log).all(TallyRow), key=repr)


def test_one_event_reaches_several_badges_and_two_tiers() -> None:
    tables = MemoryTables()
    tables.put(PlayerRow("sub-ada", "ada", 0, 0, 0, 0, 1))
    counting.add("sub-ada", "given", 1, Moment("2026-12-24T12:00:00Z", 1), tables)
    counting.add("sub-ada", "given", 9, Moment("2026-12-25T12:00:00Z", 2), tables)
    tally = counting.tally_of("sub-ada", tables)
    later = ["2026-12-25T12:00:00Z", 2]
    assert tally.earned == {"giver": [["2026-12-24T12:00:00Z", 1], later, later]}
    counting.add("sub-ghost", "given", 1, Moment("2026-12-24T12:00:00Z", 1), tables)
    assert counting.tally_of("sub-ghost", tables).counts == {}


def test_an_erased_player_has_no_badges(tmp_path: Path) -> None:
    with fresh_ledger(tmp_path) as ledger:
        game = Played(ledger)
        first = game.scan("ada", "mug")
        assert {"finder", "discoverer", "regular", "set-starter", "lamplighter"} <= game.tally("ada").earned.keys()
        assert {moment[1] for moments in game.tally("ada").earned.values() for moment in moments} == {first}
        game.moderation.decide("erase", player("ada").sub, why=WHY)
        assert rows(ledger, TallyRow) == []
        assert all(ledger.rebuild().values())


def test_a_tier_that_is_lost_is_earned_again_at_its_own_moment(tmp_path: Path) -> None:
    with fresh_ledger(tmp_path) as ledger:
        game = Played(ledger)
        names = [f"thing{number}" for number in range(10)]
        tenth = [game.scan("ada", name) for name in names][-1]
        assert [moment[1] for moment in game.tally("ada").earned["finder"]] == [1, tenth]
        game.moderation.decide("revoke", player("ada").sub, "thing3_canonical", why=WHY)
        assert [moment[1] for moment in game.tally("ada").earned["finder"]] == [1]
        again = game.scan("ada", "mug")
        assert [moment[1] for moment in game.tally("ada").earned["finder"]] == [1, again]


def test_nothing_falls_by_what_others_or_the_console_do_to_things(tmp_path: Path) -> None:
    with fresh_ledger(tmp_path) as ledger:
        game = Played(ledger)
        game.scan("ada", "mug")
        game.scan("ada", "cup")
        game.scan("bob", "mug")
        before = game.tally("ada")
        game.moderation.decide("merge", "mug", "cup", why=WHY)
        game.moderation.decide("hide", "cup_canonical", why=WHY)
        assert game.tally("ada") == before
        game.moderation.decide("unhide", "cup_canonical", why=WHY)
        game.scan("cy", "mug")
        assert game.tally("cy").things == {"cup": False, "mug": False}, "the object is called both now"
        merge = next(each for each in game.moderation.decided() if each.event.kind == "objects_merged")
        game.moderation.decide("undo_merge", merge.event.id, why=WHY)
        game.scan("dee", "cup")
        assert (game.tally("dee").things, game.tally("ada")) == ({"cup": False}, before)
        assert all(ledger.rebuild().values())


def test_badges_outlast_a_new_name_and_go_with_the_player(tmp_path: Path) -> None:
    with fresh_ledger(tmp_path) as ledger:
        game = Played(ledger)
        game.scan("ada", "mug")
        before = game.tally("ada")
        ledger.follow_rename(Player(sub=player("ada").sub, username="countess"), f"{game.day}T13:00:00Z")
        assert game.tally("ada") == before


def podiums(game: Played) -> dict[str, int]:
    return {who: have for who in NAMES if (have := game.tally(who).counts.get("podiums", 0))}


def test_seasons_count_once_a_season_and_quests_once_each(tmp_path: Path) -> None:
    with fresh_ledger(tmp_path) as ledger:
        game = Played(ledger)
        game.open()
        game.scan("ada", "cat")
        assert "seasoned" not in game.tally("ada").earned, "the season has not begun"
        first = game.scan("ada", "mug", later=3)
        game.scan("ada", "cat")
        game.scan("ada", "mug", "blue")
        earned = game.tally("ada").earned
        assert (earned["seasoned"], [moment[1] for moment in earned["adventurer"]]) == (
            [["2026-12-27T12:00:00Z", first]],
            [first],
        )
        assert game.tally("ada").counts["quests"] == 2
        game.moderation.decide("revoke", player("ada").sub, "mug_canonical", why=WHY)
        assert game.tally("ada").counts["quests"] == 2, "the blue mug is a mug too"
        game.moderation.decide("revoke", player("ada").sub, why=WHY)
        counts = game.tally("ada").counts
        assert (counts["seasons"], "quests" in counts) == (1, False), "the cat was discovered before the season"
        assert all(ledger.rebuild().values())


def test_a_place_on_a_podium_goes_to_who_moves_up_and_from_nobody_innocent(tmp_path: Path) -> None:
    with fresh_ledger(tmp_path) as ledger:
        game = Played(ledger)
        game.open()
        game.day += timedelta(days=3)
        for number, who in enumerate(NAMES):
            for each in range(len(NAMES) - number):
                game.scan(who, f"thing{number}{each}")
        settled = game.settle(later=20)
        assert podiums(game) == {"ada": 1, "bob": 1, "cy": 1}
        assert game.tally("ada").earned["medallist"] == [["2027-01-16T14:00:00Z", settled]]
        game.moderation.decide("block", player("ada").sub, why=WHY)
        assert podiums(game) == {"ada": 1, "bob": 1, "cy": 1, "dee": 1}
        game.moderation.decide("unblock", player("ada").sub, why=WHY)
        game.moderation.decide("block", player("ada").sub, why=WHY)
        assert podiums(game)["dee"] == 1, "a place is given once"
        game.moderation.decide("revoke", player("bob").sub, "thing10_canonical", why=WHY)
        assert podiums(game) == {"ada": 1, "cy": 1, "dee": 1, "eve": 1}
        game.moderation.decide("erase", player("cy").sub, why=WHY)
        assert podiums(game) == {"ada": 1, "dee": 1, "eve": 1}
        assert all(ledger.rebuild().values())
