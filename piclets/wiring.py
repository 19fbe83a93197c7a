"""The composition root: the one place where the parts of the game are put together. Tests build the same graph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from piclets import __version__
from piclets.admission import CONFIRMATION_S, Admission, LedgerIsEnough, Limits, Publication
from piclets.alerts import Alerts
from piclets.browsing import Browsing
from piclets.dataset.dataset import Dataset
from piclets.dataset.images import ImageStore
from piclets.dataset.mirror import Mirror
from piclets.discovery import Discovery, Services
from piclets.domain.names import spellings
from piclets.errors import PicletsError, StorageUnavailable
from piclets.identity import HubIdentity, Identity, LocalIdentity
from piclets.ledger.allowances import Allowances
from piclets.ledger.answers import Answers
from piclets.ledger.candidates import Candidates
from piclets.ledger.counters import Counters
from piclets.ledger.dex import DexQueries
from piclets.ledger.ledger import Ledger
from piclets.ledger.pictures import Pictures
from piclets.ledger.queries import Queries
from piclets.ledger.reports import Reports
from piclets.metrics import Metrics
from piclets.moderation import Moderation
from piclets.reporting import Reporting
from piclets.services.chain import Chain, build_chain
from piclets.services.studio import Studio
from piclets.settings import BadSetting, Settings
from piclets.trial import Trial

DRAIN_S = 5.0
"""For publishing what there is when the server stops; what is left is published after the next start."""


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
    moderation: Moderation
    trial: Trial
    metrics: Metrics
    dataset: Dataset | Mirror | None
    alerts: Alerts | None
    ai_status: Callable[[], dict[str, Any]]
    closing: list[Callable[[], None]]

    def readiness(self) -> tuple[bool, dict[str, Any]]:
        """Whether the game can be played, and what /ready tells."""
        refusal: PicletsError | None
        try:
            refusal = self.dataset.read_refusal() if self.dataset else None
            state: dict[str, Any] = {
                "events": self.ledger.head(),
                "dataset": self.dataset.state() if self.dataset else None,
            }
        except StorageUnavailable as error:
            refusal, state = error, {}
        return refusal is None, {
            "ready": refusal is None,
            "reason": refusal.message if refusal else None,
            "version": __version__,
            "persistence": "persistent" if self.settings.persistent else "not persistent",
            **state,
            "scans": self.admission.state(),
            "ai": {"family": self.settings.ai, **self.ai_status()},
        }

    def refuse_reads(self) -> None:
        """Raises what keeps the game from being read now."""
        refusal = self.dataset.read_refusal() if self.dataset else None
        if refusal is not None:
            raise refusal

    def find_image(self, name: str) -> Path | None:
        """The file of a Piclet's picture, by its name; a dataset's picture is fetched back where it is not here.

        None where there is none, and for a Piclet that is hidden. Raises ServiceUnavailable, StorageUnavailable.
        """
        if self.queries.is_withheld(name):
            return None
        return self.dataset.picture(name) if self.dataset else self.images.find(name)

    def start(self) -> None:
        """Start what runs beside the requests."""
        if self.dataset:
            self.dataset.start()
        if self.alerts:
            self.alerts.start()

    def close(self) -> None:
        for close in reversed(self.closing):
            close()
        self.closing.clear()


def _warm_up() -> None:
    """Load the dictionary behind the names, half a second's work: else all of the first scans load it at once."""
    spellings("pillow")


def build_game(
    settings: Settings,
    *,
    services: Services | None = None,
    identity: Identity | None = None,
    publication: Publication | None = None,
    confirmation_s: float = CONFIRMATION_S,
) -> Game:
    """Put the game together; what is given replaces what the settings would choose.

    A scan waits at most `confirmation_s` seconds for the dataset.
    Raises BadSetting where another server has the data folder, WrongLedger, UnknownEvent, StorageUnavailable.
    """
    closing: list[Callable[[], None]] = []
    try:
        return _build(settings, services, identity, publication, confirmation_s, closing)
    except BaseException:
        for close in reversed(closing):
            close()
        raise


