"""Shards of vectors: what is written is read, and nothing else is."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest

from piclets.search import shards
from piclets.search.shards import SHARD, ShardRow, can_share, digest_of, read_shard, write_shard
from piclets.search.vectors import DamagedVectors
from tests.services_needed import need

DIMENSION = 16


@pytest.fixture(autouse=True)
def _parquet() -> None:
    need(can_share(), "pyarrow")


def unit(seed: int) -> shards.Halves:
    made = np.random.default_rng(seed).normal(size=DIMENSION)
    return np.asarray(made / np.linalg.norm(made), np.float16)


def row(seq: int, *, named: bool = True) -> ShardRow:
    name = (unit(seq + 5_000), digest_of(f"a photo of {seq}")) if named else (None, None)
    return ShardRow(seq, f"thing_{seq:03d}", unit(seq), digest_of(f"{seq}.webp"), *name)


def test_a_shard_is_read_as_it_was_written() -> None:
    rows = [row(seq, named=seq % 3 > 0) for seq in range(40)]
    data = write_shard("plain-1", DIMENSION, rows[::-1])
    assert data == write_shard("plain-1", DIMENSION, rows)
    assert len(data) <= shards.max_bytes(DIMENSION)
    for was, found in zip(rows, read_shard(data, "plain-1", DIMENSION), strict=True):
        assert (found.seq, found.picture_of, found.name_of) == (was.seq, was.picture_of, was.name_of)
        assert np.array_equal(found.picture, was.picture)  # type: ignore[arg-type]
        assert (found.name is None) == (was.name is None)


def test_a_full_shard_keeps_within_its_bound() -> None:
    rows = [ShardRow(seq, "x" * 96, unit(seq), bytes(32), unit(seq), bytes(32)) for seq in range(SHARD)]
    assert len(write_shard("m", DIMENSION, rows)) <= shards.max_bytes(DIMENSION)


def test_paths_have_no_way_out() -> None:
    assert shards.shard_path("Xenova/clip-vit-base-patch32@main", 5_001) == (
        "vectors/Xenova--clip-vit-base-patch32--main/0001/0001.parquet"
    )
    assert "/" not in shards.folder_of("../../x")


def test_another_model_or_dimension_is_refused() -> None:
    data = write_shard("plain-1", DIMENSION, [row(1)])
    for model, dimension in (("plain-2", DIMENSION), ("plain-1", 8)):
        with pytest.raises(DamagedVectors):
            read_shard(data, model, dimension)


def test_a_vector_that_cannot_be_one_is_left_out() -> None:
    bad = [np.full(DIMENSION, value, np.float16) for value in (np.nan, np.inf, 0.0, 60_000.0)]
    data = write_shard(
        "m", DIMENSION, [ShardRow(at, "x", each, bytes(32), None, None) for at, each in enumerate(bad)]
    )
    assert [found.picture for found in read_shard(data, "m", DIMENSION)] == [None] * len(bad)


def hostile() -> dict[str, bytes]:
    """Files that would be large once read, or are of other columns."""
    import pyarrow as pa
    from pyarrow import parquet

    good = parquet.read_table(io.BytesIO(write_shard("m", DIMENSION, [row(seq) for seq in range(50)])))

    def written(table: pa.Table, **options: object) -> bytes:
        file = io.BytesIO()
        parquet.write_table(table, file, **{"compression": "NONE", "use_dictionary": False, **options})
        return file.getvalue()

    many = pa.concat_tables([good] * 30)
    longer = good.schema.set(1, pa.field("seq", pa.string()))
    listed = good.set_column(2, "picture", pa.array([[1.0] * 1_000] * 50, pa.list_(pa.float32())))
    return {
        "nothing": b"",
        "no Parquet": b"PAR1 and more",
        "compressed": written(good, compression="zstd"),
        "too many rows": written(many),
        "a text for a number": written(good.cast(longer)),
        "lists": written(listed),
        "a column less": written(good.drop_columns(["nameOf"])),
        "no metadata": written(good.replace_schema_metadata({})),
        "metadata that are no JSON": written(good.replace_schema_metadata({"piclets": "{"})),
        "metadata of another kind": written(good.replace_schema_metadata({"piclets": "[1]"})),
    }


@pytest.mark.parametrize("kind", list(hostile()) if can_share() else [])
def test_what_a_shard_would_not_be_is_refused_in_one_line(kind: str) -> None:
    with pytest.raises(DamagedVectors) as refused:
        read_shard(hostile()[kind], "m", DIMENSION)
    assert "\n" not in str(refused.value)


def test_a_damaged_file_is_refused_or_read_as_vectors() -> None:
    rng = random.Random(7)
    good = write_shard("m", DIMENSION, [row(seq) for seq in range(20)])
    for _ in range(300):
        data = bytearray(good)
        for _ in range(rng.choice((1, 2, 20))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            found = read_shard(bytes(data[: rng.choice((len(data), rng.randrange(len(data))))]), "m", DIMENSION)
        except DamagedVectors:
            continue
        assert len(found) <= SHARD
        assert all(each.picture is None or each.picture.shape == (DIMENSION,) for each in found)
