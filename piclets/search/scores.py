"""Scores that can stand in one list.

A picture's vector lies much nearer to another picture's than to any text's: with CLIP, cosines of a picture and the
text that describes it are .2 to .35, of two pictures .6 to .95. So each kind of pair has a scale of its own, from the
cosine of what has nothing to do with each other (0) to that of what could not fit better (1), and the score is where
a cosine lies on it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """`unrelated` and `best` are cosines."""

    unrelated: float
    best: float

    def score(self, cosine: float) -> float:
        """0 to 1."""
        return min(1.0, max(0.0, (cosine - self.unrelated) / (self.best - self.unrelated)))


@dataclass(frozen=True)
class Scales:
    """`alike`: two of a kind, two pictures or two texts. `across`: a picture and a text."""

    alike: Scale
    across: Scale


PLAIN = Scales(alike=Scale(0.0, 1.0), across=Scale(0.0, 1.0))
CLIP = Scales(alike=Scale(0.45, 1.0), across=Scale(0.15, 0.35))
