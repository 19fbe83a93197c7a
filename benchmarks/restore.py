"""An empty ledger brought back from the dataset: by the snapshot of its tables, and by folding the log.

All against the loopback Hub, which is another process on the same machine. Each restore is a process of its own; time
of the processor and largest memory are its and its workers'. The snapshot is as of the game's last event. A log of
more than `MOST_FOLDED` events is not folded as well: that takes some ten minutes for each million.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import shutil
import threading
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.ledgers import Size, Work
from benchmarks.processes import cpu_seconds
from benchmarks.report import table
from benchmarks.seed import MADE_FOR
from piclets.dataset import layout
from piclets.dataset.chain import FORM, Head
from piclets.dataset.claim import Claim
from piclets.dataset.layout import MAX_EVENTS_IN_SPAN, Span
from piclets.dataset.pacing import Clock
from piclets.dataset.repo import DatasetRepo
from piclets.dataset.snapshotting import written
from piclets.dataset.spans import packed_span
from piclets.images.store import ImageStore
from piclets.ledger import copies
from piclets.ledger.ledger import Ledger
from piclets.ledger.publication import Publication
from tests.dataset.game import REPO
from tests.loopback.hub import LoopbackHub, start_hub

HEAD = Head(log="benchmark", epoch=1, server="benchmark", form=FORM)
MOST_FOLDED = 200_000
LOOK_EVERY_S = 0.05


class Spent(NamedTuple):
    """Seconds since a restore began: by the clock, and those of the processor that its process used."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} ({self.processor:.1f})"


class Restored(NamedTuple):
    """`readable`: the five reads were served; as good as `whole` where the log is folded. `again_s`: opening it."""

    readable: Spent
    whole: Spent
    mebibytes: float
    again_s: float
    events: int


class Timed:
    """How long a restore takes, how long until the five reads are served, and with what memory."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._began = Spent(time.perf_counter(), _processor())
        self._readable: Spent | None = None
        self.mebibytes = 0.0
        threading.Thread(target=self._watch, daemon=True).start()

    def spent(self) -> Spent:
        return Spent(time.perf_counter() - self._began.wall, _processor() - self._began.processor)

    def readable(self) -> Spent | None:
        return self._readable

    def _watch(self) -> None:
        while True:
            self.mebibytes = max(self.mebibytes, _mebibytes())
            if self._readable is None and self._ledger.reads_as_of is not None:
                self._readable = self.spent()
            time.sleep(LOOK_EVERY_S)


def run(work: Work) -> str:
    sizes = [Size(1_000, 10_000) if work.quick else Size(2_000, 20_000), *([work.large] if work.large else [])]
    rows = [row for size in sizes for row in _measure(work, size)]
    return table(
        [
            "objects", "events", "restored by", "reads after: seconds (of the processor)", "all after", "ratio",
            "requests", "MiB of memory", "seconds to open it again",
        ],
        rows,
    )  # fmt: skip


def _measure(work: Work, size: Size) -> list[list[str]]:
    stored = work.folder / "xet"
    stored.mkdir(exist_ok=True)
    hub = start_hub(xet_folder=stored)
    try:
        made_s, megabytes = _publish(work, size, hub)
        hub.requests.clear()
        by_snapshot = _restored(work.folder, hub.url)
        requests = len(hub.requests)
        made = f"the snapshot ({megabytes:.0f} MB, made in {made_s:.1f} s)"
        if size.events * size.times > MOST_FOLDED:
            return [_row(size, made, by_snapshot, None, requests)]
        commit = {path: None for path in hub.repo(REPO).files if path.startswith(f"{layout.SNAPSHOT}/")}
        hub.repo(REPO).commit(commit, "no snapshot", "")
        hub.requests.clear()
        by_log = _restored(work.folder, hub.url)
        return [
            _row(size, made, by_snapshot, by_log, requests),
            _row(size, "folding the log", by_log, by_log, len(hub.requests)),
        ]
    finally:
        hub.stop()
        shutil.rmtree(stored)


def _row(size: Size, how: str, restored: Restored, folded: Restored | None, requests: int) -> list[str]:
    ratio = f"{restored.whole.wall / folded.whole.wall:.2f}" if folded else "not folded"
    return [
        f"{size.objects:,}", f"{restored.events:,}", how, f"{restored.readable}", f"{restored.whole}", ratio,
        f"{requests}", f"{restored.mebibytes:.0f}", f"{restored.again_s:.2f}",
    ]  # fmt: skip


def _publish(work: Work, size: Size, hub: LoopbackHub) -> tuple[float, float]:
    """Put a seeded game's log and snapshot into the Hub; returns the seconds and megabytes of the snapshot."""
    ledger = Ledger.open(f"sqlite:///{work.seeded(size)}", made_for=MADE_FOR, publishes=False)
    repo = DatasetRepo(hub.url, REPO, hub.token)
    repo.create()
    folder = work.folder / "snapshot"
    folder.mkdir(exist_ok=True)
    try:
        last = ledger.head()
        head = HEAD.model_copy(update={"events": last, "documents": last})
        _commit(repo, {layout.HEAD: head.to_bytes()})
        for first in range(1, last + 1, MAX_EVENTS_IN_SPAN):
            span = Span(first, min(last, first + MAX_EVENTS_IN_SPAN - 1), packed=True)
            with packed_span(Publication(ledger.database), span) as packed:
                _commit(repo, {span.path: packed})
        started = time.perf_counter()
        with copies.copying(ledger.database) as copy:
            manifest = written(copy, head.log, folder, lambda: None)
        seconds = time.perf_counter() - started
        files = {path: folder / Path(path).name for path in manifest.paths()}
        _commit(repo, {**files, layout.MANIFEST: manifest.to_bytes()})
        return seconds, sum(file.stat().st_size for file in files.values()) / 1e6
    finally:
        ledger.close()
        shutil.rmtree(folder)


