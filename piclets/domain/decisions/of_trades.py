"""A trade or gift is undone."""

from __future__ import annotations

from typing import Final

from piclets.domain import trading
from piclets.domain.decisions.decision import Case, Decision, Field
from piclets.domain.decisions.of_players import asked_player
from piclets.domain.events import TradeUndone
from piclets.domain.tables import PrintRow, TradeRow
from piclets.errors import InvalidRequest, NotFound


def _undo(case: Case) -> TradeUndone:
    """Both players still hold what they got."""
    row = case.tables.get(TradeRow, case.subject)
    if row is None:
        raise NotFound("There is no such trade.", object_name=case.subject)
    if row.undone:
        raise InvalidRequest("This trade is undone already.")
    holders = [(pid, row.other) for pid in row.gave] + [(pid, row.player) for pid in row.got]
    prints = [(case.tables.get(PrintRow, pid), holder) for pid, holder in holders]
    if any(held is None or held.holder != holder or held.moved != row.seq for held, holder in prints):
        raise InvalidRequest("A print of this trade has gone on to another player: it cannot be undone.")
    player, other = asked_player(row.player, case.tables), asked_player(row.other, case.tables)
    return TradeUndone(**vars(case.note), trade=case.subject, player=player, other=other)


UNDO_TRADE: Final = Decision(
    verb="undo_trade",
    title="Undo a trade or gift",
    words="The prints go back, if both players still hold what they got.",
    subject=Field("Id of the trade (see the print's history)"),
    event=TradeUndone,
    decide=_undo,
    fold=trading.undo,
    about=lambda event: event.trade,
)
