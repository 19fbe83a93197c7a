"""Prints change hands: gifts, offers, what may not be, and what is conserved (contract, part 10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from piclets.admin.moderation import Moderation
from piclets.clock import later
from piclets.domain import gift_codes
from piclets.domain.tables import ROW_TYPES, PrintRow
from piclets.domain.trading import OFFER_LASTS
from piclets.errors import Conflict, InvalidRequest, Missing, PicletsError, RateLimited
from piclets.ledger.ledger import Ledger
from piclets.ledger.relations import Relations
from piclets.ledger.reports import Reports
from piclets.ledger.trades import Accepted
from tests.ledger.market import KEY, LONG_AGO, NOW, Market, trades_in
from tests.ledger.racing import at_once
from tests.making import player, scan
from tests.random_games import events_of, folded, fresh_ledger, rows

WHY = "because it is so"


@pytest.fixture
def market(ledger: Ledger) -> Market:
    made = Market(ledger)
    made.join("ada", "bob")
    return made


def test_a_trade_swaps_prints_and_nothing_else(market: Market) -> None:
    mine, theirs = market.pid("ada"), market.pid("bob", 1)
    offer = market.offer("ada", [mine], ["thing1"])
    done = market.accept("bob", offer, [theirs])
    assert (market.holder(mine), market.holder(theirs), done.got) == ("bob", "ada", (mine,))
    held = market.prints.by_pid(mine)
    assert held is not None
    assert (held.finder, held.moves) == ("ada", 1)
    assert [(each.holder, each.how) for each in market.prints.histories([held])[mine]] == [
        ("ada", "found"),
        ("bob", "trade"),
    ]
    assert market.prints.of_find("sub-ada", "thing0_canonical") == mine
    assert all(market.ledger.rebuild().values())


def test_accepting_once_more_answers_alike_and_others_are_too_late(market: Market) -> None:
    market.join("cy")
    offer = market.offer("ada", [market.pid("ada")], ["thing1"])
    done = market.accept("bob", offer, [market.pid("bob", 1)])
    assert market.accept("bob", offer, [market.pid("bob", 1)]) == done
    with pytest.raises(Conflict, match="faster"):
        market.accept("cy", offer, [market.pid("cy", 1)])
    assert len(trades_in(market.ledger)) == 1


def test_fifty_who_accept_at_once_are_one_trade(market: Market) -> None:
    names = [f"player{number}" for number in range(6)]
    market.join(*names)
    offer = market.offer("ada", [market.pid("ada")], ["thing1"])

    def accept(number: int) -> bool:
        name = names[number % len(names)]
        try:
            market.accept(name, offer, [market.pid(name, 1)])
        except Conflict:
            return False
        return True

    accepted = at_once(accept, list(range(50)))
    assert len(trades_in(market.ledger)) == 1
    winner = market.holder(market.pid("ada"))
    assert [names[number % len(names)] == winner for number in range(50)] == accepted
    assert all(market.ledger.rebuild().values())


def test_an_offer_that_changed_is_not_accepted_as_it_was(market: Market) -> None:
    Relations(market.ledger.database).set_door("sub-bob", "everyone")
    offer = market.offer("ada", [market.pid("ada")], ["thing1"], to="bob")
    counter = market.trades.counter(
        player("bob"), offer.id, offer.revision, [market.pid("bob", 2)], [market.pid("ada")], NOW
    )
    assert (counter.id, counter.revision, counter.maker, counter.to) == (offer.id, 2, "sub-bob", "sub-ada")
    with pytest.raises(Conflict):
        market.trades.accept(player("ada"), offer.id, 1, None, NOW)
    market.accept("ada", counter)
    assert market.holder(market.pid("bob", 2)) == "ada"


@pytest.mark.parametrize("after", ["withdrawn", "declined", "expired", "moved"])
def test_an_offer_that_is_over_cannot_be_accepted(market: Market, after: str) -> None:
    Relations(market.ledger.database).set_door("sub-bob", "everyone")
    offer = market.offer("ada", [market.pid("ada")], ["thing1"], to="bob")
    now = NOW
    if after in ("withdrawn", "declined"):
        ended = market.trades.end(player("ada" if after == "withdrawn" else "bob"), offer.id, NOW)
        assert ended.state == after
        assert market.trades.end(player("ada"), offer.id, NOW) == ended
    elif after == "expired":
        now = later(NOW, OFFER_LASTS)
    else:
        gift(market, "ada", market.pid("ada"), "bob")
    with pytest.raises(Conflict):
        market.accept("bob", offer, [market.pid("bob", 1)], now)
    assert market.trades.mine("sub-ada", later(NOW, OFFER_LASTS), 10, 0) == []


def gift(market: Market, giver: str, pid: str, taker: str, now: str = NOW) -> Accepted:
    code = market.trades.gift(player(giver), pid, now)
    return market.trades.redeem(player(taker), gift_codes.read(gift_codes.written(code, KEY), KEY), now)


def test_a_gift_is_taken_once_even_by_a_newcomer(market: Market) -> None:
    pid = market.pid("ada")
    code = market.trades.gift(player("ada"), pid, NOW)
    done = market.trades.redeem(player("newcomer"), code, NOW)
    assert market.holder(pid) == "newcomer"
    assert market.trades.redeem(player("newcomer"), code, NOW) == done
    with pytest.raises(Conflict):
        market.trades.redeem(player("bob"), code, NOW)
    assert [event.got for event in trades_in(market.ledger)] == [()]
    assert all(market.ledger.rebuild().values())


def test_a_gift_ends_and_is_not_taken_by_its_giver(market: Market) -> None:
    code = market.trades.gift(player("ada"), market.pid("ada"), NOW)
    with pytest.raises(InvalidRequest, match="expired"):
        market.trades.redeem(player("bob"), code, code.until)
    with pytest.raises(InvalidRequest, match="yours"):
        market.trades.redeem(player("ada"), code, NOW)


REFUSED: dict[str, tuple[type[PicletsError], Callable[[Market], object]]] = {
    "somebody else's print": (InvalidRequest, lambda m: m.offer("ada", [m.pid("bob")], ["thing1"])),
    "no print": (Missing, lambda m: m.offer("ada", ["00000000"], ["thing1"])),
    "the same print twice": (InvalidRequest, lambda m: m.offer("ada", [m.pid("ada")] * 2, ["thing1"])),
    "nothing": (InvalidRequest, lambda m: m.offer("ada", [], ["thing1"])),
    "for nothing": (InvalidRequest, lambda m: m.offer("ada", [m.pid("ada")], [])),
    "for what does not exist": (Missing, lambda m: m.offer("ada", [m.pid("ada")], ["unicorn"])),
    "to oneself": (InvalidRequest, lambda m: m.offer("ada", [m.pid("ada")], ["thing1"], to="ada")),
    "to a closed door": (InvalidRequest, lambda m: m.offer("ada", [m.pid("ada")], ["thing1"], to="bob")),
    "to nobody we know": (Missing, lambda m: m.offer("ada", [m.pid("ada")], ["thing1"], to="unheard of")),
    "one's own offer": (InvalidRequest, lambda m: m.accept("ada", m.offer("ada", [m.pid("ada")], ["thing1"]))),
    "with the wrong print": (
        InvalidRequest,
        lambda m: m.accept("bob", m.offer("ada", [m.pid("ada")], ["thing1"]), [m.pid("bob", 2)]),
    ),
    "before seven days": (RateLimited, lambda m: m.offer("ada", [m.pid("ada")], ["thing1"], now=LONG_AGO)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(market: Market, case: str) -> None:
    error, act = REFUSED[case]
    with pytest.raises(error):
        act(market)
    assert trades_in(market.ledger) == []


def test_a_received_print_rests_for_a_day(market: Market) -> None:
    pid = market.pid("ada")
    gift(market, "ada", pid, "bob")
    with pytest.raises(InvalidRequest, match="rests"):
        market.trades.gift(player("bob"), pid, "2026-03-02T11:59:59Z")
    market.trades.gift(player("bob"), pid, "2026-03-02T12:00:00Z")


def test_three_gifts_a_week_and_one_trade_of_a_pair_a_day(market: Market) -> None:
    for thing in range(3):
        gift(market, "ada", market.pid("ada", thing), "bob")
    with pytest.raises(RateLimited, match="week"):
        market.trades.gift(player("ada"), market.pid("ada", 3), NOW)
    market.accept("bob", market.offer("ada", [market.pid("ada", 4)], ["thing5"]), [market.pid("bob", 5)])
    with pytest.raises(RateLimited, match="tomorrow"):
        market.accept("bob", market.offer("ada", [market.pid("ada", 6)], ["thing7"]), [market.pid("bob", 7)])


def test_five_open_offers(market: Market) -> None:
    for thing in range(5):
        market.offer("ada", [market.pid("ada", thing)], ["thing9"])
    with pytest.raises(RateLimited, match="withdraw"):
        market.offer("ada", [market.pid("ada", 5)], ["thing9"])
    [first, *_] = market.trades.mine("sub-ada", NOW, 10, 0)
    market.trades.end(player("ada"), first.id, NOW)
    market.offer("ada", [market.pid("ada", 5)], ["thing9"])


def test_a_bar_sounds_like_a_closed_door(market: Market) -> None:
    relations = Relations(market.ledger.database)
    relations.set_door("sub-bob", "following")
    told = set()
    changes: list[Callable[[], None]] = [
        lambda: relations.bar("sub-bob", "ada"),
        lambda: relations.set_door("sub-bob", "everyone"),
        lambda: relations.set_door("sub-bob", "following"),
    ]
    for change in changes:
        change()
        with pytest.raises(InvalidRequest) as refused:
            market.offer("ada", [market.pid("ada")], ["thing1"], to="bob")
        told.add(refused.value.message)
    assert len(told) == 1
    relations.unbar("sub-bob", "ada")
    relations.set_door("sub-bob", "following")
    relations.follow("sub-bob", "ada")
    assert market.offer("ada", [market.pid("ada")], ["thing1"], to="bob").to == "sub-bob"
    assert (relations.barred("sub-bob"), relations.followed("sub-bob")) == ([], ["ada"])


def test_prints_that_are_hidden_or_void_stay(market: Market) -> None:
    moderation = Moderation(market.ledger, Reports(market.ledger.database))
    hidden, void = market.pid("ada", 1), market.pid("ada", 2)
    traded = market.pid("ada", 3)
    gift(market, "ada", traded, "bob")
    moderation.decide("hide", "thing1_canonical", why=WHY)
    moderation.decide("revoke", "sub-ada", why=WHY)
    with pytest.raises(Missing):
        market.trades.gift(player("ada"), hidden, NOW)
    with pytest.raises(InvalidRequest, match="void"):
        market.trades.gift(player("ada"), void, NOW)
    kept = market.prints.by_pid(traded)
    assert kept is not None
    assert (kept.revoked, kept.void, kept.holder) == (True, False, "bob")


def test_a_trade_is_undone_while_both_still_hold(market: Market) -> None:
    moderation = Moderation(market.ledger, Reports(market.ledger.database))
    mine, theirs = market.pid("ada"), market.pid("bob", 1)
    done = market.accept("bob", market.offer("ada", [mine], ["thing1"]), [theirs])
    moderation.decide("undo_trade", done.id, why=WHY)
    assert (market.holder(mine), market.holder(theirs)) == ("ada", "bob")
    with pytest.raises(InvalidRequest, match="undone"):
        moderation.decide("undo_trade", done.id, why=WHY)
    given = gift(market, "ada", mine, "bob", "2099-03-02T12:00:00Z")
    gift(market, "bob", mine, "cy", "2099-03-04T12:00:00Z")
    with pytest.raises(InvalidRequest, match="gone on"):
        moderation.decide("undo_trade", given.id, why=WHY)
    assert all(market.ledger.rebuild().values())


def test_either_side_can_be_erased(market: Market) -> None:
    moderation = Moderation(market.ledger, Reports(market.ledger.database))
    mine, theirs = market.pid("ada"), market.pid("bob", 1)
    market.accept("bob", market.offer("ada", [mine], ["thing1"]), [theirs])
    market.offer("bob", [market.pid("bob", 2)], ["thing3"])
    for name in ("bob", "ada"):
        moderation.decide("erase", f"sub-{name}", why=WHY)
        log = " ".join(event.model_dump_json() for _, event in events_of(market.ledger))
        assert f"sub-{name}" not in log
        assert all(market.ledger.rebuild().values())
    assert market.trades.board(NOW, 10, 0) == []
    assert market.holder(mine) == market.holder(theirs) == "a player"


def test_the_prints_of_an_erased_player_go_nowhere_any_more(market: Market) -> None:
    market.join("cy")
    kept, given = market.pid("ada"), market.pid("ada", 1)
    code = market.trades.gift(player("ada"), kept, NOW)
    offer = market.offer("bob", [market.pid("bob")], [kept])
    gift(market, "ada", given, "bob")
    Moderation(market.ledger, Reports(market.ledger.database)).decide("erase", "sub-ada", why=WHY)
    with pytest.raises(Conflict):
        market.trades.redeem(player("bob"), code, NOW)
    with pytest.raises(InvalidRequest, match="not held by you"):
        market.accept("cy", offer, [kept])
    held = market.prints.by_pid(kept)
    assert held is not None
    assert (held.holder, held.finder) == ("a player", "a player")
    later = "2026-03-03T12:00:00Z"
    gift(market, "bob", given, "cy", later)  # what another player holds is that player's
    assert market.holder(given) == "cy"
    assert all(market.ledger.rebuild().values())


PEOPLE = st.sampled_from(["ada", "bob", "cy"])
PRINTS = st.tuples(PEOPLE, st.integers(0, 9))
DAYS = st.integers(0, 20)
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("trade"), PEOPLE, PRINTS, PEOPLE, PRINTS, DAYS),
        st.tuples(st.just("gift"), PEOPLE, PRINTS, PEOPLE, DAYS),
        st.tuples(st.just("hide"), st.integers(0, 9)),
        st.tuples(st.just("merge"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("revoke"), PEOPLE),
        st.tuples(st.just("erase"), PEOPLE),
        st.tuples(st.just("scan"), PEOPLE, st.integers(0, 12)),
    ),
    max_size=12,
)


@settings(
    max_examples=10,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(MOVES)
def test_prints_are_neither_made_nor_lost_whatever_happens(tmp_path: Path, moves: list[tuple[object, ...]]) -> None:
    with fresh_ledger(tmp_path) as ledger:
        check_conservation(Market(ledger), moves)


def check_conservation(market: Market, moves: list[tuple[object, ...]]) -> None:
    market.join("ada", "bob", "cy")
    made = {row.pid: (row.type_id, row.number) for row in rows(market.ledger, PrintRow) if isinstance(row, PrintRow)}
    pids = {(name, thing): market.pid(name, thing) for name in ("ada", "bob", "cy") for thing in range(10)}
    for move in moves:
        before = len(events_of(market.ledger))
        try:
            play(market, pids, move)
        except PicletsError:
            assert len(events_of(market.ledger)) == before
    after = {row.pid: (row.type_id, row.number) for row in rows(market.ledger, PrintRow) if isinstance(row, PrintRow)}
    assert made.items() <= after.items()
    tables = folded(events_of(market.ledger))
    for kind in ROW_TYPES:
        assert rows(market.ledger, kind) == sorted(tables.all(kind), key=repr)


def play(market: Market, pids: dict[tuple[str, int], str], move: tuple[object, ...]) -> None:
    moderation = Moderation(market.ledger, Reports(market.ledger.database))
    match move:
        case ("trade", str(maker), (str(a), int(x)), str(taker), (str(b), int(y)), int(day)):
            now = f"2026-04-{day + 1:02d}T00:00:00Z"
            offer = market.offer(maker, [pids[a, x]], [pids[b, y]], now=now)
            market.accept(taker, offer, now=now)
        case ("gift", str(giver), (str(a), int(x)), str(taker), int(day)):
            gift(market, giver, pids[a, x], taker, f"2026-04-{day + 1:02d}T00:00:00Z")
        case ("hide", int(thing)):
            moderation.decide("hide", f"thing{thing}_canonical", why=WHY)
        case ("merge", int(one), int(other)):
            moderation.decide("merge", f"thing{one}", f"thing{other}", why=WHY)
        case ("revoke", str(name)):
            moderation.decide("revoke", f"sub-{name}", why=WHY)
        case ("erase", str(name)):
            moderation.decide("erase", f"sub-{name}", why=WHY)
        case ("scan", str(name), int(thing)):
            market.ledger.record(scan(name, f"thing{thing}", at=LONG_AGO))
