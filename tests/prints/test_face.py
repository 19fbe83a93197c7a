"""The face on a card: tones that no palette can spoil, spots where the code puts them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piclets.domain.spots import STEPS, centres_of, pid_at, turned
from piclets.prints.face import (
    GREYS,
    LUMA,
    PANEL_HEIGHT,
    PANEL_LEFT,
    PANEL_TOP,
    PANEL_WIDTH,
    SPOTS,
    TONES,
    at_luma,
    colours_of,
    draw_face,
)

pids = st.integers(0, 2**32 - 1)
channels = st.floats(0, 1, width=32)
SCALE = 4


@given(st.tuples(channels, channels, channels))
def test_every_palette_has_the_same_tones(hue: tuple[float, float, float]) -> None:
    for part, colour in colours_of(np.array(hue, np.float32)).items():
        assert float(colour @ LUMA) == pytest.approx(TONES[part], abs=2e-3)
        assert colour.min() >= 0
        assert colour.max() <= 1 + 1e-4


def test_black_becomes_grey() -> None:
    assert at_luma(np.zeros(3, np.float32), 0.5) == pytest.approx([0.5] * 3)


def test_neighbouring_tones_stay_apart() -> None:
    spots = sorted(TONES[spot.part] for spot in SPOTS)
    assert min(np.diff(spots)) >= 0.13
    assert TONES["body"] - spots[-1] >= 0.2


@settings(max_examples=40)
@given(pids)
def test_each_spot_is_where_the_code_puts_it(pid: int) -> None:
    bottom_right = SPOTS[-1]
    face = draw_face(pid, SCALE, GREYS)[..., 0]
    assert face.shape == (PANEL_HEIGHT * SCALE, PANEL_WIDTH * SCALE)
    x, y = centres_of(pid)[-1]  # lies on the others; eyes and mouth are darker still
    assert face[int((y - PANEL_TOP) * SCALE), int((x - PANEL_LEFT) * SCALE)] <= TONES[bottom_right.part] + 0.01


@settings(max_examples=40)
@given(pids, st.integers(0, 7))
def test_one_step_of_any_coordinate_changes_the_picture(pid: int, place: int) -> None:
    value = (pid >> 4 * place) & 15
    other = pid ^ (value ^ (value + 1) % STEPS) << 4 * place
    one, two = (draw_face(drawn, SCALE, GREYS) for drawn in (pid, other))
    assert float(np.abs(one - two).sum()) > 0.5 * SCALE**2  # half a step's square in full contrast, at the very least


def test_the_hardest_pair_can_be_told_apart() -> None:
    """The lower spots on one centre: the wide one is seen to both sides of the tall one."""
    for dy in (0, 1, 2):
        one, two = (draw_face(pid_at((0, 0, 15, 0, 12, y + 1, 0, dy)), SCALE, GREYS) for y in (dy, dy + 1))
        assert float(np.abs(one - two).sum()) > 2 * SCALE**2


def test_the_reversed_order_draws_the_turned_pid() -> None:
    assert (draw_face(0x12345678, SCALE, GREYS, "reversed") == draw_face(turned(0x12345678), SCALE, GREYS)).all()


def test_an_odd_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="between pixels"):
        draw_face(0, 5, GREYS)
