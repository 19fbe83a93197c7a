"""The dataset as the rest of the server sees it: one thread that restores, claims and publishes.

    starting ──> restoring ──> publishing <──> waiting (for the Hub)
       │          ^  │              │
       │          │  ├──────────────┴──> interrupted: denied, stepped down, broken ──> restoring, when that heals
       │          │  └──────────────┴──> ended: not ours, another server's, an unknown event
       v          │                 │
    standby ──────┘ <───────────────┘ turn lost

What may heal at the Hub heals here: an interrupted publisher takes the dataset over anew, with at most
`MAX_HEALING_S` seconds between two tries. Until the ledger is restored, while publishing is interrupted and after it
has ended, no scans are taken. What the ledger holds stays there. Several servers on one PostgreSQL publish in turns:
the others are on standby, taking scans and reads as soon as the one that publishes has restored the ledger, and one
of them takes over when that server is gone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from piclets.clock import utc_now
from piclets.dataset.chain import Chain, Head, Position, SteppedDown, Stopped
from piclets.dataset.claim import Claim
from piclets.dataset.derived import EVERY_S, Derived, Offering
from piclets.dataset.fetching import Fetching
from piclets.dataset.pacing import Backoff, Clock, TokenBucket
from piclets.dataset.place import DatasetState
from piclets.dataset.publisher import LogRefused, Progress, Publisher
from piclets.dataset.repo import DatasetRepo
from piclets.dataset.snapshotting import GROWTH, Snapshots
from piclets.dataset.states import ENDS, INTERRUPTIONS, TAKES_NO_SCANS, PublishingState, state_after
from piclets.dataset.waiting import Waiters, already_durable, unconfirmed
from piclets.errors import PicletsError, ServiceUnavailable, StorageUnavailable
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication
from piclets.ledger.turns import PublishingTurn, TurnLost
from piclets.settings import Settings

STOPPED_AGAIN_S = 300
TRIES_BEFORE_TOLD = 3
"""So many interruptions in a row are taken for a hiccup of the Hub; then players are told."""
MAX_HEALING_S = 120.0
LOOK_EVERY_S = 5.0
DRAIN_LOOK_S = 0.2
LOOK_SHARED_EVERY_S = 1.0
"""Where other servers append as well, nothing wakes the publisher, and its absence is to be noticed soon."""

log = logging.getLogger(__name__)


T = TypeVar("T")


class _NotItsTurn(Exception):
    """The server stops, and another one publishes."""


@dataclass(frozen=True)
class Parts:
    """What the dataset is made of; tests choose their own clock and repo."""

    repo: DatasetRepo
    ledger: Ledger
    images: ImageStore
    commits_per_hour: int
    packs: bool
    waits_for_commit: bool
    clock: Clock
    snapshot_growth: int = GROWTH
    """A snapshot is made after so many events at least."""


class Dataset:
    """`Dataset.open`, `start`, `stop`. The other methods are for any thread and never block, but for `picture`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._publication = Publication(parts.ledger.database)
        self._turn = PublishingTurn(parts.ledger.database)
        self._look_every = LOOK_EVERY_S if parts.ledger.database.embedded else LOOK_SHARED_EVERY_S
        self._waiters = Waiters()
        self._stop = threading.Event()
        self._closing = threading.Event()
        self._wake = threading.Event()
        self._state = PublishingState.STARTING
        self._reason: str | None = None
        self._progress = Progress()
        self._epoch = 0
        parts.ledger.await_restoring()
        self._fetching = Fetching(parts.repo, parts.images, self._publication)
        self._claim = Claim(
            parts.repo, parts.ledger, parts.images, parts.clock, self._stop, self._trouble, self._turn.hold
        )
        self._derived: Derived | None = None
        self._healing = Backoff(longest=MAX_HEALING_S)
        self._left: Position | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dataset", daemon=True)
        parts.ledger.on_append(lambda _seq: self._wake.set())

    @classmethod
    def open(cls, settings: Settings, ledger: Ledger, images: ImageStore) -> Dataset:
        """For settings with an `HF_TOKEN`."""
        if settings.hf_token is None:
            raise ValueError("there is no dataset without HF_TOKEN")
        return cls(
            Parts(
                repo=DatasetRepo(settings.hub, settings.dataset_repo, settings.hf_token.get_secret_value()),
                ledger=ledger,
                images=images,
                commits_per_hour=settings.commits_per_hour,
                packs=settings.packed,
                waits_for_commit=settings.durability == "published",
                clock=Clock(),
            )
        )

    def start(self) -> None:
        """Restore, claim and publish, from now on, on a thread of its own."""
        self._thread.start()

    def stop(self, grace_s: float) -> None:
        """Publish what there is for at most `grace_s` seconds, then stop. What is left stays in the ledger."""
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(grace_s)
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(1.0)  # it may be within a request; nothing is lost when it is cut off there
        self._end(PublishingState.STOPPED, "the server stops")

    def drain(self) -> None:
        """Block until everything is published, documents too, or publishing is interrupted, ended or not our turn."""
        self._closing.set()
        self._wake.set()
        while self._thread.is_alive() and not self._is_interrupted():
            self._thread.join(DRAIN_LOOK_S)

    def nudge(self) -> None:
        """Look now whether there is something to publish."""
        self._wake.set()

    def refusal(self) -> PicletsError | None:
        """Why no scans are taken now; None when they are."""
        if self._state not in TAKES_NO_SCANS:
            return self._parts.ledger.read_refusal()
        return ServiceUnavailable(
            "This server takes no scans any more. Please try again in a few minutes.", retry_after=STOPPED_AGAIN_S
        )

    def published(self, seq: int) -> Future[None]:
        """Done when the event is as durable as promised: in the dataset, or already with `local` durability.

        Fails with StorageUnavailable when this server will not publish it. Waiting needs no thread, and has no
        limit of its own.
        """
        if not self._parts.waits_for_commit:
            return already_durable()
        return self._waiters.wait_for(seq)

    def picture(self, name: str) -> Path | None:
        """See `Fetching.picture`. Blocks."""
        return self._fetching.picture(name)

    def derived(self, path: str, most: int) -> bytes | None:
        """See `Fetching.derived`."""
        return self._fetching.derived(path, most)

    def publish_also(self, offering: Offering, every_s: float = EVERY_S) -> None:
        """Publish what is offered, too, when nothing else waits. Before `start`."""
        self._derived = Derived(self._parts.repo, self._publication, offering, self._parts.clock.now, every_s)

    def publish_now(self) -> str:
        """Wake the publisher; says what waits."""
        self.nudge()
        state = self.state()
        return f"{state['pending']} events and {state['documentsPending']} documents wait for publication."

    def state(self) -> DatasetState:
        """What /ready tells. Raises StorageUnavailable."""
        pending = self._publication.pending(self._progress.published)
        return {
            "state": self._state.value,
            "waitingFor": self._reason,
            "repo": self._parts.repo.repo_id,
            "epoch": self._epoch,
            "published": self._progress.published,
            "pending": pending.events,
            "documentsPending": pending.documents + pending.rewritten,
            "setAside": list(self._progress.set_aside),
        }

    def _run(self) -> None:
        try:
            while True:
                self._wait_for_turn()
                self._publish_until_interrupted()
        except Stopped:
            self._end(PublishingState.STOPPED, "the server stops")
        except _NotItsTurn:
            self._end(PublishingState.NOT_ITS_TURN, "another server publishes")
        except tuple(ENDS) as error:
            log.error("publishing has ended; every event is kept in the ledger", extra={"reason": str(error)})
            self._end(state_after(error), str(error))
        finally:
            self._end(PublishingState.BROKEN, "an unexpected error; see the log")
            self._turn.release()

    def _publish_until_interrupted(self) -> None:
        """Returns when the turn is lost, or after the wait that an interruption brings."""
        try:
            self._publish_in_turn()
        except tuple(INTERRUPTIONS) as error:
            wait = self._healing.next()
            self._trouble(str(error))
            log.error("publishing is interrupted", extra={"reason": str(error), "seconds": wait})
            if self._healing.failures >= TRIES_BEFORE_TOLD:
                self._interrupt(state_after(error))
            if self._parts.clock.sleep(wait, self._stop):
                raise Stopped from error

    def _interrupt(self, state: PublishingState) -> None:
        self._state = state
        self._waiters.fail(unconfirmed())

    def _is_interrupted(self) -> bool:
        return self._state in INTERRUPTIONS.values()

    def _healed(self) -> None:
        self._healing.reset()
        if self._is_interrupted():
            log.info("publishing goes on")
            self._waiters.recover()
            self._trouble(None)
        self._state = PublishingState.PUBLISHING

    def _wait_for_turn(self) -> None:
        while not self._is_our_turn():
            self._state = PublishingState.STANDBY
            self._waiters.recover()
            if self._closing.wait(self._look_every):
                raise _NotItsTurn

    def _is_our_turn(self) -> bool:
        """Take the turn; where another server has it, learn from the shared ledger how far that is."""
        try:
            if self._turn.held():
                return True
            self._left = None  # another server may have been here
            announced = self._turn.announced()
            if not announced and self._turn.try_take():
                return True
            if announced:
                self._parts.ledger.end_restoring()
            published = int(self._publication.meta("published") or 0)
        except StorageUnavailable as error:
            self._trouble(str(error))
            return False
        self._epoch = 0
        self._progress = Progress(published)
        self._waiters.reach(published)
        self._trouble(None)
        return False

    def _publish_in_turn(self) -> None:
        """Returns when the turn is lost. Raises what interrupts or ends publishing."""
        try:
            publisher = self._take_over()
            try:
                self._publish(publisher)
            finally:
                publisher.snapshots.close()
                self._left = publisher.chain.position
        except TurnLost:
            self._left = None
            log.warning("the turn to publish is lost with its connection to the database")
        except SteppedDown:
            if self._turn.held():
                raise  # no server of this game has claimed the dataset
            self._left = None
            log.warning("another server of this game has taken over")

    def _take_over(self) -> Publisher:
        """Restore and claim."""
        parts = self._parts
        if not self._is_interrupted():
            self._state = PublishingState.RESTORING
        saved = self._patiently(lambda: self._publication.meta("commit_bucket"))
        bucket = TokenBucket.restored(parts.commits_per_hour, saved, parts.clock.now())
        position = self._patiently(lambda: self._claim.make(bucket, self._left))
        head = position.head
        self._patiently(lambda: self._note_taken_over(head, bucket))
        chain = Chain(parts.repo, position, bucket, parts.clock, self._stop, self._trouble)
        snapshots = Snapshots(parts.repo, parts.ledger.database, parts.snapshot_growth, chain, self.nudge)
        publisher = Publisher(
            chain, parts.repo, self._publication, parts.images, self._waiters.reach, snapshots, packs=parts.packs
        )
        self._progress = publisher.progress
        self._waiters.reach(head.events)
        self._epoch = head.epoch
        self._patiently(lambda: parts.ledger.learn_aliases(utc_now()))
        parts.ledger.end_restoring()
        if not self._is_interrupted():
            self._state = PublishingState.PUBLISHING
        return publisher

    def _note_taken_over(self, head: Head, bucket: TokenBucket) -> None:
        """Tell the servers that share the ledger; a predecessor may have died between a commit and its note."""
        self._publication.note_published([], 0, published=str(head.events), commit_bucket=bucket.saved())
        self._parts.images.sweep(head.events, [path.rpartition("/")[2] for path in head.set_aside])
        self._turn.announce()

    def _publish(self, publisher: Publisher) -> None:
        while True:
            self._wake.clear()
            closing = self._closing.is_set()  # asked first, so that the step sees all that came before the closing
            published = self._patiently(partial(publisher.step, patient=not closing))
            self._healed()
            if not closing and self._patiently(partial(publisher.snapshots.step, idle=not published)):
                continue
            if published:
                continue
            if closing:
                raise Stopped
            if self._patiently(lambda: self._derived is not None and self._derived.step(publisher.chain)):
                continue
            self._wake.wait(self._look_every)

    def _patiently(self, work: Callable[[], T]) -> T:
        """Do what needs the ledger's database, room on the disk and the Hub's good will, again and again while one of
        them is not there.

        Raises TurnLost when it is not this server's turn any more.
        """
        backoff = Backoff()
        while True:
            self._turn.hold()
            try:
                return work()
            except (StorageUnavailable, LogRefused, OSError) as error:
                self._trouble(str(error))
                log.error("publishing waits", extra={"reason": str(error)})
                if self._parts.clock.sleep(backoff.next(), self._stop):
                    raise Stopped from error

    def _trouble(self, reason: str | None) -> None:
        self._reason = reason

    def _end(self, state: PublishingState, reason: str) -> None:
        """The first end counts."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._state, self._reason = state, reason
        self._waiters.fail(unconfirmed())
