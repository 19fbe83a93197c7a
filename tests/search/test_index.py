"""Nearest vectors, and the file they are kept in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from piclets.search.growing import GrowingIndex
from piclets.search.index import MAX_EXACT, ExactIndex, VectorIndex, faiss_is_there, make_index
from piclets.search.vectors import DamagedVectors, Matrix, read_vectors, write_vectors
from tests.services_needed import need


def vectors(count: int, dimension: int = 16, seed: int = 0) -> Matrix:
    made = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def test_the_nearest_are_found_exactly() -> None:
    index, made = ExactIndex(16), vectors(1_000)
    index.put(np.arange(1_000), made)
    query = vectors(1, seed=9)[0]
    best = np.argsort(-(made @ query), kind="stable")[:10]
    assert [key for key, _ in index.nearest(query, 10)] == best.tolist()
    ((key, cosine),) = index.nearest(made[7], 1)
    assert key == 7
    assert cosine == pytest.approx(1, abs=1e-6)


def test_what_is_replaced_or_removed_is_not_found_any_more() -> None:
    index, made = ExactIndex(16), vectors(500)
    index.put(np.arange(300), made[:300])
    index.put(np.array([5]), made[400:401])
    index.remove([0, 299, 7, 7, 12345])
    assert len(index) == 297
    assert index.nearest(made[400], 1)[0][0] == 5
    assert {key for key, _ in index.nearest(made[0], 500)} == set(range(300)) - {0, 299, 7}
    for key in range(300):
        found = index.vector(key)
        if key in (0, 299, 7):
            assert found is None
        else:
            assert found is not None
            assert np.array_equal(found, made[400] if key == 5 else made[key])


def test_an_empty_index_finds_nothing() -> None:
    index = ExactIndex(4)
    assert index.nearest(np.ones(4, np.float32), 10) == []
    index.put(np.array([1]), vectors(1, 4))
    index.remove([1])
    assert index.nearest(np.ones(4, np.float32), 10) == []


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    file, made = tmp_path / "a" / "some.vectors", vectors(100)
    write_vectors(file, "plain-1", np.arange(100) * 3, made, log="x", seq=7)
    stored = read_vectors(file, "plain-1", 16)
    assert stored.keys.tolist() == (np.arange(100) * 3).tolist()
    assert np.abs(stored.vectors.astype(np.float32) - made).max() < 1e-3
    assert (stored.notes["log"], stored.notes["seq"]) == ("x", 7)
    write_vectors(file, "plain-1", np.arange(0), made[:0])
    assert len(read_vectors(file, "plain-1", 16).keys) == 0


def test_a_damaged_or_foreign_file_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "some.vectors"
    write_vectors(file, "plain-1", np.arange(100), vectors(100))
    whole = file.read_bytes()
    with pytest.raises(DamagedVectors, match="of the model plain-1"):
        read_vectors(file, "clip", 16)
    with pytest.raises(DamagedVectors, match="of the model"):
        read_vectors(file, "plain-1", 17)
    header = whole.index(b"\n", 20)
    for damaged in (
        b"",
        b"something else entirely",
        whole[:-1],
        whole + b"x",
        whole[:header],
        whole[:-9] + b"\xff" + whole[-8:],
        whole.replace(b'"count": 100', b'"count": 101'),
        whole.replace(b'"count": 100', b'"count": "a"'),
        whole.replace(b'"model"', b'"other"'),
        whole[:19] + b"[" + whole[20:],
    ):
        file.write_bytes(damaged)
        with pytest.raises(DamagedVectors) as refused:
            read_vectors(file, "plain-1", 16)
        assert "\n" not in str(refused.value)


def test_beyond_a_hundred_thousand_nearly_all_are_found(tmp_path: Path) -> None:
    """With fewer here, by the same index: it looks far enough for what it holds."""
    need(faiss_is_there(), "faiss")
    from piclets.search.approximate import FaissIndex

    made, kept = clustered(6_000), tmp_path / "index.faiss"
    index = FaissIndex(32, kept)
    index.put(np.arange(6_000), made)
    right = 0
    for at in range(0, 6_000, 60):
        exact = set(np.argsort(-(made @ made[at]))[:10].tolist())
        right += len(exact & {key for key, _ in index.nearest(made[at], 10)})
    assert right >= 0.97 * 1_000
    index.put(np.array([7]), -made[7:8])
    index.remove([8])
    assert len(index) == 5_999
    assert 7 not in [key for key, _ in index.nearest(made[7], 50)]
    assert index.nearest(-made[7], 1)[0][0] == 7
    assert 8 not in [key for key, _ in index.nearest(made[8], 50)]
    again = FaissIndex(32, kept)
    again.put(np.arange(6_000), made)
    assert again.nearest(made[8], 1)[0][0] == 8
    kept.write_bytes(b"nonsense")
    anew = FaissIndex(32, kept)
    anew.put(np.arange(6_000), made)
    assert len(anew) == 6_000


def test_neighbours_that_are_nearly_as_near_are_told_apart(tmp_path: Path) -> None:
    """By 16 bits, and not by the 8 of an index that is kept from before."""
    need(faiss_is_there(), "faiss")
    from piclets.search.approximate import FaissIndex

    rng, kept = np.random.default_rng(5), tmp_path / "index.faiss"
    drawn = vectors(8, 32)[rng.integers(8, size=4_000)] + 0.01 * rng.normal(size=(4_000, 32))
    made = np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)

    def recall(index: VectorIndex) -> float:
        index.put(np.arange(4_000), made)
        found = 0
        for at in range(0, 4_000, 80):
            exact = set(np.argsort(-(made @ made[at]))[:10].tolist())
            found += len(exact & {key for key, _ in index.nearest(made[at], 10)})
        return found / 500

    assert recall(FaissIndex(32, kept, bits=8)) < 0.9
    assert recall(FaissIndex(32, kept)) >= 0.97


def test_the_index_is_chosen_by_size(tmp_path: Path) -> None:
    need(faiss_is_there(), "faiss")
    assert isinstance(make_index(4, MAX_EXACT, tmp_path / "x"), ExactIndex)
    assert not isinstance(make_index(4, MAX_EXACT + 1, tmp_path / "x"), ExactIndex)


def clustered(count: int) -> Matrix:
    rng = np.random.default_rng(5)
    made = vectors(60, 32)[rng.integers(60, size=count)] + 0.1 * rng.normal(size=(count, 32))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def test_a_growing_index_is_approximate_when_it_is_large(tmp_path: Path) -> None:
    need(faiss_is_there(), "faiss-cpu")
    made = vectors(3_000, 32)
    index, exact = GrowingIndex(32, most=1_000), ExactIndex(32)
    for start in range(0, 3_000, 500):
        index.put(np.arange(start, start + 500), made[start : start + 500])
        index.tend()
        assert index.approximate == (len(index) > 1_000)
    exact.put(np.arange(3_000), made)
    index.remove(range(0, 3_000, 7))
    exact.remove(range(0, 3_000, 7))
    index.put(np.array([1]), made[:1])
    exact.put(np.array([1]), made[:1])
    assert len(index) == len(exact)
    shared = 0
    for query in vectors(50, 32, seed=5):
        wanted, found = exact.nearest(query, 10), index.nearest(query, 10)
        shared += len({key for key, _ in wanted} & {key for key, _ in found})
        assert all(cosine == pytest.approx(dict(wanted).get(key, cosine), abs=2e-3) for key, cosine in found)
    assert shared >= 0.97 * 500
    keys, kept = index.contents()
    assert len(keys) == len(index)
    assert kept.itemsize == 2
    held = index.vector(1)
    assert held is not None
    assert np.allclose(held, made[0], atol=1e-3)
    assert index.nearest(made[0], 1)[0][0] == 1
