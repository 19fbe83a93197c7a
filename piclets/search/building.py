"""Making a catalogue from a folder of pictures and their metadata. Killed anywhere, it goes on where it was."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from piclets.errors import BadCatalogue, InvalidImage
from piclets.images.intake import picture_of
from piclets.search.entries import Entries
from piclets.search.eyes import Eye
from piclets.search.filed import (
    ABOUT,
    ENTRIES,
    NAME,
    About,
    picture_path,
    read_about,
    statistics,
    vectors_file,
    write_about,
)
from piclets.search.game import NAME as GAME
from piclets.search.metadata import read_metadata
from piclets.search.naming import thing_of
from piclets.search.vectors import write_vectors

Say = Callable[[str], None]

KEEP_EVERY: Final = 100
TELL_EVERY_S: Final = 2.0
MEDIA: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "HEIF": "image/heic",
}


def build(
    folder: Path, name: str, pictures: Path, metadata: Path, eye: Eye, say: Say, *, template: str | None = None
) -> list[tuple[str, str]]:
    """Make the catalogue `name` in `folder`. Returns what could not be read, (picture, reason).

    Raises BadCatalogue and InvalidRequest, in one line.
    """
    check_name(name)
    if not pictures.is_dir():
        raise BadCatalogue(f"There is no folder {pictures} with pictures.")
    entries = prepare(folder, metadata, eye)
    about = About(
        name=name, model=eye.model, dimension=eye.dimension, pictures=str(pictures.resolve()), template=template
    )
    write_about(folder, about)
    _look_at_all(entries, pictures, eye, name, say)
    finish(folder, about, entries)
    damaged = entries.damaged()
    for picture, reason in damaged:
        say(f"left out: {picture}: {reason}")
    seen = entries.count() - len(damaged)
    say(f"{name}: {seen:,} pictures in {eye.model}, {len(damaged):,} left out")
    return damaged


def check_name(name: str) -> None:
    """Raises BadCatalogue."""
    if not NAME.fullmatch(name) or name == GAME:
        raise BadCatalogue(
            f"{name!r} cannot be a catalogue's name: small letters, digits, - and _, and not {GAME!r}."
        )


def prepare(folder: Path, metadata: Path, eye: Eye) -> Entries:
    """The entries of `metadata`, with what was made of them before if neither it nor the model has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = Entries(folder / ENTRIES)
    entries.create()
    try:
        digest = hashlib.sha256(metadata.read_bytes()).hexdigest()
    except OSError as error:
        raise BadCatalogue(f"{metadata} cannot be read ({error.strerror}).") from None
    if entries.note("metadata") != digest:
        entries.replace_all(read_metadata(metadata))
        entries.put_note("metadata", digest)
        entries.put_note("model", eye.model)
    elif entries.note("model") != eye.model:
        entries.look_again()
        entries.put_note("model", eye.model)
    elif (folder / ABOUT).exists() and read_about(folder).complete:
        entries.look_again()
    return entries


def finish(folder: Path, about: About, entries: Entries) -> None:
    """Write the vectors and the numbers: from here on it can be searched."""
    keys, vectors = entries.vectors(about.dimension)
    write_vectors(vectors_file(folder, about.model), about.model, keys, vectors)
    (folder / "index.faiss").unlink(missing_ok=True)
    things = [(thing_of(about.template, row.fields), row.row) for row in entries.all()] if about.template else []
    entries.name_things([(name, row) for name, row in things if name])
    write_about(folder, about.model_copy(update={"complete": True, "stats": statistics(entries)}))
    entries.forget_vectors()


def _look_at_all(entries: Entries, pictures: Path, eye: Eye, name: str, say: Say) -> None:
    waiting, total = entries.waiting(), entries.count()
    seen: list[tuple[int, str, NDArray[np.float16]]] = []
    damaged: list[tuple[int, str]] = []
    started = told = time.monotonic()
    for done, row in enumerate(waiting, start=1):
        entry = entries.by_rows([row])[row]
        try:
            media, image = open_picture(pictures, entry.picture)
            seen.append((row, media, eye.look(image).astype(np.float16)))
        except (InvalidImage, BadCatalogue) as error:
            damaged.append((row, str(error)))
        if done % KEEP_EVERY == 0 or done == len(waiting):
            entries.looked_at(seen, damaged)
            seen, damaged = [], []
        now = time.monotonic()
        if now - told >= TELL_EVERY_S or done == len(waiting):
            told = now
            say(progress(name, total - len(waiting) + done, total, done / max(now - started, 1e-9)))


def progress(name: str, done: int, total: int, rate: float) -> str:
    """A line with a bar, the rate and the time left."""
    filled = round(20 * done / total) if total else 20
    left = (total - done) / rate if rate else 0
    return f"{name} [{'#' * filled}{'.' * (20 - filled)}] {done:,} of {total:,}, {rate:.0f}/s, {left:.0f} s left"


def open_picture(pictures: Path, name: str) -> tuple[str, Image.Image]:
    """An entry's picture: its media type, and its pixels. Raises InvalidImage, BadCatalogue."""
    path = picture_path(pictures, name)
    if path is None:
        raise BadCatalogue("it is not there")
    data = path.read_bytes()
    image = picture_of(data)
    with Image.open(path, formats=list(MEDIA)) as opened:
        return MEDIA[opened.format or "JPEG"], image
