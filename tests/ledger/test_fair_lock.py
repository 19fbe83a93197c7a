"""Writers take turns in the order of asking."""

from __future__ import annotations

import threading

from piclets.ledger.fair_lock import FairLock


def test_it_is_handed_on_in_the_order_of_asking() -> None:
    lock, order, asked = FairLock(), list[int](), threading.Event()
    assert lock.acquire(1)
    threads = []
    for number in range(8):

        def write(number: int = number) -> None:
            asked.set()
            assert lock.acquire(10)
            order.append(number)
            lock.release()

        asked.clear()
        threads.append(threading.Thread(target=write))
        threads[-1].start()
        asked.wait(10)
        while len(lock._waiting) <= number:
            threading.Event().wait(0.001)
    lock.release()
    for thread in threads:
        thread.join(10)
    assert order == list(range(8))


def test_who_gives_up_waits_no_more() -> None:
    lock = FairLock()
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0)


def test_only_one_holds_it() -> None:
    lock, inside, most = FairLock(), 0, 0

    def write() -> None:
        nonlocal inside, most
        for _ in range(200):
            assert lock.acquire(10)
            inside += 1
            most = max(most, inside)
            inside -= 1
            lock.release()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1


def test_as_many_hold_it_as_there_are_places() -> None:
    lock = FairLock(2)
    assert lock.acquire(0)
    assert lock.acquire(0)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0)
