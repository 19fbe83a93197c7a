"""Days and weeks with a photo of one's own, and the rhythm of the weeks.

A calendar is a mapping from an ISO week (`2026-W53`) to seven hexadecimal digits, Monday first. Of a day's digit, bit
0 says that a fresh photo came on it, bits 1 to 3 that it showed the day's easy, medium or hard thing. All days are in
UTC.

A rhythm is a run of weeks with a photo each. One week in four may be missed: it is bridged, and does not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from piclets.domain.collecting.daily import daily_three

Calendar = Mapping[str, str]

FRESH: Final = 1
EASY, MEDIUM, HARD = 2, 4, 8
ALL_THREE: Final = 15
NO_DAYS: Final = "0000000"
EVERY: Final = 4
"""Of so many weeks one may be missed."""


@dataclass(frozen=True)
class Rhythm:
    """`current` is the run that still goes on, `best` the longest there was; both count weeks with a photo.

    `this_week`: there is a photo of this week.
    """

    current: int
    best: int
    this_week: bool


def marks(day: str, things: Collection[str]) -> int:
    """The digit of a day (`2026-11-28`) on which a fresh photo showed what has these names."""
    return sum(EASY << place for place, name in enumerate(_things_of(day)) if name in things) + FRESH


def marked(calendar: Calendar, day: str, digit: int) -> Calendar:
    """The calendar with a day's marks added; the very same one where it has them all."""
    week, place = _place(day)
    digits = calendar.get(week, NO_DAYS)
    both = int(digits[place], 16) | digit
    if both == int(digits[place], 16):
        return calendar
    return {**calendar, week: f"{digits[:place]}{both:x}{digits[place + 1 :]}"}


def found_on(calendar: Calendar, day: str) -> tuple[bool, ...]:
    """Which of a day's three things were found on it, the easy one first."""
    week, place = _place(day)
    digit = int(calendar.get(week, NO_DAYS)[place], 16)
    return tuple(bool(digit & bit) for bit in (EASY, MEDIUM, HARD))


def counts(calendar: Calendar) -> dict[str, int]:
    """What badges count of a calendar."""
    days = [(week, place, int(digit, 16)) for week, digits in calendar.items() for place, digit in enumerate(digits)]
    photographed = [(week, place, digit) for week, place, digit in days if digit & FRESH]
    ends = [_day(week, place) for week, place, _ in photographed if week[-2:] in _TURNING]
    return {
        "days": len(photographed),
        "weeks": len(calendar),
        "dailies": sum(digit > FRESH for _, _, digit in photographed),
        "hard_dailies": sum(bool(digit & HARD) for _, _, digit in photographed),
        "hat_tricks": sum(digit == ALL_THREE for _, _, digit in photographed),
        "leap_days": sum((day.month, day.day) == (2, 29) for day in ends),
        "new_years": sum((day.month, day.day) == (1, 1) for day in ends),
        "weeks_53": sum(week.endswith("-W53") for week in calendar),
    }


def rhythm(weeks: Iterable[str], today: date) -> Rhythm:
    """The rhythm of ISO weeks, as it stands on a day."""
    numbers = sorted({_number(week) for week in weeks})
    now = _number(_week(today))
    best = run = 0
    bridged = last = -EVERY
    for number in numbers:
        if number == last + 1:
            run += 1
        elif number == last + 2:
            # A week was missed. Where one was missed lately, the run is what came after that one.
            run = (run if last + 1 - bridged >= EVERY else last - bridged) + 1
            bridged = last + 1
        else:
            run, bridged = 1, number - EVERY
        best, last = max(best, run), number
    return Rhythm(_going_on(run, last, bridged, now), best, this_week=now in numbers)


def _going_on(run: int, last: int, bridged: int, now: int) -> int:
    """What a photo of this week would be added to."""
    if now - last <= 1:
        return run
    if now - last > 2:
        return 0
    return run if last + 1 - bridged >= EVERY else last - bridged


@lru_cache(64)
def _things_of(day: str) -> tuple[str, ...]:
    return tuple(thing.name for thing in daily_three(date.fromisoformat(day)))


@lru_cache(64)
def _place(day: str) -> tuple[str, int]:
    """The ISO week of a day, and its place there from 0."""
    moment = date.fromisoformat(day)
    return _week(moment), moment.weekday()


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _day(week: str, place: int) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[-2:]), place + 1)


def _number(week: str) -> int:
    """Weeks in order, whatever year they are of."""
    return (_day(week, 0) - date(1, 1, 1)) // timedelta(weeks=1)


_TURNING: Final = frozenset({"01", "09", "52", "53"})
"""The ISO weeks in which 1 January and 29 February can be."""
