"""Gifts and trades: prints change hands, and nothing else does (contract, part 10).

A discovery, a find and a score never move. The limits weigh what people who run such games report: enough for
friends who swap, too little for a farm of accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Literal

from piclets.clock import later
from piclets.domain.collecting import exchanges
from piclets.domain.collecting.counting import Moment
from piclets.domain.events import Traded, TradeUndone
from piclets.domain.standings import put_player
from piclets.domain.tables import MoveRow, PlayerRow, PrintRow, Tables, TradeRow

MAX_SIDE: Final = 5
"""Prints on one side of a trade."""
MAX_OPEN_OFFERS: Final = 5
MAX_TRADES_A_DAY: Final = 10
MAX_TRADES_OF_A_PAIR_A_DAY: Final = 1
MAX_GIFTS_A_WEEK: Final = 3
MIN_DAYS: Final = 7
MIN_FRESH_FINDS: Final = 10
OFFER_LASTS: Final = timedelta(hours=72)
GIFT_LASTS: Final = timedelta(days=14)
RESTS: Final = timedelta(hours=24)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)

Door = Literal["nobody", "following", "everyone"]
"""Whose offers a player takes: no one's, those of players whom this one follows, or anyone's."""

State = Literal["open", "done", "withdrawn", "declined", "expired"]
How = Literal["trade", "gift", "undone"]


@dataclass(frozen=True)
class Offer:
    """Prints (`gave`, PIDs) offered for others (`want`: PIDs, typeIds, object names), until a moment (UTC, ISO 8601).

    `maker` and `to` are subs; without `to` it hangs on the board. Every change raises `revision`, and an
    acceptance names the one that was read: nothing changes under a click.
    """

    id: str
    revision: int
    maker: str
    to: str | None
    gave: tuple[str, ...]
    want: tuple[str, ...]
    until: str
    state: State

    def at(self, now: str) -> Offer:
        """The offer as it stands at a moment: expiry is read, never swept."""
        return replace(self, state="expired") if self.state == "open" and now >= self.until else self


def rests(row: PrintRow, now: str) -> bool:
    """Whether a print that was received lately may not go on yet."""
    return row.moved_at is not None and now < later(row.moved_at, RESTS)


def is_void(*, revoked: bool, finder: str, holder: str) -> bool:
    """Whether a print counts for nothing: its find was revoked, and its finder still holds it."""
    return revoked and finder == holder


def meets(wanted: Sequence[str], given: Iterable[tuple[str, str, str]]) -> bool:
    """Whether prints, each as (PID, typeId, object name), are what was asked for, one for each wish."""
    left, wishes = list(given), list(wanted)
    # The most particular wishes choose first: a wish for any kettle leaves the very kettle that another names.
    for kind in range(3):
        for wish in tuple(wishes):
            fitting = next((names for names in left if names[kind] == wish), None)
            if fitting is not None:
                left.remove(fitting)
                wishes.remove(wish)
    return not left and not wishes


def fold(event: Traded, seq: int, tables: Tables) -> None:
    """Let the prints of a trade or a gift change hands."""
    player, other = event.player.sub, event.other.sub
    if tables.get(PlayerRow, other) is None:  # a gift can be the first thing that a player has
        put_player(PlayerRow(other, event.other.username, 0, 0, 0, 0, seq), tables)
    tables.put(TradeRow(event.id, player, other, event.gave, event.got, event.at, undone=False, seq=seq))
    how: How = "trade" if event.got else "gift"
    for pid in event.gave:
        _move(pid, other, how, event.id, event.at, seq, tables)
    for pid in event.got:
        _move(pid, player, how, event.id, event.at, seq, tables)


def undo(event: TradeUndone, seq: int, tables: Tables) -> None:
    """Give back what a trade had moved."""
    trade = tables.get(TradeRow, event.trade)
    if trade is None:
        raise ValueError(f"the log is broken: event {event.id} undoes {event.trade}, which is no trade")
    tables.put(replace(trade, undone=True))
    for pid in trade.gave:
        _move(pid, trade.player, "undone", event.id, event.at, seq, tables)
    for pid in trade.got:
        _move(pid, trade.other, "undone", event.id, event.at, seq, tables)


def _move(pid: str, holder: str, how: How, event_id: str, at: str, seq: int, tables: Tables) -> None:
    row = tables.get(PrintRow, pid)
    if row is None:
        raise ValueError(f"the log is broken: event {event_id} moves print {pid}, which was never made")
    if how == "undone":
        exchanges.returned(row, Moment(at, seq), tables)
    else:
        exchanges.moved(row, holder, Moment(at, seq), tables)
    moves = row.moves + 1
    received = None if how == "undone" else at  # what is given back need not rest
    tables.put(replace(row, holder=holder, moves=moves, moved_at=received, moved=seq))
    tables.put(MoveRow(pid, moves, holder, how, at, seq))
