"""What players say is wrong with a Piclet: kept until the operator has looked at it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sqlalchemy import insert, select, update

from piclets.ledger.database import Database
from piclets.ledger.schema import piclets, reports

Reason = Literal["offensive", "private", "wrong object", "copied", "other"]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


@dataclass(frozen=True)
class Report:
    """`reporter` is a player's sub; `words` is what a player wrote, to be escaped wherever it is shown."""

    id: str
    at: str
    reporter: str
    type_id: str
    reason: Reason
    words: str
    handled: bool = False


class Reports:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def file(self, *, at: str, reporter: str, type_id: str, reason: Reason, words: str) -> bool:
        """Keep a report. False where there is no such Piclet."""
        with self._database.write() as connection:
            known = select(piclets.c.type_id).where(piclets.c.type_id == type_id, piclets.c.shown)
            if connection.execute(known).first() is None:
                return False
            report = {"at": at, "reporter": reporter, "type_id": type_id, "reason": reason, "words": words}
            connection.execute(insert(reports).values(id=uuid.uuid4().hex, handled=False, **report))
        return True

    def unhandled(self, limit: int) -> list[Report]:
        """What is still open, oldest first."""
        query = select(reports).where(~reports.c.handled).order_by(reports.c.at, reports.c.id).limit(limit)
        with self._database.read() as connection:
            return [Report(**row) for row in connection.execute(query).mappings()]

    def handle_piclet(self, type_id: str, upto: str) -> int:
        """Mark what was said of a Piclet up to a moment as looked at; says how many reports that were."""
        of_piclet = (reports.c.type_id == type_id, reports.c.at <= upto, ~reports.c.handled)
        with self._database.write() as connection:
            return connection.execute(update(reports).where(*of_piclet).values(handled=True)).rowcount
