"""Sessions of the wheel (contract, part 8): token ids and little else, for an hour after their last use.

Beside an embedded ledger they have an SQLite file of their own, whose writes wait for no disk and never stand in the
way of a scan's; several servers on one PostgreSQL share them there. A row changes only from the version that was
read, so of two changes at once one wins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from piclets.errors import Conflict, Missing, RateLimited
from piclets.ledger.database import Database

LASTS_S: Final = 3600.0
RENEWED_EVERY_S: Final = 60.0
"""A read renews a session at most so often: else each would be a write."""
MAX_OF_OWNER: Final = 300
MAX_SESSIONS: Final = 2_000
CREATING: Final = 0x776865656C  # the advisory lock of who counts sessions ("wheel")

tables = MetaData()

sessions = Table(
    "wheel_sessions",
    tables,
    Column("id", String(36), primary_key=True),
    Column("owner", String(32), nullable=False, index=True),
    Column("player", String(128), nullable=False),
    Column("model", String(64), nullable=False),
    Column("prompt", Text, nullable=False),
    Column("type_id", String(96), nullable=False),
    Column("tokens", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False, index=True),
)


@dataclass(frozen=True)
class Token:
    """A token of a session. `chance` is what it had when it came; `fair` where the model chose it, or had it as a
    likely segment; `seed` replays it (None where it was picked)."""

    id: int
    chance: float
    from_other: bool
    fair: bool
    seed: int | None


@dataclass(frozen=True)
class WheelSession:
    """`player` is the sub of who made it signed in, else ""; `type_id` the Piclet it is to name, else ""."""

    id: str
    owner: str
    player: str
    model: str
    prompt: str
    type_id: str
    tokens: tuple[Token, ...]
    version: int
    created: float
    expires: float


def owner_of(key: str) -> str:
    """What sessions are counted by: a hash, for an address need not be written down."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


class WheelSessions:
    """The store. Methods block, and raise StorageUnavailable when the database cannot be reached."""

    def __init__(self, database: Database, clock: Callable[[], float], *, own: bool) -> None:
        self._database = database
        self._clock = clock
        self._own = own
        with database.define() as connection:
            tables.create_all(connection)

    @classmethod
    def open(cls, ledger: Database, file: Path, clock: Callable[[], float]) -> WheelSessions:
        """In a file of their own beside an embedded ledger, else in the ledger's database."""
        if ledger.embedded:
            return cls(Database(f"sqlite:///{file.resolve()}"), clock, own=True)
        return cls(ledger, clock, own=False)

    def close(self) -> None:
        if self._own:
            self._database.close()

    def add(self, session: WheelSession) -> WheelSession:
        """Keep a new session, with its times set. Raises RateLimited past the bounds."""
        now = self._clock()
        made = replace(session, created=now, expires=now + LASTS_S)
        with self._database.write_casually() as connection:
            if not self._database.embedded:
                connection.execute(select(func.pg_advisory_xact_lock(CREATING)))
            self._check_room(connection, session.owner, now)
            connection.execute(insert(sessions).values(**_values(made)))
        return made

    def get(self, session_id: str) -> WheelSession:
        """A live session, its hour begun anew. Raises Missing."""
        now = self._clock()
        with self._database.read() as connection:
            live = sessions.c.id == session_id, sessions.c.expires > now
            row = connection.execute(select(sessions).where(*live)).mappings().first()
        if row is None:
            raise _missing()
        session = _session(dict(row))
        if session.expires - now > LASTS_S - RENEWED_EVERY_S:
            return session
        with self._database.write_casually() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(expires=now + LASTS_S))
        return replace(session, expires=now + LASTS_S)

    def change(self, session: WheelSession, **changes: Any) -> WheelSession:
        """The session as it is after a change from the version that was read. Raises Conflict where that is stale."""
        changed = replace(session, **changes, version=session.version + 1, expires=self._clock() + LASTS_S)
        same = sessions.c.id == session.id, sessions.c.version == session.version
        with self._database.write_casually() as connection:
            done = connection.execute(update(sessions).where(*same).values(**_values(changed)))
        if not done.rowcount:
            raise Conflict("This session has changed meanwhile. Read it again.")
        return changed

    def remove(self, session_id: str) -> None:
        """Raises Missing."""
        live = sessions.c.id == session_id, sessions.c.expires > self._clock()
        with self._database.write_casually() as connection:
            if not connection.execute(delete(sessions).where(*live)).rowcount:
                raise _missing()

    def sweep(self) -> int:
        """Forget what has expired; how many that were."""
        with self._database.write_casually() as connection:
            return int(connection.execute(delete(sessions).where(sessions.c.expires <= self._clock())).rowcount)

    def _check_room(self, connection: Connection, owner: str, now: float) -> None:
        live = select(func.count()).select_from(sessions).where(sessions.c.expires > now)
        if connection.execute(live.where(sessions.c.owner == owner)).scalar_one() >= MAX_OF_OWNER:
            raise RateLimited(
                f"You have {MAX_OF_OWNER} sessions. Please end one, or wait until one has expired.",
                retry_after=int(LASTS_S),
            )
        if connection.execute(live).scalar_one() >= MAX_SESSIONS:
            raise RateLimited("Too many players are at the wheel right now. Please try again.", retry_after=60)


def _missing() -> Missing:
    return Missing("There is no such session. A session is deleted after an hour without use.")


def _values(session: WheelSession) -> dict[str, Any]:
    tokens = [[each.id, each.chance, each.from_other, each.fair, each.seed] for each in session.tokens]
    return {**vars(session), "tokens": tokens}


def _session(row: dict[str, Any]) -> WheelSession:
    return WheelSession(**{**row, "tokens": tuple(Token(*each) for each in row["tokens"])})
