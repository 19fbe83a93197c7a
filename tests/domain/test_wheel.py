"""The wheel's rules: chances, segments, Other, and what a spin brings."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from piclets.domain.wheel import Sampling, Wheel

LOGITS = st.lists(st.floats(-30, 30, width=32), min_size=2, max_size=60).map(
    lambda given: np.array(given, np.float32)
)
SAMPLINGS = st.builds(
    Sampling,
    threshold=st.floats(0, 1, exclude_min=True),
    temperature=st.floats(0, 5, exclude_min=True),
    top_k=st.integers(0, 80),
    top_p=st.floats(0, 1, exclude_min=True),
)
SEEDS = st.integers(0, 2**53 - 1)


def logits_of(*chances: float) -> NDArray[np.float64]:
    logits: NDArray[np.float64] = np.log(np.array(chances))
    return logits


@given(LOGITS, SAMPLINGS)
def test_segments_and_other_are_the_whole(logits: NDArray[np.float32], sampling: Sampling) -> None:
    wheel = Wheel.of(logits, sampling)
    segments = wheel.chances[wheel.segments]
    assert math.isclose(math.fsum(segments) + wheel.other, 1, abs_tol=1e-12)
    assert (segments >= sampling.threshold).all()
    assert (wheel.chances[wheel.others] < sampling.threshold).all()
    assert wheel.other == math.fsum(wheel.chances[wheel.others])
    keys = [(-wheel.chance(token), token) for token in map(int, wheel.segments)]
    assert keys == sorted(keys)
    assert not set(map(int, wheel.segments)) & set(map(int, wheel.others))


@given(LOGITS, SAMPLINGS, SEEDS)
def test_a_spin_stops_inside_the_segment_of_its_token(
    logits: NDArray[np.float32], sampling: Sampling, seed: int
) -> None:
    wheel = Wheel.of(logits, sampling)
    stop = wheel.spin(seed)
    assert stop == wheel.spin(seed)
    assert 0 <= stop.angle < 1
    assert wheel.chance(stop.token_id) > 0
    ends = np.cumsum(wheel.chances[wheel.segments])
    if stop.from_other:
        assert stop.token_id in wheel.others
        assert not len(ends) or stop.angle >= ends[-1]
    else:
        at = int(np.flatnonzero(wheel.segments == stop.token_id)[0])
        assert stop.angle < ends[at] or at == len(ends) - 1
        assert at == 0 or stop.angle >= ends[at - 1]


@given(LOGITS, SAMPLINGS, SEEDS)
def test_other_is_drawn_from_what_it_stands_for(logits: NDArray[np.float32], sampling: Sampling, seed: int) -> None:
    wheel = Wheel.of(logits, sampling)
    samples = wheel.other_samples()
    assert samples == sorted(map(int, wheel.others), key=lambda token: (-wheel.chance(token), token))[:5]
    if len(wheel.others):
        assert wheel.draw_other(seed) in wheel.others
    else:
        assert wheel.other == 0
        with pytest.raises(ValueError, match="empty"):
            wheel.draw_other(seed)


@pytest.mark.parametrize(
    "sampling", [Sampling(threshold=0.08), Sampling(0.08, 1.7), Sampling(0.2, 0.8, top_k=9), Sampling(0.1, top_p=0.9)]
)
def test_spins_follow_the_chances(sampling: Sampling) -> None:
    wheel = Wheel.of(np.random.default_rng(5).normal(0, 1.2, 14), sampling)
    spins = 20_000
    came = Counter(wheel.spin(seed).token_id for seed in range(spins))
    possible = np.flatnonzero(wheel.chances)
    assert set(came) <= set(map(int, possible))
    expected = wheel.chances[possible] * spins
    chi_squared = sum((came[int(token)] - mean) ** 2 / mean for token, mean in zip(possible, expected, strict=True))
    freedom = len(possible) - 1
    # Wilson and Hilferty's quantile of chi-squared at one in a million
    assert chi_squared < freedom * (1 - 2 / (9 * freedom) + 4.75 * math.sqrt(2 / (9 * freedom))) ** 3


def test_drawing_other_follows_its_chances() -> None:
    wheel = Wheel.of(logits_of(0.7, 0.15, 0.1, 0.05), Sampling(threshold=0.5))
    came = Counter(wheel.draw_other(seed) for seed in range(6_000))
    assert [round(came[token] / 6_000, 1) for token in (1, 2, 3)] == [0.5, 0.3, 0.2]


def test_a_low_temperature_sharpens_and_a_high_one_flattens() -> None:
    logits = logits_of(0.6, 0.3, 0.1)
    cold, hot = Wheel.of(logits, Sampling(temperature=0.5)), Wheel.of(logits, Sampling(temperature=2))
    assert np.allclose(cold.chances, np.array([0.36, 0.09, 0.01]) / 0.46)
    assert np.allclose(hot.chances, np.sqrt([0.6, 0.3, 0.1]) / np.sqrt([0.6, 0.3, 0.1]).sum())
    assert Wheel.of(logits, Sampling(temperature=5e-324)).chance(0) == 1


def test_top_k_keeps_the_lowest_ids_of_equals() -> None:
    wheel = Wheel.of(np.zeros(6), Sampling(top_k=2))
    assert list(wheel.segments) == [0, 1]
    assert list(wheel.chances) == [0.5, 0.5, 0, 0, 0, 0]
    assert wheel.other == 0


def test_top_p_keeps_the_token_that_crosses() -> None:
    wheel = Wheel.of(logits_of(0.5, 0.3, 0.15, 0.05), Sampling(top_p=0.6))
    assert list(wheel.segments) == [0, 1]
    assert np.allclose(wheel.chances, [0.625, 0.375, 0, 0])


def test_a_picked_token_counts_where_it_is_no_sliver() -> None:
    chances = logits_of(0.5, 0.485, 0.01, 0.005)
    wheel = Wheel.of(chances, Sampling(threshold=1e-9))
    assert [wheel.is_segment(token) for token in range(4)] == [True] * 4
    assert [wheel.is_likely(token) for token in (0, 1, 3)] == [True, True, False]
    assert not Wheel.of(chances, Sampling(threshold=0.49)).is_likely(1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0.0}, {"threshold": 1.01}, {"threshold": math.nan}, {"temperature": 0.0}, {"temperature": 5.01},
        {"temperature": math.inf}, {"temperature": math.nan}, {"top_k": -1}, {"top_p": 0.0}, {"top_p": 1.1},
        {"top_p": math.nan},
    ],
)  # fmt: skip
def test_what_is_out_of_its_interval_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sampling(**wrong)  # type: ignore[arg-type]


@settings(max_examples=5)
@given(st.sampled_from([math.nan, math.inf, -math.inf]))
def test_logits_that_are_no_numbers_are_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="no numbers"):
        Wheel.of(np.array([0.0, wrong, 1.0]), Sampling())
