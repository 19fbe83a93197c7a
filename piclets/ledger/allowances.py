"""Token buckets per player, in the database: a restart does not fill them, and several servers share them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy import select

from piclets.ledger.database import Database
from piclets.ledger.schema import allowances
from piclets.ledger.statements import upsert

HOUR_S = 3600.0


@dataclass(frozen=True)
class Allowance:
    """`per_hour` takings, and as many at once after an hour of rest."""

    kind: str
    per_hour: int


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
        full, per_second = float(allowance.per_hour), allowance.per_hour / HOUR_S
        with self._database.write_casually() as connection:
            mine = (allowances.c.player == player) & (allowances.c.kind == allowance.kind)
            row = connection.execute(select(allowances).where(mine).with_for_update()).first()
            rested = max(0.0, now - row.updated) * per_second if row else 0.0
            tokens = min(full, row.tokens + rested) if row else full
            if tokens + change < 0:
                return math.ceil((-change - tokens) / per_second)
            changed = {"tokens": min(full, tokens + change), "updated": now}
            upsert(connection, allowances, [{"player": player, "kind": allowance.kind, **changed}])
        return 0
