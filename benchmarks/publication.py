"""What a commit uploads and what a restore costs, at growing sizes; and a day of play at the Hub's quota.

All against the loopback Hub, with its own client. `one more scan`: a known object scanned once, everything else as
it was; its ratio to the smallest game says whether an upload grows with the game. `restore`: an empty ledger
brought back from the dataset, per 100,000 events.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ledgers import Work
from benchmarks.report import table
from piclets.dataset.chain import Chain
from piclets.dataset.claim import Claim
from piclets.dataset.pacing import Clock, TokenBucket
from piclets.dataset.publisher import Publisher
from piclets.dataset.repo import DatasetRepo
from piclets.dataset.snapshotting import GROWTH, Snapshots
from piclets.domain.events import AnyEvent, Discovery, Scanned
from tests.dataset.game import AT, REPO, Server, creature, player
from tests.dataset.simulated import SimulatedClock, a_day, play
from tests.loopback.hub import LoopbackHub, start_hub
from tests.loopback.hub_repo import Commit

SIZES = (1_000, 10_000, 100_000)
QUICK_SIZES = (300, 3_000)
PLAYERS = 500
MARGINAL = 10
DAY_SCANS = 20_000


@dataclass(frozen=True)
class Measured:
    objects: int
    commits: int
    files: int
    largest_folder: int
    publish_s: float
    scan_files: float
    scan_bytes: float
    restore_s: float
    restore_requests: int
    packed_files: int
    packed_bytes: float


def run(work: Work) -> str:
    sizes = QUICK_SIZES if work.quick else SIZES
    measured = [_measure(work.folder, objects) for objects in sizes]
    return f"{_growth(measured)}\n\n{_packed(measured)}\n\n{_day(work)}"


def _growth(measured: list[Measured]) -> str:
    base = measured[0]
    return table(
        [
            "objects", "files", "largest folder", "commits to publish all", "seconds for that",
            "one more scan: files", "bytes", "ratio", "restore: seconds", "requests", "seconds per 100,000 events",
        ],
        [
            [
                f"{m.objects:,}", f"{m.files:,}", f"{m.largest_folder:,}", f"{m.commits:,}", f"{m.publish_s:.1f}",
                f"{m.scan_files:.1f}", f"{m.scan_bytes:,.0f}", f"{m.scan_bytes / base.scan_bytes:.2f}",
                f"{m.restore_s:.1f}", f"{m.restore_requests}", f"{m.restore_s * 100_000 / m.objects:.1f}",
            ]
            for m in measured
        ],
    )  # fmt: skip


def _packed(measured: list[Measured]) -> str:
    """The same with `PICLETS_PACKED`, when all is packed that can be."""
    return table(
        ["objects", "files", "files, packed", "one more scan: bytes", "packed", "ratio"],
        [
            [
                f"{m.objects:,}", f"{m.files:,}", f"{m.packed_files:,}", f"{m.scan_bytes:,.0f}",
                f"{m.packed_bytes:,.0f}", f"{m.packed_bytes / m.scan_bytes:.1f}",
            ]
            for m in measured
        ],
    )  # fmt: skip


def _measure(folder: Path, objects: int) -> Measured:
    hub = start_hub(xet_folder=folder / f"xet{objects}")
    try:
        server = Server.at(folder / f"publication{objects}", hub)
        server.ledger.import_events(_log(objects, server.folder / "images"))
        publisher = _publisher(hub, server, packs=False)
        publish_s = _publish_all(publisher)
        repo = hub.repo(REPO)
        commits, files, largest = len(repo.commits), len(repo.files), repo.largest_folder()
        marginal = _scan_some(hub, server, publisher, 0, objects)
        restored_s, requests = _restore(hub, folder / f"restored{objects}")
        packing = _publisher(hub, server, packs=True)
        _publish_all(packing)
        packed_files = len(repo.files)
        packed = _scan_some(hub, server, packing, MARGINAL, objects)
        server.ledger.close()
        return Measured(
            objects, commits, files, largest, publish_s,
            sum(len(commit.before) for commit in marginal) / MARGINAL,
            sum(commit.uploaded for commit in marginal) / MARGINAL,
            restored_s, requests, packed_files,
            sum(commit.uploaded for commit in packed) / MARGINAL,
        )  # fmt: skip
    finally:
        hub.stop()


def _publish_all(publisher: Publisher) -> float:
    """Returns the seconds it took."""
    started = time.perf_counter()
    while publisher.step():
        pass
    return time.perf_counter() - started


def _scan_some(hub: LoopbackHub, server: Server, publisher: Publisher, players: int, objects: int) -> list[Commit]:
    """Known objects scanned one by one by players from number `players` on, each published at once; returns the
    commits.
    """
    commits = len(hub.repo(REPO).commits)
    for number in range(MARGINAL):
        who = f"{players + number}"
        server.scan(who, f"thing{number * objects // MARGINAL}", photo=f"of {who}")
        _publish_all(publisher)
    return hub.repo(REPO).commits[commits:]


def _log(objects: int, images: Path) -> Iterator[tuple[int, AnyEvent]]:
    """Each object discovered once, by one of the players."""
    for number in range(objects):
        seed = hashlib.sha256(str(number).encode()).hexdigest()
        content = b"RIFF" + seed.encode()
        image = f"{hashlib.sha256(content).hexdigest()}.webp"
        path = images / image[:2] / image
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield (
            number + 1,
            Scanned(
                id=seed[:32],
                at=AT,
                player=player(str(number % PLAYERS)),
                photo=seed,
                phash=seed[:16],
                status="new",
                object_name=f"thing{number}",
                type_id=f"thing{number}_canonical",
                number=0,
                first_find=True,
                points=125,
                discovery=Discovery(attributes=(), piclet_data=creature(f"thing {number}"), image=image),
            ),
        )


def _publisher(hub: LoopbackHub, server: Server, *, packs: bool) -> Publisher:
    stop, clock = threading.Event(), Clock()
    repo = DatasetRepo(hub.url, REPO, hub.token)
    bucket = TokenBucket.restored(100_000_000, None, clock.now())
    position = Claim(repo, server.ledger, server.images, clock, stop, lambda _trouble: None).make(bucket)
    chain = Chain(repo, position, bucket, clock, stop, lambda _trouble: None)
    snapshots = Snapshots(repo, server.ledger.database, GROWTH, chain, lambda: None)
    return Publisher(chain, repo, server.publication, server.images, lambda _seq: None, snapshots, packs=packs)


def _restore(hub: LoopbackHub, folder: Path) -> tuple[float, int]:
    server = Server.at(folder, hub)
    hub.requests.clear()
    started = time.perf_counter()
    repo = DatasetRepo(hub.url, REPO, hub.token)
    Claim(repo, server.ledger, server.images, Clock(), threading.Event(), lambda _trouble: None).restore()
    seconds = time.perf_counter() - started
    server.ledger.close()
    return seconds, len(hub.requests)


def _day(work: Work) -> str:
    """Scans to publication by a simulated clock, the Hub taking 128 commits an hour."""
    scans = DAY_SCANS // 40 if work.quick else DAY_SCANS
    seconds = 24 * 3_600 * scans / DAY_SCANS
    clock: SimulatedClock
    hub = start_hub(quota=128, clock=lambda: clock.time, xet_folder=work.folder / "xet-day")
    try:
        server = Server.at(work.folder / "day", hub)
        clock = SimulatedClock(a_day(random.Random(7), scans, max(2, scans // 400), seconds), server)
        delays = sorted(play(hub.url, hub.token, server, clock, scans))
        server.ledger.close()
        rows = [
            [
                f"{scans:,} scans in {seconds / 3_600:.1f} hours",
                f"{len(hub.repo(REPO).commits):,}",
                str(hub.refused_for_quota),
                *(f"{delays[min(len(delays) - 1, len(delays) * part // 100)]:.0f} s" for part in (50, 90, 99, 100)),
            ]
        ]
    finally:
        hub.stop()
    return table(["to publication", "commits", "429s", "median", "90 %", "99 %", "worst"], rows)