def _build(
    settings: Settings,
    services: Services | None,
    identity: Identity | None,
    publication: Publication | None,
    confirmation_s: float,
    closing: list[Callable[[], None]],
) -> Game:
    closing.append(_lock(settings))
    _warm_up()
    ledger = Ledger.open(
        settings.database_url, made_for=settings.made_for, publishes=settings.publishes, mirrors=settings.mirror
    )
    closing.append(ledger.close)
    allowances = Allowances(ledger.database)
    shared = None if ledger.database.embedded else Pictures(ledger.database)
    images = ImageStore(settings.data_dir / "images", shared)
    dataset = _dataset(settings, ledger, images) if publication is None else None
    if dataset:
        closing.append(lambda: dataset.stop(DRAIN_S))
    alerts = _alerts(settings, dataset)
    if alerts:
        closing.append(alerts.stop)
    if identity is None:
        identity = _identity(settings, closing)
    chain = build_chain(settings, Answers(ledger.database)) if settings.ai == "spaces" else None
    ai = services or _services(chain or Studio())
    metrics = Metrics()
    discovery = Discovery(ledger, Candidates(ledger.database), images, ai)
    admission = Admission(
        identity,
        discovery,
        publication or dataset or LedgerIsEnough(),
        allowances,
        Counters(ledger.database),
        metrics,
        Limits(settings.max_scans, settings.scan_deadline, settings.scans_per_hour, confirmation_s),
    )
    closing.append(admission.close)
    queries = Queries(ledger.database)
    game = Game(
        settings=settings,
        ledger=ledger,
        queries=queries,
        images=images,
        identity=identity,
        discovery=discovery,
        admission=admission,
        browsing=Browsing(identity, ledger, queries, DexQueries(ledger.database)),
        reporting=Reporting(Reports(ledger.database), allowances),
        moderation=Moderation(ledger, Reports(ledger.database)),
        trial=Trial(Candidates(ledger.database), _by_name(services, chain, ai), settings.scan_deadline),
        metrics=metrics,
        dataset=dataset,
        alerts=alerts,
        ai_status=chain.status if chain else dict,
        closing=closing,
    )
    _watch(game)
    return game


def _watch(game: Game) -> None:
    game.metrics.watch("scans_working", "Scans at work", lambda: game.admission.state()["working"])
    game.metrics.watch("scans_waiting", "Scans in line", lambda: game.admission.state()["waiting"])
    game.metrics.watch_services(game.ai_status)
    game.metrics.watch("events", "Events in the ledger", game.ledger.head)


def _lock(settings: Settings) -> Callable[[], None]:
    """One server at a time in a data folder: two would overtake each other in the dataset."""
    lock = FileLock(settings.data_dir / "lock")
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise BadSetting(
            f"PICLETS_DATA_DIR={str(settings.data_dir)!r} is in use by another server: stop that one first."
        ) from None
    except OSError as error:
        raise BadSetting(
            f"PICLETS_DATA_DIR={str(settings.data_dir)!r} cannot be used: it has to be a folder that this server may "
            f"write ({error.strerror})."
        ) from None
    return lock.release


def _dataset(settings: Settings, ledger: Ledger, images: ImageStore) -> Dataset | Mirror | None:
    if settings.mirror:
        return Mirror.open(settings, ledger, images)
    return Dataset.open(settings, ledger, images) if settings.publishes else None


def _alerts(settings: Settings, dataset: Dataset | Mirror | None) -> Alerts | None:
    if not isinstance(dataset, Dataset) or settings.alert_webhook is None:
        return None
    return Alerts(settings.alert_webhook.get_secret_value(), dataset.state)


def _identity(settings: Settings, closing: list[Callable[[], None]]) -> Identity:
    if settings.identity == "local":
        return LocalIdentity()
    identity = HubIdentity(settings.hub)
    closing.append(identity.close)
    return identity


def _by_name(given: Services | None, chain: Chain | None, ai: Services) -> dict[str, dict[str, Any]]:
    """Per step the adapters that can be tried out one by one."""
    if chain and given is None:
        return chain.services()
    return {"caption": {"studio": ai.captioner}, "concept": {"studio": ai.conceiver}, "image": {"studio": ai.painter}}


def _services(family: Chain | Studio) -> Services:
    return Services(captioner=family, conceiver=family, painter=family)
