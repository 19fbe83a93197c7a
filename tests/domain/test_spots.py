"""Contract, part 9: a PID, its hex digits, its coordinates, and the places of its spots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.spots import OFFSETS, Order, centres_of, coordinates_of, hex_of, pid_at, pid_of, turned
from piclets.errors import InvalidRequest

pids = st.integers(0, 2**32 - 1)
orders = st.sampled_from(("normal", "reversed"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00000000", (0, 0, 0, 0, 0, 0, 0, 0)),
        ("FFFFFFFF", (15, 15, 15, 15, 15, 15, 15, 15)),
        ("12345678", (8, 7, 6, 5, 4, 3, 2, 1)),
        ("ABCDEF01", (1, 0, 15, 14, 13, 12, 11, 10)),
        ("88FE9800", (0, 0, 8, 9, 14, 15, 8, 8)),
        ("00000001", (1, 0, 0, 0, 0, 0, 0, 0)),
        ("10000000", (0, 0, 0, 0, 0, 0, 0, 1)),
    ],
)
def test_examples(text: str, expected: tuple[int, ...]) -> None:
    assert coordinates_of(pid_of(text)) == expected
    assert hex_of(pid_at(expected)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12345678", (2, 1, 4, 3, 6, 5, 8, 7)),
        ("88FE9800", (8, 8, 14, 15, 8, 9, 0, 0)),
        ("00000001", (0,) * 6 + (1, 0)),
    ],
)
def test_examples_of_the_reversed_order(text: str, expected: tuple[int, ...]) -> None:
    assert coordinates_of(pid_of(text), "reversed") == expected
    assert hex_of(pid_at(expected, "reversed")) == text


@given(pids)
def test_the_table_of_the_contract(pid: int) -> None:
    text = hex_of(pid)
    nibbles = (text[-1], text[-2], text[-3], text[-4], text[3], text[2], text[1], text[0])
    assert coordinates_of(pid) == tuple(int(nibble, 16) for nibble in nibbles)


@given(pids, orders)
def test_every_pid_comes_back(pid: int, order: Order) -> None:
    assert pid_of(hex_of(pid)) == pid
    assert pid_of(hex_of(pid).lower()) == pid
    assert pid_at(coordinates_of(pid, order), order) == pid


@given(pids)
def test_one_order_is_the_other_with_its_bytes_turned(pid: int) -> None:
    assert turned(turned(pid)) == pid
    assert coordinates_of(pid, "reversed") == coordinates_of(turned(pid))


@given(pids, st.integers(0, 7), st.integers(0, 14))
def test_one_nibble_moves_one_spot_along_one_axis_by_one_step(pid: int, place: int, value: int) -> None:
    before = pid & ~(15 << 4 * place) | value << 4 * place
    after = before + (1 << 4 * place)
    moves = [
        (x - was_x, y - was_y) for (x, y), (was_x, was_y) in zip(centres_of(after), centres_of(before), strict=True)
    ]
    expected = [(0, 0)] * 4
    expected[place // 2] = (1, 0) if place % 2 == 0 else (0, 1)
    assert moves == expected


def test_the_offsets_are_where_the_spots_stand_at_nought() -> None:
    assert centres_of(0) == OFFSETS == ((0, 0), (24, 1), (6, 18), (18, 19))


@pytest.mark.parametrize(
    "text", ["", "1234567", "123456789", "0x345678", "1234567G", "12345678\n", "１２３４５６７８", "-1234567"]
)
def test_what_is_no_pid_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        pid_of(text)


@pytest.mark.parametrize("pid", [-1, 2**32])
def test_a_pid_has_32_bits(pid: int) -> None:
    for use in (hex_of, coordinates_of, turned):
        with pytest.raises(ValueError, match="32 bits"):
            use(pid)


@pytest.mark.parametrize("coordinates", [(0,) * 7, (0,) * 9, (16, *(0,) * 7), (-1, *(0,) * 7)])
def test_coordinates_are_eight_of_0_to_15(coordinates: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="eight coordinates"):
        pid_at(coordinates)
