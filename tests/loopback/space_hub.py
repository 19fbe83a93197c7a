"""The Hub's word on Spaces, on loopback: where each is, and what stage it is in."""

from __future__ import annotations

from collections import Counter, deque
from contextlib import ExitStack

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.loopback.serving import serving


class SpaceHub:
    """`hub.put("acme/caption", url, "SLEEPING", "RUNNING")`: the stages are told one by one, the last one stays."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self._hosts: dict[str, str] = {}
        self._stages: dict[str, deque[str]] = {}
        route = Route("/api/spaces/{owner}/{name}", self._space)
        self._serving = ExitStack()
        self.url = self._serving.enter_context(serving(Starlette(routes=[route])))

    def put(self, space: str, host: str, *stages: str) -> str:
        self._hosts[space] = host
        self._stages[space] = deque(stages or ("RUNNING",))
        return space

    def stop(self) -> None:
        self._serving.close()

    async def _space(self, request: Request) -> JSONResponse:
        space = f"{request.path_params['owner']}/{request.path_params['name']}"
        self.asked[space] += 1
        self.headers.append(dict(request.headers))
        if space not in self._hosts:
            return JSONResponse({"error": "Repository not found"}, status_code=404)
        stages = self._stages[space]
        stage = stages.popleft() if len(stages) > 1 else stages[0]
        return JSONResponse({"id": space, "private": False, "host": self._hosts[space], "runtime": {"stage": stage}})
