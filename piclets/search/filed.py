"""A catalogue in a folder: pictures somewhere on this machine, their metadata, and their vectors.

catalogue.json       what it is: its name, its model, where its pictures are, and its numbers
entries.sqlite3      the entries (`entries`)
{model}.vectors      a vector for each picture that could be read (`vectors`)
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import numpy as np
from PIL import Image
from pydantic import BaseModel, ConfigDict, ValidationError

from piclets.domain.names.text import without_accents
from piclets.errors import BadCatalogue, ServiceUnavailable
from piclets.search import wording
from piclets.search.answers import CatalogueState, Statistics
from piclets.search.catalogues import Hit, Json, PictureFile, count_up
from piclets.search.entries import Entries, EntryRow
from piclets.search.eyes import Eye
from piclets.search.index import VectorIndex, make_index
from piclets.search.metadata import ID_FIELDS, PICTURE_FIELDS, texts_of
from piclets.search.vectors import DamagedVectors, read_vectors

ABOUT: Final = "catalogue.json"
ENTRIES: Final = "entries.sqlite3"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MAX_FACET_VALUES: Final = 0.5
"""A text field is a facet where its values repeat: at most so many different ones for each entry."""
AGAIN_S: Final = 60


class About(BaseModel):
    """catalogue.json."""

    model_config = ConfigDict(frozen=True)

    format: int = 1
    name: str
    model: str
    dimension: int
    pictures: str
    template: str | None = None
    complete: bool = False
    stats: Statistics = Statistics()


class FiledCatalogue:
    """`eye_of` finds the eye of a model; None where it is not there (yet)."""

    def __init__(self, folder: Path, eye_of: Callable[[str], Eye | None]) -> None:
        self.folder = folder
        self.about = read_about(folder)
        self.name = self.about.name
        self.entries = Entries(folder / ENTRIES)
        self._eye_of = eye_of
        self._loading = threading.Lock()
        self._index: VectorIndex | None = None

    @property
    def model(self) -> str:
        return self.about.model

    def by_picture(self, image: Image.Image, k: int) -> list[Hit]:
        return self._hits(self.nearest(image, k))

    def nearest(self, image: Image.Image, k: int) -> list[tuple[EntryRow, float]]:
        """The entries whose pictures are like an RGB picture, with their cosines, best first."""
        index, eye = self._loaded(), self._eye()
        best: dict[int, float] = {}
        for vector in eye.look_around(image):
            for row, cosine in index.nearest(vector, k):
                best[row] = max(cosine, best.get(row, -1.0))
        return self._rows(best, k)

    def by_text(self, text: str, k: int) -> list[Hit]:
        eye = self._eye()
        if eye.reads:
            return self._hits(self._rows(dict(self._loaded().nearest(eye.read(text), k)), k))
        spoken = tuple(dict.fromkeys(map(without_accents, wording.query_words(text))))
        weighed = wording.weights(spoken, self.entries.frequencies(spoken), self.entries.count())
        found = [(row, wording.likeness(weighed, _words(row))) for row in self.entries.having(spoken)]
        return self._hits(sorted(found, key=lambda each: (-each[1], each[0].row))[:k])

    def picture(self, entry_id: str) -> PictureFile | None:
        row = self.entries.by_id(entry_id)
        path = picture_path(Path(self.about.pictures), row.picture) if row and row.media else None
        return PictureFile(path, row.media) if row and row.media and path else None

    def stats(self) -> Statistics:
        return self.about.stats

    def state(self) -> CatalogueState:
        return CatalogueState(
            name=self.name,
            model=self.model,
            dimension=self.about.dimension,
            pictures=self.about.stats.pictures or 0,
            names=None,
            ready=self._eye_of(self.model) is not None,
            waiting_for_pictures=0,
        )

    def address_of(self, row: EntryRow) -> str:
        """Where this server shows an entry's picture."""
        return f"/api/image/{quote(row.id, safe='')}?catalogue={self.name}"

    def _eye(self) -> Eye:
        eye = self._eye_of(self.model)
        if eye is None:
            raise ServiceUnavailable(
                f"The model {self.model}, which this catalogue was made with, is not there.", retry_after=AGAIN_S
            )
        return eye

    def _loaded(self) -> VectorIndex:
        with self._loading:
            if self._index is None:
                self._index = self._load()
            return self._index

    def _load(self) -> VectorIndex:
        try:
            stored = read_vectors(vectors_file(self.folder, self.model), self.model, self.about.dimension)
        except (DamagedVectors, OSError) as error:
            raise ServiceUnavailable(f"The catalogue {self.name} has to be built anew: {error}.") from None
        index = make_index(self.about.dimension, len(stored.keys), self.folder / "index.faiss")
        index.put(stored.keys, np.asarray(stored.vectors, np.float32))
        return index

    def _rows(self, best: dict[int, float], k: int) -> list[tuple[EntryRow, float]]:
        chosen = sorted(best, key=lambda row: (-best[row], row))[:k]
        known = self.entries.by_rows(chosen)
        return [(known[row], best[row]) for row in chosen if row in known]

    def _hits(self, found: list[tuple[EntryRow, float]]) -> list[Hit]:
        return [
            Hit(
                {**row.fields, "similarity_score": round(score, 4)},
                self.address_of(row),
            )
            for row, score in found
        ]


