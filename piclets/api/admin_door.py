"""The one door to /admin: who may come in, and what no request from elsewhere may do.

With a password, every path under /admin but the login page needs a session. Without one, on loopback, a session
begins with the one-time link that is printed; anywhere else the console is closed. Gradio's own login is not used:
its sessions never end, and it counts no failures.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from piclets.api.addresses import client_address, is_foreign
from piclets.api.admin_keys import LASTS_S, ConsoleSessions, OneTimeLink, Password
from piclets.api.surface.bodies import TooLarge, whole_body

COOKIE: Final = "piclets-admin"
DEVICE_COOKIE: Final = "piclets-device"
DEVICE_LASTS_S: Final = 365 * 24 * 3600
MAX_FORM_BYTES: Final = 4096
SAME_SITE: Final = frozenset({"", "none", "same-origin"})
"""What a browser says (`Sec-Fetch-Site`) of a request that no other site has caused."""


@dataclass(frozen=True)
class Keys:
    """What opens the door: a password, or a link, or nothing at all."""

    sessions: ConsoleSessions
    password: Password | None = None
    link: OneTimeLink | None = None


class AdminDoor:
    """Middleware. `own_hosts` are ours beside the one that a request names."""

    def __init__(self, app: ASGIApp, *, path: str, keys: Keys, own_hosts: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._path = path
        self._keys = keys
        self._own_hosts = own_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "lifespan" or not (path == self._path or path.startswith(f"{self._path}/")):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4401})
            return
        answer = await self._answer(scope, receive, path)
        if answer is None:
            await self._app(scope, receive, _unframed(send))
        else:
            answer.headers["Cache-Control"] = "no-store"
            await answer(scope, receive, _unframed(send))

    async def _answer(self, scope: Scope, receive: Receive, path: str) -> Response | None:
        """What the door itself answers; None to let the request through."""
        headers = Headers(scope=scope)
        if headers.get("sec-fetch-site", "") not in SAME_SITE or is_foreign(headers, self._own_hosts):
            return PlainTextResponse("Requests from other sites are refused.", status_code=403)
        token = _cookie(headers, COOKIE)
        if path == f"{self._path}/logout" and scope["method"] == "POST":
            self._keys.sessions.end(token)
            return self._with_session(RedirectResponse(f"{self._path}/login", 303), "", scope)
        if self._keys.password:
            return await self._by_password(self._keys.password, token, scope, receive, path)
        return self._by_link(token, scope, path)

    async def _by_password(
        self, password: Password, token: str, scope: Scope, receive: Receive, path: str
    ) -> Response | None:
        if path == f"{self._path}/login":
            return await self._log_in(password, scope, receive) if scope["method"] == "POST" else _login_page("")
        if self._keys.sessions.use(token):
            return None
        if scope["method"] == "GET" and path.rstrip("/") == self._path:
            return RedirectResponse(f"{self._path}/login", 303)
        return PlainTextResponse(f"Please log in at {self._path}/login.", status_code=401)

    def _by_link(self, token: str, scope: Scope, path: str) -> Response | None:
        link = self._keys.link
        if link is None:
            return PlainTextResponse("The console is closed: it needs ADMIN_PASSWORD.", status_code=403)
        secret = QueryParams(scope["query_string"]).get("key", "")
        if path.rstrip("/") == self._path and secret and link.use(secret):
            return self._with_session(RedirectResponse(f"{self._path}/", 303), self._keys.sessions.begin(), scope)
        if self._keys.sessions.use(token):
            return None
        return PlainTextResponse("Please open the console by the link that the server prints.", status_code=403)

    async def _log_in(self, password: Password, scope: Scope, receive: Receive) -> Response:
        headers = Headers(scope=scope)
        form = await _form(scope, receive)
        if form is None:
            return PlainTextResponse("This is not a login.", status_code=400)
        source = password.device(_cookie(headers, DEVICE_COOKIE)) or client_address(scope)
        wait = password.wait(source)
        if wait:
            refusal = _login_page(f"Too many wrong passwords. Please wait {round(wait) + 1} seconds.", 429)
            refusal.headers["Retry-After"] = str(round(wait) + 1)
            return refusal
        if not password.matches(form.get("username", ""), form.get("password", ""), source):
            return _login_page("That is not right.", 401)
        entered = self._with_session(RedirectResponse(f"{self._path}/", 303), self._keys.sessions.begin(), scope)
        if not source.startswith("device "):
            device = password.new_device()
            _set_cookie(entered, DEVICE_COOKIE, device, DEVICE_LASTS_S, f"{self._path}/login", scope)
        return entered

    def _with_session(self, response: Response, token: str, scope: Scope) -> Response:
        _set_cookie(response, COOKIE, token, LASTS_S if token else 0, self._path, scope)
        return response


def _set_cookie(response: Response, name: str, value: str, lasts_s: int, path: str, scope: Scope) -> None:
    secure = scope.get("scheme") == "https" or Headers(scope=scope).get("x-forwarded-proto") == "https"
    response.set_cookie(name, value, max_age=lasts_s, path=path, secure=secure, httponly=True, samesite="strict")


def _unframed(send: Send) -> Send:
    """No page of the console shows in a page of others."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Frame-Options"] = "DENY"
            headers.append("Content-Security-Policy", "frame-ancestors 'none'")
            headers["Referrer-Policy"] = "same-origin"
        await send(message)

    return told


async def _form(scope: Scope, receive: Receive) -> dict[str, str] | None:
    """The fields of a login; None for anything else."""
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return None
    try:
        body = await whole_body(scope, receive, MAX_FORM_BYTES)
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=4)
    except (TooLarge, ValueError):
        return None
    return {name: values[-1] for name, values in fields.items()}


def _cookie(headers: Headers, name: str) -> str:
    try:
        cookies: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _login_page(said: str, status: int = 200) -> HTMLResponse:
    """`said` is a sentence of ours, never what was sent."""
    page = _PAGE.replace("{said}", f'<p role="alert">{said}</p>' if said else "")
    return HTMLResponse(page, status_code=status)


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
