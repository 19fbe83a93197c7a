"""The folded tables in the dataset, so that a restore need not fold the whole log: `snapshots/`.

A table is some files (see `snapshot_files`); the manifest names them all with their checksums, and says of which log,
event and fold version they are. It is no truth: whatever is wrong with it, the log is folded instead. Nothing in it
is believed before it is checked.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from piclets.dataset import layout
from piclets.dataset.downloads import Downloads
from piclets.dataset.layout import Span
from piclets.dataset.repo import DatasetRepo, NoSuchFile
from piclets.dataset.snapshot_files import MAX_LINE, LogFiles, RowsFile, TablesFiles
from piclets.domain.records import Record
from piclets.domain.tables import TotalsRow
from piclets.ledger import copies, schema
from piclets.ledger.apart import NotMade
from piclets.ledger.copies import Described, UnfitCopy
from piclets.ledger.ledger import Ledger

FORMAT: Final = 1
FILE_BYTES: Final = 250_000_000
"""A file is full with so much in it, before it is compressed: a million events fill hardly one with any table."""
MAX_MANIFEST: Final = 1_000_000
MAX_BYTES: Final = 2_000_000_000
MAX_BYTES_PER_EVENT: Final = 20_000
"""All files together, before they are compressed: some ten times what there ever was."""
MANY_EVENTS: Final = 50_000
"""From here on it pays to have the tables made by processes of their own: each takes 2 s of a processor to start."""

log = logging.getLogger(__name__)

Count = Annotated[int, Field(ge=0)]


class Useless(UnfitCopy):
    """Nothing is wrong with it, but another version of the server made it."""


class File(Record):
    """A file of a table's rows. `bytes` are those of its content; `sha256` is of the file as it is there."""

    sha256: str
    bytes: Annotated[int, Field(ge=0, le=FILE_BYTES + MAX_LINE)]
    rows: Count


class TableFiles(Record):
    columns: tuple[str, ...]
    files: tuple[File, ...]


class Totals(Record):
    objects: int
    piclets: int
    players: int
    scans: int
    at: str


class Manifest(Record):
    """`snapshots/manifest.json`: what the files beside it are. `digest` is the log's, up to its event `events`."""

    format: int = FORMAT
    log: str
    events: Count
    fold_version: int
    digest: str
    totals: Totals
    names_version: str | None = None
    tables: Mapping[str, TableFiles]

    def described(self) -> Described:
        totals = TotalsRow(id=1, **self.totals.model_dump())
        return Described(self.events, self.digest, totals, self.names_version)

    def paths(self) -> dict[str, File]:
        """Every file, by its path."""
        return {
            layout.snapshot_path(name, number): file
            for name, table in self.tables.items()
            for number, file in enumerate(table.files)
        }

    def to_bytes(self) -> bytes:
        return (self.model_dump_json(by_alias=True, indent=1) + "\n").encode()


def read_manifest(repo: DatasetRepo, oid: str, game: str, events: int) -> Manifest | None:
    """The manifest at a revision, of a snapshot that this server can use beside this log; None without a snapshot.

    `game` is the log's id, and `events` how far it goes. Raises UnfitCopy, HubError.
    """
    there = repo.described([layout.MANIFEST], oid)
    if not there:
        return None
    if there[0].size > MAX_MANIFEST:
        raise UnfitCopy("its manifest is too large")
    try:
        manifest = Manifest.model_validate_json(repo.read(layout.MANIFEST, oid))
    except ValidationError:
        raise UnfitCopy("its manifest cannot be read") from None
    _check(manifest, game, events)
    return manifest


def _check(manifest: Manifest, game: str, events: int) -> None:
    ours = {name: copies.columns_of(name) for name in copies.TABLES}
    if manifest.format != FORMAT or manifest.fold_version != schema.FOLD_VERSION:
        raise Useless("another version of the server made it")
    if {name: table.columns for name, table in manifest.tables.items()} != ours:
        raise Useless("its tables are other ones")
    if manifest.log != game:
        raise UnfitCopy("it is of another game")
    if not 0 < manifest.events <= events:
        raise UnfitCopy(f"it is of event {manifest.events}, and the log has {events}")
    if sum(file.bytes for file in manifest.paths().values()) > MAX_BYTES + MAX_BYTES_PER_EVENT * events:
        raise UnfitCopy("it is too large for this log")


def restore(downloads: Downloads, game: str, spans: Sequence[Span], ledger: Ledger) -> int:
    """Load the snapshot at a revision into an empty ledger, with the log up to its event; returns that event.

    The five reads are served while the last of it is loaded (`Ledger.reads_as_of`). Where the snapshot
    proves wrong only then, `downloads` has the files of the log that folding it needs.

    0 where there is none, or none that can be used: then nothing was changed. Raises UnknownEvent, HubError and
    StorageUnavailable.
    """
    try:
        manifest = read_manifest(downloads.repo, downloads.oid, game, spans[-1].last if spans else 0)
        if manifest is None:
            return 0
        needed = [span.path for span in spans if span.first <= manifest.events]
        with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
            tables = fetched(Downloads(downloads.repo, downloads.oid, Path(folder)), manifest)
            downloads.fetch(needed)
            events = LogFiles([downloads.place(path) for path in needed], manifest.events)
            _load(ledger, manifest.described(), events, tables)
    except (UnfitCopy, NoSuchFile, OSError) as unfit:
        log.warning("the snapshot cannot be used: the log is folded instead", extra={"reason": str(unfit)})
        return 0
    log.info("restored from the snapshot", extra={"events": manifest.events})
    return manifest.events


def _load(ledger: Ledger, described: Described, events: LogFiles, tables: TablesFiles) -> None:
    """By workers where it is much; where those fail, by this process alone.

    They do for want of memory or disk, and where all processes of a service are told to stop at once: were a part of
    the log folded by then, the next start could take no snapshot.
    """
    load = partial(ledger.load, described, events.events, tables.rows)
    if described.events >= MANY_EVENTS:
        try:
            load(by_workers=True)
        except (NotMade, OSError) as failed:
            log.warning("the snapshot is loaded without workers: they have failed", extra={"reason": str(failed)})
        else:
            return
    load(by_workers=False)


def fetched(downloads: Downloads, manifest: Manifest) -> TablesFiles:
    """A snapshot's files, brought here, each the one that the manifest names. Raises UnfitCopy, HubError."""
    wanted = manifest.paths()
    sizes = {file.path: file.size for file in downloads.repo.files(layout.SNAPSHOT, downloads.oid)}
    for path in wanted:
        if path not in sizes:
            raise UnfitCopy(f"{path} is missing")
        if sizes[path] > FILE_BYTES:
            raise UnfitCopy(f"{path} is too large")
    try:
        downloads.fetch(list(wanted))
    except NoSuchFile as missing:
        raise UnfitCopy(str(missing)) from missing
    for path, file in wanted.items():
        with downloads.place(path).open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != file.sha256:
                raise UnfitCopy(f"{path} is another file than the manifest says")
    return local(downloads, manifest)


def local(downloads: Downloads, manifest: Manifest) -> TablesFiles:
    """The files of a snapshot that is on this machine."""
    return TablesFiles(
        {
            name: [
                RowsFile(downloads.place(layout.snapshot_path(name, number)), file.bytes, file.rows)
                for number, file in enumerate(table.files)
            ]
            for name, table in manifest.tables.items()
        }
    )
