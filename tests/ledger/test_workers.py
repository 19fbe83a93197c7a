"""Processes that work through jobs, end with the one that they belong to, and are missed when they end before."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from piclets.ledger import workers
from piclets.ledger.workers import Job, WorkerEnded
from tests.waiting import until

ALONE = "from tests.ledger.test_workers import work_for_ever; import sys; work_for_ever(sys.argv[1])"


def squared(number: int) -> int:
    return number * number


def its_own_process(_number: int) -> int:
    return os.getpid()


def killed() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


class Odd(Exception):
    """Can be pickled, but not made again."""

    def __init__(self, _one: int, _two: int) -> None:
        super().__init__()


def odd() -> Odd:
    return Odd(1, 2)


def work(folder: str) -> int:
    """Says by a file that it works, and goes on until it is ended."""
    Path(folder, str(os.getpid())).touch()
    while True:
        time.sleep(0.05)


def work_for_ever(folder: str) -> None:
    with workers.working([("a", partial(work, folder)), ("b", partial(work, folder))]) as results:
        list(results)


def at_work(folder: Path) -> list[int]:
    return [int(file.name) for file in folder.iterdir()]


def lives(process: int) -> bool:
    """Whether it is there, and no zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_every_job_is_done_once_in_processes_of_their_own() -> None:
    with workers.working([(f"{number}", partial(squared, number)) for number in range(20)]) as results:
        assert dict(results) == {f"{number}": number * number for number in range(20)}
    with workers.working([(f"{number}", partial(its_own_process, number)) for number in range(20)]) as results:
        processes = {process for _, process in results}
    assert len(processes) <= workers.WORKERS
    assert os.getpid() not in processes
    assert not any(lives(process) for process in processes)


def test_without_jobs_there_is_nothing_to_wait_for() -> None:
    nothing: list[Job[int]] = []
    with workers.working(nothing) as results:
        assert list(results) == []


def test_a_worker_that_is_killed_is_missed() -> None:
    jobs: list[Job[int]] = [("well", partial(squared, 2)), ("killed", killed), ("later", partial(squared, 3))]
    with workers.working(jobs) as results, pytest.raises(WorkerEnded, match="killed"):
        list(results)
    assert multiprocessing.active_children() == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("job", [odd, lambda: None], ids=["a result", "a job"])
def test_nobody_waits_for_ever_for_what_cannot_be_handed_over(job: Callable[[], object]) -> None:
    jobs: list[Job[object]] = [("odd", job)]
    with workers.working(jobs) as results, pytest.raises(WorkerEnded, match="odd"):
        list(results)


def test_who_needs_no_more_does_not_wait_for_them(tmp_path: Path) -> None:
    with workers.working([("a", partial(work, str(tmp_path))), ("b", partial(work, str(tmp_path)))]):
        until(lambda: len(at_work(tmp_path)) == workers.WORKERS)
    assert not any(lives(process) for process in at_work(tmp_path))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_they_end_with_the_process_that_they_belong_to(tmp_path: Path, how: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", ALONE, str(tmp_path)], stderr=subprocess.DEVNULL)
    until(lambda: len(at_work(tmp_path)) == workers.WORKERS)
    process.send_signal(how)
    process.wait(timeout=30)
    until(lambda: not any(lives(worker) for worker in at_work(tmp_path)))
