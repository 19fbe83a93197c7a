"""Sight: an index by its size, and how surely photos of covers are recognised. Times are ratios to the smallest."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np

from benchmarks.ledgers import Work
from benchmarks.recognition import of_drawn_covers, report
from benchmarks.report import table
from piclets.search.growing import GrowingIndex
from piclets.search.index import MAX_EXACT, ExactIndex, VectorIndex, faiss_is_there, make_index
from piclets.search.vectors import Matrix
from tests.covers import album
from tests.server import running_server

DIMENSION = 512
QUERIES = 50
NEAREST = 10
SEARCHES = 60


def run(work: Work) -> str:
    """Markdown: the index at its sizes, and recognition."""
    sizes = (5_000, 20_000) if work.quick else (25_790, 100_000, 1_000_000)
    covers, others = (60, 60) if work.quick else (500, 1_000)
    recogniser = of_drawn_covers(covers, work.folder / "data" / "catalogues" / "albums", work.folder / "covers")
    recognition = report(recogniser, covers, others)
    return f"{_indexes(sizes, work.folder)}\n\n{recognition}\n\n{_over_http(work.folder)}"


def _indexes(sizes: tuple[int, ...], folder: Path) -> str:
    rows, first = [], 0.0
    for size in sizes:
        vectors = _clustered(size)
        queries = _near(vectors)
        for index in _kinds(size, folder):
            index.put(np.arange(size), vectors)
            if isinstance(index, GrowingIndex):
                index.tend()
            took = _milliseconds(index, queries)
            first = first or took
            recall = _recall(index, vectors, queries)
            rows.append([f"{size:,}", type(index).__name__, f"{took:.2f}", f"{took / first:.1f}", f"{recall:.3f}"])
    return table(["vectors", "index", "ms a query", "to the smallest", "recall@10"], rows)


def _kinds(size: int, folder: Path) -> list[VectorIndex]:
    """The index of a catalogue and, where it is another, that of the game; beyond a hundred thousand the exact one,
    for comparison."""
    chosen = make_index(DIMENSION, size, folder / f"{size}.faiss")
    if size <= MAX_EXACT or not faiss_is_there():
        return [chosen]
    return [ExactIndex(DIMENSION), chosen, GrowingIndex(DIMENSION)]


def _clustered(size: int) -> Matrix:
    """Vectors in clusters, as those of pictures are: without any, no index beats looking at all of them."""
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(max(8, size // 200), DIMENSION)).astype(np.float32)
    made = centres[rng.integers(len(centres), size=size)]
    made += 0.6 * rng.normal(size=(size, DIMENSION)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def _near(vectors: Matrix) -> Matrix:
    rng = np.random.default_rng(1)
    made = vectors[rng.integers(len(vectors), size=QUERIES)] + 0.02 * rng.normal(size=(QUERIES, DIMENSION))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def _milliseconds(index: VectorIndex, queries: Matrix) -> float:
    index.nearest(queries[0], NEAREST)
    started = time.perf_counter()
    for query in queries:
        index.nearest(query, NEAREST)
    return (time.perf_counter() - started) / len(queries) * 1e3


def _recall(index: VectorIndex, vectors: Matrix, queries: Matrix) -> float:
    if isinstance(index, ExactIndex):
        return 1.0
    found = 0
    for query in queries:
        exact = set(np.argpartition(-(vectors @ query), NEAREST - 1)[:NEAREST].tolist())
        found += len(exact & {key for key, _ in index.nearest(query, NEAREST)})
    return found / (NEAREST * len(queries))


def _over_http(folder: Path) -> str:
    """Searches of the drawn covers at the real server, in plain sight, against its answer to /health."""
    pictures = sorted((folder / "covers" / "images").iterdir())[:SEARCHES]
    with (
        running_server(folder / "data", PICLETS_ANONYMOUS_PER_MINUTE="0", PICLETS_SIGHT="plain") as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):

        def by_picture(at: int) -> httpx.Response:
            file = {"file": pictures[at % len(pictures)].read_bytes()}
            return client.post("/api/search-by-image", params={"catalogue": "albums"}, files=file)

        def by_words(at: int) -> httpx.Response:
            asked = {"catalogue": "albums", "query": f"{album(at + 1)['album_name']}"}
            return client.get("/api/search-by-text", params=asked)

        asked = {"health": lambda _at: client.get("/health"), "by picture": by_picture, "by words": by_words}
        took = {what: _median_of(ask) for what, ask in asked.items()}
    rows = [[what, f"{ms:.1f}", f"{ms / took['health']:.1f}"] for what, ms in took.items()]
    return table(["over HTTP, in plain sight", "median ms", "to /health"], rows)


def _median_of(ask: Callable[[int], httpx.Response]) -> float:
    """Milliseconds."""
    ask(0).raise_for_status()
    took = []
    for at in range(SEARCHES):
        started = time.perf_counter()
        ask(at).raise_for_status()
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1e3
