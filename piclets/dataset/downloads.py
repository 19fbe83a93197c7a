"""Downloaded files of a dataset at one commit: each is fetched at most once, however often it is read."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from piclets.dataset.repo import DatasetRepo

AT_ONCE: Final = 4


class Downloads:
    """They lie in a folder of the caller's, who deletes it."""

    def __init__(self, repo: DatasetRepo, oid: str, folder: Path) -> None:
        self.repo = repo
        self.oid = oid
        self._folder = folder
        self._there: set[str] = set()

    def place(self, path: str) -> Path:
        """Where a file lies once it was fetched."""
        return self._folder / path.rpartition("/")[2]

    def fetch(self, paths: Sequence[str]) -> None:
        """Raises NoSuchFile, HubError, OSError."""
        with ThreadPoolExecutor(AT_ONCE, "downloads") as pool:
            for _ in pool.map(self._fetch, paths):
                pass

    def read(self, path: str) -> bytes:
        """The content of a file; one that was not fetched is not kept either. Raises NoSuchFile, HubError."""
        return self.place(path).read_bytes() if path in self._there else self.repo.read(path, self.oid)

    def _fetch(self, path: str) -> None:
        if path not in self._there:
            self.place(path).write_bytes(self.repo.read(path, self.oid))
            self._there.add(path)  # only now: of a file that was cut off, by a full disk, nothing is read
