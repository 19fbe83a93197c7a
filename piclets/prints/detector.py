"""Stage one: the cards in a picture, each with the homography from its face to the picture.

Two tiers. A screenshot, or the card's own PNG, shows the frame upright and exactly: it is taken as it is. In a
photo the frame is a dark quadrilateral in perspective: adaptive thresholds find it under uneven light, its sides are
fitted to a fraction of a pixel, the filled corner says which way up it is, and the panel's own edges, being next to
the spots, have the last word where the card is bent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from typing import Final, Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.prints.bending import Bent
from piclets.prints.card import AROUND_PANEL, FRAME, INSIDE, PANEL, STEPS_TO_CARD, WIDTH
from piclets.prints.clearness import CARD, MIN_CLEAR, clearness, plausible, ratio_of
from piclets.prints.curling import CardCandidate, curled, planes
from piclets.prints.edges import Box, Points, corners_of, homography, refined
from piclets.prints.rectify import Grey, Matrix, apply, scaled

MAX_CARDS: Final = 40
MAX_SIDE: Final = 1280
"""Pixels of the picture in which frames are looked for; edges are then fitted in a finer one."""
FINE_SIDE: Final = 2560
MIN_AREA: Final = 0.004
"""Of the picture, for a card."""
BLOCKS: Final = ((31, 7), (75, 9), (151, 12))
"""Adaptive thresholds: the neighbourhood's side in pixels, and how much darker than its mean is dark."""
LIGHT: Final = (151, -12)
"""Likewise for what is light: the card itself on a dark table."""
FILLED: Final = 0.8
"""Of its hull, what a contour that is a quadrilateral fills at least."""
CLEAR: Final = 0.7
"""A card that shows as clearly is not looked for again in the same place."""
SPECKLED: Final = 0.05
"""Of neighbouring pixels, those that differ, in every `SPECKLED_ROWS`th row: more of them are a picture of specks."""
SPECKLED_ROWS: Final = 8
MAX_QUADS: Final = 300
"""So many quadrilaterals are looked at: forty cards have fewer that matter, and each takes some milliseconds."""
MAX_CURLED: Final = 3
"""So often a curled card is looked for in a picture: each time takes about as long as finding the flat ones."""

Quad: TypeAlias = tuple[Points, tuple[Box, ...], bool]
"""Clockwise corners, what of a card they may be those of, and whether it is dark inside."""


@dataclass(frozen=True)
class Detected:
    """A card in a picture. `corners` are those of the card (4, 2), clockwise from its top left, in pixels.

    Where it was found only as `bent`, `steps_to_photo` takes the face's places to the plane through its corners.
    """

    corners: Points
    steps_to_photo: Matrix
    tier: Literal["screenshot", "photo"]
    clear: float
    bent: Bent | None = None


def detect(photo: Grey) -> list[Detected]:
    """The cards in a grey picture, the clearest first; at most 40, none overlapping another."""
    fine, fine_factor = _at_most(photo, FINE_SIDE)
    work, factor = _at_most(fine, MAX_SIDE)
    factor *= fine_factor
    found = [
        _detected(to_card, "screenshot", clear, scaled(1 / factor, 1 / factor)) for to_card, clear in _exact(work)
    ]
    grow, to_photo = fine_factor / factor, scaled(1 / fine_factor, 1 / fine_factor)
    suspects = []
    for quad, boxes, dark_inside in _largest(_quads(work)):
        if _is_known(quad.mean(0) / factor, found):
            continue
        one = _settled(fine, quad * grow, boxes, dark_inside)
        if one is not None:
            found.append(_detected(*one, to_photo))
        if one is None or one[2] < CLEAR:
            suspects.append(CardCandidate(quad * grow, boxes))
    return _with_curled(fine, suspects, _apart(found), to_photo)


def _at_most(photo: Grey, longest: int) -> tuple[Grey, float]:
    factor = longest / max(photo.shape)
    if factor >= 1:
        return photo, 1.0
    size = (max(1, round(photo.shape[1] * factor)), max(1, round(photo.shape[0] * factor)))
    # less than halved, a place is well enough told by its four neighbours, at a fourth of the cost
    how = cv2.INTER_LINEAR if factor > 0.5 else cv2.INTER_AREA
    return np.asarray(cv2.resize(photo, size, interpolation=how), np.uint8), factor


