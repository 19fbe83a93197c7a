"""A read-only mirror of a dataset that another server publishes: the game to look at, for trying things out.

It restores a ledger of its own from the dataset, follows it every minute, and writes nothing anywhere else. What the
production server has taken out of the game, a player who was forgotten for example, is gone here with the next look:
that is an event too. Where the dataset cannot be read it says so, and looks again every minute. Where it becomes
another game (it was deleted and begun anew), the mirror ends; with its data folder deleted it starts again.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from pathlib import Path

from piclets.dataset.chain import Stopped
from piclets.dataset.claim import Claim, NotOurs
from piclets.dataset.fetching import Fetching
from piclets.dataset.layout import BrokenLog
from piclets.dataset.pacing import Clock
from piclets.dataset.place import DatasetState
from piclets.dataset.repo import DatasetRepo, HubError
from piclets.dataset.waiting import already_durable
from piclets.domain.events import UnknownEvent
from piclets.errors import PicletsError, ServiceUnavailable, StorageUnavailable
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication
from piclets.settings import Settings

LOOK_EVERY_S = 60.0

log = logging.getLogger(__name__)


class Mirror:
    """To the rest of the server what `Dataset` is. Methods are for any thread and never block, but for `picture`."""

    def __init__(self, repo: DatasetRepo, ledger: Ledger, images: ImageStore, clock: Clock) -> None:
        self._repo = repo
        self._ledger = ledger
        publication = Publication(ledger.database)
        self._fetching = Fetching(repo, images, publication)
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._claim = Claim(repo, ledger, images, clock, self._stop, self._trouble)
        self._reason: str | None = None
        self._ended = False
        # One that was here before shows what it has until it has looked again.
        if publication.meta("published") is None:
            ledger.await_restoring()
        self._thread = threading.Thread(target=self._run, name="mirror", daemon=True)

    @classmethod
    def open(cls, settings: Settings, ledger: Ledger, images: ImageStore) -> Mirror:
        """For settings with `PICLETS_MIRROR`, which have no token: the dataset is a public one."""
        return cls(DatasetRepo(settings.hub, settings.dataset_repo, None), ledger, images, Clock())

    def start(self) -> None:
        self._thread.start()

    def stop(self, grace_s: float) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(grace_s)

    def nudge(self) -> None:
        """Look now whether the dataset has gone on."""
        self._wake.set()

    def refusal(self) -> PicletsError | None:
        """Why no scans are taken: never here."""
        return self._ledger.read_refusal() or ServiceUnavailable(
            f"This is a read-only mirror of {self._repo.repo_id}: it takes no scans.", retry_after=None
        )

    def published(self, seq: int) -> Future[None]:  # noqa: ARG002 - whatever a mirror has, the dataset has
        return already_durable()

    def picture(self, name: str) -> Path | None:
        """See `Fetching.picture`."""
        return self._fetching.picture(name)

    def derived(self, path: str, most: int) -> bytes | None:
        """See `Fetching.derived`."""
        return self._fetching.derived(path, most)

    def publish_now(self) -> str:
        """A mirror has nothing to publish: it looks for what is new."""
        self.nudge()
        return f"This is a mirror of {self._repo.repo_id}: it publishes nothing, and is looking for new events now."

    def state(self) -> DatasetState:
        """What /ready tells. Raises StorageUnavailable."""
        state = "mirroring" if self._ledger.restored else "restoring"
        return {
            "state": "mirror ended" if self._ended else state,
            "waitingFor": self._reason,
            "repo": self._repo.repo_id,
            "published": self._ledger.head(),
            "pending": 0,
            "documentsPending": 0,
        }

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                self._follow()
            except Stopped:
                return
            except StorageUnavailable as error:
                self._trouble(str(error))
            except (HubError, BrokenLog) as error:
                log.error("the dataset cannot be mirrored now", extra={"reason": str(error)})
                self._reason, self._ended = str(error), True
            except (NotOurs, UnknownEvent) as error:
                log.error("the mirror has ended; it shows what it has", extra={"reason": str(error)})
                self._reason, self._ended = str(error), True
                return
            self._wake.wait(LOOK_EVERY_S)

    def _follow(self) -> None:
        head = self._claim.restore()
        # What is known to be in the dataset need not be compared with it again.
        self._ledger.meta_put(published=str(head))
        self._ledger.end_restoring()
        self._ended = False

    def _trouble(self, reason: str | None) -> None:
        self._reason = reason
