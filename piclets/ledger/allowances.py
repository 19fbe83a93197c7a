"""Token buckets per player, in the database: a restart does not fill them, and several servers share them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy import select, update

from piclets.ledger.database import Database
from piclets.ledger.schema import allowances
from piclets.ledger.statements import insert_missing

HOUR_S = 3600.0


@dataclass(frozen=True)
class Allowance:
    """`per_hour` takings, and as many at once after an hour of rest, or `at_once` after a longer one."""

    kind: str
    per_hour: int
    at_once: int | None = None


class Allowances:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, player: str, allowance: Allowance, now: float) -> int:
        """Take one; `now` is in Unix seconds. Returns 0, or the whole seconds until there is one to take."""
        return self._change(player, allowance, now, -1.0)

    def give_back(self, player: str, allowance: Allowance, now: float) -> None:
        """Put one back that was taken for nothing."""
        self._change(player, allowance, now, 1.0)

    def _change(self, player: str, allowance: Allowance, now: float, change: float) -> int:
        full, per_second = float(allowance.at_once or allowance.per_hour), allowance.per_hour / HOUR_S
        mine = (allowances.c.player == player) & (allowances.c.kind == allowance.kind)
        with self._database.write_casually() as connection:
            untouched = {"player": player, "kind": allowance.kind, "tokens": full, "updated": now}
            insert_missing(connection, allowances, untouched)
            row = connection.execute(select(allowances).where(mine).with_for_update()).one()
            # More than an hour ahead: of a clock that was wrong, and nobody waits for that.
            updated = row.updated if row.updated <= now + HOUR_S else now
            rested = max(0.0, now - updated) * per_second
            tokens: float = min(full, row.tokens + rested)
            wait = math.ceil(max(0.0, -change - tokens) / per_second)
            if not wait:
                changed = {"tokens": min(full, tokens + change), "updated": max(now, updated)}
                connection.execute(update(allowances).where(mine).values(changed))
            elif updated != row.updated:
                connection.execute(update(allowances).where(mine).values(updated=updated))
        return wait
