"""Piclet images on this machine's disk, named by their content: `images/ab/ab12....webp`.

Where several servers share a database, what one of them keeps is there for the others as well.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from piclets.ledger.pictures import Pictures

NAME = re.compile(r"[0-9a-f]{64}\.webp")


class ImageStore:
    """Keeps webp pictures under a folder, and in `shared` where other servers need them. Identical ones are one file.

    With `shared`, methods raise StorageUnavailable.
    """

    def __init__(self, folder: Path, shared: Pictures | None = None) -> None:
        self._folder = folder
        self._shared = shared

    def keep(self, webp: bytes) -> str:
        """Store a picture and return its name, `<sha256>.webp`. On disk when this returns. Raises OSError."""
        name = self.keep_here(webp)
        if self._shared:
            self._shared.put(name, webp, time.time())
        return name

    def keep_here(self, webp: bytes) -> str:
        """The same, for a picture that other servers have a way to."""
        name = f"{hashlib.sha256(webp).hexdigest()}.webp"
        path = self._path(name)
        if not path.exists():
            _write_durably(path, webp)
        return name

    def find(self, name: str) -> Path | None:
        """The file of a picture; None where the name is no picture's, or neither this nor another server has it."""
        if not NAME.fullmatch(name):
            return None
        path = self._path(name)
        if path.is_file():
            return path
        webp = self._shared.get(name) if self._shared else None
        if webp is None:
            return None
        _write_durably(path, webp)
        return path

    def are_published(self, names: Collection[str]) -> None:
        """Other servers find these in the dataset from now on."""
        if self._shared:
            self._shared.forget(names)

    def sweep(self, published: int, refused: Collection[str]) -> None:
        """Leave to other servers only what the dataset, which has the events up to `published`, has not."""
        if self._shared:
            self._shared.sweep(published, refused, time.time())

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name


def _write_durably(path: Path, content: bytes) -> None:
    """Readers see the whole file or none, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
