"""Files of the dataset that follow from the rest of it, and are there so that they need not be computed.

They are published when nothing else waits: one offer, in one commit, every `EVERY_S` seconds at most, and only while
the bucket has tokens to spare, so that no scan waits for them. What the dataset has already is not sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol

from piclets.dataset.aside import Resting
from piclets.dataset.chain import Chain, Commit
from piclets.dataset.pacing import CAPACITY
from piclets.dataset.repo import Content, DatasetRepo, HubRefused, RemoteFile
from piclets.ledger.publication import Publication

EVERY_S: Final = 120.0
MAX_LOOKED_AT: Final = 50
"""So many offers that the dataset has already are passed over at once."""
SPARED: Final = CAPACITY / 2

log = logging.getLogger(__name__)


class OfferedFiles(Protocol):
    """Files to be in the dataset and paths not to be; `landed` is called when that is so."""

    @property
    def files(self) -> Mapping[str, bytes]: ...

    @property
    def gone(self) -> tuple[str, ...]: ...

    @property
    def landed(self) -> Callable[[], None]: ...


class Offering(Protocol):
    """Methods may raise StorageUnavailable."""

    def next(self, folders: Callable[[str], Iterable[str]]) -> OfferedFiles | None:
        """The next offer; the same again until it has landed. `folders` lists those within one of the dataset's."""


class Derived:
    """Used by the dataset's thread; `now` gives seconds."""

    def __init__(
        self,
        repo: DatasetRepo,
        ledger: Publication,
        offering: Offering,
        now: Callable[[], float],
        every_s: float = EVERY_S,
    ) -> None:
        self._repo = repo
        self._ledger = ledger
        self._offering = offering
        self._now = now
        self._every = every_s
        self._from = now()
        self._resting = Resting(now)

    def step(self, chain: Chain) -> bool:
        """Publish what is due, in one commit; False where nothing was.

        Raises HubDenied, NoSuchFile, OutOfStep, SteppedDown, Stopped, StorageUnavailable.
        """
        if self._now() < self._from or not self._resting.over or not has_spare(chain, self._now()):
            return False
        offer, commit = self._next(chain)
        if offer is None or commit is None:
            return False
        chain.wait_for_turn()
        try:
            chain.commit(commit)
        except HubRefused as refused:
            log.error("the Hub refuses what is derived", extra={"reason": str(refused)})
            self._resting.refused()
            return True
        self._resting.taken()
        offer.landed()
        self._ledger.note_published([], 0, commit_bucket=chain.bucket.saved())
        return True

    def _next(self, chain: Chain) -> tuple[OfferedFiles | None, Commit | None]:
        """The next offer that changes the dataset, and the commit that does."""
        position = chain.position

        def folders(folder: str) -> list[str]:
            return chain.patiently(lambda: self._repo.folders(folder, position.oid))

        for _ in range(MAX_LOOKED_AT):
            offer = self._offering.next(folders)
            if offer is None:
                break
            self._from = self._now() + self._every
            there = self._there(chain, [*offer.files, *offer.gone])
            new: dict[str, Content] = {
                path: data for path, data in offer.files.items() if path not in there or not there[path].holds(data)
            }
            old = [path for path in offer.gone if path in there]
            if new or old:
                return offer, Commit(_message(new, old), position.head, new, old, position.spans)
            offer.landed()
        return None, None

    def _there(self, chain: Chain, paths: list[str]) -> dict[str, RemoteFile]:
        found = chain.patiently(lambda: self._repo.described(paths, chain.position.oid))
        return {file.path: file for file in found}


def _message(new: Mapping[str, Content], old: Sequence[str]) -> str:
    return f"{len(new)} derived files" if new else f"{len(old)} derived files are no more"


def has_spare(chain: Chain, now: float) -> bool:
    """Whether the bucket has tokens enough for what no scan waits for; `now` is in seconds."""
    return chain.bucket.wait(now) == 0 and chain.bucket.tokens >= SPARED
