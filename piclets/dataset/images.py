"""Piclet images on this machine's disk, named by their content: `images/ab/ab12....webp`."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{64}\.webp")


class ImageStore:
    """Keeps webp pictures under a folder. Identical pictures are one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, webp: bytes) -> str:
        """Store a picture and return its name, `<sha256>.webp`. On disk when this returns. Raises OSError."""
        name = f"{hashlib.sha256(webp).hexdigest()}.webp"
        path = self._path(name)
        if not path.exists():
            _write_durably(path, webp)
        return name

    def find(self, name: str) -> Path | None:
        """The file of a picture; None where the name is no picture's or the file is not here."""
        if not NAME.fullmatch(name):
            return None
        path = self._path(name)
        return path if path.is_file() else None

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
