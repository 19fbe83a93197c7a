"""Token buckets per player, in the database: a restart does not fill them, and several servers share them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from piclets.ledger.database import Database
from piclets.ledger.prepared import Prepared
from piclets.ledger.schema import allowances
from piclets.ledger.statements import insert_missing, upsert

HOUR_S = 3600.0

_MINE = Prepared(
    select(allowances)
    .where(allowances.c.player == bindparam("player"), allowances.c.kind == bindparam("kind"))
    .with_for_update()
)


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
        with self._database.write_casually() as connection:
            untouched: dict[str, Any] = {"player": player, "kind": allowance.kind, "tokens": full, "updated": now}
            insert_missing(connection, allowances, untouched)
            row = _MINE.first(connection, player=player, kind=allowance.kind) or untouched
            # More than an hour ahead: of a clock that was wrong, and nobody waits for that.
            updated = row["updated"] if row["updated"] <= now + HOUR_S else now
            rested = max(0.0, now - updated) * per_second
            tokens: float = min(full, row["tokens"] + rested)
            wait = math.ceil(max(0.0, -change - tokens) / per_second)
            if not wait:
                changed = {"tokens": min(full, tokens + change), "updated": max(now, updated)}
                upsert(connection, allowances, [{**untouched, **changed}])
            elif updated != row["updated"]:
                upsert(connection, allowances, [{**row, "updated": updated}])
        return wait
