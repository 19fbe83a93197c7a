"""What is not on this machine, brought back from the dataset when it is first asked for: pictures, derived files."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from piclets.dataset import layout
from piclets.dataset.repo import DatasetRepo, HubError, NoSuchFile
from piclets.dataset.waiting import AGAIN_S
from piclets.errors import ServiceUnavailable
from piclets.images.store import NAME, ImageStore
from piclets.ledger.publication import Publication

AT_ONCE = 4


class Fetching:
    """For any thread."""

    def __init__(self, repo: DatasetRepo, images: ImageStore, publication: Publication) -> None:
        self._repo = repo
        self._images = images
        self._publication = publication
        self._slots = threading.Semaphore(AT_ONCE)

    def picture(self, name: str) -> Path | None:
        """The file of a Piclet's picture, fetched back from the dataset where it is not on this machine. Blocks.

        None where there is no such picture. Raises ServiceUnavailable, StorageUnavailable.
        """
        found = self._images.find(name)
        if found is not None or not NAME.fullmatch(name):
            return found
        seq = self._publication.image_seq(name)
        if seq is None:
            return None
        with self._slots:
            found = self._images.find(name)  # another thread may have fetched it in the meantime
            return found or self._fetch(name, seq)

    def derived(self, path: str, most: int) -> bytes | None:
        """A file of at most so many bytes; None where there is none, or a larger one. Blocks.

        Raises ServiceUnavailable.
        """
        try:
            found = self._repo.described([path], "main")
            return self._repo.read(path, "main") if found and found[0].size <= most else None
        except NoSuchFile:
            return None
        except HubError as error:
            raise ServiceUnavailable("The dataset cannot be read right now.", retry_after=AGAIN_S) from error

    def _fetch(self, name: str, seq: int) -> Path | None:
        try:
            webp = self._read(name, seq)
        except NoSuchFile:
            return None
        except HubError as error:
            raise ServiceUnavailable(
                "This picture cannot be fetched right now. Please try again.", retry_after=AGAIN_S
            ) from error
        return self._images.find(self._images.keep_here(webp)) if _is(name, webp) else None

    def _read(self, name: str, seq: int) -> bytes:
        """Out of its pack, if it is in one; loose otherwise, as also while that is not known here yet."""
        pack = layout.pack_of(seq)
        try:
            return self._repo.read(layout.image_path(name, seq), "main")
        except NoSuchFile:
            return self._repo.member(layout.packed_pictures(pack), name, "main")


def _is(name: str, webp: bytes) -> bool:
    return name == f"{hashlib.sha256(webp).hexdigest()}.webp"
