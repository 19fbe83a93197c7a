"""The line in front of the AI services: who may scan, how many at once, and who waits where.

A scan waits without a thread. What it waits for: a slot of the scan pool, then the work in it, then, where the disk
does not last, the dataset commit that holds it (holding no slot any more).
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from piclets.clock import utc_now
from piclets.domain.photo import Photo
from piclets.domain.records import Player
from piclets.errors import PicletsError, RateLimited, ServiceUnavailable, UnsafeContent
from piclets.ledger.allowances import Allowance, Allowances
from piclets.ledger.counters import Counters
from piclets.ledger.durability import Durability, acknowledged
from piclets.ledger.scans import Recorded
from piclets.metrics import Metrics
from piclets.play.discovery import Discovering, Journey, ScanStep, Sighting, Tell
from piclets.play.pace import Pace
from piclets.play.verification import Verification

MAX_WAITING = 500
SCANS_PER_PLAYER = 3
CPU_THREADS = 4
IO_THREADS = 16
CONFIRMATION_S = 120.0
PLACE_EVERY_S = 1.0


log = logging.getLogger(__name__)


def _restarting() -> ServiceUnavailable:
    return ServiceUnavailable("The server is restarting. Please try again in a moment.", retry_after=30)


@dataclass(frozen=True)
class ScanLimits:
    """`max_scans` at work at once; no hourly limit where that is 0.

    `deadline` is in seconds, for a scan's AI work; `confirmation` too, for the dataset to confirm it.
    """

    max_scans: int
    deadline: float
    scans_per_hour: int
    confirmation: float


class Admission:
    """Takes scans in, on the event loop of the server."""

    def __init__(
        self,
        verification: Verification,
        discovery: Discovering,
        durability: Durability,
        allowances: Allowances,
        counters: Counters,
        metrics: Metrics,
        limits: ScanLimits,
    ) -> None:
        self._verification = verification
        self._discovery = discovery
        self._durability = durability
        self._allowances = allowances
        self._counters = counters
        self._metrics = metrics
        self._limits = limits
        self._hourly = Allowance("scans", limits.scans_per_hour)
        self._cpu = ThreadPoolExecutor(CPU_THREADS, "intake")
        self._io = ThreadPoolExecutor(IO_THREADS, "admission")
        self._pool = ThreadPoolExecutor(limits.max_scans, "scan")
        self._line: deque[asyncio.Future[None]] = deque()
        self._working = 0
        self._closed = False
        self._of_player: Counter[str] = Counter()
        self._running: dict[tuple[str, str], asyncio.Task[Recorded]] = {}
        self._audiences: dict[tuple[str, str], list[Tell]] = {}
        self.pace = Pace()

    def state(self) -> dict[str, int]:
        """How busy it is: scans at work, and scans in line."""
        return {"working": self._working, "waiting": len(self._line)}

    async def scan(self, token: str, read_photo: Callable[[], Photo], tell: Tell) -> Recorded:
        """One player's scan, from the token to the acknowledged record.

        Raises every PicletsError that a scan can end in. The work goes on when the caller goes away.
        """
        received, began = utc_now(), time.monotonic()
        self._refuse_when_closed()
        loop = asyncio.get_running_loop()
        player = await self._verification.player(token)
        if self._of_player[player.sub] >= SCANS_PER_PLAYER:
            raise RateLimited(
                f"You have {SCANS_PER_PLAYER} scans under way already. Please wait until one is done.", retry_after=15
            )
        self._of_player[player.sub] += 1
        try:
            tell(ScanStep.LOOKING, "")
            photo = await loop.run_in_executor(self._cpu, read_photo)
            recorded = await self._share(player, token, photo, received, tell)
        finally:
            self._of_player[player.sub] -= 1
            if not self._of_player[player.sub]:
                del self._of_player[player.sub]
        await self._acknowledged(recorded, tell)
        if not recorded.replayed:
            self.pace.took(time.monotonic() - began)
        return recorded

    def close(self) -> None:
        """Take no more work. What is under way goes on, and has recorded nothing until it is done."""
        self._closed = True
        for pool in (self._pool, self._cpu, self._io):
            pool.shutdown(wait=False, cancel_futures=True)

    def _refuse_when_closed(self) -> None:
        refusal = _restarting() if self._closed else self._durability.refusal()
        if refusal is not None:
            raise refusal

    async def _share(self, player: Player, token: str, photo: Photo, received: str, tell: Tell) -> Recorded:
        """Identical scans of one player share one run."""
        key = (player.sub, photo.sha256)
        # A thread that tells, or the task of the first who asked, has not the context that Gradio's progress needs.
        context = contextvars.copy_context()
        self._audiences.setdefault(key, []).append(lambda step, words: context.run(tell, step, words))
        task = self._running.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._run(player, token, photo, received))
            self._running[key] = task
            task.add_done_callback(lambda task: self._finished(key, task))
        return await asyncio.shield(task)

    def _finished(self, key: tuple[str, str], task: asyncio.Task[Recorded]) -> None:
        if not task.cancelled():
            task.exception()  # looked at here, in case all who waited have gone
        del self._running[key]
        del self._audiences[key]

    async def _run(self, player: Player, token: str, photo: Photo, received: str) -> Recorded:
        loop = asyncio.get_running_loop()
        key = (player.sub, photo.sha256)

        def to_everybody(step: ScanStep, words: str) -> None:
            for tell in tuple(self._audiences.get(key, ())):
                tell(step, words)

        def from_any_thread(step: ScanStep, words: str) -> None:
            loop.call_soon_threadsafe(to_everybody, step, words)

        journey = Journey(tell=from_any_thread, deadline=0.0)
        sighting = Sighting(player, token, photo, journey, received)
        started = time.monotonic()
        outcome = "internal"
        try:
            recorded = await loop.run_in_executor(self._io, self._discovery.recall, sighting)
            if recorded is None:
                recorded = await self._work(sighting, to_everybody)
            outcome = "replayed" if recorded.replayed else recorded.status
            return recorded
        except UnsafeContent as error:
            outcome = error.code
            await loop.run_in_executor(self._io, self._counters.add, outcome)
            raise
        except PicletsError as error:
            outcome = error.code
            raise
        finally:
            self._metrics.scanned(outcome, journey.timings)
            steps = {step: round(seconds * 1000) for step, seconds in journey.timings.items()}
            total = round((time.monotonic() - started) * 1000)
            log.info("scan", extra={"player": player.sub, "outcome": outcome, "ms": steps, "total_ms": total})

    async def _work(self, sighting: Sighting, tell: Tell) -> Recorded:
        """The AI work, in a slot; the deadline starts when the slot is there."""
        await self._take_allowance(sighting.player)
        loop = asyncio.get_running_loop()
        try:
            async with self._slot(tell):
                sighting.journey.deadline = time.monotonic() + self._limits.deadline
                return await loop.run_in_executor(self._pool, self._discovery.scan, sighting)
        except PicletsError:
            if not sighting.journey.spent:
                await self._give_back_allowance(sighting.player)
            raise

    async def _take_allowance(self, player: Player) -> None:
        if not self._hourly.per_hour:
            return
        loop = asyncio.get_running_loop()
        wait = await loop.run_in_executor(self._io, self._allowances.take, player.sub, self._hourly, time.time())
        if wait:
            raise RateLimited(
                f"You have made {self._hourly.per_hour} scans within an hour. Please take a little rest.",
                retry_after=wait,
            )

    async def _give_back_allowance(self, player: Player) -> None:
        if self._hourly.per_hour:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._io, self._allowances.give_back, player.sub, self._hourly, time.time())

    @asynccontextmanager
    async def _slot(self, tell: Tell) -> AsyncIterator[None]:
        await self._wait_in_line(tell)
        try:
            yield
        finally:
            self._hand_on()

    async def _wait_in_line(self, tell: Tell) -> None:
        """Returns with `_working` counting this scan."""
        if self._working < self._limits.max_scans and not self._line:
            self._working += 1
            return
        if len(self._line) >= MAX_WAITING:
            raise ServiceUnavailable("Too many players are scanning right now. Please try again.", retry_after=60)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        place = 0
        while not turn.done():
            now_at = self._line.index(turn) + 1
            if now_at != place:
                place = now_at
                tell(ScanStep.WAITING, f"you are number {place}")
            await asyncio.wait([turn], timeout=PLACE_EVERY_S)

    def _hand_on(self) -> None:
        """Give the slot to the first in line."""
        if self._line:
            self._line.popleft().set_result(None)
        else:
            self._working -= 1

    async def _acknowledged(self, recorded: Recorded, tell: Tell) -> None:
        await acknowledged(
            self._durability,
            recorded.seq,
            self._limits.confirmation,
            "Your Piclet is made, but the game's dataset has not confirmed it yet. Send the same photo again in a "
            "minute: nothing is lost, and it costs nothing.",
            on_wait=lambda: tell(ScanStep.SAVING, ""),
        )
