"""What badges count of prints that change hands: each print once, as given and as received by each.

That it comes back later takes nothing away; that its trade is undone does.
"""

from __future__ import annotations

from piclets.domain.collecting.counting import Moment, add
from piclets.domain.tables import MoveRow, PrintRow, Tables

GIVEN = "given"
RECEIVED = "received"


def moved(made: PrintRow, holder: str, moment: Moment, tables: Tables) -> None:
    """Count that a print goes on to `holder`. Its row and its moves are as they were before."""
    before = _homes(made, tables)
    if before == [made.finder] and not made.revoked:
        add(made.finder, GIVEN, 1, moment, tables)
    if holder not in before:
        add(holder, RECEIVED, 1, moment, tables)


def returned(made: PrintRow, moment: Moment, tables: Tables) -> None:
    """Count that a print's last move is undone. Its row and its moves are as they were before."""
    *before, last = _homes(made, tables)
    if last not in before:
        add(last, RECEIVED, -1, moment, tables)
    if before == [made.finder] and not made.revoked:
        add(made.finder, GIVEN, -1, moment, tables)


def revoked(made: PrintRow, moment: Moment, tables: Tables) -> None:
    """Count a print no more that is about to be marked as revoked."""
    if len(_homes(made, tables)) > 1:
        add(made.finder, GIVEN, -1, moment, tables)


def _homes(made: PrintRow, tables: Tables) -> list[str]:
    """Who has held a print, its finder first; what was undone is as if it had not been."""
    numbers = range(1, made.moves + 1)
    tables.load((MoveRow, (made.pid, number)) for number in numbers)
    homes = [made.finder]
    for number in numbers:
        move = tables.get(MoveRow, made.pid, number)
        if move is None:
            raise ValueError(f"the log is broken: move {number} of print {made.pid} is missing")
        if move.how == "undone":
            homes.pop()
        else:
            homes.append(move.holder)
    return homes
