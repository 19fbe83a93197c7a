"""The queries that documents of the dataset are made from, each built once."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BindParameter, bindparam, func, select

from piclets.ledger.documents import LISTED_PRINTS
from piclets.ledger.prepared import Prepared
from piclets.ledger.queries import entries_query
from piclets.ledger.schema import finds, moves, piclets, prints

MAX_TRADED: Final = 1_000
"""Prints that a player's document lists as received, and as given away."""

_sub: BindParameter[str] = bindparam("sub")
_first: BindParameter[int] = bindparam("first")
_last: BindParameter[int] = bindparam("last")
_of_page = piclets.c.object_name == bindparam("name"), piclets.c.number.between(_first, _last)
_newest = select(prints.c.pid).order_by(prints.c.moved.desc(), prints.c.pid).limit(MAX_TRADED)

ENTRIES: Final = Prepared(entries_query().where(*_of_page).order_by(piclets.c.number))
"""An object's Piclets by number, from `first` to `last`."""
SHELF: Final = Prepared(entries_query().where(piclets.c.seq.between(_first, _last)).order_by(piclets.c.seq))
"""The Piclets that the events from `first` to `last` discovered."""
PRINTS: Final = Prepared(
    select(prints)
    .join(piclets, piclets.c.type_id == prints.c.type_id)
    .where(*_of_page, prints.c.number <= LISTED_PRINTS)
    .order_by(prints.c.type_id, prints.c.number)
)
"""The first prints of the Piclets that `ENTRIES` finds."""
RECEIVED: Final = Prepared(_newest.where(prints.c.holder == _sub, prints.c.finder != _sub))
GIVEN: Final = Prepared(_newest.where(prints.c.finder == _sub, prints.c.holder != _sub))
FINDS: Final = Prepared(
    select(finds.c.type_id, finds.c.first_scanned_at, finds.c.first_discovery, finds.c.pid, finds.c.seq)
    .where(finds.c.sub == _sub)
    .order_by(finds.c.seq, finds.c.type_id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
"""A player's Piclets in order of the first scan."""
MINTED_SINCE: Final = Prepared(
    select(func.min(finds.c.seq))
    .join(prints, prints.c.pid == finds.c.pid)
    .where(finds.c.sub == _sub, prints.c.seq > bindparam("after"))
)
"""The first of a player's finds whose print came after an event."""
FINDS_UNTIL: Final = Prepared(select(func.count()).where(finds.c.sub == _sub, finds.c.seq <= bindparam("until")))
FIRST_FOUND: Final = Prepared(select(func.min(finds.c.seq)).where(finds.c.sub == _sub))
FIRST_GIVEN: Final = Prepared(select(func.min(moves.c.seq)).where(moves.c.holder == _sub))
