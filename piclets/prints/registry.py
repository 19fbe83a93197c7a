"""Stage four: which registered prints a reading fits. Holds the PID of every print, in memory, sorted."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from piclets.prints.inference import Logs
from piclets.prints.resolver import PidCandidates, Pids, Scores, resolve, score

ALIKE: Final = 3.8
"""Two prints look alike to a reader whose scores differ by less: then both are told.

A step between two places that are told apart without doubt is worth about 3.4, by how the network is trained. Now and
then it is one step off without any doubt: so the print that is one step from the best is always told with it.
"""
BEHIND: Final = 4.0
"""A print that scores so much less than the likeliest PID does not fit."""
MAX_ALIKE: Final = 20


@dataclass(frozen=True)
class PidMatch:
    """Registered prints that fit: those that look alike, best first, and the likeliest PIDs of all."""

    pids: tuple[int, ...]
    scores: tuple[float, ...]
    read: PidCandidates


class Registry:
    """The PIDs of all prints. Safe for use by several threads: readers see the old ones or the new ones."""

    def __init__(self, pids: Iterable[int] = ()) -> None:
        self._lock = threading.Lock()
        self._pids: Pids = np.unique(np.fromiter(pids, np.uint32))

    def __len__(self) -> int:
        return len(self._pids)

    def add(self, pids: Iterable[int]) -> None:
        """More prints; those that are known already are no harm."""
        more = np.unique(np.fromiter(pids, np.uint32))
        with self._lock:
            new = more[~_among(more, self._pids)]
            self._pids = np.insert(self._pids, np.searchsorted(self._pids, new), new)

    def clear(self) -> None:
        with self._lock:
            self._pids = np.zeros(0, np.uint32)

    def match(self, logs: Logs) -> PidMatch:
        """The registered prints that a reading (8, 16) fits best, and those that look like the best.

        The likeliest PIDs are looked up; only where too few of them are known to be sure of the best that fits and of
        all that look like it, every print is scored. The outcome is that of scoring every print.
        """
        registered = self._pids
        read = resolve(logs)
        listed = _among(read.pids, registered)
        pids, scores = read.pids[listed], read.scores[listed]
        least = float(read.scores[0]) - BEHIND
        wanted = scores[0] - ALIKE if len(scores) and scores[0] >= least else least
        if wanted <= read.floor:
            pids, scores = _ranked(registered, score(logs, registered))
        if not len(scores) or scores[0] < least:
            return PidMatch((), (), read)
        alike = scores > (scores[0] - ALIKE)
        pids, scores = pids[alike][:MAX_ALIKE], scores[alike][:MAX_ALIKE]
        return PidMatch(tuple(int(pid) for pid in pids), tuple(float(each) for each in scores), read)


def _ranked(pids: Pids, scores: Scores) -> tuple[Pids, Scores]:
    if not len(pids):
        return pids, scores
    close = np.flatnonzero(scores > scores.max() - ALIKE)
    close = close[np.argsort(-scores[close], kind="stable")]
    return pids[close], scores[close]


def _among(wanted: Pids, registered: Pids) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which of the wanted are registered."""
    if not len(registered):
        return np.zeros(len(wanted), bool)
    place = np.minimum(np.searchsorted(registered, wanted), len(registered) - 1)
    return np.asarray(registered[place] == wanted, bool)
