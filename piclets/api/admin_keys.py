"""What opens the console: the password, guessed slowly, or a link for once; and the sessions that follow.

All of it is kept in memory: a restart ends every session. Only hashes of secrets are kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from typing import Final

from cachetools import LRUCache

USERNAME: Final = "admin"
LASTS_S: Final = 12 * 3600
IDLE_S: Final = 3600
FREE_FAILURES: Final = 3
MAX_DELAY_S: Final = 60
GUESSES_A_MINUTE: Final = 60
"""By all who come from a device that has never been signed in, together."""
MAX_REMEMBERED: Final = 10_000
"""Addresses and devices whose failures are counted."""

Clock = Callable[[], float]


class Password:
    """Compares in constant time, and slows down who guesses, without shutting out who does not.

    After `FREE_FAILURES` wrong ones from an address nothing from there is looked at for a second, then two, then
    four, up to `MAX_DELAY_S`; and all addresses together have `GUESSES_A_MINUTE`. A device that was signed in
    before shows so by a cookie, and has an allowance of its own that no flood from elsewhere uses up.
    """

    def __init__(self, password: str, clock: Clock) -> None:
        self._expected = _digest(password)
        self._sign = hmac.new(self._expected, b"piclets device", hashlib.sha256).digest()
        self._clock = clock
        self._failures: LRUCache[str, tuple[int, float]] = LRUCache(MAX_REMEMBERED)
        self._guesses = float(GUESSES_A_MINUTE)
        self._counted = clock()
        self._turn = threading.Lock()

    def wait(self, source: str) -> float:
        """Seconds until the next guess from `source` (an address, or what `device` returned) is looked at."""
        with self._turn:
            return self._wait(source)

    def matches(self, username: str, password: str, source: str) -> bool:
        """Whether both are right; False without a look while `source` has to wait."""
        with self._turn:
            if self._wait(source) > 0:
                return False
            known = hmac.compare_digest(_digest(username), _digest(USERNAME))
            if hmac.compare_digest(_digest(password), self._expected) and known:
                self._failures.pop(source, None)
                return True
            self._failed(source)
            return False

    def new_device(self) -> str:
        """A cookie for a device that has just been signed in. It holds until the password changes."""
        name = secrets.token_urlsafe(16)
        return f"{name}.{self._signature(name)}"

    def device(self, cookie: str) -> str | None:
        """The device that a cookie stands for; None for a cookie that is not ours."""
        name, _, signature = cookie.partition(".")
        genuine = hmac.compare_digest(_digest(signature), _digest(self._signature(name)))
        return f"device {name}" if genuine else None

    def _wait(self, source: str) -> float:
        now = self._clock()
        closed = max(0.0, self._failures.get(source, (0, 0.0))[1] - now)
        if source.startswith("device "):
            return closed
        self._guesses = min(GUESSES_A_MINUTE, self._guesses + (now - self._counted) * GUESSES_A_MINUTE / 60)
        self._counted = now
        return max(closed, 0.0 if self._guesses >= 1 else (1 - self._guesses) * 60 / GUESSES_A_MINUTE)

    def _failed(self, source: str) -> None:
        count = self._failures.pop(source, (0, 0.0))[0] + 1
        beyond = count - FREE_FAILURES
        delay = min(MAX_DELAY_S, 2 ** min(beyond, 30)) if beyond >= 0 else 0
        self._failures[source] = (count, self._clock() + delay)
        if not source.startswith("device "):
            self._guesses -= 1

    def _signature(self, name: str) -> str:
        return hmac.new(self._sign, name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


class OneTimeLink:
    """Opens a console without a password to who reads what the server prints. Each link works once.

    `announce` is given the secret of each new link.
    """

    def __init__(self, announce: Callable[[str], None]) -> None:
        self._announce = announce
        self._expected = b""
        self._turn = threading.Lock()

    def renew(self) -> None:
        """Announce a link; one that was announced before does not work any more."""
        secret = secrets.token_urlsafe(32)
        self._expected = _digest(secret)
        self._announce(secret)

    def use(self, secret: str) -> bool:
        """Whether this is the secret of the link; then it is used up, and a new one is announced."""
        with self._turn:
            if not hmac.compare_digest(_digest(secret), self._expected):
                return False
            self.renew()
            return True


class ConsoleSessions:
    """Sessions end an hour after they were last used, and twelve hours after they began. Only hashes are kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_and_used: dict[bytes, tuple[float, float]] = {}

    def begin(self) -> str:
        """A new session's token."""
        now = self._clock()
        self._began_and_used = {key: times for key, times in self._began_and_used.items() if not _over(times, now)}
        token = secrets.token_urlsafe(32)
        self._began_and_used[_digest(token)] = (now, now)
        return token

    def use(self, token: str) -> bool:
        """Whether the session is under way."""
        key, now = _digest(token), self._clock()
        times = self._began_and_used.get(key)
        if times is None or _over(times, now):
            self._began_and_used.pop(key, None)
            return False
        self._began_and_used[key] = (times[0], now)
        return True

    def end(self, token: str) -> None:
        self._began_and_used.pop(_digest(token), None)


def _over(times: tuple[float, float], now: float) -> bool:
    began, used = times
    return now - began > LASTS_S or now - used > IDLE_S


def _digest(text: str) -> bytes:
    """Of one length whatever the text, so that comparing tells nothing about it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
