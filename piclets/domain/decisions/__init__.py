"""What the operator can decide at the console, each with its form, its rule and what it does to the tables.

The console, the log and the tables all go by `DECISIONS`. Seasons are decided by forms of their own (`seasons`).
The rules:

- A Piclet is shown unless it was hidden; a variation is shown with its canonical only. What is hidden keeps its name,
  its number, its attributes and its scan counts.
- A typeId is never given to another thing. So numbers never fall, and a name that an object had stays an alias of it
  permanently: no other object's typeIds are made of that name. Only undoing the merge makes it a name again.
- Scores change by one decision alone: a discovery that is revoked takes its points along. The Piclet stays for the
  players who have it, with the same typeId, and the next player to find it for the first time is its discoverer.
- A player who is erased leaves discoveries and scan counts behind, under a pseudonym, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from piclets.domain import seasons
from piclets.domain.decisions.decision import Decision
from piclets.domain.decisions.of_objects import MERGE, REMOVE_ALIAS, RENAME, UNDO_MERGE
from piclets.domain.decisions.of_piclets import HIDE, RESET_NAME, UNHIDE
from piclets.domain.decisions.of_players import BLOCK, ERASE, REVOKE, UNBLOCK
from piclets.domain.decisions.of_trades import UNDO_TRADE
from piclets.domain.events import AnyEvent, AnyModeration, ModerationEvent, SeasonAmended, SeasonOpened, SeasonSettled
from piclets.domain.tables import DecisionRow, Tables

DECISIONS: Final[Mapping[str, Decision[Any]]] = {
    decision.verb: decision
    for decision in (
        HIDE, UNHIDE, RESET_NAME, RENAME, MERGE, UNDO_MERGE, UNDO_TRADE, REMOVE_ALIAS, BLOCK, UNBLOCK, REVOKE, ERASE,
    )
}  # fmt: skip
"""By verb, in the console's order."""

_OF_EVENT: Final[Mapping[type[ModerationEvent], Decision[Any]]] = {each.event: each for each in DECISIONS.values()}


def apply(event: AnyModeration, seq: int, tables: Tables) -> None:
    """Fold one decision, the `seq`-th event of the log, into the tables."""
    tables.put(DecisionRow(event.id, event.kind, _about(event), undone=False, seq=seq))
    if isinstance(event, SeasonOpened | SeasonAmended | SeasonSettled):
        seasons.decided(event, seq, tables)
    else:
        _OF_EVENT[type(event)].fold(event, seq, tables)


def objects_in(event: AnyEvent) -> tuple[str, ...]:
    """The names of the objects that a decision of the console is about, those they had before and after."""
    decision = _OF_EVENT.get(type(event))  # type: ignore[arg-type]  # of other events there is none
    return decision.objects(event) if decision else ()


def _about(event: AnyModeration) -> str:
    """The object, Piclet, player, trade or season that was decided about."""
    if isinstance(event, SeasonOpened | SeasonAmended | SeasonSettled):
        return event.season
    about: str = _OF_EVENT[type(event)].about(event)
    return about
