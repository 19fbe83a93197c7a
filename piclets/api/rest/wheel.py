"""The wheel under /api: models, sessions, and a token at a time (contract, part 8)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt
from starlette.responses import JSONResponse, Response

from piclets.api.rest.access import Access, Caller
from piclets.api.rest.answering import described_whole
from piclets.api.rest.app import Capability
from piclets.api.rest.workload import Workload
from piclets.domain.records import Player
from piclets.domain.wheel import Sampling
from piclets.errors import InvalidRequest
from piclets.ledger.naming import Purpose
from piclets.play.answers import Piclet
from piclets.wheel.answers import ChancesAnswer, GrownAnswer, ModelsAnswer, SessionAnswer
from piclets.wheel.keeping import Keeping
from piclets.wheel.wheels import Grown, View, Wheels, chances_answer, grown_answer, session_answer

TAG: Final = "wheel"


class Choice(BaseModel):
    """How chances are made of the model's logits."""

    model_config = ConfigDict(extra="ignore")

    threshold: float = Field(0.01, description="tokens at least this likely get a segment; greater than 0, at most 1")
    temperature: float = Field(1.0, description="below 1 sharpens, above 1 flattens; greater than 0, at most 5")
    top_k: StrictInt = Field(0, description="only this many of the likeliest tokens; 0 for all")
    top_p: float = Field(1.0, description="only the likeliest tokens that reach this sum; greater than 0, at most 1")

    def sampling(self) -> Sampling:
        """Raises InvalidRequest."""
        return sampling_of(self.threshold, self.temperature, self.top_k, self.top_p)


class NewSession(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"prompt": "Once upon a time"}, {"typeId": "teapot_canonical"}]}
    )

    model_name: str | None = None
    prompt: str | None = None
    type_id: str | None = Field(None, alias="typeId", description="the Piclet that is to be named")
    purpose: Purpose = Field("name", alias="as", description="with typeId: what the prompt asks for")


class Keep(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"as": "name"}]})

    purpose: Purpose = Field(alias="as", description="what is kept: a name, or a line of lore")


class NewPrompt(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"prompt": "The best thing about tea is"}]})

    prompt: str


class Append(Choice):
    model_config = ConfigDict(json_schema_extra={"examples": [{"token_id": 291, "version": 1}, {"other": True}]})

    token_id: StrictInt | None = None
    other: StrictBool = False
    version: StrictInt | None = None


class Spin(Choice):
    model_config = ConfigDict(json_schema_extra={"examples": [{"seed": 7, "temperature": 0.8, "version": 1}]})

    seed: StrictInt | None = None
    version: StrictInt | None = None


def sampling_of(threshold: float, temperature: float, top_k: int, top_p: float) -> Sampling:
    """Raises InvalidRequest, with the bound in its sentence."""
    try:
        return Sampling(threshold, temperature, top_k, top_p)
    except ValueError as error:
        raise InvalidRequest(str(error)) from None


def chosen(
    threshold: Annotated[float, Query(description="greater than 0, at most 1")] = 0.01,
    temperature: Annotated[float, Query(description="greater than 0, at most 5")] = 1.0,
    top_k: Annotated[int, Query(description="0 for all")] = 0,
    top_p: Annotated[float, Query(description="greater than 0, at most 1")] = 1.0,
) -> Sampling:
    return sampling_of(threshold, temperature, top_k, top_p)


def keep_capability(
    keeping: Keeping, piclet: Callable[[str, str], dict[str, Any]], access: Access, base_url: Callable[[Request], str]
) -> Capability:
    """The route that names a Piclet. `piclet` is the contract's Piclet, by its typeId and the base of its address."""
    router = APIRouter(tags=[TAG])

    @router.post(
        "/api/sessions/{session_id}/keep",
        summary="Name a Piclet with what the wheel wrote",
        **described_whole(Piclet),
    )
    async def keep(
        session_id: str, kept: Keep, request: Request, player: Player = Depends(access.player)
    ) -> dict[str, Any]:
        """By its discoverer, once, within 24 hours, from a session made for it whose every token the model chose.

        The answer is the Piclet, named so.
        """
        type_id = await keeping.keep(session_id, player, kept.purpose)
        return await run_in_threadpool(piclet, type_id, base_url(request))

    return Capability(router)


