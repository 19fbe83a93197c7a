"""The Hub's two questions about a token: `GET /oauth/userinfo` and `GET /api/whoami-v2`.

`Accounts.routes()` stand in any Starlette or FastAPI app. Faults wait in a queue: each is what the next request
gets; `always` is what every request gets while it is set.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Answer = dict[str, object]


@dataclass(frozen=True)
class Fault:
    """Answered in place of the truth; with `hang`, nothing is answered until `Accounts.released` is set."""

    status: int = 500
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False


@dataclass(frozen=True)
class Call:
    path: str
    token: str
    headers: Mapping[str, str]


class Accounts:
    """Who the Hub knows, what it was asked, and how it fails."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.always: Fault | None = None
        self.released = Event()
        self._userinfo: dict[str, Answer] = {}
        self._whoami: dict[str, Answer] = {}

    def sign_in(self, token: str, *, sub: str, username: str, **more: object) -> str:
        """An OAuth token; both questions know it. `more` adds to, or replaces, fields of the userinfo answer."""
        self._userinfo[token] = {
            "sub": sub,
            "name": username.title(),
            "preferred_username": username,
            "profile": f"https://hub.example/{username}",
            "picture": "",
            "isPro": False,
            "orgs": [],
        } | more
        return self.access_token(token, sub=sub, username=username)

    def access_token(self, token: str, *, sub: str, username: str, **more: object) -> str:
        """A personal token (`type="org"` makes it an organization's). `more` as above, for whoami."""
        self._whoami[token] = {
            "type": "user",
            "id": sub,
            "name": username,
            "fullname": username.title(),
            "orgs": [],
            "auth": {"type": "access_token", "accessToken": {"displayName": "piclets", "role": "read"}},
        } | more
        return token

    def revoke(self, token: str) -> None:
        self._userinfo.pop(token, None)
        self._whoami.pop(token, None)

    def asked(self, path: str) -> int:
        return sum(call.path == path for call in self.calls)

    def routes(self) -> list[Route]:
        return [
            Route("/oauth/userinfo", self._answering(lambda: self._userinfo)),
            Route("/api/whoami-v2", self._answering(lambda: self._whoami)),
        ]

    def _answering(self, known: Callable[[], Mapping[str, Answer]]) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            self.calls.append(Call(request.url.path, token, dict(request.headers)))
            fault = self.faults.popleft() if self.faults else self.always
            if fault is not None:
                return await self._failing(fault)
            if token not in known():
                return JSONResponse({"error": "Invalid username or password."}, status_code=401)
            return JSONResponse(known()[token])

        return answer

    async def _failing(self, fault: Fault) -> Response:
        while fault.hang and not self.released.is_set():
            await asyncio.sleep(0.01)
        return Response(fault.body, fault.status, dict(fault.headers))
