"""The five stages from a picture to an answer, each alone and all together."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from benchmarks.camera import Shot, easy, hard, photograph
from benchmarks.identify import draw
from piclets.domain.spots import coordinates_of, pid_at
from piclets.errors import InvalidImage
from piclets.prints import registry as registry_module
from piclets.prints.bending import bent
from piclets.prints.card import HEIGHT, STEPS_TO_CARD, WIDTH, SeasonMark, draw_card
from piclets.prints.detector import detect
from piclets.prints.inference import SpotsReader
from piclets.prints.reading import CardReader
from piclets.prints.rectify import Grey, window_of
from piclets.prints.registry import ALIKE, BEHIND, Registry
from piclets.prints.resolver import resolve, score
from tests.prints.conftest import piclet_named

Draw = Callable[..., Image.Image]
PID = 0x12AB34CD


@pytest.fixture(scope="module")
def spots() -> SpotsReader:
    return SpotsReader()


def grey(card: Image.Image) -> Grey:
    return np.asarray(card.convert("L"), np.uint8)


# Detector


def test_the_card_itself_is_found_edge_to_edge(card_of: Draw) -> None:
    (card,) = detect(grey(card_of(PID)))
    assert card.tier == "screenshot"
    assert card.corners == pytest.approx(np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]), abs=0.5)
    assert card.steps_to_photo == pytest.approx(STEPS_TO_CARD, abs=0.1)


@pytest.mark.parametrize("shade", [0, 60, 128, 255])
def test_a_screenshot_is_read_on_any_ground(card_of: Draw, spots: SpotsReader, shade: int) -> None:
    screen = np.full((1000, 1600), shade, np.uint8)
    card = cv2.resize(grey(card_of(PID)), (500, 700), interpolation=cv2.INTER_AREA)
    screen[150:850, 700:1200] = card
    (answer,) = CardReader(spots).read(screen)
    assert answer.pid == PID
    assert answer.card.corners.mean(0) == pytest.approx((950, 500), abs=2)


@pytest.mark.parametrize("season", ["first-frost", "spring", "summer", "a"])
def test_a_card_with_the_mark_of_a_season_is_read(card_of: Draw, spots: SpotsReader, season: str) -> None:
    card = np.asarray(
        card_of(PID, mark=SeasonMark(season, "A season of sixty letters, which is as long as one can be"))
    )
    (answer,) = CardReader(spots).read(grey(Image.fromarray(card)))
    assert (answer.pid, answer.card.tier) == (PID, "screenshot")
    shown = Shot(height=560, yaw=-12, pitch=18, roll=9)
    (answer,) = CardReader(spots, Registry([PID, 7])).read(
        _as_grey(photograph(card, shown, np.random.default_rng(4)))
    )
    assert (answer.pid, answer.certain) == (PID, True)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_the_filled_corner_says_which_way_up(card_of: Draw, spots: SpotsReader, turns: int) -> None:
    (answer,) = CardReader(spots).read(np.rot90(np.pad(grey(card_of(PID)), 60), turns).copy())
    assert answer.pid == PID
    top_left = answer.card.corners[0]
    beside = {1: (60, 900), 2: (900, 1236), 3: (1236, 60)}[turns]
    assert top_left == pytest.approx(beside, abs=3)


def test_several_cards_in_one_picture(card_of: Draw, spots: SpotsReader) -> None:
    table = np.full((1000, 1700), 90, np.uint8)
    pids = (PID, 7, 0xFFFF0000)
    for place, pid in enumerate(pids):
        card = cv2.resize(grey(card_of(pid)), (420, 588), interpolation=cv2.INTER_AREA)
        table[200:788, 60 + 540 * place : 480 + 540 * place] = card
    answers = CardReader(spots).read(table)
    assert sorted(answer.pid or 0 for answer in answers) == sorted(pids)


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (64, 64)])
def test_a_picture_of_any_size_may_have_no_card(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, size, dtype=np.uint8)
    assert detect(noise) == []
    assert detect(np.zeros(size, np.uint8)) == []


def test_a_table_is_no_card() -> None:
    rng = np.random.default_rng(2)
    for _ in range(3):
        assert detect(_as_grey(photograph(None, easy(rng), rng))) == []


@pytest.mark.parametrize("down", [False, True], ids=["from side to side", "from top to bottom"])
def test_a_bent_card_is_read(card_of: Draw, spots: SpotsReader, down: bool) -> None:
    rng = np.random.default_rng(4)
    shown = Shot(height=560, yaw=-12, pitch=18, roll=9, bend_mm=6, bend_down=down)
    photo = _as_grey(photograph(np.asarray(card_of(PID)), shown, rng))
    if not down:  # this one is no plane at all
        (card,) = detect(photo)
        [flat] = spots.read([window_of(photo, card.steps_to_photo)])
        assert tuple(flat.argmax(1)) != coordinates_of(PID)
    (answer,) = CardReader(spots, Registry([PID, 7])).read(photo)
    assert (answer.pid, answer.certain) == (PID, True)


@pytest.mark.parametrize("size", [1, 3], ids=["as it is", "larger than is looked at"])
def test_a_card_without_straight_sides_is_found_and_read(spots: SpotsReader, size: int) -> None:
    rng = np.random.default_rng(9)
    shown = Shot(height=420, yaw=-14, pitch=-9, roll=22, bend_mm=7.7, bend_down=True)
    photo = _as_grey(photograph(draw(PID, rng), shown, rng))
    photo = np.asarray(cv2.resize(photo, None, fx=size, fy=size), np.uint8)
    (answer,) = CardReader(spots, Registry([PID, 7])).read(photo)
    assert answer.card.bent is not None
    assert (answer.pid, answer.certain) == (PID, True)
    assert answer.card.corners.mean(0) == pytest.approx((640 * size, 480 * size), abs=40 * size)


@pytest.mark.parametrize("seed", range(3))
def test_other_frames_with_a_filled_corner_are_no_cards(spots: SpotsReader, seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture = np.full((600, 800), 220, np.uint8)
    for _ in range(12):
        middle, side = rng.uniform(150, 450, 2), rng.uniform(150, 300)
        quad = middle + side * (
            np.array(((-0.36, -0.5), (0.36, -0.5), (0.36, 0.5), (-0.36, 0.5))) + rng.uniform(-0.05, 0.05, (4, 2))
        )
        cv2.polylines(picture, [quad.astype(np.int32)], isClosed=True, color=30, thickness=9)
        cv2.circle(picture, quad[0].astype(int).tolist(), 24, 30, -1)
    assert not any(answer.certain for answer in CardReader(spots).read(picture))


def test_what_is_no_card_fits_no_bend() -> None:
    rng = np.random.default_rng(5)
    for _ in range(3):
        plane = np.array(((8.0, 0.5, 300.0), (-0.4, 8.0, 250.0), (0, 0, 1.0)))
        assert bent(_as_grey(photograph(None, easy(rng), rng)), plane) is None


# Inference


def test_aligned_faces_are_read_exactly(card_of: Draw, spots: SpotsReader) -> None:
    pids = [int(pid) for pid in np.random.default_rng(3).integers(2**32, size=12)]
    windows = [window_of(grey(card_of(pid)), STEPS_TO_CARD) for pid in pids]
    logs = spots.read(windows)
    assert logs.shape == (12, 8, 16)
    assert np.exp(logs).sum(2) == pytest.approx(np.ones((12, 8)), abs=1e-3)
    assert [tuple(one.argmax(1)) for one in logs] == [coordinates_of(pid) for pid in pids]


def test_a_window_is_read_from_its_file_too(card_of: Draw, spots: SpotsReader, tmp_path: Path) -> None:
    window = window_of(grey(card_of(PID)), STEPS_TO_CARD)
    file, other = tmp_path / "window.png", tmp_path / "other.png"
    Image.fromarray(window).save(file)
    Image.fromarray(window[1:]).save(other)
    of_file, of_array = spots.read([file, window])
    assert np.array_equal(of_file, of_array)
    for wrong in (other, tmp_path / "missing.png"):
        with pytest.raises(InvalidImage, match="96 x 96"):
            spots.read([wrong])


# Resolver and registry


def _logs(seed: int, doubt: float = 1.0) -> NDArray[np.float32]:
    scores = np.random.default_rng(seed).normal(0, doubt, (8, 16)).astype(np.float32)
    return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)), np.float32)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from((1, 7, 64, 500)))
def test_the_beam_is_what_scoring_everything_gives(seed: int, beam: int) -> None:
    logs = _logs(seed)
    few = np.argsort(-logs, axis=1)[:, :3]  # all others are impossible, so everything is 3 ** 8 PIDs
    possible = np.full_like(logs, -1e4)
    np.put_along_axis(possible, few, np.take_along_axis(logs, few, 1), 1)
    everything = sorted(
        (
            float(sum(possible[place, value] for place, value in enumerate(values)))
            for values in itertools.product(*few)
        ),
        reverse=True,
    )
    found = resolve(possible, beam=beam)
    assert found.scores == pytest.approx(everything[: len(found.scores)], abs=1e-3)
    assert score(possible, found.pids) == pytest.approx(found.scores, abs=1e-3)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_a_score_is_the_sum_over_the_coordinates(seed: int, pid: int) -> None:
    logs = _logs(seed)
    expected = sum(float(logs[place, value]) for place, value in enumerate(coordinates_of(pid)))
    assert float(score(logs, np.array([pid], np.uint32))[0]) == pytest.approx(expected, abs=1e-3)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.sampled_from((0.5, 2.0, 6.0)), st.integers(0, 400))
def test_the_registry_finds_what_scoring_every_print_finds(seed: int, doubt: float, close: int) -> None:
    logs = _logs(seed, doubt)
    rng = np.random.default_rng(seed)
    near = rng.choice(resolve(logs, beam=2_000).pids, close)
    registered = np.unique(np.concatenate((near, rng.integers(2**32, size=3_000, dtype=np.uint32))))
    match = Registry(int(pid) for pid in registered).match(logs)
    scores = score(logs, registered)
    alike = int((scores > scores.max() - ALIKE).sum())
    if scores.max() < match.read.scores[0] - BEHIND - 1e-3:
        assert match.pids == ()
        return
    assume(scores.max() > match.read.scores[0] - BEHIND + 1e-3)
    assert match.scores[0] == pytest.approx(float(scores.max()), abs=1e-3)
    assert len(match.pids) == pytest.approx(min(alike, 20), abs=1)  # a score may be as close as rounding


def test_a_clear_reading_of_no_print_is_not_scored_against_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which takes a hundred times as long where there are a million."""

    def scored(*_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(registry_module, "score", scored)
    registry = Registry([7, PID ^ 0xFF, PID ^ 0xFF000000])
    assert registry.match(np.log(_sure(PID))).pids == ()
    assert registry.match(np.log(_sure(7))).pids == (7,)


def test_prints_that_come_later_are_found_too() -> None:
    registry = Registry([7, 5])
    registry.add([5, 6, PID])
    registry.add([])
    assert len(registry) == 4
    assert registry.match(np.log(_sure(PID))).pids == (PID,)
    registry.clear()
    assert registry.match(np.log(_sure(PID))).pids == ()


def _sure(pid: int, other: int | None = None) -> NDArray[np.float32]:
    logs = np.full((8, 16), 0.004, np.float32)
    for place, value in enumerate(coordinates_of(pid)):
        logs[place, value] = 0.94
    if other is not None:
        for place, (one, two) in enumerate(zip(coordinates_of(pid), coordinates_of(other), strict=True)):
            if one != two:
                logs[place, [one, two]] = 0.5, 0.44
    return logs


# Answer


def test_look_alikes_are_all_told() -> None:
    match = Registry([PID, PID + 1]).match(np.log(_sure(PID, PID + 1)))
    assert match.pids == (PID, PID + 1)


def test_a_card_that_no_print_has_names_none(card_of: Draw, spots: SpotsReader) -> None:
    (answer,) = CardReader(spots, Registry([1, 2, 3])).read(grey(card_of(PID)))
    assert (answer.alike, answer.certain) == ((), False)
    (answer,) = CardReader(spots, Registry()).read(grey(card_of(PID)))
    assert (answer.alike, answer.certain) == ((), False)


def test_a_face_without_spots_is_undecided(spots: SpotsReader) -> None:
    picture = grey(draw_card(piclet_named("Pillowpuff"), None))
    registry = Registry(int(pid) for pid in np.random.default_rng(4).integers(2**32, size=50_000))
    (answer,) = CardReader(spots, registry).read(picture)
    assert (answer.pid, answer.alike, answer.certain) == (None, (), False)


def test_photos_are_read(card_of: Draw, spots: SpotsReader) -> None:
    rng = np.random.default_rng(6)
    registered = [int(pid) for pid in rng.integers(2**32, size=100_000)]
    reader = CardReader(spots, Registry(registered))
    for pid, shot in zip(registered, (easy(rng), easy(rng), hard(rng)), strict=False):
        answers = reader.read(_as_grey(photograph(np.asarray(card_of(pid)), shot, rng)))
        assert [(answer.pid, answer.certain) for answer in answers] == [(pid, True)]


def test_a_thumb_on_the_spots_names_no_wrong_print(card_of: Draw, spots: SpotsReader) -> None:
    rng = np.random.default_rng(8)
    registered = [int(pid) for pid in rng.integers(2**32, size=100_000)]
    reader = CardReader(spots, Registry(registered))
    for pid in registered[:5]:
        shot = replace(easy(rng), thumb=rng.uniform(0.3, 0.7))
        for answer in reader.read(_as_grey(photograph(np.asarray(card_of(pid)), shot, rng))):
            assert not answer.certain or answer.pid == pid


def test_a_spot_that_is_painted_over_is_not_guessed(card_of: Draw, spots: SpotsReader) -> None:
    pid = pid_at((3, 3, 3, 3, 2, 12, 12, 12))
    picture = grey(card_of(pid)).copy()
    picture[468:800, 60:420] = 200  # the top left spot, and all around it
    registry = Registry(pid_at((x, y, 3, 3, 2, 12, 12, 12)) for x in range(16) for y in (3, 9))
    for answer in CardReader(spots, registry).read(picture):
        assert not answer.certain


def _as_grey(photo: NDArray[np.uint8]) -> Grey:
    return np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), np.uint8)
