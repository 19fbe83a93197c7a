"""Seasons: what counts, to the second; and that boards are the fold of the log, whatever happened meanwhile."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from piclets.admin.moderation import Moderation
from piclets.domain.collecting.sets import SETS_OF
from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.events import (
    AnyEvent,
    DiscoveriesRevoked,
    PlayerErased,
    Scanned,
    SeasonAmended,
    SeasonOpened,
    SeasonSettled,
)
from piclets.domain.records import Evidence
from piclets.domain.season_plans import Quest, SeasonPlan, Together
from piclets.domain.season_rows import SeasonFindRow, SeasonPlayerRow, SeasonRow
from piclets.domain.seasons import closes, phase, review_ends
from piclets.domain.tables import ROW_TYPES
from piclets.errors import InvalidRequest, Missing, PicletsError
from piclets.ledger.decisions import Decisions
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import PrintQueries
from piclets.ledger.reports import Reports
from piclets.ledger.season_decisions import SeasonDecisions
from piclets.ledger.seasons import SeasonQueries
from tests.examples import a_third_of
from tests.ledger.conftest import OpenLedger
from tests.ledger.racing import at_once
from tests.making import player, scan
from tests.random_games import PLAYERS, WHY, events_of, folded, fresh_ledger, rows

BEFORE = "2027-02-01T00:00:00Z"
STARTS = "2027-03-01T00:00:00Z"
DURING = "2027-03-10T12:00:00Z"
ENDS = "2027-04-01T00:00:00Z"
LATE = "2027-04-01T00:30:00Z"
REVIEWED = "2027-04-08T00:30:00Z"
PLAN = SeasonPlan(
    title="Spring",
    starts=STARTS,
    ends=ENDS,
    quests=(
        Quest(id="tea", title="Tea time", names=("mug", "teapot", "kettle"), goal=2),
        Quest(id="rest", title="A rest", names=("sofa", "pillow", "mug"), goal=2),
    ),
    together=Together(title="A thousand things", goal=1000),
)


@dataclass
class Spring:
    """A game with one season, which was announced before it started."""

    ledger: Ledger

    @property
    def decisions(self) -> SeasonDecisions:
        return SeasonDecisions(self.ledger)

    @property
    def queries(self) -> SeasonQueries:
        return SeasonQueries(self.ledger.database)

    def note(self, at: str) -> DecisionNote:
        return DecisionNote(by="admin", at=at, why=WHY)

    def open(self, plan: SeasonPlan = PLAN, season: str = "spring", at: str = BEFORE) -> None:
        self.decisions.open(self.note(at), season, plan)

    def scan(
        self,
        who: str,
        what: str,
        *attributes: str,
        received: str = DURING,
        at: str = "",
        evidence: Evidence = "fresh",
    ) -> None:
        made = replace(scan(who, what, *attributes, at=at or received), received=received, evidence=evidence)
        self.ledger.record(made)

    def board(self, season: str = "spring") -> list[tuple[str, int, int]]:
        """(name, rank, points)"""
        return [(each.username, each.rank, each.points) for each in self.queries.board(season, 100)]

    def points(self, who: str) -> int:
        return {name: points for name, _, points in self.board()}.get(who, 0)

    def podium(self) -> list[tuple[str, int]]:
        return [(each.username, each.rank) for each in self.queries.podium("spring")]

    def met(self, who: str) -> tuple[str, ...]:
        own = self.queries.own("spring", f"sub-{who}")
        return own[0].met if own else ()

    def moderate(self) -> Moderation:
        return Moderation(self.ledger, Reports(self.ledger.database))

    def settle(self) -> None:
        self.decisions.settle(self.note(REVIEWED), "spring")


@pytest.fixture
def spring(ledger: Ledger) -> Spring:
    made = Spring(ledger)
    made.open()
    return made


@pytest.mark.parametrize(
    ("received", "at", "counts"),
    [
        ("2027-02-28T23:59:59Z", STARTS, False),
        (STARTS, STARTS, True),
        ("2027-03-31T23:59:59Z", "2027-03-31T23:59:59Z", True),
        ("2027-03-31T23:59:59Z", "2027-04-01T00:29:59Z", True),
        ("2027-03-31T23:59:59Z", LATE, False),
        (ENDS, ENDS, False),
    ],
)
def test_the_window_is_half_open_and_late_recordings_have_half_an_hour(
    spring: Spring, received: str, at: str, counts: bool
) -> None:
    spring.scan("ada", "mug", received=received, at=at)
    assert spring.points("ada") == (110 if counts else 0)


def test_a_clock_that_runs_backward_moves_no_scan_out_of_its_season(spring: Spring) -> None:
    spring.scan("ada", "mug", received="2027-03-31T23:59:00Z", at="2027-04-01T00:10:00Z")
    spring.scan("bob", "mug", received="2027-03-31T23:58:00Z", at="2027-03-31T23:59:00Z")
    assert spring.board() == [("ada", 1, 110), ("bob", 2, 10)]
    assert max(event.at for _, event in events_of(spring.ledger)) == "2027-04-01T00:10:00Z"


@pytest.mark.parametrize("evidence", ["again", "copy"])
def test_only_fresh_photos_count(spring: Spring, evidence: Evidence) -> None:
    spring.scan("ada", "mug", evidence=evidence)
    assert spring.board() == []


def test_a_piclet_counts_once_a_season_also_one_that_was_found_years_ago(ledger: Ledger) -> None:
    spring = Spring(ledger)
    spring.scan("ada", "mug", received=BEFORE)
    spring.open()
    spring.scan("ada", "mug")
    spring.scan("ada", "mug")
    spring.scan("ada", "mug", "blue")
    assert spring.board() == [("ada", 1, 10 + 60)]
    assert spring.queries.one("spring").found == 2
    assert spring.met("ada") == ("mug",)


def test_ranks_are_1_2_2_4_and_ties_in_order_of_who_was_first(spring: Spring) -> None:
    spring.scan("dee", "mug")
    for who in ("cy", "bob"):
        spring.scan(who, "mug")
    assert spring.board() == [("dee", 1, 110), ("cy", 2, 10), ("bob", 2, 10)]
    spring.scan("ada", "mug", received="2027-03-11T00:00:00Z")
    spring.scan("bob", "kettle")
    spring.scan("cy", "teapot")
    assert spring.board() == [("bob", 1, 120), ("cy", 1, 120), ("dee", 3, 110), ("ada", 4, 10)]
    own = spring.queries.own("spring", "sub-ada")
    assert own is not None
    assert own[1] == 4


def test_quests_follow_aliases_at_the_scan_and_a_merge_takes_nothing_away(spring: Spring) -> None:
    spring.scan("ada", "couch")  # a synonym of sofa leads there from the discovery on
    assert spring.met("ada") == ("sofa",)
    spring.scan("bob", "gadget")
    spring.scan("ada", "mug")
    spring.moderate().decide("merge", "mug", "gadget", why=WHY)
    spring.scan("cy", "gadget")
    assert (spring.met("ada"), spring.met("cy")) == (("sofa", "mug"), ("mug",))
    board = spring.board()
    merged = spring.moderate().decided()[0].event.id
    spring.moderate().decide("undo_merge", merged, why=WHY)
    assert spring.board() == board
    assert spring.met("ada") == ("sofa", "mug")
    assert all(spring.ledger.rebuild().values())


def test_a_quest_may_ask_for_what_is_in_no_set(ledger: Ledger) -> None:
    spring = Spring(ledger)
    assert not {"gizmo", "gadget"} & SETS_OF.keys()
    odd = Quest(id="odd", title="Odd things", names=("gizmo", "gadget"), goal=2)
    spring.open(PLAN.model_copy(update={"quests": (odd,)}))
    spring.scan("ada", "gadget")
    spring.scan("bob", "gizmo")
    spring.moderate().decide("merge", "gizmo", "gadget", why=WHY)
    spring.scan("cy", "gizmo", "blue")
    spring.scan("dee", "gadget")
    assert (spring.met("ada"), spring.met("bob")) == (("gadget",), ("gizmo",))
    assert spring.met("cy") == spring.met("dee") == ("gizmo", "gadget"), "both names lead there now"
    merged = spring.moderate().decided()[0].event.id
    spring.moderate().decide("undo_merge", merged, why=WHY)
    spring.scan("eve", "gadget")
    assert (spring.met("eve"), spring.met("cy")) == (("gadget",), ("gizmo", "gadget"))
    assert all(ledger.rebuild().values())


def test_two_servers_play_one_season(open_ledger: OpenLedger) -> None:
    servers = [Spring(open_ledger()), Spring(open_ledger())]
    one, other = servers
    one.open()
    finds = [(who, f"thing{thing}", servers[(who + thing) % 2]) for thing in range(6) for who in range(4)]
    at_once(lambda find: find[2].scan(f"p{find[0]}", find[1]), finds)
    assert one.board() == other.board()
    assert sum(points for *_, points in one.board()) == 24 * 10 + 6 * 100
    assert one.queries.one("spring").found == 24
    one.scan("late", "mug", received="2027-03-31T23:59:00Z", at="2027-04-01T00:10:00Z")
    other.scan("slow", "mug", received="2027-03-31T23:58:00Z", at="2027-03-31T23:59:00Z")
    other.scan("after", "mug", received=ENDS, at="2027-03-31T23:59:59Z")
    assert [one.points(who) for who in ("late", "slow", "after")] == [110, 10, 0], "one clock is behind"
    at_once(_settle, servers)
    settled = [event for _, event in events_of(one.ledger) if isinstance(event, SeasonSettled)]
    assert len(settled) == 1
    assert one.podium() == other.podium() != []
    assert other.board() == one.board()
    assert all(one.ledger.rebuild().values())


def _settle(spring: Spring) -> None:
    with suppress(InvalidRequest):  # the other server was first
        spring.settle()


def test_a_revoked_cheat_goes_and_no_one_else_falls(spring: Spring) -> None:
    spring.scan("cheat", "mug")
    spring.scan("cheat", "kettle")
    spring.scan("ada", "teapot")
    spring.scan("ada", "mug")
    spring.scan("bob", "mug")
    before = {name: rank for name, rank, _ in spring.board()}
    spring.moderate().decide("revoke", "sub-cheat", why=WHY)
    after = {name: rank for name, rank, _ in spring.board()}
    assert spring.board() == [("ada", 1, 120), ("bob", 2, 10)]
    assert all(after[name] <= before[name] for name in after)
    assert spring.queries.one("spring").found == 3
    assert all(spring.ledger.rebuild().values())


def test_half_of_what_a_player_found_is_revoked(spring: Spring) -> None:
    spring.scan("ada", "mug")
    spring.scan("ada", "kettle")
    spring.moderate().decide("revoke", "sub-ada", "mug_canonical", why=WHY)
    assert (spring.board(), spring.met("ada")) == ([("ada", 1, 110)], ("kettle",))
    spring.scan("ada", "mug")
    assert spring.met("ada") == ("kettle", "mug")


def test_blocked_players_are_on_no_board_until_they_are_unblocked(spring: Spring) -> None:
    spring.scan("cheat", "mug")
    spring.scan("ada", "mug")
    spring.moderate().decide("block", "sub-cheat", why=WHY)
    assert spring.board() == [("ada", 1, 10)]
    spring.moderate().decide("unblock", "sub-cheat", why=WHY)
    assert spring.board() == [("cheat", 1, 110), ("ada", 2, 10)]


def test_the_podium_is_who_was_on_it_when_it_was_settled_or_is_now(spring: Spring) -> None:
    for who, things in (("cheat", 4), ("ada", 3), ("bob", 2), ("cy", 1)):
        for number in range(things):
            spring.scan(who, f"thing{who}{number}")
    with pytest.raises(InvalidRequest, match="can be settled from 2027-04-08T00:30:00Z"):
        spring.decisions.settle(spring.note(ENDS), "spring")
    spring.settle()
    assert spring.podium() == [("cheat", 1), ("ada", 2), ("bob", 3)]
    spring.moderate().decide("revoke", "sub-cheat", why=WHY)
    assert spring.podium() == [("ada", 1), ("bob", 2), ("cy", 3)]
    with pytest.raises(InvalidRequest, match="settled already"):
        spring.settle()
    assert all(spring.ledger.rebuild().values())


def test_who_comes_back_takes_no_place_from_those_who_were_settled(spring: Spring) -> None:
    for who, things in (("back", 4), ("ada", 3), ("bob", 2), ("cy", 1)):
        for number in range(things):
            spring.scan(who, f"thing{who}{number}")
    spring.moderate().decide("block", "sub-back", why=WHY)
    spring.settle()
    spring.moderate().decide("unblock", "sub-back", why=WHY)
    assert spring.podium() == [("back", 1), ("ada", 1), ("bob", 2), ("cy", 3)]


def test_an_erased_winner_is_on_no_board_and_in_no_event(spring: Spring) -> None:
    spring.scan("winner", "mug")
    spring.scan("ada", "mug")
    spring.settle()
    spring.moderate().decide("erase", "sub-winner", why=WHY)
    assert (spring.board(), spring.podium()) == ([("ada", 1, 10)], [("ada", 1)])
    assert "winner" not in repr(events_of(spring.ledger))
    assert all(spring.ledger.rebuild().values())


def test_a_print_of_the_season_bears_its_mark(spring: Spring) -> None:
    spring.scan("ada", "mug")
    spring.scan("ada", "kettle", received=LATE)
    prints = PrintQueries(spring.ledger.database)
    pids = [prints.of_find("sub-ada", f"{thing}_canonical") for thing in ("mug", "kettle")]
    held = {each.pid: (each.season, each.season_title) for each in prints.by_pids([pid for pid in pids if pid])}
    assert [held[pid] for pid in pids if pid] == [("spring", "Spring"), (None, None)]


def test_what_may_be_decided_of_a_season(spring: Spring) -> None:
    decisions = spring.decisions
    for plan, words in (
        (PLAN.model_copy(update={"starts": "2027-01-01T00:00:00Z"}), "in the future"),
        (PLAN.model_copy(update={"starts": "2027-03-31T00:00:00Z", "ends": "2027-05-01T00:00:00Z"}), "at that time"),
        (PLAN.model_copy(update={"ends": STARTS}), "after it starts"),
        (PLAN.model_copy(update={"ends": "2028-04-01T00:00:00Z"}), "100 days"),
        (PLAN.model_copy(update={"ends": "9999-12-31T23:59:59Z"}), "year 2200"),
        (PLAN.model_copy(update={"ends": "2027-13-01T00:00:00Z"}), "not a date"),
    ):
        with pytest.raises(InvalidRequest, match=words):
            decisions.open(spring.note(BEFORE), "another", plan)
    with pytest.raises(InvalidRequest, match="already"):
        spring.open()
    with pytest.raises(Missing):
        decisions.cancel(spring.note(BEFORE), "nowhere")
    moved = PLAN.model_copy(update={"starts": "2027-03-02T00:00:00Z"})
    decisions.amend(spring.note(BEFORE), "spring", moved)
    renamed = moved.model_copy(update={"title": "A spring"})
    decisions.amend(spring.note(DURING), "spring", renamed)
    with pytest.raises(InvalidRequest, match="only its titles"):
        decisions.amend(spring.note(DURING), "spring", PLAN)
    spring.scan("ada", "mug")
    decisions.cancel(spring.note(DURING), "spring")
    spring.scan("ada", "kettle")
    assert spring.queries.one("spring").found == 1
    spring.open(PLAN.model_copy(update={"starts": "2027-03-20T00:00:00Z"}), "second", DURING)
    assert all(spring.ledger.rebuild().values())


def test_phases_follow_from_the_clock(spring: Spring) -> None:
    row = spring.queries.one("spring")
    assert (closes(row), review_ends(row)) == (LATE, REVIEWED)
    moments = (BEFORE, STARTS, "2027-03-31T23:59:59Z", ENDS, LATE, REVIEWED)
    assert [phase(row, now) for now in moments] == ["announced", "open", "open", "late", "review", "settled"]
    assert phase(replace(row, cancelled=True), DURING) == "cancelled"


# What random games do: each move is (what, who, thing, when), with the season open from its 8th minute to its 30th.
MOMENTS = [f"2027-03-01T00:{minute:02d}:00Z" for minute in range(60)]
SHORT = PLAN.model_copy(update={"starts": MOMENTS[8], "ends": MOMENTS[30]})
THINGS = st.sampled_from(["mug", "kettle", "couch", "pillow", "gadget"])
A_SCAN = st.tuples(st.just("scan"), PLAYERS, THINGS, st.sampled_from(["fresh", "fresh", "fresh", "copy"]))
A_DECISION = st.tuples(
    st.sampled_from(["revoke", "block", "unblock", "erase", "merge", "undo", "rename"]), PLAYERS, THINGS, THINGS
)
MOVES = st.lists(st.one_of(A_SCAN, A_SCAN, A_SCAN, A_DECISION), max_size=30)


@settings(max_examples=a_third_of(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES, st.integers(0, 30))
def test_boards_are_a_recount_of_the_log(tmp_path: Path, moves: list[tuple[str, str, str, Any]], cut: int) -> None:
    with fresh_ledger(tmp_path) as ledger:
        spring = Spring(ledger)
        spring.open(SHORT, at=MOMENTS[0])
        for minute, move in enumerate(moves, start=1):
            play(spring, move, MOMENTS[minute])
        log = events_of(ledger)
        in_memory = folded(log)
        for kind in ROW_TYPES:
            assert rows(ledger, kind) == sorted(in_memory.all(kind), key=repr)
        assert_counted(log, in_memory.all(SeasonFindRow), in_memory.all(SeasonPlayerRow), in_memory.all(SeasonRow))
        assert all(ledger.rebuild().values())
        with fresh_ledger(tmp_path) as restored:  # and a restore mid-season, before the rest has come
            restored.import_events(log[:cut])
            restored.import_events(log[cut:])
            for kind in ROW_TYPES:
                assert rows(restored, kind) == rows(ledger, kind)


def play(spring: Spring, move: tuple[str, str, str, Any], at: str) -> None:
    what, who, thing, rest = move
    note, sub = spring.note(at), f"sub-{who}"
    decisions = Decisions(spring.ledger)
    try:
        match what:
            case "scan":
                spring.scan(who, thing, received=at, evidence=rest)
            case "revoke":
                decisions.make("revoke", note, sub)
            case "block":
                decisions.make("block", note, sub)
            case "unblock":
                decisions.make("unblock", note, sub)
            case "erase":
                decisions.make("erase", note, sub)
            case "merge":
                decisions.make("merge", note, thing, rest)
            case "undo":
                merges = [
                    each.event.id for each in spring.moderate().decided() if each.event.kind == "objects_merged"
                ]
                decisions.make("undo_merge", note, merges[0] if merges else "none")
            case "rename":
                spring.ledger.follow_rename(player(who).model_copy(update={"username": uuid.uuid4().hex}), at)
    except PicletsError:  # not allowed now: the next move is made
        pass


def assert_counted(
    log: Sequence[tuple[int, AnyEvent]],
    finds: Iterable[SeasonFindRow],
    players: Iterable[SeasonPlayerRow],
    seasons: Iterable[SeasonRow],
) -> None:
    """A recount by hand: fresh, in the window, once a player and Piclet; not revoked, not erased."""
    counted: dict[tuple[str, str], tuple[int, Scanned]] = {}
    erased: set[str] = set()
    for seq, event in log:
        if isinstance(event, Scanned) and event.evidence == "fresh":
            if MOMENTS[8] <= str(event.received) < MOMENTS[30]:
                counted.setdefault((event.player.sub, event.type_id), (seq, event))
        elif isinstance(event, DiscoveriesRevoked):
            for credit in event.credits:
                key = event.player.sub, credit.type_id
                if key in counted and counted[key][1].status != "existing":
                    del counted[key]
        elif isinstance(event, PlayerErased):
            erased.add(event.player.sub)
    worth = {"new": 110, "variation": 60, "existing": 10}
    [season] = seasons
    assert season.found == len(counted)
    left = {key: made for key, made in counted.items() if key[0] not in erased}
    assert {(find.sub, find.type_id): find.seq for find in finds} == {key: seq for key, (seq, _) in left.items()}
    points: Counter[str] = Counter()
    for (sub, _), (_, event) in left.items():
        points[sub] += worth[event.status]
    assert {row.sub: row.points for row in players} == dict(points)


def test_events_of_seasons_are_read_as_they_were_written(spring: Spring) -> None:
    spring.decisions.cancel(spring.note(BEFORE), "spring")
    kinds = [type(event) for _, event in events_of(spring.ledger)]
    assert kinds == [SeasonOpened, SeasonAmended]
