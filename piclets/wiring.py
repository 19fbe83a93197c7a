"""The composition root: the one place where the parts of the game are put together. Tests build the same graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from piclets import __version__
from piclets.admission import Admission, LedgerIsEnough, Limits, Publication
from piclets.browsing import Browsing
from piclets.dataset.images import ImageStore
from piclets.discovery import Discovery, Services
from piclets.identity import HubIdentity, Identity, LocalIdentity
from piclets.ledger.allowances import Allowances
from piclets.ledger.candidates import Candidates
from piclets.ledger.dex import DexQueries
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from piclets.ledger.reports import Reports
from piclets.reporting import Reporting
from piclets.services.studio import Studio
from piclets.settings import BadSetting, Settings


@dataclass
class Game:
    """Everything that serves a scan or a read. `close` gives back what it holds, in the right order."""

    settings: Settings
    ledger: Ledger
    queries: Queries
    images: ImageStore
    identity: Identity
    discovery: Discovery
    admission: Admission
    browsing: Browsing
    reporting: Reporting
    closing: list[Callable[[], None]]

    def readiness(self) -> tuple[bool, dict[str, Any]]:
        """Whether the game can be played, and what /ready tells."""
        persistent = not self.settings.on_space or self.settings.publishes
        return True, {
            "ready": True,
            "version": __version__,
            "persistence": "persistent" if persistent else "not persistent",
            "events": self.ledger.head(),
            "scans": self.admission.state(),
        }

    def refuse_reads(self) -> None:
        """Raises what keeps the game from being read now."""

    def find_image(self, name: str) -> Path | None:
        """The file of a Piclet's picture, by its name."""
        return self.images.find(name)

    def start(self) -> None:
        """Start what runs beside the requests."""

    def close(self) -> None:
        for close in reversed(self.closing):
            close()
        self.closing.clear()


def build_game(
    settings: Settings,
    *,
    services: Services | None = None,
    identity: Identity | None = None,
    publication: Publication | None = None,
) -> Game:
    """Put the game together; what is given replaces what the settings would choose.

    Raises BadSetting where another server has the data folder, WrongLedger, UnknownEvent, StorageUnavailable.
    """
    closing: list[Callable[[], None]] = []
    try:
        return _build(settings, services, identity, publication, closing)
    except BaseException:
        for close in reversed(closing):
            close()
        raise


def _build(
    settings: Settings,
    services: Services | None,
    identity: Identity | None,
    publication: Publication | None,
    closing: list[Callable[[], None]],
) -> Game:
    closing.append(_lock(settings))
    ledger = Ledger.open(settings.database_url, made_for=settings.made_for, publishes=settings.publishes)
    closing.append(ledger.close)
    queries = Queries(ledger.database)
    images = ImageStore(settings.data_dir / "images")
    players = identity or _identity(settings)
    discovery = Discovery(ledger, Candidates(ledger.database), images, services or _services(settings))
    limits = Limits(settings.max_scans, settings.scan_deadline, settings.scans_per_hour)
    admission = Admission(players, discovery, publication or LedgerIsEnough(), Allowances(ledger.database), limits)
    closing.append(admission.close)
    browsing = Browsing(players, ledger, queries, DexQueries(ledger.database))
    reporting = Reporting(Reports(ledger.database), Allowances(ledger.database))
    return Game(settings, ledger, queries, images, players, discovery, admission, browsing, reporting, closing)


def _lock(settings: Settings) -> Callable[[], None]:
    """One server at a time in a data folder: two would overtake each other in the dataset."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BadSetting(
            f"PICLETS_DATA_DIR={str(settings.data_dir)!r} is in use by another server: stop it, or take another folder."
        ) from None
    return lock.release


def _identity(settings: Settings) -> Identity:
    return HubIdentity(settings.hub) if settings.identity == "hub" else LocalIdentity()


def _services(settings: Settings) -> Services:
    if settings.ai == "local":
        studio = Studio()
        return Services(captioner=studio, conceiver=studio, painter=studio)
    raise NotImplementedError
