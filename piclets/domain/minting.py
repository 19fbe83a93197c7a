"""Prints: which finds make one, with which number and PID (contract, part 9).

A player's first fresh scan of a Piclet mints, once ever. The decision is in the event. Events of older logs carry
none: what they mint follows from the log alone, by the rule in `_minted_by_older`, which is frozen. A later fold must
never move the number or the PID of a card that may be printed already.
"""

from __future__ import annotations

import hashlib

from piclets.domain.events import Minted, Scanned
from piclets.domain.records import Evidence
from piclets.domain.rows import replace
from piclets.domain.tables import FindRow, PhotoRow, PicletRow, PrintRow, Tables

PIDS = 2**32


def hashed_pid(event_id: str) -> int:
    """The PID that the print of an event gets unless it is taken: the first 32 bits of the id's SHA-256."""
    return int.from_bytes(hashlib.sha256(event_id.encode()).digest()[:4])


def written(pid: int) -> str:
    """A PID as the contract writes it: eight upper-case hex digits."""
    return f"{pid:08X}"


def mint(event_id: str, sub: str, type_id: str, evidence: Evidence | None, tables: Tables) -> Minted | None:
    """The print that a scan makes, decided where the event is; None where it makes none."""
    find = tables.get(FindRow, sub, type_id)
    if evidence != "fresh" or (find is not None and find.pid is not None):
        return None
    return _next(event_id, type_id, tables)


def fold(event: Scanned, seq: int, tables: Tables) -> PrintRow | None:
    """Put the print that a scan made, if any, into the tables, once its Piclet and its find are there."""
    minted = event.print or _minted_by_older(event, tables)
    if minted is None:
        return None
    piclet = tables.get(PicletRow, event.type_id)
    find = tables.get(FindRow, event.player.sub, event.type_id)
    if piclet is None or find is None:
        raise ValueError(f"the log is broken: event {event.id} mints a print of {event.type_id}, which is not found")
    tables.put(replace(piclet, prints=max(piclet.prints, minted.number)))
    tables.put(replace(find, pid=minted.pid))
    made = PrintRow(
        pid=minted.pid,
        type_id=event.type_id,
        number=minted.number,
        finder=event.player.sub,
        holder=event.player.sub,
        minted_at=event.at,
        revoked=False,
        moves=0,
        moved_at=None,
        moved=0,
        seq=seq,
    )
    tables.put(made)
    return made


def _minted_by_older(event: Scanned, tables: Tables) -> Minted | None:
    """Of an event without evidence, a scan counts as fresh if it was a first find and the photo had not been seen."""
    if event.evidence is not None or not event.first_find or tables.get(PhotoRow, event.photo) is not None:
        return None
    return _next(event.id, event.type_id, tables)


def _next(event_id: str, type_id: str, tables: Tables) -> Minted:
    piclet = tables.get(PicletRow, type_id)
    return Minted(pid=_free_pid(event_id, tables), number=piclet.prints + 1 if piclet else 1)


def _free_pid(event_id: str, tables: Tables) -> str:
    """The hashed PID, or the next one that is free."""
    pid = hashed_pid(event_id)
    while tables.get(PrintRow, written(pid)) is not None:
        pid = (pid + 1) % PIDS
    return written(pid)
