"""What photos said of how they were made, and which players' scans have been looked at: for 90 days.

What follows from the log itself (photos in common, look-alikes, pace) is worked out when the list is opened, and
kept nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from piclets.clock import later, utc_now
from piclets.domain.events import Scanned
from piclets.domain.fair_play import Numbered
from piclets.ledger import log
from piclets.ledger.database import Database
from piclets.ledger.fair_play_tables import reviewed, suspicions
from piclets.ledger.statements import upsert

KEPT_DAYS: Final = 90
MAX_READ: Final = 20_000
"""Events that are looked at, the newest."""
READ_AT_ONCE: Final = 1_000
PRUNE_EVERY: Final = 100


@dataclass(frozen=True)
class Evidence:
    """The newest scans that have not been looked at, what their photos said, by place, and where the log ends."""

    scans: tuple[Numbered, ...]
    hints: dict[int, tuple[str, ...]]
    head: int


class Suspicions:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, seq: int, sub: str, hints: Sequence[str]) -> None:
        """Keep what the photo of a scan said; `seq` is the place of the scan's event."""
        with self._database.write_casually() as connection:
            upsert(connection, suspicions, [{"seq": seq, "sub": sub, "at": utc_now(), "hints": list(hints)}])
        if seq % PRUNE_EVERY == 0:
            self.prune()

    def prune(self) -> None:
        """Delete what is older than 90 days."""
        before = _days_ago(KEPT_DAYS)
        with self._database.write_casually() as connection:
            for table in (suspicions, reviewed):
                connection.execute(delete(table).where(table.c.at < before))

    def evidence(self) -> Evidence:
        """What there is to look at. Nothing older than 90 days."""
        self.prune()
        since = _days_ago(KEPT_DAYS)
        with self._database.read() as connection:
            head = log.head(connection)
            done = {row.sub: row.seq for row in connection.execute(select(reviewed)).all()}
            said = connection.execute(select(suspicions).where(suspicions.c.seq > head - MAX_READ)).all()
            scans: list[Numbered] = []
            for first in range(max(0, head - MAX_READ), head, READ_AT_ONCE):
                scans += [
                    (seq, event)
                    for seq, event in log.read_after(connection, first, READ_AT_ONCE)
                    if isinstance(event, Scanned) and event.at >= since and seq > done.get(event.player.sub, 0)
                ]
        return Evidence(tuple(scans), {row.seq: tuple(row.hints) for row in said}, head)

    def looked_at(self, sub: str, upto: int) -> None:
        """A player's scans up to a place were looked at: nothing is said of them any more."""
        with self._database.write() as connection:
            upsert(connection, reviewed, [{"sub": sub, "seq": upto, "at": utc_now()}])
            connection.execute(delete(suspicions).where(suspicions.c.sub == sub, suspicions.c.seq <= upto))


def _days_ago(days: int) -> str:
    return later(utc_now(), -timedelta(days=days))
