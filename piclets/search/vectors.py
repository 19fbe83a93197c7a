"""Vectors in a file of their own: half-precision numbers, read in place, written whole or not at all.

PICLETS-VECTORS 1\n      the kind of file
{...}\n                  JSON: model, dimension, count, sha256 of all that follows, and what its writer adds
(zeros to a multiple of 64)
keys                     int64, little-endian
vectors                  float16, little-endian, row by row
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]

MAGIC: Final = b"PICLETS-VECTORS 1\n"
MAX_HEADER_BYTES: Final = 1 << 20
_ALIGNED: Final = 64


class DamagedVectors(Exception):
    """A file of vectors is damaged, or of another model; the message is one line."""


@dataclass(frozen=True)
class StoredVectors:
    """`vectors` are float16 of shape (count, dimension), in the file. `notes` is what its writer added."""

    keys: Keys
    vectors: NDArray[np.float16]
    notes: Mapping[str, Any]


def write_vectors(path: Path, model: str, keys: Keys, vectors: NDArray[Any], **notes: Any) -> None:
    """Write a file. Readers see the file before or this one, also after a power cut."""
    halves = np.ascontiguousarray(vectors, "<f2")
    numbers = np.ascontiguousarray(keys, "<i8")
    digest = hashlib.sha256(numbers.data if len(numbers) else b"")
    digest.update(halves.data if halves.size else b"")
    header = {
        "model": model,
        "dimension": int(halves.shape[1]),
        "count": len(numbers),
        "sha256": digest.hexdigest(),
        **notes,
    }
    start = MAGIC + json.dumps(header).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    writing = path.with_name(f".{path.name}.writing")
    with writing.open("wb") as file:
        file.write(start + bytes(-len(start) % _ALIGNED))
        numbers.tofile(file)
        halves.tofile(file)
        file.flush()
        os.fsync(file.fileno())
    writing.replace(path)


def read_vectors(path: Path, model: str, dimension: int) -> StoredVectors:
    """What is in a file. Raises DamagedVectors, and FileNotFoundError where there is none."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise DamagedVectors(f"{path.name} is no file of vectors")
        line = file.readline(MAX_HEADER_BYTES)
    header = _header(line, path)
    if header["model"] != model or header["dimension"] != dimension:
        raise DamagedVectors(f"{path.name} is of the model {header['model']}, not of {model}")
    count = header["count"]
    start = len(MAGIC) + len(line)
    start += -start % _ALIGNED
    if path.stat().st_size != start + count * (8 + 2 * dimension):
        raise DamagedVectors(f"{path.name} is not as long as it says")
    keys = np.fromfile(path, "<i8", count, offset=start)
    vectors = _mapped(path, start + 8 * count, (count, dimension))
    digest = hashlib.sha256(keys.data if count else b"")
    digest.update(vectors.data if count else b"")
    if digest.hexdigest() != header["sha256"] or not np.isfinite(vectors).all():
        raise DamagedVectors(f"{path.name} is damaged: its checksum is wrong")
    return StoredVectors(keys.astype(np.int64), vectors, header)


def _header(line: bytes, path: Path) -> dict[str, Any]:
    try:
        header = json.loads(line)
        sound = isinstance(header["model"], str) and all(
            isinstance(header[name], int) and header[name] >= 0 for name in ("dimension", "count")
        )
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound or not line.endswith(b"\n"):
        raise DamagedVectors(f"{path.name} has no header that can be read")
    return dict(header)


def _mapped(path: Path, offset: int, shape: tuple[int, int]) -> NDArray[np.float16]:
    if 0 in shape:
        return np.zeros(shape, np.float16)
    return np.memmap(path, np.dtype("<f2"), "r", offset, shape)
