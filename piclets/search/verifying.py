"""Whether a photo shows this very picture, wherever it lies in it: by the points both have in common.

Points of interest (SIFT; Lowe, 2004) of the picture are looked for in the photo; where enough of them lie as one
flat thing does in perspective (a homography found by RANSAC; Fischler & Bolles, 1981), the photo is seen straight on
and compared with the picture: in plain sight, and place by place, since two covers may share the words of a title and
nothing else. OpenCV is loaded at the first question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from piclets.search import plain
from piclets.search.vectors import Vector

SIDE: Final = 256
"""Pixels of a picture's longest side while it is compared."""
PHOTO_SIDE: Final = 480
MAX_POINTS: Final = 500
MIN_POINTS: Final = 12
"""Points that have to agree on where the picture lies."""
MIN_AGREEMENT: Final = 0.5
"""The correlation of a picture and what the photo shows of it: on drawn covers at least .66 where it is there, and at
most .25 where another shares a title's words with it."""
_COARSE: Final = 24
_DISTINCT: Final = 0.8
_OFF_BY: Final = 4.0
_MIN_AREA: Final = 0.08
_MAX_AREA: Final = 4.0
"""Shares of the photo that a picture in it can cover; over 1, only a part of it is seen."""
_MAX_OUTLINES: Final = 3

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Points:
    """Where the points of interest of a picture are (pixels), and what each looks like."""

    places: NDArray[np.float32]
    looks: NDArray[np.float32]


class Verifier:
    """A photo, and questions about it. Made and used in one thread."""

    def __init__(self, photo: Image.Image) -> None:
        import cv2

        self._cv2: Any = cv2
        self._photo = _pixels(photo, PHOTO_SIDE)
        self._sift = self._cv2.SIFT_create(nfeatures=MAX_POINTS)
        self._points = self._points_of(self._photo)

    def straight_views(self) -> list[Image.Image]:
        """What may be flat things in the photo, each seen straight on: the largest four-cornered shapes."""
        cv2 = self._cv2
        square = np.array([(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)], np.float32)
        views = []
        for corners in self._quadrilaterals():
            turn = cv2.getPerspectiveTransform(corners, square)
            views.append(Image.fromarray(cv2.warpPerspective(self._photo, turn, (SIDE, SIDE))))
        return views

    def likeness(self, picture: Image.Image, vector: Vector | None = None) -> float:
        """The cosine, in plain sight, of a picture and what the photo shows of it; 0 where it is not in the photo.

        `vector` is the picture's descriptor, where it is known.
        """
        cv2 = self._cv2
        wanted = _pixels(picture, SIDE)
        points = self._points_of(wanted)
        if len(points.places) < MIN_POINTS or len(self._points.places) < MIN_POINTS:
            return 0.0
        pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(points.looks, self._points.looks, k=2)
        good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _DISTINCT * pair[1].distance]
        if len(good) < MIN_POINTS:
            return 0.0
        there = np.array([self._points.places[match.trainIdx] for match in good])
        here = np.array([points.places[match.queryIdx] for match in good])
        turn, agree = cv2.findHomography(there, here, cv2.RANSAC, _OFF_BY)
        height, width = wanted.shape[:2]
        if turn is None or int(agree.sum()) < MIN_POINTS or not self._is_possible(turn, width, height):
            return 0.0
        seen = cv2.warpPerspective(self._photo, turn, (width, height))
        if self._agreement(seen, wanted) < MIN_AGREEMENT:
            return 0.0
        known = vector if vector is not None else plain.describe(Image.fromarray(wanted))
        return float(plain.describe(Image.fromarray(seen)) @ known)

    def _agreement(self, seen: Pixels, wanted: Pixels) -> float:
        """The correlation of two pictures' colours, seen coarsely; 0 where one of them has but one colour."""
        coarse = [
            self._cv2.resize(each, (_COARSE, _COARSE), interpolation=self._cv2.INTER_AREA).astype(np.float64)
            for each in (seen, wanted)
        ]
        one, other = (each - each.mean((0, 1)) for each in coarse)
        size = float(np.sqrt((one * one).sum() * (other * other).sum()))
        return float((one * other).sum()) / size if size > 0 else 0.0

    def _is_possible(self, turn: NDArray[np.float64], width: int, height: int) -> bool:
        """Whether a picture seen so would be a flat thing in front of the camera, and not a speck or a fold."""
        cv2 = self._cv2
        corners = np.array([[(0, 0), (width, 0), (width, height), (0, height)]], np.float32)
        try:
            seen = cv2.perspectiveTransform(corners, np.linalg.inv(turn))[0]
        except np.linalg.LinAlgError:
            return False
        area = float(cv2.contourArea(seen.astype(np.float32)))
        return bool(cv2.isContourConvex(seen.astype(np.float32))) and (
            _MIN_AREA < area / (self._photo.shape[0] * self._photo.shape[1]) < _MAX_AREA
        )

    def _points_of(self, pixels: Pixels) -> Points:
        grey = self._cv2.cvtColor(pixels, self._cv2.COLOR_RGB2GRAY)
        found, looks = self._sift.detectAndCompute(grey, None)
        if looks is None:
            return Points(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32))
        return Points(np.array([point.pt for point in found], np.float32), np.asarray(looks, np.float32))

    def _quadrilaterals(self) -> Iterator[NDArray[np.float32]]:
        """The corners, clockwise from the top left, of the largest shapes that have four."""
        cv2 = self._cv2
        found: list[tuple[float, NDArray[np.float32]]] = []
        for mask in self._masks():
            outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:_MAX_OUTLINES]:
                hull = cv2.convexHull(outline)
                area = float(cv2.contourArea(hull))
                corners = cv2.approxPolyDP(hull, 0.04 * cv2.arcLength(hull, closed=True), closed=True)
                if len(corners) == 4 and area > _MIN_AREA * mask.size:
                    found.append((area, _clockwise(corners.reshape(4, 2).astype(np.float32))))
        for _, corners in sorted(found, key=lambda each: -each[0])[:_MAX_OUTLINES]:
            yield corners

    def _masks(self) -> Iterator[Pixels]:
        """What differs from the photo's rim, and what edges enclose."""
        cv2 = self._cv2
        smooth = cv2.GaussianBlur(self._photo, (7, 7), 0)
        rim = np.concatenate([smooth[:4].reshape(-1, 3), smooth[-4:].reshape(-1, 3), smooth[:, :4].reshape(-1, 3)])
        away = np.abs(smooth.astype(np.int16) - np.median(rim, axis=0).astype(np.int16)).sum(axis=2)
        for least in (36, 72):
            yield cv2.morphologyEx((away > least).astype(np.uint8) * 255, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
        edges = cv2.Canny(smooth, 20, 60)
        yield cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))


def _pixels(image: Image.Image, side: int) -> Pixels:
    small = image.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.BICUBIC)
    return np.ascontiguousarray(small, np.uint8)


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    centre = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(*(corners - centre).T[::-1]))]
    return np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0)
