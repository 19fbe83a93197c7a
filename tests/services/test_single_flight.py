"""Single flight and the breaker, alone."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from piclets.errors import QuotaExceeded, ServiceUnavailable
from piclets.services.breakers import Breaker
from piclets.services.failures import OutOfTime, Unusable
from piclets.services.single_flight import SingleFlight
from tests.waiting import until


class Work:
    """Waits for a sign, then returns how often it was done, or raises what it is told to, the first time."""

    def __init__(self, first_error: Exception | None = None) -> None:
        self.started = threading.Event()
        self.go = threading.Event()
        self._first_error = first_error
        self.done = 0

    def __call__(self) -> int:
        self.started.set()
        assert self.go.wait(10)
        self.done += 1
        if self._first_error and self.done == 1:
            raise self._first_error
        return self.done


def soon() -> float:
    return time.monotonic() + 10


def test_work_is_done_once_for_all_who_wait() -> None:
    flights, work = SingleFlight[int](), Work()
    with ThreadPoolExecutor(6) as pool:
        leader = pool.submit(flights.run, "photo", work, deadline=soon())
        assert work.started.wait(10)
        followers = [pool.submit(flights.run, "photo", work, deadline=soon()) for _ in range(5)]
        until(lambda: all(follower.running() for follower in followers))
        work.go.set()
        assert {flight.result(10) for flight in (leader, *followers)} == {1}


def test_keys_do_not_wait_for_each_other() -> None:
    flights, slow = SingleFlight[int](), Work()
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(flights.run, "slow", slow, deadline=soon())
        assert slow.started.wait(10)
        assert flights.run("quick", lambda: 7, deadline=soon()) == 7
        slow.go.set()
        assert held.result(10) == 1


@pytest.mark.parametrize("error", [QuotaExceeded("mine"), OutOfTime(), RuntimeError("a bug")])
def test_what_is_the_leaders_own_is_not_shared(error: Exception) -> None:
    flights, work = SingleFlight[int](), Work(first_error=error)
    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(flights.run, "photo", work, deadline=soon())
        assert work.started.wait(10)
        follower = pool.submit(flights.run, "photo", work, deadline=soon())
        work.go.set()
        assert type(leader.exception(10)) is type(error)
        assert follower.result(10) == 2


@pytest.mark.parametrize("error", [ServiceUnavailable("down"), Unusable("answer")])
def test_a_service_that_is_down_is_everybodys(error: Exception) -> None:
    flights, work = SingleFlight[int](), Work(first_error=error)
    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(flights.run, "photo", work, deadline=soon())
        assert work.started.wait(10)
        waiting = threading.Event()

        def follow() -> int:
            waiting.set()
            return flights.run("photo", work, deadline=soon())

        follower = pool.submit(follow)
        assert waiting.wait(10)
        work.go.set()
        outcomes = [leader.exception(10), follower.exception(10)]
    assert outcomes[0] is error
    assert outcomes[1] in (error, None), "the follower shared it, or came after it"


def test_who_waits_waits_no_longer_than_its_own_deadline() -> None:
    flights, work = SingleFlight[int](), Work()
    with ThreadPoolExecutor(1) as pool:
        leader = pool.submit(flights.run, "photo", work, deadline=soon())
        assert work.started.wait(10)
        with pytest.raises(OutOfTime):
            flights.run("photo", work, deadline=time.monotonic() + 0.05)
        work.go.set()
        assert leader.result(10) == 1


def test_a_breaker_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(failures=3, rest=60)
    for player in ("ada", "bob", None, "cy", "dan"):
        assert breaker.admit()
        breaker.failed(player) if player else breaker.succeeded()
    assert str(breaker.state) == "closed"
    breaker.failed("eve")
    assert str(breaker.state) == "open"
    assert not breaker.admit()
    assert 0 < breaker.rests_for() <= 60


def test_a_breaker_counts_players_not_calls() -> None:
    breaker = Breaker(failures=2, rest=60)
    for _ in range(20):
        assert breaker.admit()
        breaker.failed("mallory")
    assert str(breaker.state) == "closed"
    breaker.failed("ada")
    assert str(breaker.state) == "open"


def test_one_probe_at_a_time_decides() -> None:
    breaker = Breaker(failures=1, rest=0.0)
    breaker.failed("ada")
    assert str(breaker.state) == "half_open"
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: breaker.admit(), range(8))) == 1
    breaker.failed("ada")
    assert breaker.admit()
    breaker.succeeded()
    assert str(breaker.state) == "closed"