def _commit(repo: DatasetRepo, files: dict[str, bytes | Path]) -> None:
    repo.commit(repo.head() or "", "seed", files)


def _restored(folder: Path, url: str) -> Restored:
    told = folder / "restored.json"
    process = multiprocessing.get_context("spawn").Process(
        target=_restore, args=(str(folder / "restored"), url, told)
    )
    process.start()
    process.join()
    readable, whole, *others = json.loads(told.read_text())
    return Restored(Spent(*readable), Spent(*whole), *others)


def _restore(folder: str, url: str, told: Path) -> None:
    place = Path(folder)
    place.mkdir()
    try:
        ledger = _open(place)
        images, repo = ImageStore(place / "images"), DatasetRepo(url, REPO, None)
        timed = Timed(ledger)
        events = Claim(repo, ledger, images, Clock(), threading.Event(), lambda _trouble: None).restore()
        whole = timed.spent()
        ledger.close()
        started = time.perf_counter()
        _open(place).close()
        again = time.perf_counter() - started
        told.write_text(json.dumps([timed.readable() or whole, whole, timed.mebibytes, again, events]))
    finally:
        shutil.rmtree(place)


def _processor() -> float:
    """Seconds of the processor that this process, its workers and those that have ended have used."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(_processor_of, _workers()))


def _processor_of(pid: int) -> float:
    try:
        return cpu_seconds(pid)
    except OSError:  # it has just ended
        return 0.0


def _mebibytes() -> float:
    """What this process and its workers have in memory now. (`getrusage` tells of a parent's, too.)"""
    return sum(map(_mebibytes_of, [os.getpid(), *_workers()]))


def _mebibytes_of(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:  # it has just ended
        return 0.0
    return pages * resource.getpagesize() / 2**20


def _workers() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid]


def _open(folder: Path) -> Ledger:
    return Ledger.open(f"sqlite:///{folder / 'ledger.sqlite3'}", made_for=MADE_FOR, publishes=False)
