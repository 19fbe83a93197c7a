"""Processes of their own that work through a list of jobs: on two processors, in half of the time.

They end when this process does, whatever ends it. A worker that dies before its job is done is reported.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection as Pipe
from queue import SimpleQueue
from threading import Thread
from typing import Final, TypeVar

T = TypeVar("T")

WORKERS: Final = 2
"""As many as a free Space has processors."""

_PROCESSES: Final = multiprocessing.get_context("spawn")

Job = tuple[str, Callable[[], T]]
"""Its name, and what is to be done: something that can be pickled, as its result can."""


class WorkerEnded(Exception):
    """A worker died before its job was done, for want of memory for example; or job or result cannot be pickled."""


@contextmanager
def working(jobs: Iterable[Job[T]]) -> Iterator[Iterator[tuple[str, T]]]:
    """Have jobs done, which are begun in their order. Gives names and results as they come.

    The iterator raises WorkerEnded. At the end the workers end, whatever they do. Raises OSError where they cannot be
    started.
    """
    waiting = deque(jobs)
    done: SimpleQueue[tuple[str, T | WorkerEnded]] = SimpleQueue()
    many = len(waiting)
    with ExitStack() as stack:
        for _ in range(WORKERS):
            stack.enter_context(_worker(waiting, done))
        stack.callback(waiting.clear)
        yield _results(done, many)


def _results(done: SimpleQueue[tuple[str, T | WorkerEnded]], many: int) -> Iterator[tuple[str, T]]:
    for _ in range(many):
        name, result = done.get()
        if isinstance(result, WorkerEnded):
            raise result
        yield name, result


@contextmanager
def _worker(waiting: deque[Job[T]], done: SimpleQueue[tuple[str, T | WorkerEnded]]) -> Iterator[None]:
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_work, args=(theirs,), daemon=True)
    feeding = Thread(target=_feed, args=(ours, waiting, done), name="worker", daemon=True)
    with ours:
        with theirs:
            process.start()
        feeding.start()
        try:
            yield
        finally:
            process.kill()
            process.join()
            feeding.join()


def _feed(pipe: Pipe, waiting: deque[Job[T]], done: SimpleQueue[tuple[str, T | WorkerEnded]]) -> None:
    while True:
        try:
            name, work = waiting.popleft()
        except IndexError:
            return
        result: T | WorkerEnded = WorkerEnded(f"a process has ended ({name})")
        try:
            pipe.send(work)
            result = pipe.recv()
        except (EOFError, OSError):
            return
        finally:
            done.put((name, result))  # whatever happened, for example to what cannot be pickled: it is waited for


def _work(pipe: Pipe) -> None:
    """What a worker does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the process that it belongs to
    Thread(target=_end_with_parent, daemon=True).start()
    while True:
        pipe.send(pipe.recv()())


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
