"""How the pages say things: times, numbers, names, and what went wrong."""

from __future__ import annotations

import math
from datetime import datetime

from piclets.errors import PicletsError, QuotaExceeded

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


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


def wait(seconds: int) -> str:
    """ "41 minutes": what is left to wait, rounded up."""
    if seconds < 90:
        return plural(seconds, "second")
    if seconds < 90 * _MINUTE:
        return plural(math.ceil(seconds / _MINUTE), "minute")
    return plural(math.ceil(seconds / _HOUR), "hour")


def plural(number: int, noun: str) -> str:
    """ "1 player", "2,041 players", "3 discoveries"."""
    if number == 1:
        return f"{number} {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("ry") else f"{number:,} {noun}s"


def spaced(name: str) -> str:
    """A normalized name as people write it."""
    return name.replace("_", " ")


def spoken(error: PicletsError) -> str:
    """What went wrong, what to do, and when."""
    said = "Your GPU minutes are used up." if isinstance(error, QuotaExceeded) else error.message
    return f"{said} Try again in {wait(error.retry_after)}." if error.retry_after else said
