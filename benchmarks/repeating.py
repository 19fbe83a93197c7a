"""A longer history of a game: every scan again, by the same player, with a new photo.

Folding ten million events takes hours. What these come to is plain, since nothing is discovered by them: new photos,
and higher counts. So they are written with a few statements; a test compares that with the fold.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

COUNTS = {
    "objects": "total_scans",
    "piclets": "scans",
    "players": "total_finds",
    "finds": "times_scanned",
    "totals": "scans",
}
"""What counts every scan; all other counts take a player and a Piclet once."""

SCANS = (
    """
    INSERT INTO events (seq, id, body)
    SELECT seq + :shift, substr(id, 1, 29) || :time,
        json_set(json_remove(body, '$.discovery', '$.print'), '$.id', substr(id, 1, 29) || :time,
            '$.photo', substr(json_extract(body, '$.photo'), 1, 61) || :time,
            '$.status', 'existing', '$.firstFind', json('false'), '$.points', 0)
    FROM events WHERE seq <= :events
    """,
    """
    INSERT INTO photos (photo, object_name, type_id, phash, sub, seq)
    SELECT substr(photo, 1, 61) || :time, object_name, type_id, phash, sub, seq + :shift
    FROM photos WHERE seq <= :events ORDER BY photo
    """,
    """
    INSERT INTO player_photos (sub, photo, type_id, status, evidence, day, things, seq)
    SELECT sub, substr(photo, 1, 61) || :time, type_id, 'existing', evidence, NULL, '[]', seq + :shift
    FROM player_photos WHERE seq <= :events ORDER BY sub, photo
    """,
)
"""The end of a photo's hash, and of an event's id, tells which time it is: x and a number, where others have no x."""


def repeat(ledger: Path, times: int) -> None:
    """Make the history of a seeded SQLite ledger `times` as long, up to 256 times."""
    connection = sqlite3.connect(ledger)
    try:
        connection.execute("PRAGMA journal_mode = OFF")  # a ledger that is not finished is made anew
        connection.execute("PRAGMA cache_size = -2000000")  # KiB: the new keys fall everywhere
        [events] = connection.execute("SELECT seq FROM head").fetchone()
        for time in range(1, times):
            for statement in SCANS:
                connection.execute(statement, {"shift": time * events, "time": f"x{time:02x}", "events": events})
        for table, count in COUNTS.items():
            connection.execute(f"UPDATE {table} SET {count} = {count} * ?", [times])  # noqa: S608 - names from above
        connection.execute("UPDATE head SET seq = seq * ?", [times])
        connection.commit()
    finally:
        connection.close()