def _detected(card_to_work: Matrix, tier: Literal["screenshot", "photo"], clear: float, grow: Matrix) -> Detected:
    to_photo = grow @ card_to_work
    corners = apply(to_photo, corners_of(CARD))
    return Detected(corners, to_photo @ STEPS_TO_CARD, tier, clear)


# Screenshots


def _exact(work: Grey) -> list[tuple[Matrix, float]]:
    """Frames that stand upright, with straight sides and the right proportions."""
    _, dark = cv2.threshold(work, 110, 255, cv2.THRESH_BINARY_INV)
    shapes, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for shape in shapes:
        left, top, width, height = cv2.boundingRect(shape)
        if width * height < MIN_AREA * work.size or abs(width / height / ratio_of(FRAME) - 1) > 0.02:
            continue
        if not _straight(np.asarray(dark, np.uint8)[top : top + height, left : left + width]):
            continue
        x, y = width / (FRAME[2] - FRAME[0]), height / (FRAME[3] - FRAME[1])
        to_work = scaled(1, 1, -left, -top) @ scaled(x, y, FRAME[0], FRAME[1])
        clear = clearness(work, to_work)
        if clear > MIN_CLEAR:
            found.append((to_work, clear))
    return found


def _straight(dark: Grey) -> bool:
    """Whether all four sides of the box are dark from end to end, but for the outermost pixels."""
    deep = max(2, round(dark.shape[1] * 8 / WIDTH))
    sides = (dark[1:deep, 2:-2], dark[-deep:-1, 2:-2], dark[2:-2, 1:deep], dark[2:-2, -deep:-1])
    return all(side.size > 0 and float((side > 0).mean()) > 0.985 for side in sides)


# Photos


def _quads(work: Grey) -> Iterator[Quad]:
    """Quadrilaterals that may be a frame."""
    smooth = cv2.GaussianBlur(work, (3, 3), 0)
    mean = cv2.ADAPTIVE_THRESH_MEAN_C
    for block, darker in BLOCKS:
        dark = cv2.adaptiveThreshold(smooth, 255, mean, cv2.THRESH_BINARY_INV, block, darker)
        for shape, outer in _shapes(np.asarray(dark, np.uint8), cv2.RETR_CCOMP):
            quad = _quad(shape, work.size)
            if quad is not None:
                yield quad, ((FRAME, AROUND_PANEL) if outer else (INSIDE, PANEL)), outer
    light = cv2.adaptiveThreshold(smooth, 255, mean, cv2.THRESH_BINARY, *LIGHT)
    for shape, _ in _shapes(np.asarray(light, np.uint8), cv2.RETR_EXTERNAL):
        quad = _quad(shape, work.size)
        if quad is not None:
            yield quad, (CARD,), False


def _shapes(mask: Grey, mode: int) -> Iterator[tuple[NDArray[np.int32], bool]]:
    """The contours that are large enough for a card, each with whether it goes around something.

    Noise has a hundred thousand specks, and what is done for each takes longer than all else.
    """
    least = math.sqrt(MIN_AREA * mask.size)
    rows = mask[::SPECKLED_ROWS]
    if np.count_nonzero(rows[:, 1:] != rows[:, :-1]) > SPECKLED * rows.size:
        mask = _without_specks(mask, least)
    shapes, tree = cv2.findContours(mask, mode, cv2.CHAIN_APPROX_NONE)
    for at, shape in enumerate(shapes):
        if len(shape) >= 2 * (least - 1):  # there and back again, along the longer side of so large a box
            yield np.asarray(shape), bool(tree[0][at][3] < 0)


