"""Offers, gifts and trades of prints (contract, part 10).

Accepting is one writing transaction: what was agreed is checked in it, then the event is appended. No
print is ever locked and nothing is swept: an offer whose print has gone elsewhere cannot be accepted any more.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from piclets.clock import later
from piclets.domain import trading
from piclets.domain.events import Traded
from piclets.domain.gift_codes import GiftCode
from piclets.domain.records import Player
from piclets.domain.tables import PlayerRow, PrintRow, TradeRow
from piclets.domain.trading import Offer
from piclets.errors import Conflict, InvalidRequest, Missing, RateLimited
from piclets.ledger import relations, trade_checks
from piclets.ledger.ledger import Ledger
from piclets.ledger.schema import offers
from piclets.ledger.sql_tables import SqlTables

MAX_OFFERS_MADE: Final = 50
"""Offers that a player makes within the time that one lasts, withdrawn ones too."""


@dataclass(frozen=True)
class Accepted:
    """A trade or a gift that is done: the prints that the accepting player got, and its event's place in the log."""

    id: str
    seq: int
    got: tuple[str, ...]


class _DoneBefore(Exception):
    """This very trade was made already: the transaction ends without an event."""

    def __init__(self, row: TradeRow) -> None:
        super().__init__(row.id)
        self.row = row


class Trades:
    """`now` is this moment in UTC, ISO 8601 with a Z.

    Methods raise InvalidRequest, Missing, Conflict and RateLimited with a sentence for the player, ServiceUnavailable
    where nothing may be changed, and StorageUnavailable.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def offer(self, player: Player, give: Sequence[str], want: Sequence[str], to: str | None, now: str) -> Offer:
        """Offer prints for others: to a player by username, or to everyone on the board."""
        self._ledger.check_own()
        with self._database.write() as connection:
            tables = SqlTables(connection)
            addressee = _addressee(connection, player.sub, to) if to is not None else None
            trade_checks.may_trade(connection, tables, player.sub, now)
            trade_checks.may_be_given(tables, player.sub, give, now)
            _have_room(connection, player.sub, now)
            made = Offer(
                id=uuid.uuid4().hex,
                revision=1,
                maker=player.sub,
                to=addressee,
                gave=tuple(give),
                want=trade_checks.wishes(tables, player.sub, want),
                until=later(now, trading.OFFER_LASTS),
                state="open",
            )
            connection.execute(insert(offers).values(**_values(made)))
        return made

    def counter(
        self, player: Player, offer_id: str, revision: int, give: Sequence[str], want: Sequence[str], now: str
    ) -> Offer:
        """Answer an offer that was made to this player with another: the next revision, the other way round."""
        self._ledger.check_own()
        with self._database.write() as connection:
            tables = SqlTables(connection)
            offer = _open_offer(connection, offer_id, revision, now)
            if offer.to != player.sub:
                raise _no_offer()
            trade_checks.may_trade(connection, tables, player.sub, now)
            trade_checks.may_be_given(tables, player.sub, give, now)
            countered = replace(
                offer,
                revision=offer.revision + 1,
                maker=player.sub,
                to=offer.maker,
                gave=tuple(give),
                want=trade_checks.wishes(tables, player.sub, want),
                until=later(now, trading.OFFER_LASTS),
            )
            _put(connection, countered)
        return countered

    def end(self, player: Player, offer_id: str, now: str) -> Offer:
        """Withdraw an offer of one's own, or decline one that was made to this player. Again: the same answer."""
        with self._database.write() as connection:
            offer = _offer(connection, offer_id)
            if offer is None or player.sub not in (offer.maker, offer.to):
                raise _no_offer()
            if offer.at(now).state != "open":
                return offer.at(now)
            state: trading.State = "withdrawn" if offer.maker == player.sub else "declined"
            ended = replace(offer, revision=offer.revision + 1, state=state)
            _put(connection, ended)
        return ended

    def accept(self, player: Player, offer_id: str, revision: int, give: Sequence[str] | None, now: str) -> Accepted:
        """Make the trade. Accepting once more answers alike; a revision that is not the last one is a Conflict.

        `give` names a print for each wish of the offer; it may be left out where the wishes are PIDs.
        """

        def decide(connection: Connection, tables: SqlTables) -> Traded:
            _raise_if_done(tables, offer_id, player.sub)
            offer = _open_offer(connection, offer_id, revision, now)
            if offer.maker == player.sub:
                raise InvalidRequest("This offer is your own.")
            if offer.to not in (None, player.sub):
                raise _no_offer()
            if relations.is_barred(connection, offer.maker, player.sub):
                raise _no_offer()
            given = tuple(give) if give is not None else trade_checks.named_prints(tables, offer.want)
            trade_checks.may_trade(connection, tables, player.sub, now)
            trade_checks.may_be_given(tables, player.sub, given, now)
            if not trading.meets(offer.want, [trade_checks.names(tables, pid) for pid in given]):
                raise InvalidRequest("The offer asks for something else: please name one print for each wish.")
            trade_checks.may_still_trade(connection, tables, offer.maker, now)
            trade_checks.may_still_be_given(tables, offer.maker, offer.gave, now)
            trade_checks.pair_may_trade(connection, player.sub, offer.maker, now)
            _put(connection, replace(offer, to=player.sub, revision=offer.revision + 1, state="done"))
            return Traded(
                id=offer.id,
                at=now,
                player=_named(tables, offer.maker, "a player"),
                other=_named(tables, player.sub, player.username),
                gave=offer.gave,
                got=given,
            )

        return self._append(decide)

    def mine(self, sub: str, now: str, limit: int, offset: int) -> list[Offer]:
        """A player's open offers, made and received; those that last longest first."""
        return self._open((offers.c.maker == sub) | (offers.c.to == sub), now, limit, offset)

    def find(self, offer_id: str) -> Offer | None:
        """An offer, whatever its state."""
        with self._database.read() as connection:
            return _offer(connection, offer_id)

    def board(self, now: str, limit: int, offset: int) -> list[Offer]:
        """Open offers to everyone, the newest first."""
        return self._open(offers.c.to.is_(None), now, limit, offset)

    def gift(self, player: Player, pid: str, now: str) -> GiftCode:
        """What a code for this print has to say. Nothing moves before it is used."""
        self._ledger.check_own()
        with self._database.read() as connection:
            tables = SqlTables(connection)
            trade_checks.not_blocked(tables, player.sub)
            [row] = trade_checks.may_be_given(tables, player.sub, [pid], now)
            trade_checks.may_give(connection, player.sub, now)
        return GiftCode(pid, row.moves, later(now, trading.GIFT_LASTS))

    def redeem(self, player: Player, code: GiftCode, now: str) -> Accepted:
        """Take the gift of a code. The first who does has it; doing so again answers alike."""

        def decide(connection: Connection, tables: SqlTables) -> Traded:
            _raise_if_done(tables, code.id, player.sub)
            row = tables.get(PrintRow, code.pid)
            if row is None or row.moves != code.moves:
                raise Conflict("This gift has been taken already.")
            if now >= code.until:
                raise InvalidRequest("This gift has expired: a code lasts fourteen days.")
            if row.holder == player.sub:
                raise InvalidRequest("This print is yours: send the code to the player you give it to.")
            trade_checks.not_blocked(tables, player.sub)
            trade_checks.may_still_be_given(tables, row.holder, [code.pid], now)
            trade_checks.may_give(connection, row.holder, now)
            return Traded(
                id=code.id,
                at=now,
                player=_named(tables, row.holder, "a player"),
                other=_named(tables, player.sub, player.username),
                gave=(code.pid,),
            )

        return self._append(decide)

    def _append(self, decide: Callable[[Connection, SqlTables], Traded]) -> Accepted:
        try:
            made: list[Traded] = []

            def remembered(connection: Connection, tables: SqlTables) -> Traded:
                made[:] = [decide(connection, tables)]
                return made[0]

            seq = self._ledger.append(remembered)
            return Accepted(made[0].id, seq, made[0].gave)
        except _DoneBefore as done:
            return Accepted(done.row.id, done.row.seq, done.row.gave)

    def _open(self, which: ColumnElement[bool], now: str, limit: int, offset: int) -> list[Offer]:
        open_ = select(offers).where(which, offers.c.state == "open", offers.c.until > now)
        ordered = open_.order_by(offers.c.until.desc(), offers.c.id).limit(limit).offset(offset)
        with self._database.read() as connection:
            return [_read(dict(row)) for row in connection.execute(ordered).mappings()]


