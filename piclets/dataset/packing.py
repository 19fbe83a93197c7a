"""Moving what is old into packs, a few large files in place of thousands of small ones. See `layout`.

A pack is made within a commit of the publisher, when all of its events are in the dataset: its files come, and the
loose ones that they replace go, in one step, and `head.packs` says so from then on. A server that is killed before
or after finds either; the file of pictures is made anew, the same bytes again.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from piclets.dataset import layout
from piclets.dataset.aside import Resting
from piclets.dataset.chain import Chain, Head
from piclets.dataset.documents import Renderer
from piclets.dataset.repo import Content, DatasetRepo, NoSuchFile
from piclets.images.store import ImageStore
from piclets.ledger.publication import Publication

MAX_WAITING = 400
FETCHED_AT_ONCE = 40
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same for every member, so that the same pictures make the same file. A zip cannot say less."""


@dataclass(frozen=True)
class Pack:
    """What a commit adds and takes away to make a pack. `pictures`: where those in it would stand loose."""

    files: dict[str, Content]
    gone: tuple[str, ...]
    pictures: frozenset[str]


class Packer:
    def __init__(self, repo: DatasetRepo, ledger: Publication, images: ImageStore, rest: Resting) -> None:
        self._repo = repo
        self._ledger = ledger
        self._images = images
        self._nowhere: set[str] = set()
        self._rest = rest

    def due(self, head: Head, waiting: int) -> int | None:
        """The pack that can be made now, if any; not while more events wait than go into one commit."""
        ready = layout.last_of_pack(head.packs) <= head.events and waiting <= MAX_WAITING
        return head.packs if ready and self._rest.over else None

    def refused(self) -> None:
        """The Hub refuses a pack: no more for a while."""
        self._rest.refused()

    def pictures(self, pack: int, chain: Chain) -> list[Path] | None:
        """A pack's pictures. None while some are not on this machine: a few of those are fetched with each call.

        One that is nowhere (it was set aside) is left out. Raises HubDenied, Stopped.
        """
        with self._ledger.snapshot() as snapshot:
            pictures = snapshot.pictures_from(pack * layout.PACK, layout.last_of_pack(pack))
        missing = [
            (name, seq) for name, seq in pictures if name not in self._nowhere and self._images.find(name) is None
        ]
        for name, seq in missing[:FETCHED_AT_ONCE]:
            self._fetch(name, seq, chain)
        if missing:
            return None
        return [found for found in (self._images.find(name) for name, _ in pictures) if found]

    def pack(self, pack: int, pictures: Sequence[Path], folder: Path, renderer: Renderer, chain: Chain) -> Pack:
        """The file of pictures is made in `folder`; `renderer` has this pack among its own."""
        files: dict[str, Content] = {**renderer.packed_documents(pack), **renderer.packed_table(pack)}
        if pictures:
            files[layout.packed_pictures(pack)] = _zipped(pictures, folder / "pictures.zip")
        loose = chain.patiently(lambda: self._repo.existing(renderer.loose(pack), chain.position.oid))
        places = frozenset(f"{shelf}/{picture.name}" for shelf in _shelves(pack) for picture in pictures)
        return Pack(files, (*loose, *_loose(places, pack, chain)), places)

    def _fetch(self, name: str, seq: int, chain: Chain) -> None:
        path = layout.image_path(name, seq)
        try:
            webp = chain.patiently(lambda: self._repo.read(path, chain.position.oid))
        except NoSuchFile:
            self._nowhere.add(name)
        else:
            if self._images.keep_here(webp) != name:
                self._nowhere.add(name)


def _shelves(pack: int) -> list[str]:
    return [layout.image_path("", shelf * layout.SHELF).rstrip("/") for shelf in layout.shelves_of_pack(pack)]


def _loose(places: frozenset[str], pack: int, chain: Chain) -> list[str]:
    """Where packed pictures stand now. Whatever else is on their shelves is not packed, and stays."""
    return [file.path for shelf in _shelves(pack) for file in chain.files(shelf) if file.path in places]


def _zipped(pictures: Sequence[Path], path: Path) -> Path:
    """The same bytes for the same pictures."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        for picture in pictures:
            packed.writestr(zipfile.ZipInfo(picture.name, LONG_AGO), picture.read_bytes())
    return path
