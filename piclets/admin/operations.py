"""What the operator looks at and does beside moderating: the state of things, and the tools for bad days."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from piclets.dataset import commands
from piclets.dataset.place import Place
from piclets.errors import InvalidRequest
from piclets.ledger.counters import Counters
from piclets.ledger.desk import Desk
from piclets.ledger.ledger import Ledger
from piclets.logs import Recent
from piclets.settings import Settings

CHART_HOURS: Final = 48
MAX_EVENTS_CHARTED: Final = 20_000


@dataclass(frozen=True)
class Hour:
    """What happened within an hour ("2026-07-26T10", UTC)."""

    hour: str
    scans: int
    discoveries: int


class Operations:
    """`readiness` says what /ready says; `errors` are the latest of this server."""

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        dataset: Place,
        readiness: Callable[[], tuple[bool, dict[str, Any]]],
        errors: Recent,
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._desk = Desk(ledger.database)
        self._counters = Counters(ledger.database)
        self._dataset = dataset
        self._readiness = readiness
        self._errors = errors

    def health(self) -> dict[str, Any]:
        """What /ready tells, refused scans by code, the disk, and the errors of the last day, newest first."""
        disk = shutil.disk_usage(self._settings.data_dir)
        since = datetime.now(UTC) - timedelta(days=1)
        return {
            **self._readiness()[1],
            "refusals": self._counters.all(),
            "disk": {"free": disk.free, "total": disk.total},
            "errors": [error for error in self._errors.newest() if error.at >= since],
        }

    def hours(self) -> list[Hour]:
        """Scans and discoveries of the last two days, hour by hour; of the last 20,000 events at most."""
        now = datetime.now(UTC)
        hours = [(now - timedelta(hours=ago)).strftime("%Y-%m-%dT%H") for ago in range(CHART_HOURS - 1, -1, -1)]
        counted = self._desk.scans_by_hour(hours[0], MAX_EVENTS_CHARTED)
        return [Hour(hour, *counted.get(hour, (0, 0))) for hour in hours]

    def publish_now(self) -> str:
        """Wake the publisher; says what waits. Raises InvalidRequest without a dataset."""
        return self._dataset.publish_now()

    def verify(self) -> list[str]:
        """Whether the dataset follows from its own log, line by line. Takes minutes for a large game."""
        if self._dataset.state() is None:
            raise InvalidRequest("There is no dataset: HF_TOKEN is not set.")
        lines: list[str] = []
        commands.verify(self._settings, lines.append)
        return lines

    def rebuild(self) -> list[str]:
        """Fold the log anew; says which tables were wrong. Nothing is written meanwhile."""
        return [
            f"{name}: {'as it was' if same else 'DIFFERED'}" for name, same in sorted(self._ledger.rebuild().items())
        ]

    @contextmanager
    def backup(self) -> Iterator[Path]:
        """A consistent copy of the ledger, while it is in use; gone afterwards. Raises InvalidRequest."""
        if not self._ledger.database.embedded:
            raise InvalidRequest("This ledger is in PostgreSQL: use pg_dump there.")
        with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
            copy = Path(folder) / f"piclets-{datetime.now(UTC):%Y%m%d-%H%M%S}.sqlite3"
            self._ledger.database.copy_to(copy)
            yield copy