def _words(row: EntryRow) -> frozenset[str]:
    """An entry's words without accents: `entries` finds them so."""
    return frozenset(map(without_accents, wording.words_of(*texts_of(row.fields))))


def read_about(folder: Path) -> About:
    """Raises BadCatalogue, in one line, where a folder is no catalogue."""
    try:
        about = About.model_validate_json((folder / ABOUT).read_text("utf-8"))
    except (OSError, ValidationError, ValueError):
        raise BadCatalogue(f"{folder} is no catalogue: python -m piclets catalogue build makes one.") from None
    if not NAME.fullmatch(about.name):
        raise BadCatalogue(f"{folder}: a catalogue's name is of small letters, digits, - and _.")
    return about


def write_about(folder: Path, about: About) -> None:
    writing = folder / f".{ABOUT}"
    writing.write_text(about.model_dump_json(indent=1), "utf-8")
    writing.replace(folder / ABOUT)


def vectors_file(folder: Path, model: str) -> Path:
    return folder / f"{re.sub(r'[^A-Za-z0-9._-]+', '--', model)}.vectors"


def picture_path(pictures: Path, name: str) -> Path | None:
    """The file of a picture by its name in the metadata; None for what is not a file among the pictures."""
    try:
        path = (pictures / name).resolve(strict=True)
        return path if path.is_file() and path.is_relative_to(pictures.resolve()) else None
    except (OSError, ValueError, RuntimeError):
        return None


def statistics(entries: Entries) -> Statistics:
    """What `GET /api/stats` says of a catalogue: facets are fields whose values repeat, numbers those of numbers."""
    facets, numbers = fields_of(entries)
    counted = count_up((_countable(row.fields) for row in entries.all()), facets, numbers)
    seen = sum(row.media is not None for row in entries.all())
    return counted.model_copy(update={"pictures": seen})


def fields_of(entries: Entries) -> tuple[list[str], list[str]]:
    """The fields that are facets, and those that are numbers."""
    values: dict[str, set[Any]] = {}
    given: dict[str, int] = {}
    numbers: dict[str, bool] = {}
    for row in entries.all():
        for name, value in _countable(row.fields).items():
            values.setdefault(name, set()).add(value)
            given[name] = given.get(name, 0) + 1
            numbers[name] = numbers.get(name, True) and isinstance(value, int | float) and not isinstance(value, bool)
    kept = [name for name in values if name not in ID_FIELDS and name not in PICTURE_FIELDS]
    facets = [
        name for name in kept if not numbers[name] and len(values[name]) <= max(2, given[name] * MAX_FACET_VALUES)
    ]
    return facets, [name for name in kept if numbers[name]]


def _countable(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if isinstance(value, str | int | float)}