def wheel_capability(wheels: Wheels, access: Access, workload: Workload) -> Capability:
    """The routes. `workload` counts the calls that compute a token."""
    router = APIRouter(tags=[TAG])
    _add_sessions(router, wheels, access)
    _add_tokens(router, wheels, access, workload)
    return Capability(router)


def _add_sessions(router: APIRouter, wheels: Wheels, access: Access) -> None:
    async def session(view: View, status: int = 200) -> JSONResponse:
        return JSONResponse(await wheels.threaded(lambda: session_answer(view).wire()), status)

    @router.get("/api/models", summary="The wheel's language models", **described_whole(ModelsAnswer))
    async def models() -> JSONResponse:
        return JSONResponse((await wheels.threaded(wheels.models.listing)).wire())

    @router.post("/api/sessions", status_code=201, summary="Begin a session", **described_whole(SessionAnswer, 201))
    async def create(
        new: Annotated[NewSession | None, Body()] = None, caller: Caller = Depends(access.caller)
    ) -> JSONResponse:
        """With a prompt, or for a Piclet that its discoverer is about to name: then the prompt is made of it."""
        new = new or NewSession.model_validate({})
        player = caller.player.sub if caller.player else ""
        view = await wheels.create(caller.key, player, new.model_name, new.prompt, new.type_id, new.purpose)
        return await session(view, 201)

    @router.get("/api/sessions/{session_id}", summary="A session", **described_whole(SessionAnswer))
    async def read(session_id: str) -> JSONResponse:
        return await session(await wheels.view(session_id))

    @router.post(
        "/api/sessions/{session_id}/set-prompt",
        summary="Start over with another prompt",
        **described_whole(SessionAnswer),
    )
    async def set_prompt(session_id: str, new: NewPrompt) -> JSONResponse:
        return await session(await wheels.set_prompt(session_id, new.prompt))

    @router.post(
        "/api/sessions/{session_id}/undo", summary="Take the last token back", **described_whole(SessionAnswer)
    )
    async def undo(session_id: str) -> JSONResponse:
        return await session(await wheels.undo(session_id))

    @router.delete("/api/sessions/{session_id}", status_code=204, summary="End a session")
    async def remove(session_id: str) -> Response:
        await wheels.remove(session_id)
        return Response(status_code=204)


def _add_tokens(router: APIRouter, wheels: Wheels, access: Access, workload: Workload) -> None:
    async def grown(after: Grown) -> JSONResponse:
        return JSONResponse(await wheels.threaded(lambda: grown_answer(after).wire()))

    @router.get(
        "/api/sessions/{session_id}/next-token-probs",
        summary="What the model thinks comes next",
        **described_whole(ChancesAnswer),
    )
    async def next_token_probs(
        session_id: str, sampling: Sampling = Depends(chosen), caller: Caller = Depends(access.caller)
    ) -> Response:
        """The wheel's segments, and Other, which stands for all the rest. The probabilities sum to 1."""
        workload.admit(caller)
        chances = await wheels.chances(session_id, caller.key, sampling)
        body = await wheels.threaded(lambda: json.dumps(chances_answer(chances).wire()))
        return Response(body, media_type="application/json")

    @router.post(
        "/api/sessions/{session_id}/append-token",
        summary="Pick a token, or let Other be drawn",
        **described_whole(GrownAnswer),
    )
    async def append_token(session_id: str, pick: Append, caller: Caller = Depends(access.caller)) -> JSONResponse:
        """Of Other, the server draws a token by the chances of its tokens, and says which seed it did so from."""
        if (pick.token_id is None) == (not pick.other):
            raise InvalidRequest('Please send one of {"token_id": ...} and {"other": true}.')
        sampling = pick.sampling()
        workload.admit(caller)
        return await grown(await wheels.append(session_id, caller.key, sampling, pick.token_id, pick.version))

    @router.post("/api/sessions/{session_id}/spin", summary="Spin the wheel", **described_whole(GrownAnswer))
    async def spin(
        session_id: str,
        spun: Annotated[Spin | None, Body()] = None,
        caller: Caller = Depends(access.caller),
    ) -> JSONResponse:
        """`angle` is where it stops, of a whole turn: segments in their order, then Other. One seed, one token."""
        spun = spun or Spin.model_validate({})
        sampling = spun.sampling()
        workload.admit(caller)
        return await grown(await wheels.spin(session_id, caller.key, sampling, spun.seed, spun.version))
