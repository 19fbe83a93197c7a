"""Stage three: from log-probabilities of coordinates to PIDs, the likeliest first.

The coordinates are read independently, so a PID's score is the sum of eight log-probabilities, and the best n PIDs
are found one coordinate at a time: a beginning that is not among the best n cannot end among them, since n others
go on from better beginnings in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from piclets.domain.spots import COORDINATES, STEPS
from piclets.prints.inference import Logs

Pids = NDArray[np.uint32]
Scores = NDArray[np.float32]

BEAM: Final = 512


@dataclass(frozen=True)
class PidCandidates:
    """PIDs in the order of their scores. Every PID that is not listed scores at most `floor`."""

    pids: Pids
    scores: Scores
    floor: float


def resolve(logs: Logs, *, beam: int = BEAM) -> PidCandidates:
    """The `beam` likeliest PIDs for a reading (8, 16)."""
    pids, scores = np.zeros(1, np.uint32), np.zeros(1, np.float32)
    values = np.arange(STEPS, dtype=np.uint32)
    for place in range(COORDINATES):
        shift = np.uint32(4 * place)
        pids = (pids[:, None] | (values << shift)[None, :]).ravel()
        scores = (scores[:, None] + logs[place][None, :]).ravel()
        if len(scores) > beam:
            best = np.argpartition(-scores, beam - 1)[:beam]
            pids, scores = pids[best], scores[best]
    ranked = np.argsort(-scores, kind="stable")
    return PidCandidates(pids[ranked], scores[ranked], float(scores[ranked[-1]]))


def score(logs: Logs, pids: Pids) -> Scores:
    """The score of each PID, two bytes at a time: a million takes milliseconds."""
    low, high = (_table([logs[place] for place in range(half, half + 4)]) for half in (0, 4))
    return np.asarray(low[pids & np.uint32(0xFFFF)] + high[pids >> np.uint32(16)], np.float32)


def _table(nibbles: list[Logs]) -> Scores:
    """The sums of four rows of 16, by the 16 bits that choose from them; the first by the lowest."""
    first, second, third, fourth = nibbles
    pairs = (second[:, None] + first[None, :]).ravel(), (fourth[:, None] + third[None, :]).ravel()
    return np.asarray((pairs[1][:, None] + pairs[0][None, :]).ravel(), np.float32)
