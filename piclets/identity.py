"""Who a token belongs to. Two real ways: the Hub says so, or a token of the local game names its player.

Verified before anything is spent, and once per token and five minutes. A Hub that cannot answer is
ServiceUnavailable: it neither lets a player in nor rejects a good token.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import time
from collections.abc import Callable
from concurrent.futures import Future
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from typing import Any, Protocol

import requests
from cachetools import TTLCache
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError as TransportError
from urllib3.util import Retry

from piclets.clock import retry_after_s
from piclets.domain import local_names
from piclets.domain.records import Player
from piclets.errors import InvalidToken, ServiceUnavailable

VERIFIED_FOR_S = 300.0
KNOWN_FOR_S = 86_400.0
"""Whom the Hub confirmed within a day is asked about without standing behind tokens that were never seen."""
REFUSED_FOR_S = 30.0
MAX_REFUSED_AT_ONCE = 60
MAX_REFUSED_PER_S = 2.0
"""Tokens that the Hub does not know cost questions from our address, which it limits: no more than these."""
REMEMBERED_TOKENS = 20_000
MAX_TOKEN_CHARS = 2_000
MAX_ANSWER_BYTES = 256 * 1024
MAX_USERNAME_CHARS = 64
RETRY_AFTER_S = 10
MAX_RETRY_AFTER_S = 300

_HUB_TOKEN = re.compile(r"(?:hf|api)_[A-Za-z0-9._~+/=-]+")
"""The Hub's user tokens and, signed, those of its OAuth; `api_` is what they were called before."""
_LOCAL_TOKEN = re.compile(r"local_([a-z0-9_-]{1,32})")
_SUB = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECONDS_LEFT = re.compile(r"(?:^|;)\s*t=(\d{1,6})\b")

_SIGN_IN = "This sign-in is not valid or has expired. Please sign in with Hugging Face again."
_TOO_MANY = "Too many players are signing in right now. Please try again in a moment."
_HUB_SILENT = "Hugging Face cannot confirm who you are right now. Please try again in a moment."


log = logging.getLogger(__name__)


class Identity(Protocol):
    def verify(self, token: str) -> Player:
        """The player a token belongs to. Raises InvalidToken, ServiceUnavailable."""
        ...

    def remembered(self, token: str) -> Player | None:
        """The same at once, where the Hub need not be asked. Raises InvalidToken."""
        ...

    def knows(self, token: str) -> bool:
        """Whether it was a player's within a day. Raises InvalidToken."""
        ...

    def confirm(self, token: str) -> Player:
        """As `verify`, asked anew: for when something speaks against what is remembered."""
        ...


class LocalIdentity:
    """The token `local_<name>` is the player `<name>`: for a game on one's own machine."""

    def verify(self, token: str) -> Player:
        match = _LOCAL_TOKEN.fullmatch(_stripped(token))
        if match is None:
            raise InvalidToken(
                "This server plays locally: the token is local_ and a name of up to 32 lower-case letters, "
                "digits, - or _, such as local_ada."
            )
        return Player(sub=f"local:{match[1]}", username=local_names.shown(match[1]))

    def remembered(self, token: str) -> Player | None:
        return self.verify(token)

    def knows(self, token: str) -> bool:
        self.verify(token)
        return True

    def confirm(self, token: str) -> Player:
        return self.verify(token)


