"""The one clock, and moments as text: as events and entries write them, and as HTTP writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_SECONDS_DIGITS = 9


def utc_text(moment: datetime) -> str:
    """A moment in UTC as everything here writes it: ISO 8601 with a Z, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_now() -> str:
    """This moment, as `utc_text` writes it."""
    return utc_text(datetime.now(UTC))


def later(at: str, time: timedelta) -> str:
    """The moment `time` after `at`, both as `utc_text` writes them. A negative time gives an earlier one."""
    return utc_text(datetime.fromisoformat(at) + time)


def retry_after_s(header: str | None, *, most: float) -> int | None:
    """Seconds to wait by a `Retry-After` header, in seconds or as an HTTP date, from 1 to `most`; None without one.

    RFC 9110, section 10.2.3. What cannot be read or believed (a moment that has passed) is as good as none.
    """
    told = (header or "").strip()
    if told.isascii() and told.isdigit() and len(told) <= MAX_SECONDS_DIGITS:
        return round(min(max(int(told), 1), most))
    try:
        seconds = (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return round(min(max(seconds, 1), most)) if seconds > 0 else None
