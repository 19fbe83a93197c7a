"""The one door to /admin: who may come in, for how long, and how often somebody may guess.

With a password, every path under /admin but the login page needs a session; without one, the console is for somebody
at this very machine. Sessions are kept in memory: a restart ends them. Gradio's own login is not used: its sessions
never end, and it counts no failures.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
USERNAME = "admin"
COOKIE = "piclets-admin"
LASTS_S = 12 * 3600
IDLE_S = 3600
FREE_FAILURES = 3
LONGEST_DELAY_S = 60
MOST_FORM_BYTES = 4096

Clock = Callable[[], float]


class Password:
    """Compares in constant time, and slows down whoever guesses, from however many places at once.

    After `FREE_FAILURES` wrong ones nothing is even looked at for a second, then two, then four, up to
    `LONGEST_DELAY_S`: for everybody, since a guesser's address is whatever the guesser says.
    """

    def __init__(self, password: str, clock: Clock) -> None:
        self._expected = _digest(password)
        self._clock = clock
        self._failures = 0
        self._closed_until = 0.0
        self._turn = threading.Lock()

    def wait(self) -> float:
        """Seconds until the next guess is looked at."""
        with self._turn:
            return max(0.0, self._closed_until - self._clock())

    def matches(self, username: str, password: str) -> bool:
        """Whether both are right; False without a look while it is closed."""
        with self._turn:
            if self._clock() < self._closed_until:
                return False
            known = hmac.compare_digest(_digest(username), _digest(USERNAME))
            if hmac.compare_digest(_digest(password), self._expected) and known:
                self._failures = 0
                return True
            self._failures += 1
            beyond = self._failures - FREE_FAILURES
            if beyond >= 0:
                self._closed_until = self._clock() + min(LONGEST_DELAY_S, 2 ** min(beyond, 30))
            return False


class Sessions:
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


class AdminDoor:
    """Middleware. `password` is None where none is set; then `open_on_loopback` says whether anybody may enter."""

    def __init__(
        self, app: ASGIApp, *, path: str, password: Password | None, sessions: Sessions, open_on_loopback: bool
    ) -> None:
        self._app = app
        self._path = path
        self._password = password
        self._sessions = sessions
        self._open_on_loopback = open_on_loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "lifespan" or not (path == self._path or path.startswith(f"{self._path}/")):
            await self._app(scope, receive, send)
            return
        answer = await self._answer(scope, receive, path)
        if answer is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4401})
        else:
            answer.headers["Cache-Control"] = "no-store"
            await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, path: str) -> Response | None:
        """What the door itself answers; None to let the request through."""
        if self._password is None:
            return None if self._is_at_this_machine(scope) else PlainTextResponse("Not found", status_code=404)
        method = scope.get("method", "")
        if path == f"{self._path}/login":
            return await self._log_in(self._password, scope, receive) if method == "POST" else _login_page("")
        token = _token(scope)
        if path == f"{self._path}/logout" and method == "POST":
            self._sessions.end(token)
            return self._with_cookie(RedirectResponse(f"{self._path}/login", 303), "", scope)
        if self._sessions.use(token):
            return None
        if method == "GET" and path.rstrip("/") == self._path:
            return RedirectResponse(f"{self._path}/login", 303)
        return PlainTextResponse("Please log in at /admin/login.", status_code=401)

    async def _log_in(self, password: Password, scope: Scope, receive: Receive) -> Response:
        headers = Headers(scope=scope)
        if not headers.get("content-length", "").isdecimal() or int(headers["content-length"]) > MOST_FORM_BYTES:
            return PlainTextResponse("This is no login.", status_code=400)
        async with Request(scope, receive).form(max_files=0, max_fields=4) as form:
            username, given = str(form.get("username", "")), str(form.get("password", ""))
        wait = password.wait()
        if wait:
            refusal = _login_page(f"Too many wrong passwords. Please wait {round(wait) + 1} seconds.", 429)
            refusal.headers["Retry-After"] = str(round(wait) + 1)
            return refusal
        if not password.matches(username, given):
            return _login_page("That is not right.", 401)
        return self._with_cookie(RedirectResponse(f"{self._path}/", 303), self._sessions.begin(), scope)

    def _with_cookie(self, response: Response, token: str, scope: Scope) -> Response:
        secure = scope.get("scheme") == "https" or Headers(scope=scope).get("x-forwarded-proto") == "https"
        response.set_cookie(
            COOKIE,
            token,
            max_age=LASTS_S if token else 0,
            path=self._path,
            secure=secure,
            httponly=True,
            samesite="strict",
        )
        return response

    def _is_at_this_machine(self, scope: Scope) -> bool:
        if not self._open_on_loopback:
            return False
        headers = Headers(scope=scope)
        forwarded = any(name.startswith("x-forwarded-") or name == "forwarded" for name in headers)
        host = urlsplit(f"//{headers.get('host', '')}").hostname
        return not forwarded and host in LOOPBACK


def _token(scope: Scope) -> str:
    try:
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""


def _over(times: tuple[float, float], now: float) -> bool:
    began, used = times
    return now - began > LASTS_S or now - used > IDLE_S


def _digest(text: str) -> bytes:
    """Of one length whatever the text, so that comparing tells nothing about it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _login_page(said: str, status: int = 200) -> HTMLResponse:
    """`said` is a sentence of ours, never what somebody sent."""
    return HTMLResponse(
        _PAGE.replace("{said}", f'<p role="alert">{said}</p>' if said else ""),
        status_code=status,
        headers={"X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"},
    )


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Piclets console: log in</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>
:root { --paper: #f1e9d8; --sheet: #fffdf8; --ink: #332d23; --line: #93835f; --poppy: #c13318; }
@media (prefers-color-scheme: dark) { :root { --paper: #191612; --sheet: #26211a; --ink: #f1e9d8; --line: #93835f; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 ui-rounded, system-ui, sans-serif; }
form { display: grid; gap: 14px; width: min(320px, 82vw); padding: 28px; border-radius: 20px;
  background: var(--sheet); border: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.4rem; } label { display: grid; gap: 4px; font-weight: 700; }
input, button { font: inherit; padding: 11px 12px; border-radius: 12px; border: 1.5px solid var(--line); }
input { background: transparent; color: inherit; }
button { background: var(--poppy); color: #fff; font-weight: 700; cursor: pointer; }
:focus-visible { outline: 3px solid var(--poppy); outline-offset: 2px; } p { margin: 0; font-weight: 700; }
</style>
<main><form method="post"><h1>Piclets console</h1>{said}
<label>User<input name="username" value="admin" autocomplete="username" required></label>
<label>Password<input name="password" type="password" autocomplete="current-password" required autofocus></label>
<button>Log in</button></form></main></html>"""
