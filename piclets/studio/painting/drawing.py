"""The sheet that a body plan draws on: chance, colours and the shapes so far."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .canvas import Item, Mark, Pose, Shape, Stroke
from .colours import WHITE, Colour, distance, ink_of, mix
from .forms import Outline, ellipse, mirrored
from .palette import Palette
from .patterns import Region, Texture, choose_pattern

_Choice = TypeVar("_Choice")
Outlines = Outline | Sequence[Outline]


@dataclass
class Drawing:
    """One creature in the making. Plans draw from back to front; the ground is wherever their lowest point is."""

    rng: random.Random
    colours: Palette
    texture: Texture
    items: list[Item] = field(default_factory=list)
    hover: float = 0.0
    flipped: bool = False

    @property
    def lit(self) -> int:
        """The side that the light comes from, as a sign of x: the sheet may be turned over when it is done."""
        return 1 if self.flipped else -1

    def pose(self) -> Pose:
        """How it stands, once it is drawn."""
        lean = self.rng.choice((-1, 1)) * self.rng.uniform(0, 0.07)
        return Pose(lean, self.flipped, self.hover, self.rng.uniform(0.92, 1.0))

    def between(self, low: float, high: float) -> float:
        """Any value from low to high."""
        return self.rng.uniform(low, high)

    def pick(self, *choices: _Choice) -> _Choice:
        """One of the choices."""
        return self.rng.choice(choices)

    def chance(self, share: float) -> bool:
        """True in that share of the cases."""
        return self.rng.random() < share

    def shape(
        self,
        outlines: Outlines,
        fill: Colour,
        *,
        line: float = 1.0,
        volume: float = 1.0,
        opacity: float = 1.0,
        marks: Sequence[Mark] = (),
        textured: bool = False,
        casts: bool = False,
    ) -> None:
        """Adds a filled form in front of what is there."""
        ink = ink_of(mix(fill, self.colours.body, 0.4))
        self.items.append(Shape(_several(outlines), fill, ink, line, volume, opacity, tuple(marks), textured, casts))

    def pair(
        self, outlines: Outlines, fill: Colour, *, x: float = 0.0, marks: Sequence[Mark] = (), casts: bool = False
    ) -> None:
        """Adds a form and its mirror image about the upright line at x."""
        self.shape(outlines, fill, marks=marks, casts=casts)
        other = [Mark(tuple(mirrored(o, x) for o in mark.outlines), mark.colour, mark.opacity) for mark in marks]
        self.shape([mirrored(outline, x) for outline in _several(outlines)], fill, marks=other, casts=casts)

    def flat(self, outlines: Outlines, fill: Colour, opacity: float = 1.0) -> None:
        """Adds a form without line and shade."""
        self.shape(outlines, fill, line=0, volume=0, opacity=opacity)

    def stroke(self, line: Outline, colour: Colour, weight: float = 1.0) -> None:
        """Adds a line."""
        self.items.append(Stroke(line, colour, weight))

    def skin(self, region: Region, on: Colour) -> list[Mark]:
        """A pattern for a body of the given colour, answering to the photo; empty for a plain one."""
        pattern = choose_pattern(self.rng, self.texture)
        if pattern is None:
            return []
        own = self.pick(self.colours.accent, self.colours.light, self.colours.deep)
        colour = own if distance(own, on) > 0.09 else self.colours.accent
        return [Mark(tuple(pattern(self.rng, region)), mix(on, colour, 0.8))]

    def gloss(self, region: Region, opacity: float = 0.5) -> Mark:
        """A highlight for something glazed that fills the region."""
        x, y = region.x + self.lit * region.rx * 0.52, region.y - region.ry * 0.5
        rx, ry = region.rx * 0.13, region.ry * 0.24
        dot = ellipse(x - self.lit * region.rx * 0.02, y + region.ry * 0.4, rx * 0.55, rx * 0.55)
        return mark([ellipse(x, y, rx, ry, -self.lit * 30), dot], WHITE, opacity)


def _several(outlines: Outlines) -> tuple[Outline, ...]:
    return tuple(outlines) if isinstance(outlines, Sequence) else (outlines,)


def mark(outlines: Outlines, colour: Colour, opacity: float = 1.0) -> Mark:
    """A patch of colour for a shape."""
    return Mark(_several(outlines), colour, opacity)
