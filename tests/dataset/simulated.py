"""A day of play in simulated time: what the publisher does while hours pass in seconds."""

from __future__ import annotations

import random
import threading

from piclets.dataset.chain import Chain
from piclets.dataset.claim import Claim
from piclets.dataset.pacing import Clock, TokenBucket
from piclets.dataset.publisher import Publisher
from piclets.dataset.repo import DatasetRepo
from piclets.dataset.snapshotting import GROWTH, Snapshots
from piclets.dataset.waiting import Waiters
from tests.dataset.game import REPO, Server

HOUR = 3_600.0


class SimulatedClock(Clock):
    """Time passes while the publisher waits, and players scan meanwhile."""

    def __init__(self, scans: list[tuple[float, str, str, str]], server: Server) -> None:
        self.time = 0.0
        self.made: dict[int, float] = {}
        self._scans = scans[::-1]
        self._server = server

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float, interrupt: threading.Event) -> bool:
        until = self.time + max(seconds, 0.001)
        while self._scans and self._scans[-1][0] <= until:
            moment, who, thing, photo = self._scans.pop()
            self.made[self._server.scan(who, thing, photo=photo).seq] = moment
        self.time = until
        return interrupt.is_set()


def a_day(
    rng: random.Random, scans: int, bursts: int, seconds: float = 24 * HOUR
) -> list[tuple[float, str, str, str]]:
    """Scans all day long, a third of them in bursts of two minutes."""
    moments = [rng.uniform(0, seconds) for _ in range(scans * 2 // 3)]
    starts = [rng.uniform(0, seconds) for _ in range(bursts)]
    moments += [starts[number % bursts] + rng.uniform(0, 120) for number in range(scans - len(moments))]
    return [
        (moment, f"p{rng.randrange(300)}", f"thing{int(rng.paretovariate(0.6)) % 400}", f"photo {number}")
        for number, moment in enumerate(sorted(moments))
    ]


def play(url: str, token: str, server: Server, clock: SimulatedClock, scans: int) -> list[float]:
    """Publish until every scan is; returns each one's seconds to publication."""
    stop = threading.Event()
    repo = DatasetRepo(url, REPO, token)
    bucket = TokenBucket.restored(100, None, 0.0)
    position = Claim(repo, server.ledger, server.images, clock, stop, lambda _trouble: None).make(bucket)
    chain = Chain(repo, position, bucket, clock, stop, lambda _trouble: None)
    waiters, done = Waiters(), 0
    delays: list[float] = []

    def published(seq: int) -> None:
        nonlocal done
        waiters.reach(seq)
        delays.extend(clock.time - clock.made[number] for number in range(done + 1, seq + 1))
        done = seq

    snapshots = Snapshots(repo, server.ledger.database, GROWTH, chain, lambda: None)
    publisher = Publisher(chain, repo, server.publication, server.images, published, snapshots, packs=False)
    while done < scans:
        if not publisher.step():
            clock.sleep(1.0, stop)
    while publisher.step():
        pass
    return delays
