"""Recognising: a photo of something that a catalogue has becomes exactly that thing.

The pictures most like the photo are looked up, and each is looked for in the photo by its points (`verifying`): one
that is there, seen straight on, has to be like the photo by the catalogue's own measure, and clearly more so than any
other. Anything less is a suggestion, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from piclets.domain.photo import Photo
from piclets.errors import BadCatalogue, InvalidImage, PicletsError
from piclets.search.building import open_picture
from piclets.search.entries import EntryRow
from piclets.search.filed import FiledCatalogue
from piclets.search.naming import called
from piclets.search.scores import Scale
from piclets.search.sight import Sight
from piclets.search.verifying import Verifier

CANDIDATES: Final = 5
AHEAD: Final = 0.05
"""So much surer than the second best."""
SUGGESTED: Final = 0.5
SURENESS: Final = Scale(0.3, 0.8)
"""From the cosine of a picture and what a photo shows of it to how sure that is. On photos of drawn covers, those of
other covers reach a cosine of .72, and 97 of 100 right ones are over .75, which is a sureness of .9.
"""


@dataclass(frozen=True)
class Recognised:
    """An entry that a photo shows, `sure` or only maybe. `words` is its name, by its catalogue's template."""

    catalogue: str
    entry_id: str
    words: str
    sureness: float
    sure: bool


class Recogniser:
    """`least` gives, for each catalogue, the sureness that is sure enough. Methods block."""

    def __init__(self, sight: Sight, least: Mapping[str, float]) -> None:
        self._sight = sight
        self._least = least

    def in_photo(self, photo: Photo) -> Recognised | None:
        """`recognise` for a player's photo, which is decoded only where there is something to recognise."""
        return self.recognise(photo.image) if self._least else None

    def recognise(self, photo: Image.Image) -> Recognised | None:
        """What a photo shows, if it is in one of the catalogues. The surest of all of them."""
        verifier = Verifier(photo)
        found = [
            each
            for name, least in self._least.items()
            if (each := self._in(name, least, photo, verifier)) is not None
        ]
        return max(found, key=lambda each: each.sureness, default=None)

    def entry_of(self, object_name: str) -> tuple[FiledCatalogue, EntryRow] | None:
        """The entry that an object is named after."""
        for name in self._least:
            catalogue = self._catalogue(name)
            row = catalogue.entries.named(object_name) if catalogue else None
            if catalogue and row:
                return catalogue, row
        return None

    def _catalogue(self, name: str) -> FiledCatalogue | None:
        try:
            found = self._sight.catalogue(name)
        except PicletsError:
            return None  # it is still being fetched
        return found if isinstance(found, FiledCatalogue) else None

    def _in(self, name: str, least: float, photo: Image.Image, verifier: Verifier) -> Recognised | None:
        catalogue = self._catalogue(name)
        if catalogue is None:
            return None
        scored = sorted(
            ((self._sureness(catalogue, row, verifier), row) for row in _likely(catalogue, photo, verifier)),
            key=lambda each: (-each[0], each[1].row),
        )
        if not scored or scored[0][0] < SUGGESTED:
            return None
        best, row = scored[0]
        second = scored[1][0] if len(scored) > 1 else 0.0
        words = called(catalogue.about.template, row.fields) or row.id
        sure = catalogue.about.template is not None and best >= least and best - second >= AHEAD
        return Recognised(name, row.id, words, round(best, 4), sure)

    @staticmethod
    def _sureness(catalogue: FiledCatalogue, row: EntryRow, verifier: Verifier) -> float:
        try:
            _, picture = open_picture(Path(catalogue.about.pictures), row.picture)
        except (BadCatalogue, InvalidImage):
            return 0.0
        return SURENESS.score(verifier.likeness(picture))


def _likely(catalogue: FiledCatalogue, photo: Image.Image, verifier: Verifier) -> list[EntryRow]:
    """The entries to look for in the photo: those most like it, or like a flat thing in it."""
    best: dict[int, tuple[float, EntryRow]] = {}
    for view in (photo, *verifier.straight_views()):
        for row, cosine in catalogue.nearest(view, CANDIDATES):
            if row.row not in best or cosine > best[row.row][0]:
                best[row.row] = cosine, row
    ordered = sorted(best.values(), key=lambda each: (-each[0], each[1].row))
    return [row for _, row in ordered[:CANDIDATES]]
