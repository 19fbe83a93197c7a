"""Doing things at the same moment, on threads or in processes of their own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def at_once(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """One thread each, let go together. Returns the results in order; raises what one of them raised."""
    everybody = list(items)
    start = Barrier(len(everybody))

    def wait_and_work(item: T) -> R:
        start.wait()
        return work(item)

    with ThreadPoolExecutor(len(everybody)) as pool:
        return list(pool.map(wait_and_work, everybody))


def in_processes(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """One fresh process each. `work` is a function of a module, what it takes and returns can be pickled."""
    everybody = list(items)
    with ProcessPoolExecutor(len(everybody), mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(work, everybody))
