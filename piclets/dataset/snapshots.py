"""The folded tables in the dataset, so that a restore need not fold the whole log: `snapshots/`.

A table is some compressed files of JSON lines, a row each; the manifest names them all with their checksums, and says
of which log, event and fold version they are. It is no truth: whatever is wrong with it, the log is folded instead.
Nothing in it is believed before it is checked, and no size that it names is taken for a size that it has.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from piclets.dataset import layout
from piclets.dataset.layout import Span
from piclets.dataset.repo import DatasetRepo, NoSuchFile
from piclets.domain.records import Record
from piclets.domain.tables import TotalsRow
from piclets.ledger import copies, schema
from piclets.ledger.copies import Described, Line, UnfitCopy
from piclets.ledger.ledger import Ledger

FORMAT: Final = 1
FILE_BYTES: Final = 250_000_000
"""A file is full with so much in it, before it is compressed: a million events fill hardly one with any table."""
MAX_LINE: Final = 8_000_000
MAX_MANIFEST: Final = 1_000_000
MAX_BYTES: Final = 2_000_000_000
MAX_BYTES_PER_EVENT: Final = 20_000
"""All files together, before they are compressed: some ten times what there ever was."""
READ_AT_ONCE: Final = 2_000
FETCHED_AT_ONCE: Final = 4

DAMAGED: Final = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError)
"""What reading a compressed file of JSON lines may raise."""

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


def restore(repo: DatasetRepo, oid: str, game: str, spans: Sequence[Span], ledger: Ledger) -> int:
    """Load the snapshot at a revision into an empty ledger, with the log up to its event; returns that event.

    The five reads are served while the last of it is loaded (`Ledger.reads_as_of`).

    0 where there is none, or none that can be used: then nothing was changed. Raises UnknownEvent, HubError and
    StorageUnavailable.
    """
    try:
        manifest = read_manifest(repo, oid, game, spans[-1].last if spans else 0)
        if manifest is None:
            return 0
        needed = [span for span in spans if span.first <= manifest.events]
        with tempfile.TemporaryDirectory(prefix="piclets-") as folder:
            fetched = Fetched(repo, oid, manifest, Path(folder))
            fetched.fetch()
            _fetch(repo, oid, [span.path for span in needed], Path(folder))
            events = partial(_events, Path(folder), needed, manifest.events)
            ledger.load(manifest.described(), events, fetched.rows)
    except (UnfitCopy, OSError) as unfit:
        log.warning("the snapshot cannot be used: the log is folded instead", extra={"reason": str(unfit)})
        return 0
    log.info("restored from the snapshot", extra={"events": manifest.events})
    return manifest.events


class Fetched:
    """A snapshot's files on this machine, in a folder of the caller's."""

    def __init__(self, repo: DatasetRepo, oid: str, manifest: Manifest, folder: Path) -> None:
        self._repo = repo
        self._oid = oid
        self._manifest = manifest
        self._folder = folder

    def fetch(self) -> None:
        """Raises UnfitCopy, HubError."""
        wanted = self._manifest.paths()
        sizes = {file.path: file.size for file in self._repo.files(layout.SNAPSHOT, self._oid)}
        for path in wanted:
            if path not in sizes:
                raise UnfitCopy(f"{path} is missing")
            if sizes[path] > FILE_BYTES:
                raise UnfitCopy(f"{path} is too large")
        _fetch(self._repo, self._oid, list(wanted), self._folder)
        for path, file in wanted.items():
            with _place(self._folder, path).open("rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() != file.sha256:
                    raise UnfitCopy(f"{path} is another file than the manifest says")

    def rows(self, name: str) -> Iterator[list[Line]]:
        """A table's rows, some at a time. Raises UnfitCopy."""
        reader = copies.lines_reader(name)
        for number, file in enumerate(self._manifest.tables[name].files):
            path, count = layout.snapshot_path(name, number), 0
            try:
                for lines in _batches(_place(self._folder, path), file.bytes):
                    rows = reader.validate_json(b"[" + b",".join(lines) + b"]", strict=True)
                    count += len(rows)
                    yield rows
            except DAMAGED as damage:
                raise UnfitCopy(f"{path} cannot be read ({type(damage).__name__})") from damage
            if count != file.rows:
                raise UnfitCopy(f"{path} has {count} rows in place of {file.rows}")


def _fetch(repo: DatasetRepo, oid: str, paths: Sequence[str], folder: Path) -> None:
    def one(path: str) -> None:
        try:
            _place(folder, path).write_bytes(repo.read(path, oid))
        except NoSuchFile:
            raise UnfitCopy(f"{path} is missing") from None

    with ThreadPoolExecutor(FETCHED_AT_ONCE, "snapshot") as pool:
        for _ in pool.map(one, paths):
            pass


def _place(folder: Path, path: str) -> Path:
    return folder / path.rpartition("/")[2]


def _batches(path: Path, most: int) -> Iterator[list[bytes]]:
    """The lines of a compressed file, some at a time. Raises OSError, EOFError, zlib.error, and ValueError for a
    content of another size.
    """
    size = 0
    with gzip.open(path) as opened:
        lines = iter(lambda: opened.readline(MAX_LINE), b"")
        while batch := list(islice(lines, READ_AT_ONCE)):
            size += sum(map(len, batch))
            if size > most:
                raise ValueError("there is more in it than the manifest says")
            yield batch
    if size != most:
        raise ValueError("there is less in it than the manifest says")


def _events(folder: Path, spans: Sequence[Span], last: int) -> Iterator[tuple[int, str]]:
    """The log up to an event, from files that were fetched. Raises UnfitCopy."""
    for span in spans:
        path = _place(folder, span.path)
        try:
            with gzip.open(path) if span.packed else path.open("rb") as lines:
                for line in lines:
                    row: dict[str, Any] = json.loads(line)
                    seq, body = int(row["seq"]), str(row["event"])
                    if seq > last:
                        return
                    yield seq, body
        except DAMAGED as damage:
            raise UnfitCopy(f"{span.path} cannot be read ({type(damage).__name__})") from damage
