"""Names and lore that discoverers keep for their Piclets: decided here, in the transaction that appends the event."""

from __future__ import annotations

import uuid
from typing import Literal

from sqlalchemy import Connection

from piclets.domain.events import AnyEvent, PicletNamed
from piclets.domain.naming import in_time
from piclets.domain.records import PicletData, Player
from piclets.domain.tables import BlockRow, NamingRow, PicletRow
from piclets.errors import Conflict, InvalidRequest, Missing, RateLimited, ServiceUnavailable
from piclets.ledger.ledger import MAINTENANCE, MAINTENANCE_AGAIN_S, Ledger
from piclets.ledger.sql_tables import SqlTables
from piclets.ledger.statements import get_meta

Purpose = Literal["name", "lore"]


class Naming:
    """Methods raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def piclet(self, type_id: str) -> tuple[PicletRow, PicletData]:
        """A Piclet that is shown. Raises Missing."""
        with self._ledger.database.read() as connection:
            row = _shown(SqlTables(connection), type_id)
        return row, PicletData.model_validate_json(row.data)

    def keep(self, player: Player, type_id: str, purpose: Purpose, text: str, at: str) -> int:
        """Name the Piclet, or tell its lore; the event's place. `text` is checked already (`domain.naming`).

        Raises Missing, InvalidRequest for who did not discover it or comes too late, Conflict where it was done
        before, RateLimited for who is blocked, ServiceUnavailable in maintenance.
        """

        def decide(connection: Connection, tables: SqlTables) -> AnyEvent:
            closed = get_meta(connection, MAINTENANCE)
            if closed:
                raise ServiceUnavailable(closed, retry_after=MAINTENANCE_AGAIN_S)
            if tables.get(BlockRow, player.sub) is not None:
                raise RateLimited("This account may not name Piclets. Please write to the people who run this game.")
            row = _shown(tables, type_id)
            if row.discoverer != player.sub:
                raise InvalidRequest("Only the discoverer of a Piclet can name it.")
            if not in_time(row.discovered_at, at):
                raise InvalidRequest("A Piclet can be named within 24 hours of its discovery.")
            naming = tables.get(NamingRow, type_id)
            if naming is not None and (naming.named if purpose == "name" else naming.told):
                raise Conflict(f"This Piclet has its {purpose} already: it is kept once.")
            return PicletNamed(
                id=uuid.uuid4().hex,
                at=at,
                player=player,
                object_name=row.object_name,
                type_id=type_id,
                number=row.number,
                name=text if purpose == "name" else None,
                lore=text if purpose == "lore" else None,
            )

        return self._ledger.append(decide)


def _shown(tables: SqlTables, type_id: str) -> PicletRow:
    row = tables.get(PicletRow, type_id) if "\x00" not in type_id else None
    if row is None or not row.shown:
        raise Missing("There is no such Piclet.")
    return row
