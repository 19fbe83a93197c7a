"""Taking the dataset over: read how far it is, bring the ledger there, and claim it with a higher epoch.

An outage is waited out, for as long as it takes, and never taken for an empty game. A repo that is not there, or
has no log, is a new game; one with the older server's files is adopted.
"""

from __future__ import annotations

import logging
import math
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from piclets.dataset import adoption, layout, snapshots
from piclets.dataset.card import refreshed, taken_over
from piclets.dataset.chain import AGREEING_LOOKS, FORM, Head, OutOfStep, Position, SteppedDown, Stopped, read_head
from piclets.dataset.documents import read_event_lines
from piclets.dataset.downloads import Downloads
from piclets.dataset.layout import BrokenLog, Span
from piclets.dataset.pacing import Backoff, Clock, TokenBucket
from piclets.dataset.repo import Content, DatasetRepo, HubAway, HubBusy, HubDenied, HubMoved
from piclets.domain.events import AnyEvent, from_json
from piclets.images.store import ImageStore
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication

READ_AT_ONCE = 2_000
LOOK_AGAIN_S = 1.0

T = TypeVar("T")

log = logging.getLogger(__name__)


class NotOurs(Exception):
    """Ledger and dataset do not belong together. The message says what to do. Both are left as they are."""


@dataclass(frozen=True)
class Found:
    """What the dataset is at one commit. `head` is None where nothing was published yet."""

    oid: str
    head: Head | None
    spans: tuple[Span, ...]

    @property
    def events(self) -> int:
        return self.spans[-1].last if self.spans else 0


