"""What a collection grows towards: the next round number on each of three ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Milestone:
    """`have` of something, on the way to `goal`; None where every goal is reached."""

    title: str
    noun: str
    have: int
    goal: int | None

    @property
    def left(self) -> int:
        return self.goal - self.have if self.goal else 0

    @property
    def percent(self) -> int:
        return 100 * self.have // self.goal if self.goal else 100


COLLECTOR: Final = (
    (1, "First page"), (5, "Pocketful"), (10, "Collector"), (25, "Cabinet"), (50, "Gallery"), (100, "Museum"),
    (250, "Archive"), (1_000, "Living Dex"),
)  # fmt: skip
PIONEER: Final = (
    (1, "First footprint"), (3, "Scout"), (10, "Pathfinder"), (25, "Trailblazer"), (50, "Cartographer"),
    (100, "Pioneer"), (500, "Legend"),
)  # fmt: skip
SCHOLAR: Final = (
    (125, "Curious"), (500, "Observer"), (1_000, "Field worker"), (2_500, "Naturalist"), (5_000, "Scholar"),
    (10_000, "Professor"), (50_000, "Luminary"),
)  # fmt: skip


def milestones(*, piclets: int, discoveries: int, score: int) -> tuple[Milestone, ...]:
    """The next milestone by Piclets collected, by first discoveries, and by score."""
    return (
        _next(COLLECTOR, "Piclet", piclets),
        _next(PIONEER, "discovery", discoveries),
        _next(SCHOLAR, "point", score),
    )


def _next(way: tuple[tuple[int, str], ...], noun: str, have: int) -> Milestone:
    goal, title = next(((goal, title) for goal, title in way if goal > have), (None, way[-1][1]))
    return Milestone(title, noun, have, goal)
