"""A shard: the vectors of what `SHARD` events discovered, as a Parquet file of the dataset.

    vectors/{model}/{0000}/{0000}.parquet

One row per Piclet: `seq` is the event that discovered it, `picture` and `name` are vectors of little-endian float16,
`pictureOf` and `nameOf` the SHA-256 of what they were computed of (the picture's file name, the text). A vector
counts only where that is what the reader would compute it of.

What is read may come from anywhere. Every column that is read has one width, and nothing is compressed, so a file can
bring no more than its own size; each page has a checksum.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from piclets.search.vectors import DamagedVectors

Halves = NDArray[np.float16]

FOLDER: Final = "vectors"
SHARD: Final = 1_000
SHARDS_IN_FOLDER: Final = 5_000
"""The Hub takes at most 10,000 entries in a folder."""
VERSION: Final = 1
_DIGEST: Final = 32
_UNIT: Final = 0.02
"""So far from unit length half precision never leads."""


@dataclass(frozen=True)
class ShardRow:
    """A Piclet's vectors; `pictureOf` and so on are digests (`digest_of`)."""

    seq: int
    type_id: str
    picture: Halves | None
    picture_of: bytes | None
    name: Halves | None
    name_of: bytes | None


def shard_of(seq: int) -> int:
    """The shard that holds what the `seq`-th event discovered."""
    return seq // SHARD


def seqs_of(shard: int) -> range:
    return range(shard * SHARD, (shard + 1) * SHARD)


def shard_path(model: str, shard: int) -> str:
    return f"{FOLDER}/{folder_of(model)}/{place_of(shard)}"


def place_of(shard: int) -> str:
    """Where a shard is in its model's folder."""
    return f"{shard // SHARDS_IN_FOLDER:04d}/{shard % SHARDS_IN_FOLDER:04d}.parquet"


def folder_of(model: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "--", model)


def digest_of(source: str) -> bytes:
    """What a vector was computed of, as a shard says it."""
    return hashlib.sha256(source.encode()).digest()


def max_bytes(dimension: int) -> int:
    """A shard is never larger."""
    return 64 * 1024 + SHARD * (2 * 2 * dimension + 2 * _DIGEST + 256)


def can_share() -> bool:
    """Whether Parquet can be read and written here."""
    return importlib.util.find_spec("pyarrow") is not None


def write_shard(model: str, dimension: int, rows: Iterable[ShardRow]) -> bytes:
    """The same rows give the same bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = _schema(pa, dimension).with_metadata({"piclets": json.dumps(_about(model, dimension))})
    records = [
        {
            "typeId": row.type_id,
            "seq": row.seq,
            "picture": _bytes(row.picture),
            "pictureOf": row.picture_of,
            "name": _bytes(row.name),
            "nameOf": row.name_of,
        }
        for row in sorted(rows, key=lambda row: row.seq)
    ]
    file = io.BytesIO()
    parquet.write_table(
        pa.Table.from_pylist(records, schema),
        file,
        compression="NONE",
        use_dictionary=False,
        write_page_checksum=True,
        write_statistics=False,
    )
    return file.getvalue()


def read_shard(data: bytes, model: str, dimension: int) -> list[ShardRow]:
    """Raises DamagedVectors, in one line, for anything that `write_shard` would not have written."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(io.BytesIO(data), page_checksum_verification=True) as file:
            _check(file, _schema(pa, dimension), model, dimension)
            columns = ["seq", "picture", "pictureOf", "name", "nameOf"]
            records = file.read(columns, use_threads=False).to_pylist()
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedVectors(
            f"no shard: {str(error).splitlines()[0] if str(error) else type(error).__name__}"
        ) from None
    return [
        ShardRow(
            record["seq"],
            "",
            _vector(record["picture"], dimension),
            record["pictureOf"],
            _vector(record["name"], dimension),
            record["nameOf"],
        )
        for record in records
    ]


def sound(vector: Halves, dimension: int) -> bool:
    """Whether it can be a vector of unit length."""
    if vector.shape != (dimension,) or not np.isfinite(vector).all():
        return False
    return abs(float(np.linalg.norm(vector.astype(np.float32))) - 1) < _UNIT


def _schema(pa: Any, dimension: int) -> Any:
    vector, digest = pa.binary(2 * dimension), pa.binary(_DIGEST)
    return pa.schema(
        [
            pa.field("typeId", pa.string()),
            pa.field("seq", pa.int64(), nullable=False),
            pa.field("picture", vector),
            pa.field("pictureOf", digest),
            pa.field("name", vector),
            pa.field("nameOf", digest),
        ]
    )


def _about(model: str, dimension: int) -> dict[str, Any]:
    return {"version": VERSION, "model": model, "dimension": dimension}


def _check(file: Any, schema: Any, model: str, dimension: int) -> None:
    """Raises ValueError, KeyError or TypeError."""
    about = json.loads((file.schema_arrow.metadata or {})[b"piclets"])
    if about != _about(model, dimension):
        raise ValueError("of another model or version")
    if not file.schema_arrow.equals(schema):
        raise ValueError("other columns")
    if file.metadata.num_rows > SHARD:
        raise ValueError("more rows than a shard has")
    groups = (file.metadata.row_group(at) for at in range(file.metadata.num_row_groups))
    if any(group.column(at).compression != "UNCOMPRESSED" for group in groups for at in range(len(schema))):
        raise ValueError("compressed")


def _bytes(vector: Halves | None) -> bytes | None:
    return None if vector is None else np.ascontiguousarray(vector, "<f2").tobytes()


def _vector(data: bytes | None, dimension: int) -> Halves | None:
    if data is None:
        return None
    vector = np.frombuffer(data, "<f2")
    return vector if sound(vector, dimension) else None