def _without_specks(mask: Grey, least: float) -> Grey:
    """Without what lies in a box whose sides are shorter than `least`, so in none that is large enough."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    large = boxes[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(1) >= least
    large[0] = False  # the ground
    return np.asarray((255 * large).astype(np.uint8)[labels])


def _largest(quads: Iterable[Quad]) -> list[Quad]:
    """All of them in a picture that is no pattern of frames: one of thousands would keep a reader busy for long."""
    found = list(quads)
    return found if len(found) <= MAX_QUADS else nlargest(MAX_QUADS, found, key=lambda quad: _area(quad[0]))


def _quad(shape: NDArray[np.int32], pixels: int) -> Points | None:
    """The four corners, clockwise, of a contour that is a quadrilateral."""
    _, _, width, height = cv2.boundingRect(shape)
    if width * height < MIN_AREA * pixels:
        return None
    filled = cv2.contourArea(shape)
    if filled < FILLED * MIN_AREA * pixels / 2:  # before its hull is made, which takes longer
        return None
    hull = cv2.convexHull(shape)
    area = cv2.contourArea(hull)
    if area < MIN_AREA * pixels / 2 or filled < FILLED * area:
        return None
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True)
    if len(corners) != 4 or area / max(cv2.contourArea(corners), 1.0) > 1.12 or area < 0.9 * cv2.contourArea(corners):
        return None
    quad = np.asarray(corners, np.float64)[:, 0] + 0.5
    return quad if cv2.contourArea(corners, oriented=True) > 0 else quad[::-1].copy()


def _settled(
    photo: Grey, quad: Points, boxes: tuple[Box, ...], dark_inside: bool
) -> tuple[Matrix, Literal["photo"], float] | None:
    """The homography from the card to the photo that shows a card most clearly, if one does."""
    side = math.sqrt(_area(quad))
    exact = refined(photo, quad, max(2.0, 0.012 * side), dark_inside=dark_inside)
    if exact is None:
        return None
    best: tuple[float, Matrix] | None = None
    for box in boxes:
        for turn in range(4):
            to_photo = homography(corners_of(box), np.roll(exact, turn, 0))
            if not plausible(to_photo, box, np.roll(exact, turn, 0)):
                continue
            clear = clearness(photo, to_photo)
            if best is None or clear > best[0]:
                best = (clear, to_photo)
    if best is None or best[0] < MIN_CLEAR:
        return None
    return _by_panel(photo, best[1]), "photo", best[0]


def _area(quad: Points) -> float:
    return float(cv2.contourArea(quad.astype(np.float32)))


def _by_panel(photo: Grey, to_photo: Matrix) -> Matrix:
    """The homography that the panel's edges give, where they are found."""
    corners = apply(to_photo, corners_of(PANEL))
    pixel = float(np.linalg.norm(corners[1] - corners[0])) / (PANEL[2] - PANEL[0])
    exact = refined(photo, corners, max(1.5, 10 * pixel), dark_inside=False)
    return to_photo if exact is None else homography(corners_of(PANEL), exact)


def _with_curled(photo: Grey, suspects: list[CardCandidate], flat: list[Detected], grow: Matrix) -> list[Detected]:
    """The flat cards, and those that turn out as curled where no flat one shows as clearly."""
    cards, tried = flat, 0
    unknown = [one for one in suspects if not _is_known(apply(grow, one.quad).mean(0), cards)]
    for plane in planes(photo, unknown):
        if tried == MAX_CURLED:
            break
        if _is_known(apply(grow @ plane, corners_of(CARD)).mean(0), cards):
            continue
        tried += 1
        one = curled(photo, plane)
        if one is not None:
            card = one.bent.moved(grow)
            corners = card.places(corners_of(CARD))
            cards = [*cards, Detected(corners, card.plane @ STEPS_TO_CARD, "photo", one.clear, card)]
    return _apart(cards)


def _apart(found: list[Detected]) -> list[Detected]:
    """The clearest of those that lie on one another."""
    kept: list[Detected] = []
    for one in sorted(found, key=lambda each: -each.clear):
        centre = one.corners.mean(0).astype(np.float32)
        if not any(_holds(other, centre) for other in kept) and len(kept) < MAX_CARDS:
            kept.append(one)
    return kept


def _is_known(place: Points, found: list[Detected]) -> bool:
    """Whether a place lies on a card that was found clearly."""
    return any(card.clear >= CLEAR and _holds(card, place.astype(np.float32)) for card in found)


def _holds(card: Detected, place: NDArray[np.float32]) -> bool:
    return cv2.pointPolygonTest(card.corners.astype(np.float32), (float(place[0]), float(place[1])), False) >= 0
