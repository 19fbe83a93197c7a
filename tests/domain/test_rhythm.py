"""Weeks with a photo of one's own: which days they have, and how long a rhythm of them lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piclets.domain.collecting import rhythm
from piclets.domain.collecting.daily import daily_three

MONDAY = date(2026, 11, 2)


def weeks(*numbers: int) -> list[str]:
    """ISO weeks by their number after that of `MONDAY`."""
    days = [MONDAY + timedelta(weeks=number) for number in numbers]
    return [f"{day.isocalendar()[0]}-W{day.isocalendar()[1]:02}" for day in days]


def kept(numbers: list[int], now: int) -> tuple[int, int, bool]:
    found = rhythm.rhythm(weeks(*numbers), MONDAY + timedelta(weeks=now, days=6))
    return found.current, found.best, found.this_week


@pytest.mark.parametrize(
    ("photographed", "now", "expected"),
    [
        ([], 0, (0, 0, False)),
        ([0], 0, (1, 1, True)),
        ([0], 1, (1, 1, False)),  # this week is not over
        ([0], 2, (1, 1, False)),  # a photo of this week bridges the last one
        ([0], 3, (0, 1, False)),
        ([0, 1, 2, 4], 4, (4, 4, True)),  # one missed week is bridged, and does not count
        ([0, 2, 3, 4, 6], 6, (5, 5, True)),  # one in four: the 1st and the 5th
        ([0, 2, 4], 4, (2, 2, True)),  # two in four: what came after the first goes on
        ([0, 2, 3, 5], 5, (3, 3, True)),
        ([0, 1, 2, 5, 6], 6, (2, 3, True)),
        ([0, 2, 3], 5, (2, 3, False)),  # bridging the 4th leaves out the 1st
        (list(range(8, 20)), 19, (12, 12, True)),  # over the end of 2026, which has a week 53
    ],
)
def test_a_rhythm(photographed: list[int], now: int, expected: tuple[int, int, bool]) -> None:
    assert kept(photographed, now) == expected


def longest(numbers: set[int]) -> int:
    """By trying: the most weeks in any stretch of which no four in a row lack two."""
    best = 0
    for first, last in [(number, number) for number in numbers] + list(combinations(sorted(numbers), 2)):
        stretch = range(first, last + 1)
        windows = [stretch[start : start + 4] for start in range(len(stretch))]
        if all(sum(week not in numbers for week in window) <= 1 for window in windows):
            best = max(best, sum(week in numbers for week in stretch))
    return best


@given(st.sets(st.integers(0, 20)))
def test_the_best_rhythm_is_the_longest_that_there_was(numbers: set[int]) -> None:
    assert kept(sorted(numbers), 30)[1] == longest(numbers)


@given(st.sets(st.integers(0, 20)), st.integers(20, 24))
def test_the_current_rhythm_is_what_a_photo_of_this_week_adds_to(numbers: set[int], now: int) -> None:
    current = kept(sorted(numbers), now)[0]
    with_this_week = kept(sorted(numbers | {now}), now)[0]
    assert with_this_week == current + (now not in numbers)


def photographed(*days: str, things: tuple[str, ...] = ()) -> Mapping[str, str]:
    calendar: rhythm.Calendar = {}
    for day in days:
        calendar = rhythm.marked(calendar, day, rhythm.marks(day, things))
    return calendar


def test_days_stand_in_their_iso_weeks() -> None:
    assert photographed("2026-12-31", "2027-01-01", "2027-01-03", "2027-01-04") == {
        "2026-W53": "0001101",
        "2027-W01": "1000000",
    }


def test_what_a_calendar_counts() -> None:
    calendar = photographed("2027-01-01", "2028-02-29", "2028-03-01", "2028-03-01")
    assert rhythm.counts(calendar) == {
        "days": 3, "weeks": 2, "dailies": 0, "hard_dailies": 0, "hat_tricks": 0,
        "leap_days": 1, "new_years": 1, "weeks_53": 1,
    }  # fmt: skip


def test_the_things_of_a_day_are_marked_on_it() -> None:
    day = "2026-11-28"
    easy, _, hard = (thing.name for thing in daily_three(date.fromisoformat(day)))
    calendar = photographed(day, "2026-11-27", things=(easy, hard))
    assert calendar == {"2026-W48": "0000" + "1b0"}
    assert rhythm.found_on(calendar, day) == (True, False, True)
    assert rhythm.found_on(calendar, "2026-11-29") == rhythm.found_on({}, day) == (False, False, False)
    counted = rhythm.counts(calendar)
    assert [counted[each] for each in ("days", "dailies", "hard_dailies", "hat_tricks")] == [2, 1, 1, 0]


def test_a_mark_that_is_there_changes_nothing() -> None:
    calendar = photographed("2026-11-28")
    assert rhythm.marked(calendar, "2026-11-28", rhythm.FRESH) is calendar
