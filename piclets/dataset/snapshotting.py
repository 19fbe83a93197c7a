"""Making snapshots (see `snapshots`): in the background, now and then, one in place of the last.

One is due when the log has grown by `GROWTH` events and by a tenth since the last one. A thread of its own reads the
tables at one moment and writes the files into a folder; meanwhile the publisher publishes. When nothing else waits,
it commits them, and the last one's are gone with the same commit. What was being made when a player was erased is
thrown away, and the commit that rewrites the log puts another one in the place of what is published.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import math
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from piclets.dataset import layout
from piclets.dataset.aside import Resting
from piclets.dataset.chain import Chain, Commit
from piclets.dataset.derived import has_spare
from piclets.dataset.repo import Content, DatasetRepo, HubRefused
from piclets.dataset.snapshots import FILE_BYTES, File, Manifest, TableFiles, Totals, read_manifest
from piclets.errors import StorageUnavailable
from piclets.ledger import copies, schema
from piclets.ledger.copies import Copy, UnfitCopy
from piclets.ledger.database import Database
from piclets.ledger.publication import Publication

GROWTH: Final = 2_000
EVERY_S: Final = 3_600.0
"""Seconds between two at least."""
PATIENCE_S: Final = 600.0
"""So long after it was begun one waits for a moment when nothing else waits; then it takes its turn."""
MAX_PAUSE_S: Final = 1.0
LEVEL: Final = 4
"""Of compression: a third of the time of the usual 6, for a twentieth more bytes."""

log = logging.getLogger(__name__)


class Abandoned(Exception):
    """A snapshot is not wanted any more."""


@dataclass(frozen=True)
class Replacement:
    """What takes the place of the published files, `former`, when the log was rewritten: a snapshot as of the event
    `events`; nothing where none was published, or none could be made in time.
    """

    former: Sequence[str]
    files: Mapping[str, Content]
    events: int = 0

    @property
    def gone(self) -> list[str]:
        return [path for path in self.former if path not in self.files]


class Snapshots:
    """For the dataset's thread. `ready` is called, on another thread, when one has been made."""

    def __init__(
        self, repo: DatasetRepo, database: Database, growth: int, chain: Chain, ready: Callable[[], None]
    ) -> None:
        self._repo = repo
        self._database = database
        self._ledger = Publication(database)
        self._growth = growth
        self._chain = chain
        self._ready = ready
        self._last: int | None = None
        self._begun = -math.inf
        self._resting = Resting(chain.now)
        self._making: Making | None = None
        self._erased = 0
        self._former: Sequence[str] = ()

    @property
    def making(self) -> bool:
        """Whether one is being made, or waits for its commit."""
        return self._making is not None

    def step(self, *, idle: bool) -> bool:
        """Begin one that is due, or publish one that is made, in one commit; False where nothing was published.

        `idle`: nothing else waits.

        Raises HubDenied, NoSuchFile, OutOfStep, SteppedDown, Stopped, StorageUnavailable.
        """
        if self._making is None:
            if self._is_due():
                self._begin()
            return False
        if not self._making.done or self._ledger.rewritten()[0]:
            return False
        spare = idle and has_spare(self._chain, self._chain.now())
        if not spare and 0 <= self._chain.now() - self._begun < PATIENCE_S:
            return False
        manifest = self._making.manifest
        if manifest is not None and not self._reaches(manifest):
            return False
        try:
            return manifest is not None and self._publish(manifest, self._making.files)
        finally:
            self.close()

    def replacement(self, erased: int, *, patient: bool) -> Replacement | None:
        """What takes the place of the published one now that the event `erased` has rewritten the log; None while it
        is being made, or waits for its own log to be published. Who is not `patient` gets what there is.

        Raises HubDenied, OutOfStep, Stopped.
        """
        if self._erased < erased:
            self._begin_anew(erased)
        making = self._making
        if making is None or (making.done and making.manifest is None):
            return Replacement(self._former, {})
        if making.manifest is not None and self._reaches(making.manifest):
            return Replacement(self._former, making.files, making.manifest.events)
        if patient and 0 <= self._chain.now() - self._begun < PATIENCE_S:
            return None
        return Replacement(self._former, {})

    def _begin_anew(self, erased: int) -> None:
        """What was being made may name the player. Where nothing is published, nothing has to be replaced."""
        self.close()
        self._erased, self._former = erased, self._files()
        if self._former:
            self._begin()

    def replaced(self, events: int) -> None:
        """The rewritten log is published, with a snapshot as of this event; 0 where it is without one."""
        self.close()
        self._erased, self._last = 0, events

    def close(self) -> None:
        """Throw away what is being made."""
        if self._making is not None:
            self._making.end()
            self._making = None

    def _is_due(self) -> bool:
        events = self._chain.position.head.events
        if events < self._growth or 0 <= self._chain.now() - self._begun < EVERY_S or not self._resting.over:
            return False
        if self._last is None:
            self._last = self._published()
        return events - self._last >= max(self._growth, self._last / 10)

    def _published(self) -> int:
        """The event of the snapshot in the dataset; 0 where there is none that a server like this one can use."""
        position = self._chain.position
        game, events = position.head.log, position.head.events
        try:
            found = self._chain.patiently(lambda: read_manifest(self._repo, position.oid, game, events))
        except UnfitCopy:
            return 0
        return found.events if found else 0

    def _begin(self) -> None:
        self._begun = self._chain.now()
        self._making = Making(self._database, self._chain.position.head.log, self._ready)

    def _reaches(self, manifest: Manifest) -> bool:
        """Whether the published log does: no snapshot is published before it."""
        return manifest.events <= self._chain.position.head.events

    def _files(self) -> list[str]:
        """What is published."""
        folders = (layout.SNAPSHOT, layout.FORMER_SNAPSHOT)
        return [file.path for folder in folders for file in self._chain.files(folder)]

    def _publish(self, manifest: Manifest, files: dict[str, Content]) -> bool:
        self._chain.wait_for_turn()
        position = self._chain.position
        old = [path for path in self._files() if path not in files]
        message = f"A snapshot of the tables as of event {manifest.events}"
        try:
            self._chain.commit(Commit(message, position.head, files, old, position.spans))
        except HubRefused as refused:
            log.error("the Hub refuses a snapshot", extra={"reason": str(refused)})
            self._resting.refused()
            return True
        self._resting.taken()
        self._last = manifest.events
        self._ledger.note_published([], 0, commit_bucket=self._chain.bucket.saved())
        log.info("a snapshot is published", extra={"events": manifest.events, "files": len(files)})
        return True