class HubIdentity:
    """Asks the Hub at `hub` (an address without a slash at its end) who a token belongs to.

    OAuth tokens go to `/oauth/userinfo`, all others to `/api/whoami-v2`, which knows every kind; the `sub` of
    the one and the `id` of the other are the same key of an account. `clock` counts seconds; `timeout` is what
    connecting and each wait for bytes may take, `remembered` how many players, and how many refused tokens, are
    kept in mind. Safe to share between threads.
    """

    def __init__(
        self,
        hub: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        timeout: tuple[float, float] = (5.0, 10.0),
        remembered: int = REMEMBERED_TOKENS,
    ) -> None:
        self._hub = hub
        self._clock = clock
        self._timeout = timeout
        self._session = _session()
        self._lock = Lock()
        self._verified: TTLCache[bytes, Player] = TTLCache(remembered, VERIFIED_FOR_S, clock)
        self._known: TTLCache[bytes, bool] = TTLCache(remembered, KNOWN_FOR_S, clock)
        self._refused: TTLCache[bytes, str] = TTLCache(remembered, REFUSED_FOR_S, clock)
        self._unknown = _Budget(MAX_REFUSED_AT_ONCE, MAX_REFUSED_PER_S, clock)
        self._asking: dict[bytes, Future[Player]] = {}

    def verify(self, token: str) -> Player:
        """One question to the Hub per token at a time: who comes with the same token waits for its answer."""
        token = _hubs(token)
        key = _key(token)
        with self._lock:
            if player := self._verified.get(key):
                return player
            if refusal := self._refused.get(key):
                raise InvalidToken(refusal)
            asked = self._asking.get(key)
            if asked is None:
                answer = self._asking[key] = Future()
        if asked is not None:
            return asked.result()
        try:
            answer.set_result(self._ask_and_remember(token, key))
        except (InvalidToken, ServiceUnavailable) as failure:
            answer.set_exception(failure)
        finally:
            answer.cancel()  # does nothing to a done one; after a bug here, no caller is left waiting
            with self._lock:
                del self._asking[key]
        return answer.result()

    def remembered(self, token: str) -> Player | None:
        """Who the Hub said it was, at most `VERIFIED_FOR_S` ago; refused where it said so, `REFUSED_FOR_S` ago."""
        key = _key(_hubs(token))
        with self._lock:
            if refusal := self._refused.get(key):
                raise InvalidToken(refusal)
            return self._verified.get(key)

    def knows(self, token: str) -> bool:
        key = _key(_hubs(token))
        with self._lock:
            return bool(self._known.get(key))

    def confirm(self, token: str) -> Player:
        key = _key(_hubs(token))
        with self._lock:
            self._verified.pop(key, None)
        return self.verify(token)

    def close(self) -> None:
        self._session.close()

    def _ask_and_remember(self, token: str, key: bytes) -> Player:
        with self._lock:
            known = bool(self._known.get(key))
            if not known and (wait := self._unknown.take()):
                raise ServiceUnavailable(_TOO_MANY, retry_after=wait)
        try:
            player = self._ask(token)
        except InvalidToken as refusal:
            with self._lock:
                self._known.pop(key, None)
                self._verified.pop(key, None)
                self._refused[key] = refusal.message
            raise
        with self._lock:
            if not known:
                self._unknown.give_back()
            self._known[key] = True
            self._verified[key] = player
        return player

    def _ask(self, token: str) -> Player:
        if token.startswith("hf_oauth_"):
            return _user_of_userinfo(self._get("/oauth/userinfo", token))
        return _user_of_whoami(self._get("/api/whoami-v2", token))

    def _get(self, path: str, token: str) -> dict[str, Any]:
        """The Hub's JSON object at `path`. Raises InvalidToken, ServiceUnavailable."""
        try:
            with self._session.get(
                self._hub + path, auth=_Bearer(token), timeout=self._timeout, allow_redirects=False, stream=True
            ) as response:
                _check_status(response)
                return _json_object(self._body(response))
        except (requests.RequestException, TransportError) as error:
            # Not chained: the request hanging on the vendor's error carries the token.
            raise _no_answer(type(error).__name__) from None

    def _body(self, response: requests.Response) -> bytes:
        """What came, read as it comes: neither a big nor an endlessly dripping answer is waited for."""
        started, body = self._clock(), b""
        while piece := response.raw.read1(MAX_ANSWER_BYTES, decode_content=True):
            body += piece
            if len(body) > MAX_ANSWER_BYTES or self._clock() - started > self._timeout[1]:
                raise _no_answer("an answer too big or too slow")
        return body


