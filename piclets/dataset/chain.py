"""The chain of commits of the one publisher: each on top of the last, each certain before the next.

Every commit carries `events/head.json` with the publisher's epoch and the number of the batch. So one look at the
head tells what became of a commit whose answer was lost, who publishes, and whether another server was here:

| the head's record         | means                                                                 |
|---------------------------|-----------------------------------------------------------------------|
| this batch                | it landed                                                             |
| the batch before, our oid | not landed; or a stale read: then the next try is told 412            |
| the batch before, new oid | a foreign commit that left the log alone: go on on top of it          |
| an older one, or none     | a stale read: look again, and raise `OutOfStep` when it stays so       |
| a higher epoch            | another server publishes: step down                                   |

A commit whose answer was lost and that lands late cannot do harm: its parent has moved by then, or it is the head.
For the same reason it may always be tried again: 412 while the head stays ours is the Hub lagging behind itself. Each
try bears a mark of its own in `head.json`, so that no try is ever a commit without changes: huggingface_hub would
answer that one, whatever its parent, with any head it happens to read.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import ValidationError

from piclets.dataset import layout
from piclets.dataset.documents import FlatUntil
from piclets.dataset.layout import BrokenLog, Span
from piclets.dataset.pacing import Backoff, Clock, TokenBucket
from piclets.dataset.repo import (
    Content,
    DatasetRepo,
    HubAway,
    HubBehind,
    HubBusy,
    HubMoved,
    HubRefused,
    NoSuchFile,
    RemoteFile,
)
from piclets.domain.records import Record

MAX_STALE_LOOKS = 12
AGREEING_LOOKS = 3
"""So many looks have to say that the head is ours and unmoved before a commit that met 412 is made again."""
MAX_LOOK_WAIT_S = 8.0

T = TypeVar("T")

log = logging.getLogger(__name__)


class SteppedDown(Exception):
    """Another server has claimed this dataset. Final: what it has published is not ours to change."""


class OutOfStep(Exception):
    """The dataset does not show what this server published: set back, changed by hand, gone, or a very stale read.

    Nothing is published on top of that; it may become right again.
    """


class Stopped(Exception):
    """The server is being stopped."""


FORM = 2
"""How documents are written. It goes up when their content changes: then all are written anew, bit by bit."""


class Head(Record):
    """`events/head.json`. `log` names the game, for ever; `server` the process that claimed `epoch`.

    `events`: the last event in the dataset. `documents`: every document is up to date as of this event, save those
    `set_aside`; they are written in `form` (see `FORM`). `flat_*`: see `FlatUntil`. `packs`: so many packs there are,
    the oldest events'; it never shrinks. `mark` is new with each try of a commit, and means nothing else.
    """

    format: int = 1
    log: str
    epoch: int
    server: str
    batch: int = 0
    events: int = 0
    documents: int = 0
    form: int = 1
    flat_piclets: int | None = None
    flat_users: int | None = None
    packs: int = 0
    set_aside: tuple[str, ...] = ()
    mark: str = ""

    @property
    def flat_until(self) -> FlatUntil:
        return FlatUntil(self.flat_piclets, self.flat_users)

    def to_bytes(self) -> bytes:
        return (self.model_dump_json(by_alias=True, indent=1) + "\n").encode()


@dataclass(frozen=True)
class Position:
    """The state of the dataset: its head, what the head says, and the files of its log."""

    oid: str
    head: Head
    spans: tuple[Span, ...]


@dataclass
class Commit:
    """What one commit changes. `head.batch` is set when it is made."""

    message: str
    head: Head
    additions: dict[str, Content] = field(default_factory=dict)
    deletions: Sequence[str] = ()
    spans: tuple[Span, ...] = ()


def read_head(repo: DatasetRepo, oid: str) -> Head | None:
    """What the dataset says of its publisher at a commit; None where nothing was published yet. Raises BrokenLog."""
    try:
        return Head.model_validate_json(repo.read(layout.HEAD, oid))
    except NoSuchFile:
        return None
    except ValidationError:
        raise BrokenLog(f"{layout.HEAD} cannot be read") from None


def _is_another_servers(found: Head, ours: Head) -> bool:
    taken = found.epoch == ours.epoch and found.server != ours.server
    return found.epoch > ours.epoch or taken or found.log != ours.log


class Chain:
    """`troubled` is told a sentence while the Hub does not take commits, and None when it does again."""

    def __init__(
        self,
        repo: DatasetRepo,
        position: Position,
        bucket: TokenBucket,
        clock: Clock,
        stop: threading.Event,
        troubled: Callable[[str | None], None],
    ) -> None:
        self.position = position
        self.bucket = bucket
        self._repo = repo
        self._clock = clock
        self._stop = stop
        self._troubled = troubled
        self._backoff = Backoff()

    def now(self) -> float:
        """Seconds, by the clock that waits for the Hub."""
        return self._clock.now()

    def wait_for_turn(self) -> None:
        """Take the token of the next commit. Raises Stopped."""
        while wait := self.bucket.wait(self._clock.now()):
            self._sleep(wait)
        self.bucket.take(self._clock.now())

    def commit(self, commit: Commit) -> None:
        """Make a commit, for which a turn was taken, and move on to it; returns when it has landed.

        Raises HubRefused and HubDenied (nothing was changed then), OutOfStep, SteppedDown, Stopped.
        """
        head = commit.head.model_copy(update={"batch": self.position.head.batch + 1})
        while True:
            oid = self._try(commit, head)
            if oid is not None:
                self.position = Position(oid, head, commit.spans)
                self._backoff.reset()
                self._troubled(None)
                return
            self.wait_for_turn()

    def _try(self, commit: Commit, head: Head) -> str | None:
        """The oid of the landed commit; None where it has to be tried again, after the wait that was due."""
        marked = head.model_copy(update={"mark": uuid.uuid4().hex})
        additions: Mapping[str, Content] = {**commit.additions, layout.HEAD: marked.to_bytes()}
        try:
            return self._repo.commit(self.position.oid, commit.message, additions, commit.deletions)
        except HubRefused:
            self.bucket.give_back()
            raise
        except HubBusy as busy:
            self.bucket.give_back()
            self._wait_out(str(busy), busy.retry_after)
            return None
        except HubMoved:
            self.bucket.give_back()
            return self._settle(head, moved=True)
        except HubAway as away:
            self._wait_out(str(away), away.retry_after)
            return self._settle(head, moved=False)

    def _settle(self, head: Head, *, moved: bool) -> str | None:
        """Find out what became of a commit: its oid, or None where it is to be made again on what is there now."""
        looks = Backoff(longest=MAX_LOOK_WAIT_S)
        unmoved = 0
        for _ in range(MAX_STALE_LOOKS):
            oid, found = self._look()
            if found is not None and _is_another_servers(found, head):
                raise SteppedDown(f"another server has claimed the dataset (epoch {found.epoch})")
            age = head.batch - found.batch if found is not None and found.epoch == head.epoch else None
            if age == 0:
                return oid
            if age == 1 and oid != self.position.oid:
                self._rebase(oid)
                return None
            if age == 1:
                unmoved += 1
                if not moved:
                    return None
                if unmoved >= AGREEING_LOOKS:
                    self._wait_out("the Hub says that the dataset has moved on, and shows that it has not", None)
                    return None
            self._wait("the Hub shows an older state than it should", looks.next())
        raise OutOfStep("the dataset was set back to an older state, or its log was taken away")

    def _look(self) -> tuple[str, Head | None]:
        oid = self.patiently(self._repo.head)
        if oid is None:
            raise OutOfStep("the dataset repo is gone")
        return oid, self.patiently(lambda: read_head(self._repo, oid))

    def files(self, folder: str) -> list[RemoteFile]:
        """The files of a folder as the dataset is now. Raises HubDenied, Stopped."""
        return self.patiently(lambda: self._repo.files(folder, self.position.oid))

    def _rebase(self, oid: str) -> None:
        """Go on on top of a foreign commit, if it left the log alone."""
        files = self.patiently(lambda: self._repo.files(layout.EVENTS, oid))
        expected = {span.path for span in self.position.spans} | {layout.HEAD}
        if {file.path for file in files} != expected:
            raise OutOfStep("the dataset's log was changed by hand")
        log.info("a foreign commit is in the dataset; going on on top of it", extra={"oid": oid})
        self.position = replace(self.position, oid=oid)

    def patiently(self, ask: Callable[[], T]) -> T:
        """Ask the Hub until it answers. Raises what `ask` does, but HubAway and HubBusy; and OutOfStep, Stopped.

        A commit that it does not show is waited for, but not for ever: a history can be cut off.
        """
        looks = Backoff(longest=MAX_LOOK_WAIT_S)
        while True:
            try:
                return ask()
            except HubBehind as behind:
                if looks.failures == MAX_STALE_LOOKS:
                    raise OutOfStep("the dataset does not have a commit that it had") from behind
                self._wait(str(behind), looks.next())
            except (HubAway, HubBusy) as away:
                self._wait_out(str(away), away.retry_after)

    def _wait_out(self, reason: str, retry_after: float | None) -> None:
        self._wait(reason, self._backoff.next(retry_after))

    def _wait(self, reason: str, seconds: float) -> None:
        self._troubled(reason)
        log.warning("the dataset waits", extra={"reason": reason, "seconds": seconds})
        self._sleep(seconds)

    def _sleep(self, seconds: float) -> None:
        if self._clock.sleep(seconds, self._stop):
            raise Stopped
