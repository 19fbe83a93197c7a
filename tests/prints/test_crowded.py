"""Pictures with many cards in them, and pictures that are made to fool a reader or to keep it busy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks.camera import Shot, photograph
from piclets.prints import detector
from piclets.prints.detector import MAX_CARDS, MAX_QUADS, detect
from piclets.prints.inference import SpotsReader
from piclets.prints.reading import CardReader
from piclets.prints.rectify import Grey
from piclets.prints.registry import Registry

Draw = Callable[..., Image.Image]
PID: Final = 0x12AB34CD
TABLE: Final = 160
DARK: Final = 90


@pytest.fixture(scope="module")
def reader() -> CardReader:
    others = np.random.default_rng(1).integers(2**32, size=100_000)
    return CardReader(SpotsReader(), Registry([PID, *map(int, others)]))


def test_all_cards_of_a_screenshot_are_read(card_of: Draw, reader: CardReader) -> None:
    """Not only those at its edge, whose frames the dark ground does not surround."""
    answers = reader.read(_sheet(_grey(card_of(PID)), across=6, down=6))
    assert [(answer.pid, answer.certain) for answer in answers] == [(PID, True)] * 36


def test_a_card_that_lies_aslant_is_read_beside_one_that_stands_exactly(card_of: Draw, reader: CardReader) -> None:
    card = _grey(card_of(PID))
    screen = np.full((800, 1300), TABLE, np.uint8)
    screen[50:750, 50:550] = cv2.resize(card, (500, 700), interpolation=cv2.INTER_AREA)
    turn = cv2.getRotationMatrix2D((420, 588), 14, 0.5)
    turn[:, 2] += (900 - 420, 400 - 588)
    aslant = cv2.warpAffine(card, turn, (1300, 800), borderValue=TABLE)
    screen[:, 600:] = aslant[:, 600:]
    answers = reader.read(screen)
    assert [(answer.pid, answer.certain) for answer in answers] == [(PID, True)] * 2
    assert {answer.card.tier for answer in answers} == {"screenshot", "photo"}


def test_of_more_cards_than_are_told_the_rest_is_left_out(card_of: Draw) -> None:
    assert len(detect(_sheet(_grey(card_of(PID)), across=9, down=6))) == MAX_CARDS


@pytest.mark.parametrize("size", [1, 3], ids=["as it is", "8,000 pixels high"])
def test_a_pattern_of_frames_keeps_no_reader_busy(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    looked_at = []

    def refined(*given: object, **how: object) -> None:
        looked_at.append(given)

    monkeypatch.setattr(detector, "refined", refined)
    picture = _frames_in_frames()
    assert detect(np.asarray(cv2.resize(picture, None, fx=size, fy=size), np.uint8)) == []
    assert len(looked_at) == MAX_QUADS


def test_a_grainy_picture_is_not_looked_at_speck_by_speck(
    monkeypatch: pytest.MonkeyPatch, card_of: Draw, reader: CardReader
) -> None:
    shapes = []
    as_it_is = detector._quad

    def counted(shape: NDArray[np.int32], pixels: int) -> NDArray[np.float64] | None:
        shapes.append(shape)
        return as_it_is(shape, pixels)

    monkeypatch.setattr(detector, "_quad", counted)
    picture = np.random.default_rng(4).integers(0, 256, (960, 1280), dtype=np.uint8)
    turn = cv2.getRotationMatrix2D((420, 588), 7, 0.6)
    turn[:, 2] += (640 - 420, 480 - 588)
    card = _grey(card_of(PID))
    covers = cv2.warpAffine(np.full_like(card, 255), turn, (1280, 960)) > 0
    picture[covers] = cv2.warpAffine(card, turn, (1280, 960))[covers]
    assert [(answer.pid, answer.certain) for answer in reader.read(picture)] == [(PID, True)]
    assert len(shapes) < 1_000  # of some hundred thousand


@pytest.mark.parametrize("photographed", [False, True], ids=["as it is", "in a photo"])
@pytest.mark.parametrize("change", ["mirrored", "upside down in a mirror", "inverted", "spots by hand", "two spots"])
def test_what_is_no_printed_card_names_no_print(
    card_of: Draw, reader: CardReader, change: str, photographed: bool
) -> None:
    drawn = np.asarray(card_of(PID).convert("RGB"))
    forged = _forged(drawn, change)
    shot = Shot(height=560, yaw=-12, pitch=18, roll=9)
    seen = photograph(forged, shot, np.random.default_rng(2)) if photographed else forged
    assert [
        answer.pid for answer in reader.read(_grey(Image.fromarray(np.ascontiguousarray(seen)))) if answer.pid
    ] == []


def test_of_a_card_on_a_card_only_what_is_there_is_named(card_of: Draw) -> None:
    """A phone that shows a card, laid on another one."""
    below, shown = 0x0FEDCBA9, PID
    reader = CardReader(SpotsReader(), Registry([below, shown, 7]))
    picture = photograph(
        np.asarray(card_of(below).convert("RGB")), Shot(height=860, roll=4), np.random.default_rng(3)
    ).copy()
    phone = np.full((420, 250, 3), 15, np.uint8)
    small = cv2.resize(np.asarray(card_of(shown).convert("RGB")), (210, 294), interpolation=cv2.INTER_AREA)
    phone[60:354, 20:230] = small
    picture[330:750, 520:770] = phone
    named = {answer.pid for answer in reader.read(_grey(Image.fromarray(picture))) if answer.certain}
    assert named <= {below, shown}


def _grey(picture: Image.Image) -> Grey:
    return np.asarray(picture.convert("L"), np.uint8)


def _sheet(card: Grey, *, across: int, down: int) -> Grey:
    """A screenshot of so many cards, each 190 x 266, a little apart."""
    small = cv2.resize(card, (190, 266), interpolation=cv2.INTER_AREA)
    apart = np.pad(small, ((0, 9), (0, 9)), constant_values=DARK)
    return np.asarray(np.tile(apart, (down, across))[:-9, :-9], np.uint8)


def _frames_in_frames() -> Grey:
    """Some thousand rectangles, ten in each other at a time."""
    picture = np.full((960, 1280), 255, np.uint8)
    for left in range(2, 1270, 182):
        for top in range(2, 950, 137):
            for deep in range(0, 50, 5):
                near, far = (left + deep, top + deep), (left + 178 - deep, top + 133 - deep)
                cv2.rectangle(picture, near, far, 0, 2)
    return picture


def _forged(card: NDArray[np.uint8], change: str) -> NDArray[np.uint8]:
    if change == "mirrored":
        return card[:, ::-1]
    if change == "upside down in a mirror":
        return card[::-1]
    if change == "inverted":
        return 255 - card
    return _with_discs(card, 4 if change == "spots by hand" else 2)


def _with_discs(card: NDArray[np.uint8], discs: int) -> NDArray[np.uint8]:
    """The card with a face that somebody drew: grey discs where spots may be."""
    forged = card.copy()
    forged[470:900, 60:780] = 235
    for disc in range(discs):
        cv2.circle(forged, (250 + 170 * (disc % 2), 620 + 180 * (disc // 2)), 36, (40 + 30 * disc,) * 3, -1)
    return forged
