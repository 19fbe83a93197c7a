"""How the pages say things: times, numbers, names, and what went wrong."""

from __future__ import annotations

import math
from datetime import datetime

from piclets.errors import PicletsError, QuotaExceeded

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_MANY = 10**6


def ago(moment: str, now: datetime) -> str:
    """ "3 min ago", of a moment in ISO 8601."""
    seconds = max(0, int((now - datetime.fromisoformat(moment)).total_seconds()))
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min ago"
    if seconds < _DAY:
        return f"{seconds // _HOUR} h ago"
    if seconds < 30 * _DAY:
        return f"{plural(seconds // _DAY, 'day')} ago"
    return moment[:10]


def ahead(moment: str, now: datetime) -> str:
    """ "in 3 days", of a moment in ISO 8601 that is to come."""
    seconds = max(0, int((datetime.fromisoformat(moment) - now).total_seconds()))
    if seconds < _HOUR:
        return f"in {max(1, seconds // _MINUTE)} min"
    if seconds < 2 * _DAY:
        return f"in {seconds // _HOUR} h"
    return f"in {plural(seconds // _DAY, 'day')}"


def wait(seconds: int) -> str:
    """ "41 minutes": what is left to wait, rounded up."""
    if seconds < 90:
        return plural(seconds, "second")
    if seconds < 90 * _MINUTE:
        return plural(math.ceil(seconds / _MINUTE), "minute")
    return plural(math.ceil(seconds / _HOUR), "hour")


def plural(number: int, noun: str) -> str:
    """ "1 player", "2,041 players", "3 discoveries"."""
    return f"{number:,} {noun_of(number, noun)}"


def noun_of(number: int, noun: str) -> str:
    """The noun alone, for where the number is set apart."""
    if number == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"


def spaced(name: str) -> str:
    """A normalized name as people write it."""
    return name.replace("_", " ")


def first_sentence(text: str) -> str:
    """Its end included; at most 90 characters."""
    words = " ".join(text.split())
    end = next(
        (place for place, sign in enumerate(words) if sign in ".!?" and words[place + 1 : place + 2] in "  "), 89
    )
    return words[: end + 1] if len(words) <= end + 1 or end < 89 else f"{words[:89].rstrip()}…"


def spoken(error: PicletsError) -> str:
    """What went wrong, what to do, and when."""
    said = "Your GPU minutes are used up." if isinstance(error, QuotaExceeded) else error.message
    return f"{said} Try again in {wait(error.retry_after)}." if error.retry_after else said


def found_by(least: int, most: int) -> str:
    """How many have found something, as one chooses among such spans: "up to 5", "6 to 20", "over 100"."""
    if least == 0:
        return f"up to {most}"
    return f"over {least - 1}" if most > _MANY else f"{least} to {most}"