class Making:
    """A thread that makes a snapshot in a folder, which is there until `end`."""

    def __init__(self, database: Database, game: str, ready: Callable[[], None]) -> None:
        self.manifest: Manifest | None = None
        self.files: dict[str, Content] = {}
        self._database = database
        self._game = game
        self._ready = ready
        self._made = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="snapshot", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether there is a manifest with its files, or none will come."""
        return self._made.is_set()

    def end(self) -> None:
        """Stop making it, or delete what was made."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
                pause = _Pause(self._over)
                with copies.copying(self._database) as copy:
                    manifest = written(copy, self._game, Path(folder), pause)
                paths = {path: Path(folder) / path.rpartition("/")[2] for path in manifest.paths()}
                self.files = {**paths, layout.MANIFEST: manifest.to_bytes()}
                self.manifest = manifest
                self._tell()
                self._over.wait()
        except (StorageUnavailable, OSError) as error:
            log.warning("no snapshot could be made", extra={"reason": str(error)})
        except Abandoned:
            pass
        finally:
            self._tell()

    def _tell(self) -> None:
        self._made.set()
        self._ready()


class _Pause:
    """Called now and then while a snapshot is made: leaves at least half of the time to players."""

    def __init__(self, over: threading.Event) -> None:
        self._over = over
        self._since = time.monotonic()

    def __call__(self) -> None:
        if self._over.wait(min(MAX_PAUSE_S, time.monotonic() - self._since)):
            raise Abandoned
        self._since = time.monotonic()


def written(copy: Copy, game: str, folder: Path, pause: Callable[[], None]) -> Manifest:
    """Write a snapshot's files into a folder. Raises StorageUnavailable, OSError, and what `pause` does."""
    described = copy.described(pause)
    totals = described.totals
    return Manifest(
        log=game,
        events=described.events,
        fold_version=schema.FOLD_VERSION,
        digest=described.digest,
        totals=Totals(
            objects=totals.objects, piclets=totals.piclets, players=totals.players, scans=totals.scans, at=totals.at
        ),
        names_version=described.names_version,
        tables={
            name: TableFiles(columns=copies.columns_of(name), files=_table(copy, name, folder, pause))
            for name in copies.TABLES
        },
    )


def _table(copy: Copy, name: str, folder: Path, pause: Callable[[], None]) -> tuple[File, ...]:
    rows = copy.rows(name)
    files: list[File] = []
    for first in rows:
        path = folder / layout.snapshot_path(name, len(files)).rpartition("/")[2]
        files.append(_file(path, first, rows, pause))
    return tuple(files)


def _file(path: Path, first: Sequence[Any], rows: Iterator[Sequence[Any]], pause: Callable[[], None]) -> File:
    """Write rows, `first` and what comes next, until the file is full."""
    count = size = 0
    row: Sequence[Any] | None = first
    with path.open("wb") as file, gzip.GzipFile("", "wb", LEVEL, file, mtime=0) as packed:
        while row is not None:
            line = json.dumps(list(row), separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
            packed.write(line)
            count, size = count + 1, size + len(line)
            if count % copies.AT_ONCE == 0:
                pause()
            row = next(rows, None) if size < FILE_BYTES else None
    with path.open("rb") as written_file:
        return File(sha256=hashlib.file_digest(written_file, "sha256").hexdigest(), bytes=size, rows=count)
