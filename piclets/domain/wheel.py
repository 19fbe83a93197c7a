"""The wheel's rules: from a language model's logits to segments, and from a spin to a token (contract, part 8).

The chances are a float64 softmax of the logits at a temperature; top-k and top-p (the token that crosses the sum is
kept) set what they leave out to nothing and renormalise the rest. Tokens at or above the threshold are segments, in
descending order, ties by id; all others that have a chance are Other, which is sampled from them, renormalised.
Top-k is Fan et al.'s (2018), top-p Holtzman et al.'s (2020).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAX_TEMPERATURE: Final = 5.0
MAX_SEED: Final = 2**53 - 1
"""What a number of JSON holds in every language."""
OTHER_SAMPLES: Final = 5
LIKELY: Final = 0.01
"""A token that is picked for a name has to be this likely at least, whatever the threshold is: else a threshold near
0 makes a segment of every token, and names are written freely."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sampling:
    """How chances are made of logits, and which of them are segments. Raises ValueError with a sentence."""

    threshold: float = 0.01
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise ValueError("threshold has to be greater than 0, and 1 at most.")
        if not 0 < self.temperature <= MAX_TEMPERATURE:
            raise ValueError(f"temperature has to be greater than 0, and {MAX_TEMPERATURE:g} at most.")
        if self.top_k < 0:
            raise ValueError("top_k has to be 0 (all tokens) or more.")
        if not 0 < self.top_p <= 1:
            raise ValueError("top_p has to be greater than 0, and 1 at most.")


@dataclass(frozen=True)
class Stop:
    """Where a spin comes to rest: `angle` in [0, 1) of the whole turn, and the token there."""

    angle: float
    token_id: int
    from_other: bool


@dataclass(frozen=True)
class Wheel:
    """A turn divided among tokens: segments first, in order, then Other.

    `chances` [vocabulary] sums to 1; `segments` are the ids of tokens with a segment of their own; `other` is the
    chance of all the rest together, `others` the ids of those that have any.
    """

    chances: Floats
    segments: NDArray[np.intp]
    others: NDArray[np.intp]
    other: float

    @classmethod
    def of(cls, logits: NDArray[np.floating], sampling: Sampling) -> Wheel:
        """The wheel of one position's logits [vocabulary]. Raises ValueError where they are not numbers."""
        chances = _chances(logits, sampling)
        ids = np.flatnonzero(chances >= sampling.threshold)
        segments = ids[np.argsort(-chances[ids], kind="stable")]
        rest = chances.copy()
        rest[segments] = 0.0
        others = np.flatnonzero(rest)
        return cls(chances, segments, others, math.fsum(rest[others]))

    def chance(self, token_id: int) -> float:
        return float(self.chances[token_id])

    def is_segment(self, token_id: int) -> bool:
        return bool((self.segments == token_id).any())

    def is_likely(self, token_id: int) -> bool:
        """Whether picking this token leaves the choice with the model: a segment that is no sliver."""
        return self.is_segment(token_id) and self.chance(token_id) >= LIKELY

    def spin(self, seed: int) -> Stop:
        """Where the wheel stops: the same for the same seed. A token comes up by its chance in `chances`."""
        dice = Random(seed)
        angle = dice.random()
        ends = np.cumsum(self.chances[self.segments])
        at = int(np.searchsorted(ends, angle, side="right"))
        if at < len(self.segments):
            return Stop(angle, int(self.segments[at]), from_other=False)
        if not len(self.others):  # rounding left a gap after the last segment
            return Stop(angle, int(self.segments[-1]), from_other=False)
        return Stop(angle, self._drawn(dice), from_other=True)

    def draw_other(self, seed: int) -> int:
        """A token of Other, by the chances of its tokens. Raises ValueError where Other is empty."""
        if not len(self.others):
            raise ValueError("Other is empty: every token that has a chance is a segment.")
        return self._drawn(Random(seed))

    def other_samples(self, count: int = OTHER_SAMPLES) -> list[int]:
        """The likeliest tokens of Other, at most `count`, ties by id."""
        chances = self.chances[self.others]
        if count < len(chances):
            least = np.partition(chances, len(chances) - count)[len(chances) - count]
            near = np.flatnonzero(chances >= least)
        else:
            near = np.arange(len(chances))
        return [int(self.others[at]) for at in near[np.argsort(-chances[near], kind="stable")][:count]]

    def _drawn(self, dice: Random) -> int:
        ends = np.cumsum(self.chances[self.others])
        at = int(np.searchsorted(ends, dice.random() * ends[-1], side="right"))
        return int(self.others[min(at, len(ends) - 1)])


def _chances(logits: NDArray[np.floating], sampling: Sampling) -> Floats:
    raised = logits.astype(np.float64)
    if not np.isfinite(raised).all():
        raise ValueError("the model's logits are no numbers")
    raised -= raised.max()
    with np.errstate(over="ignore", under="ignore"):
        chances = np.exp(raised / sampling.temperature)
    chances /= chances.sum()
    if 0 < sampling.top_k < len(chances):
        chances = _renormalised(chances, _largest(chances, sampling.top_k))
    if sampling.top_p < 1:
        chances = _renormalised(chances, _nucleus(chances, sampling.top_p))
    return chances


def _largest(chances: Floats, count: int) -> NDArray[np.bool_]:
    """The `count` greatest, of equals those with the lowest ids."""
    least = np.partition(chances, len(chances) - count)[len(chances) - count]
    kept: NDArray[np.bool_] = chances > least
    equal = np.flatnonzero(chances == least)
    kept[equal[: count - int(kept.sum())]] = True
    return kept


def _nucleus(chances: Floats, mass: float) -> NDArray[np.bool_]:
    """The fewest of the greatest that reach `mass`: the one that crosses it is kept."""
    order = np.argsort(-chances, kind="stable")
    count = int(np.searchsorted(np.cumsum(chances[order]), mass)) + 1
    kept = np.zeros(len(chances), bool)
    kept[order[:count]] = True
    return kept


def _renormalised(chances: Floats, kept: NDArray[np.bool_]) -> Floats:
    left = np.where(kept, chances, 0.0)
    renormalised: Floats = left / left.sum()
    return renormalised
