"""A snapshot, and the log that it is of, in files on this machine. Another process can be told to read them.

A table is some compressed files of JSON lines, a row each. No size that a manifest names is taken for a file's size.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from piclets.ledger import copies
from piclets.ledger.copies import Line, UnfitCopy

MAX_LINE: Final = 8_000_000
READ_AT_ONCE: Final = 500_000
"""Bytes of a file's content."""

DAMAGED: Final = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError)
"""What reading a compressed file of JSON lines may raise."""


class RowsFile(NamedTuple):
    """A file of a table's rows: where it is, and how much the manifest says is in it, in bytes and in rows."""

    place: Path
    size: int
    rows: int


@dataclass(frozen=True)
class TablesFiles:
    """The files of each table, in order."""

    tables: Mapping[str, Sequence[RowsFile]]

    def rows(self, name: str) -> Iterator[list[Line]]:
        """A table's rows, some at a time. Raises UnfitCopy."""
        reader = copies.lines_reader(name)
        for file in self.tables[name]:
            count = 0
            try:
                for lines in _of_size(_lines(file.place), file.size):
                    rows = reader.validate_json(_as_list(lines), strict=True)
                    count += len(rows)
                    yield rows
            except DAMAGED as damage:
                raise UnfitCopy(f"{file.place.name} cannot be read ({type(damage).__name__})") from damage
            if count != file.rows:
                raise UnfitCopy(f"{file.place.name} has {count} rows in place of {file.rows}")


@dataclass(frozen=True)
class LogFiles:
    """The files of a log from its first event on, in order; what comes after the event `last` does not count."""

    places: Sequence[Path]
    last: int

    def events(self) -> Iterator[tuple[int, str]]:
        """Places and bodies. Raises UnfitCopy."""
        for place in self.places:
            try:
                for lines in _lines(place):
                    for row in orjson.loads(_as_list(lines)):
                        seq, body = int(row["seq"]), str(row["event"])
                        if seq > self.last:
                            return
                        yield seq, body
            except DAMAGED as damage:
                raise UnfitCopy(f"{place.name} cannot be read ({type(damage).__name__})") from damage


def _lines(path: Path) -> Iterator[bytes]:
    """The content of a file, compressed or not, some whole lines at a time.

    Raises OSError, EOFError, zlib.error, and ValueError for a line without end.
    """
    rest = b""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as opened:
        while some := opened.read(READ_AT_ONCE):
            end = some.rfind(b"\n") + 1
            if end:
                yield rest + some[:end]
                rest = b""
            rest += some[end:]
            if len(rest) > MAX_LINE:
                raise ValueError("there is a line without end")
    if rest:
        yield rest


def _of_size(contents: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Raises ValueError where a content is of another size."""
    for content in contents:
        size -= len(content)
        if size < 0:
            raise ValueError("there is more in it than the manifest says")
        yield content
    if size:
        raise ValueError("there is less in it than the manifest says")


def _as_list(lines: bytes) -> bytes:
    """Lines of JSON as a list of JSON."""
    return b"[" + lines.removesuffix(b"\n").replace(b"\n", b",") + b"]"