class Claim:
    """`troubled` is told a sentence while the Hub cannot be reached, and None when it can.

    `hold` raises TurnLost where it is not this server's turn to claim any more.
    """

    def __init__(
        self,
        repo: DatasetRepo,
        ledger: Ledger,
        images: ImageStore,
        clock: Clock,
        stop: threading.Event,
        troubled: Callable[[str | None], None],
        hold: Callable[[], None] = lambda: None,
    ) -> None:
        self._repo = repo
        self._ledger = ledger
        self._publication = Publication(ledger.database)
        self._images = images
        self._clock = clock
        self._stop = stop
        self._troubled = troubled
        self._hold = hold
        self._servers: list[str] = []

    def make(self, bucket: TokenBucket, since: Position | None = None) -> Position:
        """Claim the dataset; the ledger has every event of it then.

        `since`: what this server had published before it was interrupted. It is claimed again only where the dataset
        holds just that. Raises HubDenied, HubRefused, NoSuchFile, NotOurs, BrokenLog, UnknownEvent, OutOfStep and
        SteppedDown (with `since`), StorageUnavailable, TurnLost, Stopped.
        """
        self._servers.append(uuid.uuid4().hex)
        return self._patiently(lambda: self._attempt(bucket, since))

    def restore(self, *, patience_s: float = math.inf) -> int:
        """Bring the ledger to where the dataset is, without claiming it. Returns the ledger's last event.

        Raises the same, and HubDenied where there is no dataset. With `patience_s` it raises what keeps the Hub from
        answering, rather than to wait longer than that, in seconds, for each answer.
        """
        found = self._patiently(self._find_existing, patience_s)
        self._patiently(lambda: self._catch_up(found), patience_s)
        return self._ledger.head()

    def _find_existing(self) -> Found:
        oid = self._repo.head()
        if oid is None:
            raise HubDenied(f"there is no dataset {self._repo.repo_id}")
        return self._found(oid)

    def _found(self, oid: str) -> Found:
        """Raises BrokenLog also where the log is shorter than its head says: the rest would be written once more."""
        found = find(self._repo, oid)
        if found.head is not None and found.events < found.head.events:
            raise BrokenLog(f"{layout.HEAD} tells of {found.head.events} events, and the log has {found.events}")
        return found

    def _patiently(self, work: Callable[[], T], patience_s: float = math.inf) -> T:
        backoff, waited = Backoff(), 0.0
        while True:
            try:
                done = work()
            except (HubAway, HubBusy, HubMoved) as error:
                wait = backoff.next(error.retry_after)
                waited += wait
                if waited > patience_s:
                    raise
                self._troubled(str(error))
                log.warning("the dataset cannot be taken over yet", extra={"reason": str(error), "seconds": wait})
                self._sleep(wait)
            else:
                self._troubled(None)
                return done

    def _attempt(self, bucket: TokenBucket, since: Position | None) -> Position:
        found = self._find_what_was_left(since) if since else self._find()
        if found.head is not None and found.head.server == self._server:
            return Position(found.oid, found.head, found.spans)  # the claim had landed, its answer was lost
        adopted = self._catch_up(found)
        additions, deletions = self._files(found, adopted)
        head = self._claiming(found)
        while wait := bucket.wait(self._clock.now()):
            self._sleep(wait)
        bucket.take(self._clock.now())
        additions[layout.HEAD] = head.to_bytes()
        message = f"Server {self._server[:8]} publishes from here on (epoch {head.epoch})"
        # After it was read, which may have taken an outage: on what a successor has claimed since, no commit lands.
        self._hold()
        oid = self._repo.commit(found.oid, message, additions, deletions)
        log.info("the dataset is claimed", extra={"epoch": head.epoch, "events": head.events})
        return Position(oid, head, found.spans)

    def _find_what_was_left(self, since: Position) -> Found:
        oid = self._repo.head()
        if oid is None:
            raise OutOfStep("the dataset repo is gone")
        found = find(self._repo, oid)
        if found.head is None or found.head.log != since.head.log:
            raise OutOfStep("the dataset's log was taken away")
        if found.head.server not in self._servers and found.head.epoch >= since.head.epoch:
            raise SteppedDown(f"another server has claimed the dataset (epoch {found.head.epoch})")
        if found.head.server not in self._servers or found.events < since.head.events:
            raise OutOfStep("the dataset was set back to an older state")
        if found.events != found.head.events:
            raise OutOfStep("the dataset's log was changed by hand")
        return found

    @property
    def _server(self) -> str:
        """What this claim signs with. Each has a name of its own: seen in the dataset it says which one landed."""
        return self._servers[-1]

    def _find(self) -> Found:
        oid = self._repo.head()
        if oid is None:
            self._repo.create()
            oid = self._repo.head()
        if oid is None:
            raise HubAway("the new dataset repo is not there yet")
        found = self._found(oid)
        if found.head is None:
            self._make_sure_that_it_is_new(oid)
        return found

    def _make_sure_that_it_is_new(self, oid: str) -> None:
        """Asked in another way, and again: a log that only seemed to be missing would be written over.

        Raises HubAway.
        """
        for _ in range(AGREEING_LOOKS):
            if self._repo.existing([layout.HEAD], oid) or self._repo.files(layout.EVENTS, oid):
                raise HubAway("the Hub shows the game in one place, and not in another")
            self._sleep(LOOK_AGAIN_S)

    def _catch_up(self, found: Found) -> adoption.Adopted | None:
        """Bring the ledger to where the dataset is. Returns what was adopted from an older layout."""
        ours = self._publication.meta("log")
        here = self._ledger.head()
        if not here:
            self._ledger.clear_unfinished()
        if found.head is None:
            return self._begin(found, here)
        if here and ours != found.head.log:
            raise NotOurs(
                f"The ledger holds another game than the dataset {self._repo.repo_id}. Nothing was changed. "
                "Give this server another PICLETS_DATA_DIR or DATABASE_URL, or the DATASET_REPO it belongs to."
            )
        self._ledger.meta_put(log=found.head.log)
        self._compare(found, here)
        with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
            downloads = Downloads(self._repo, found.oid, Path(folder))
            if not here:
                here = snapshots.restore(downloads, found.head.log, found.spans, self._ledger)
            for span in found.spans:
                if span.last > here:
                    self._ledger.import_events(span_events(downloads.read(span.path), span, after=here))
        self._note_out_of_date(_up_to_date(found.head))
        return None

    def _begin(self, found: Found, here: int) -> adoption.Adopted | None:
        """No log in the dataset: a new one starts, with what an older server left there."""
        adopted = None
        if here == 0:
            adopted = adoption.read(self._repo, found.oid, self._images)
            self._ledger.import_events(enumerate(adopted.events, start=1))
        if self._publication.meta("log") is None:
            self._ledger.meta_put(log=uuid.uuid4().hex)
        self._note_out_of_date(0)
        return adopted

    def _compare(self, found: Found, here: int) -> None:
        """Events that both have, but that the ledger does not know to be published, have to be the same ones."""
        known = int(self._publication.meta("published") or 0)
        for span in found.spans:
            if span.last <= known or span.first > here:
                continue
            ids = self._publication.ids(span.first, span.last)
            content = self._repo.read(span.path, found.oid)
            for seq, event in span_events(content, span, after=known):
                if seq in ids and ids[seq] != event.id:
                    raise NotOurs(
                        f"Another server went on with the dataset {self._repo.repo_id} after event {seq - 1}, and "
                        "this ledger has other events from there on. Both are kept. To play on with the dataset's, "
                        "give this server an empty PICLETS_DATA_DIR or DATABASE_URL."
                    )

    def _note_out_of_date(self, documents: int) -> None:
        """The documents of every event after `documents`."""
        seq = documents
        while True:
            with self._publication.snapshot() as snapshot:
                events = snapshot.events_after(seq, READ_AT_ONCE)
                changed = list(snapshot.changed_by(events, layout.SHELF, exact=False))
            if not events:
                return
            self._publication.mark(changed)
            seq = events[-1].seq

    def _files(self, found: Found, adopted: adoption.Adopted | None) -> tuple[dict[str, Content], list[str]]:
        """The card, where it is missing or old; and what the older layout has under other names now."""
        with self._publication.snapshot() as snapshot:
            totals = snapshot.totals()
        card = self._repo.text(layout.CARD, found.oid)
        if adopted is not None and adopted.events:
            return {layout.CARD: taken_over(card, self._repo.repo_id, totals)}, adopted.replaced
        renewed = refreshed(card, self._repo.repo_id, totals)
        return ({layout.CARD: renewed} if renewed else {}), []

    def _claiming(self, found: Found) -> Head:
        """The next epoch. What the log's files say counts more than what the head says."""
        if found.head is None:
            game = self._publication.meta("log")
            return Head(log=game or uuid.uuid4().hex, epoch=1, server=self._server, form=FORM)
        update = {
            "epoch": found.head.epoch + 1,
            "server": self._server,
            "batch": 0,
            "events": found.events,
            "documents": _up_to_date(found.head),
            "form": FORM,
        }
        return found.head.model_copy(update=update)

    def _sleep(self, seconds: float) -> None:
        if self._clock.sleep(seconds, self._stop):
            raise Stopped


def _up_to_date(head: Head) -> int:
    """The event as of which the documents are as this server writes them."""
    return head.documents if head.form == FORM else 0


def find(repo: DatasetRepo, oid: str) -> Found:
    """What a dataset is at a commit. Raises BrokenLog, HubError."""
    head = read_head(repo, oid)
    spans = tuple(layout.in_order([file.path for file in repo.files(layout.EVENTS, oid)]))
    if head is None and spans:
        raise BrokenLog(f"there is a log, but no {layout.HEAD}")
    return Found(oid, head, spans)


def span_events(content: bytes, span: Span, *, after: int) -> Iterator[tuple[int, AnyEvent]]:
    """The events after the `after`-th in the content of a file of the log. Raises BrokenLog, UnknownEvent."""
    for seq, body in read_event_lines(content, packed=span.packed):
        if seq > after:
            yield seq, from_json(body)
