"""An index that exists becomes a catalogue: a FAISS index file, and the list of what its vectors are of.

Vectors and entries have to agree: as many, and each entry with a `local_id` is the vector of that number. Pictures
that are there are looked at again, a few of them, where the model is at hand: they must have the vectors they claim.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np

from piclets.errors import BadCatalogue, InvalidImage
from piclets.search.building import MEDIA, check_name, finish, open_picture
from piclets.search.entries import Entries
from piclets.search.eyes import Eye
from piclets.search.filed import ENTRIES, About, picture_path, write_about
from piclets.search.metadata import Entry, picture_name, read_metadata
from piclets.search.vectors import Matrix

Say = Callable[[str], None]

TRIED_PICTURES: Final = 5
MIN_LIKENESS: Final = 0.9
"""The cosine between a vector and its picture's, looked at again; encoders and their versions differ a little."""


def import_index(
    folder: Path, name: str, index: Path, metadata: Path, pictures: Path, model: str, eye: Eye | None, say: Say
) -> None:
    """Make the catalogue `name` in `folder`. Raises BadCatalogue and InvalidRequest, in one line."""
    check_name(name)
    vectors = _vectors(index)
    found = list(read_metadata(metadata))
    if len(found) != len(vectors):
        raise BadCatalogue(f"{index.name} has {len(vectors):,} vectors, {metadata.name} {len(found):,} entries.")
    vectors = vectors[_places(found)]
    if eye is not None and eye.dimension != vectors.shape[1]:
        raise BadCatalogue(f"{index.name} has {vectors.shape[1]} dimensions, {eye.model} {eye.dimension}.")
    if eye is not None:
        _check_pictures(found, vectors, pictures, eye)
    folder.mkdir(parents=True, exist_ok=True)
    entries = Entries(folder / ENTRIES)
    entries.create()
    entries.replace_all({**entry, "image": _picture_of(entry, pictures)} for entry in found)
    halves = vectors.astype(np.float16)
    for start in range(0, len(found), 1_000):
        entries.looked_at(
            [
                (row + 1, mimetypes.guess_type(_picture_of(found[row], pictures))[0] or MEDIA["JPEG"], halves[row])
                for row in range(start, min(start + 1_000, len(found)))
            ],
            [],
        )
    about = About(name=name, model=model, dimension=int(vectors.shape[1]), pictures=str(pictures.resolve()))
    write_about(folder, about)
    finish(folder, about, entries)
    say(f"{name}: {len(found):,} entries in {model}")


def _vectors(file: Path) -> Matrix:
    """All vectors of an index file, of unit length."""
    try:
        import faiss
    except ModuleNotFoundError:
        raise BadCatalogue("A FAISS index takes pip install -r requirements-sight.txt.") from None
    try:
        index: Any = faiss.read_index(str(file))
        if hasattr(index, "make_direct_map"):
            index.make_direct_map()
        inner = getattr(index, "index", index)
        vectors = np.asarray(inner.reconstruct_n(0, int(index.ntotal)), np.float32)
    except (RuntimeError, MemoryError) as error:
        raise BadCatalogue(
            f"{file.name} is no FAISS index that can be read: {str(error).splitlines()[0][:120]}"
        ) from None
    if vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise BadCatalogue(f"{file.name} holds no vectors of numbers.")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)


def _places(entries: list[Entry]) -> list[int]:
    """The number of each entry's vector: its `local_id` where all have one of their own, else its place."""
    numbers = [entry.get("local_id") for entry in entries]
    if sorted(number for number in numbers if isinstance(number, int)) == list(range(len(entries))):
        return [number for number in numbers if isinstance(number, int)]
    return list(range(len(entries)))


def _picture_of(entry: Entry, pictures: Path) -> str:
    """The name of an entry's picture: as the contract says, else as its original address ends if that is there."""
    name = picture_name(entry)
    if picture_path(pictures, name) is None:
        for value in entry.values():
            ending = PurePosixPath(urlsplit(value).path).name if isinstance(value, str) and "://" in value else ""
            if ending and picture_path(pictures, ending) is not None:
                return ending
    return name


def _check_pictures(entries: list[Entry], vectors: Matrix, pictures: Path, eye: Eye) -> None:
    tried = 0
    for at in np.random.default_rng(0).permutation(len(entries)).tolist():
        try:
            _, image = open_picture(pictures, _picture_of(entries[at], pictures))
        except (BadCatalogue, InvalidImage):
            continue
        cosine = float(eye.look(image) @ vectors[at])
        if cosine < MIN_LIKENESS:
            raise BadCatalogue(
                f"{picture_name(entries[at])} has another vector in {eye.model} (cosine {cosine:.2f}): the index is "
                "of another model, or its entries are in another order."
            )
        tried += 1
        if tried == TRIED_PICTURES:
            return