def _addressee(connection: Connection, maker: str, username: str) -> str:
    sub = relations.sub_of(connection, username)
    if sub == maker:
        raise InvalidRequest("That is you.")
    if not relations.takes_offers(connection, sub, maker):
        raise InvalidRequest("This player takes no offers.")  # a bar and a closed door sound alike
    return sub


def _have_room(connection: Connection, sub: str, now: str) -> None:
    """Drop what has ended of a player's offers. Raises RateLimited where there are too many."""
    mine = offers.c.maker == sub
    connection.execute(delete(offers).where(mine, offers.c.until <= now))
    states = connection.execute(select(offers.c.state).where(mine)).scalars().all()
    if states.count("open") >= trading.MAX_OPEN_OFFERS:
        raise RateLimited(f"You have {trading.MAX_OPEN_OFFERS} open offers. Please withdraw one of them first.")
    if len(states) >= MAX_OFFERS_MADE:
        raise RateLimited("You have made too many offers today. Please come back tomorrow.", retry_after=24 * 3600)


def _offer(connection: Connection, offer_id: str) -> Offer | None:
    row = connection.execute(select(offers).where(offers.c.id == offer_id)).mappings().first()
    return _read(dict(row)) if row else None


def _open_offer(connection: Connection, offer_id: str, revision: int, now: str) -> Offer:
    """Raises Missing where there is none, Conflict where it is not what was read."""
    offer = _offer(connection, offer_id)
    if offer is None:
        raise _no_offer()
    if offer.at(now).state != "open" or offer.revision != revision:
        raise Conflict("This offer has changed meanwhile. Please look at it again.")
    return offer


def _no_offer() -> Missing:
    return Missing("There is no such offer.")


def _raise_if_done(tables: SqlTables, trade_id: str, sub: str) -> None:
    row = tables.get(TradeRow, trade_id)
    if row is not None and row.other == sub:
        raise _DoneBefore(row)
    if row is not None:
        raise Conflict("Another player was faster.")


def _named(tables: SqlTables, sub: str, otherwise: str) -> Player:
    row = tables.get(PlayerRow, sub)
    return Player(sub=sub, username=row.username if row else otherwise)


def _read(values: dict[str, Any]) -> Offer:
    return Offer(**{**values, "gave": tuple(values["gave"]), "want": tuple(values["want"])})


def _values(offer: Offer) -> dict[str, Any]:
    return {**vars(offer), "gave": list(offer.gave), "want": list(offer.want)}


def _put(connection: Connection, offer: Offer) -> None:
    connection.execute(update(offers).where(offers.c.id == offer.id).values(**_values(offer)))