class _Bearer(AuthBase):
    """The token as an argument of one request: the shared session never holds it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Budget:
    """At most `most` at once, and `per_s` in the long run. The caller holds the lock."""

    def __init__(self, most: int, per_s: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._per_s = per_s
        self._clock = clock
        self._left = float(most)
        self._updated = clock()

    def take(self) -> int:
        """Take one; or seconds until there is one again."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._updated) * self._per_s)
        self._updated = now
        if self._left < 1:
            return max(1, round((1 - self._left) / self._per_s))
        self._left -= 1
        return 0

    def give_back(self) -> None:
        self._left = min(self._most, self._left + 1)


def _session() -> requests.Session:
    """A session that threads can share: urllib3's pool is thread-safe, and nothing of a request stays in it.

    No cookies (one player's would travel with another's token), and nothing from the environment: a ~/.netrc
    would replace the player's token, and a proxy would see where it goes.
    """
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # One more try where the kept connection had just been closed by the other side.
    once_more = Retry(total=1, redirect=0, status=0, other=0, respect_retry_after_header=False)
    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=32, max_retries=once_more)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _stripped(token: object) -> str:
    """A token without what stands around it. Raises InvalidToken where there is none."""
    stripped = token.strip() if isinstance(token, str) else ""
    if not stripped:
        raise InvalidToken("Please sign in with Hugging Face first.")
    return stripped


def _hubs(token: object) -> str:
    """A token that the Hub could have given out: anything else never leaves this process. Raises InvalidToken."""
    stripped = _stripped(token)
    if len(stripped) > MAX_TOKEN_CHARS or _HUB_TOKEN.fullmatch(stripped) is None:
        raise InvalidToken(_SIGN_IN)
    return stripped


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode("ascii")).digest()


def _no_answer(reason: str, retry_after: int = RETRY_AFTER_S) -> ServiceUnavailable:
    log.warning("the Hub did not say who a token belongs to: %s", reason)
    return ServiceUnavailable(_HUB_SILENT, retry_after=retry_after)


def _check_status(response: requests.Response) -> None:
    if response.status_code in (401, 403):
        raise InvalidToken(_SIGN_IN)
    if response.status_code != 200:
        raise _no_answer(f"status {response.status_code}", _retry_after(response))


def _retry_after(response: requests.Response) -> int:
    """Seconds, from `Retry-After` or the `t=` of the Hub's `RateLimit` header, within reason."""
    left = _SECONDS_LEFT.search(response.headers.get("RateLimit", ""))
    told = retry_after_s(response.headers.get("Retry-After"), most=MAX_RETRY_AFTER_S)
    return told or retry_after_s(left[1] if left else None, most=MAX_RETRY_AFTER_S) or RETRY_AFTER_S


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise _no_answer("not a JSON object")
    return answer


def _user_of_userinfo(answer: dict[str, Any]) -> Player:
    return _player(answer.get("sub"), answer.get("preferred_username") or answer.get("name"))


def _user_of_whoami(answer: dict[str, Any]) -> Player:
    if answer.get("type") in ("org", "app"):
        raise InvalidToken("This token belongs to an organization or app. Please sign in as yourself.")
    if answer.get("type") != "user":
        raise _no_answer("an account of an unknown type")
    return _player(answer.get("id"), answer.get("name"))


def _player(sub: object, username: object) -> Player:
    """`sub` names a file in the dataset and `username` is shown: an answer without usable ones is none."""
    shown = _printable(username) if isinstance(username, str) else ""
    if not (isinstance(sub, str) and _SUB.fullmatch(sub) and shown):
        raise _no_answer("an account without a usable key and name")
    return Player(sub=sub, username=shown)


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()[:MAX_USERNAME_CHARS]
