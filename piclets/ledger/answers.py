"""What AI services answered, kept for a while in the database: a retry is free, on whichever server it arrives.

A caption can describe a home or a face: it stays here until it expires, and goes nowhere else.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

from sqlalchemy import bindparam, delete, or_, select

from piclets.ledger.database import Database
from piclets.ledger.prepared import Prepared
from piclets.ledger.schema import answers
from piclets.ledger.statements import upsert

LIFETIME_S = 24 * 3600.0
MAX_ANSWERS = 20_000
PRUNE_EVERY = 200

_ALIVE = Prepared(
    select(answers.c.value).where(answers.c.key == bindparam("key"), answers.c.expires > bindparam("now"))
)


class Answers:
    """A bounded, expiring store of texts. `clock` tells Unix seconds. Methods raise StorageUnavailable."""

    def __init__(
        self,
        database: Database,
        *,
        lifetime: float = LIFETIME_S,
        most: int = MAX_ANSWERS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._lifetime = lifetime
        self._most = most
        self._clock = clock
        self._puts = itertools.count()

    def get(self, key: str) -> str | None:
        """The text kept under a key, unless it has expired."""
        with self._database.read() as connection:
            value: str | None = _ALIVE.scalar(connection, key=key, now=self._clock())
        return value

    def put(self, key: str, value: str) -> None:
        """Keep a text; the first of each `PRUNE_EVERY` puts (so the first after a start) clears away old ones."""
        with self._database.write_casually() as connection:
            upsert(connection, answers, [{"key": key, "value": value, "expires": self._clock() + self._lifetime}])
        if next(self._puts) % PRUNE_EVERY == 0:
            self._prune()

    def _prune(self) -> None:
        """Drop what has expired, and the oldest of what is too many."""
        too_many = select(answers.c.expires).order_by(answers.c.expires.desc()).offset(self._most).limit(1)
        with self._database.write_casually() as connection:
            connection.execute(
                delete(answers).where(
                    or_(answers.c.expires <= self._clock(), answers.c.expires <= too_many.scalar_subquery())
                )
            )
