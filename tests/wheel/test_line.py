"""The line in front of the models: fair, bounded, and never stuck."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from piclets.errors import RateLimited, ServiceUnavailable
from piclets.wheel.line import MAX_OF_OWNER, MAX_WAITING, Line


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


class Gate:
    """Work that holds the worker until it is opened."""

    def __init__(self, line: Line) -> None:
        self.opened, began = threading.Event(), threading.Event()

        def held() -> bool:
            began.set()
            return self.opened.wait(30)

        self.done = line.submit("gate", held)
        assert began.wait(30)


def stepping(order: list[str], name: str, steps: int) -> Callable[[], str | None]:
    def step() -> str | None:
        order.append(name)
        return name if order.count(name) == steps else None

    return step


def test_owners_take_turns_step_by_step(line: Line) -> None:
    order: list[str] = []
    gate = Gate(line)
    works = [line.submit(name[0], stepping(order, name, 2)) for name in ("a1", "a2", "a3", "b1")]
    gate.opened.set()
    assert [work.result(30) for work in works] == ["a1", "a2", "a3", "b1"]
    assert order == ["a1", "b1", "a2", "b1", "a3", "a1", "a2", "a3"]


def test_the_line_is_bounded_for_an_owner_and_in_all(line: Line) -> None:
    gate = Gate(line)
    for _ in range(MAX_OF_OWNER):
        line.submit("a", lambda: 1)
    with pytest.raises(RateLimited):
        line.submit("a", lambda: 1)
    rest = [line.submit("b", lambda: 1) for _ in range(MAX_WAITING - MAX_OF_OWNER)]
    with pytest.raises(RateLimited):
        line.submit("c", lambda: 1)
    gate.opened.set()
    assert all(work.result(30) == 1 for work in rest)
    assert line.submit("c", lambda: 2).result(30) == 2


def test_what_a_step_raises_reaches_who_waits_and_the_line_goes_on(line: Line) -> None:
    def fails() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        line.submit("a", fails).result(30)
    assert line.submit("a", lambda: 3).result(30) == 3


def test_who_has_gone_costs_nothing_more(line: Line) -> None:
    order: list[str] = []
    gate = Gate(line)
    gone = line.submit("a", stepping(order, "gone", 5))
    stays = line.submit("a", stepping(order, "stays", 1))
    gone.cancel()
    gate.opened.set()
    assert stays.result(30) == "stays"
    assert order.count("gone") <= 1


def test_many_short_works_from_many_threads_are_all_done(line: Line) -> None:
    results: list[int] = []

    def submit(owner: str) -> None:
        results.extend(line.submit(owner, lambda: 1).result(30) for _ in range(200))

    threads = [threading.Thread(target=submit, args=(str(at),)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1] * 1_600


def test_a_closed_line_refuses(line: Line) -> None:
    gate = Gate(line)
    waiting = line.submit("a", lambda: 1)
    closing = threading.Thread(target=line.close)
    closing.start()
    with pytest.raises(ServiceUnavailable):
        waiting.result(30)
    gate.opened.set()
    closing.join()
    with pytest.raises(ServiceUnavailable):
        line.submit("a", lambda: 1)
