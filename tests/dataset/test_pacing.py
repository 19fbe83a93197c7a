"""The token bucket keeps every hour, and a day of play keeps to the Hub's quota."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.dataset.pacing import CAPACITY, Backoff, TokenBucket
from tests.dataset.game import Server, verified
from tests.dataset.simulated import HOUR, SimulatedClock, a_day, play
from tests.loopback.hub import start_hub

pytestmark = pytest.mark.thorough


@given(
    st.integers(5, 500),
    st.lists(st.floats(0, 900), min_size=1, max_size=300),
    st.sets(st.integers(0, 299), max_size=10),
)
def test_no_hour_sees_more_than_its_tokens(per_hour: int, pauses: list[float], restarts: set[int]) -> None:
    now, taken = 1_000_000.0, []
    bucket = TokenBucket.restored(per_hour, None, now)
    for turn, pause in enumerate(pauses):
        now += pause
        if turn in restarts:
            bucket = TokenBucket.restored(per_hour, bucket.saved(), now)
        now += bucket.wait(now) + 1e-3
        bucket.take(now)
        taken.append(now)
    for start in taken:
        assert sum(start <= moment < start + HOUR for moment in taken) <= per_hour


def test_a_burst_goes_out_at_once_and_then_steadily() -> None:
    bucket = TokenBucket.restored(100, None, 0.0)
    for _ in range(CAPACITY):
        assert bucket.wait(0.0) == 0
        bucket.take(0.0)
    assert bucket.wait(0.0) == pytest.approx(HOUR / 96, abs=1)


def test_backing_off_grows_to_a_bound_and_obeys_the_hub() -> None:
    backoff = Backoff()
    waits = [backoff.next() for _ in range(12)]
    assert waits == sorted(waits)
    assert waits[-1] == 60
    assert backoff.next(retry_after=300) == 300
    backoff.reset()
    assert backoff.next() == 1


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("scans", "hours"), [(300, 1.2), pytest.param(1_000, 1.2, marks=pytest.mark.slow)])
def test_a_busy_time_never_meets_the_quota(tmp_path: Path, scans: int, hours: float) -> None:
    """Twice as many scans as the Hub takes commits; then a twentieth of a day with 20,000.

    `benchmarks.publication` plays the whole day.
    """
    clock: SimulatedClock
    hub = start_hub(quota=128, clock=lambda: clock.time, xet_folder=tmp_path / "xet")
    try:
        server = Server.at(tmp_path / "a", hub)
        clock = SimulatedClock(a_day(random.Random(7), scans, 6, hours * HOUR), server)
        delays = play(hub.url, hub.token, server, clock, scans)
        assert hub.refused_for_quota == 0
        assert len(delays) == scans
        assert sorted(delays)[len(delays) * 99 // 100] < 120
        server.ledger.close()
        verified(hub)
    finally:
        hub.stop()
