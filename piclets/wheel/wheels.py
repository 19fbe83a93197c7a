"""Sessions at the wheel (contract, part 8): read the model's chances, let it choose or pick, undo.

What a session holds is text as token ids; every call finds everything else from there, so that any server serves any
session. Reading a text is one worker's (`line.py`), the store's and the answers' work runs on a few threads.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from piclets.clock import utc_text
from piclets.domain.wheel import MAX_SEED, Sampling, Wheel
from piclets.errors import Conflict, InvalidRequest, Missing, RateLimited
from piclets.ledger.naming import Purpose
from piclets.ledger.sessions import Token, WheelSession, WheelSessions, owner_of
from piclets.models.known import OWN
from piclets.models.language import LanguageModel, Reading
from piclets.models.prefixes import Prefixes
from piclets.wheel.answers import (
    ChancesAnswer,
    GrownAnswer,
    OtherAnswer,
    SegmentAnswer,
    SessionAnswer,
    TokenAnswer,
)
from piclets.wheel.line import AGAIN_S, Line
from piclets.wheel.models import LanguageModels
from piclets.wheel.prompts import Thing, prompt_for

T = TypeVar("T")

MAX_PROMPT_CHARS: Final = 2_000
MAX_TOKENS: Final = 128
MAX_WAIT_S: Final = 20.0
THREADS: Final = 4

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class View:
    """A session, and its model to read it with."""

    session: WheelSession
    model: LanguageModel

    @property
    def ids(self) -> list[int]:
        """The whole text: the prompt's tokens, then the session's."""
        return [*self.model.start(self.session.prompt), *(token.id for token in self.session.tokens)]


@dataclass(frozen=True)
class Chances:
    """The wheel before a session's next token."""

    view: View
    wheel: Wheel


@dataclass(frozen=True)
class Grown:
    """A session after a token was appended. `angle` is where a spun wheel stopped, None where nothing was spun."""

    view: View
    token: Token
    angle: float | None


class Wheels:
    """Called on the event loop. `thing` finds a Piclet by its typeId, and raises Missing."""

    def __init__(
        self,
        models: LanguageModels,
        sessions: WheelSessions,
        line: Line,
        prefixes: Prefixes,
        thing: Callable[[str], Thing],
    ) -> None:
        self.models = models
        self._sessions = sessions
        self._line = line
        self._prefixes = prefixes
        self._thing = thing
        self._threads = ThreadPoolExecutor(THREADS, "wheel-io")

    def close(self) -> None:
        self._line.close()
        self._threads.shutdown(cancel_futures=True)

    async def create(
        self, owner: str, player: str, model: str | None, prompt: str | None, type_id: str | None, purpose: Purpose
    ) -> View:
        """A new session. Raises InvalidRequest, Missing, RateLimited, ServiceUnavailable."""
        if prompt is not None and type_id is not None:
            raise InvalidRequest("A session for a Piclet has a prompt of its own: please send prompt or typeId.")

        def made() -> View:
            loaded = self.models.get(model if model is not None else OWN)
            text = prompt_for(purpose, self._thing(type_id)) if type_id is not None else prompt or ""
            _check_prompt(loaded, text)
            new = WheelSession(
                id=str(uuid.uuid4()), owner=owner_of(owner), player=player, model=loaded.name, prompt=text,
                type_id=type_id or "", tokens=(), version=1, created=0.0, expires=0.0,
            )  # fmt: skip
            return View(self._sessions.add(new), loaded)

        return await self.threaded(made)

    async def view(self, session_id: str) -> View:
        """Raises Missing, ServiceUnavailable."""
        return await self.threaded(lambda: self._view(session_id))

    async def set_prompt(self, session_id: str, prompt: str) -> View:
        """The session with another prompt and no tokens; it names no Piclet any more."""

        def changed() -> View:
            view = self._view(session_id)
            _check_prompt(view.model, prompt)
            return View(self._sessions.change(view.session, prompt=prompt, tokens=(), type_id=""), view.model)

        return await self.threaded(changed)

    async def chances(self, session_id: str, owner: str, sampling: Sampling) -> Chances:
        """The wheel before the next token. Raises RateLimited where too many wait."""
        return await self._chances(await self.view(session_id), owner, sampling)

    async def append(
        self, session_id: str, owner: str, sampling: Sampling, token_id: int | None, version: int | None
    ) -> Grown:
        """The session with this token, or with one that is drawn from Other where that is None."""
        view = await self._growing(session_id, version)
        if token_id is not None and not 0 <= token_id < view.model.vocabulary:
            raise InvalidRequest(f"token_id has to be from 0 to {view.model.vocabulary - 1} with {view.model.name}.")
        wheel = (await self._chances(view, owner, sampling)).wheel
        if token_id is not None:
            token = Token(token_id, wheel.chance(token_id), False, wheel.is_likely(token_id), None)
        else:
            seed = secrets.randbelow(MAX_SEED + 1)
            if not len(wheel.others):
                raise InvalidRequest("Other is empty: every token that has a chance is a segment.")
            drawn = wheel.draw_other(seed)
            token = Token(drawn, wheel.chance(drawn), True, True, seed)
        return Grown(await self._grown(view, token), token, None)

    async def spin(
        self, session_id: str, owner: str, sampling: Sampling, seed: int | None, version: int | None
    ) -> Grown:
        """The session with the token where the wheel stops: one seed, one token."""
        if seed is None:
            seed = secrets.randbelow(MAX_SEED + 1)
        if not 0 <= seed <= MAX_SEED:
            raise InvalidRequest(f"seed has to be from 0 to {MAX_SEED}.")
        view = await self._growing(session_id, version)
        wheel = (await self._chances(view, owner, sampling)).wheel
        stop = wheel.spin(seed)
        token = Token(stop.token_id, wheel.chance(stop.token_id), stop.from_other, True, seed)
        return Grown(await self._grown(view, token), token, stop.angle)

    async def undo(self, session_id: str) -> View:
        """The session without its last token."""

        def undone() -> View:
            view = self._view(session_id)
            if not view.session.tokens:
                raise InvalidRequest("There is no token to undo.")
            return View(self._sessions.change(view.session, tokens=view.session.tokens[:-1]), view.model)

        return await self.threaded(undone)

    async def remove(self, session_id: str) -> None:
        await self.threaded(lambda: self._sessions.remove(_id(session_id)))

    async def threaded(self, work: Callable[[], T]) -> T:
        """Blocking work, away from the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _view(self, session_id: str) -> View:
        session = self._sessions.get(_id(session_id))
        return View(session, self.models.get(session.model))

    async def _growing(self, session_id: str, version: int | None) -> View:
        """The session, where it can take another token."""
        view = await self.view(session_id)
        if version is not None and version != view.session.version:
            raise Conflict(f"This session is at version {view.session.version} by now. Read it again.")
        if len(view.session.tokens) >= MAX_TOKENS:
            raise InvalidRequest(f"A session has at most {MAX_TOKENS} tokens. Please undo some, or begin another.")
        return view

    async def _chances(self, view: View, owner: str, sampling: Sampling) -> Chances:
        ids = view.ids
        if len(ids) > view.model.context:
            raise InvalidRequest(f"{view.model.name} reads at most {view.model.context} tokens of a text.")
        reading = Reading(view.model, self._prefixes, ids)

        def step() -> Wheel | None:
            logits = reading.step()
            return None if logits is None else Wheel.of(logits, sampling)

        waited = asyncio.wrap_future(self._line.submit(owner_of(owner), step))
        try:
            return Chances(view, await asyncio.wait_for(waited, MAX_WAIT_S))
        except TimeoutError:
            raise RateLimited(
                "Too many players are at the wheel right now. Please try again.", retry_after=AGAIN_S
            ) from None

    async def _grown(self, view: View, token: Token) -> View:
        tokens = (*view.session.tokens, token)
        return View(await self.threaded(lambda: self._sessions.change(view.session, tokens=tokens)), view.model)


def session_answer(view: View) -> SessionAnswer:
    """A session as it goes out."""
    return SessionAnswer.model_construct(**_told(view))


def grown_answer(grown: Grown) -> GrownAnswer:
    """A session after a token, as it goes out."""
    told = _told(grown.view)
    return GrownAnswer.model_construct(**told, seed=grown.token.seed, angle=grown.angle, appended=told["tokens"][-1])


def chances_answer(chances: Chances) -> ChancesAnswer:
    """The wheel as it goes out."""
    model, wheel, ids = chances.view.model, chances.wheel, chances.view.ids

    def segment(token_id: int) -> SegmentAnswer:
        return SegmentAnswer(
            token_id=token_id,
            token=model.piece(token_id),
            text=model.text_after(ids, token_id),
            probability=wheel.chance(token_id),
        )

    other = OtherAnswer(
        probability=wheel.other,
        count=len(wheel.others),
        samples=tuple(segment(token_id) for token_id in wheel.other_samples()),
    )
    return ChancesAnswer(
        tokens=tuple(segment(int(token_id)) for token_id in wheel.segments),
        other=other,
        version=chances.view.session.version,
    )


def _told(view: View) -> dict[str, Any]:
    session, ids = view.session, view.ids
    texts = view.model.texts(ids)
    own = texts[len(ids) - len(session.tokens) :]
    return {
        "session_id": session.id,
        "model_name": session.model,
        "prompt": session.prompt,
        "current_text": "".join(texts),
        "tokens": tuple(_token(token, text) for token, text in zip(session.tokens, own, strict=True)),
        "version": session.version,
        "created_at": _at(session.created),
        "expires_at": _at(session.expires),
    }


def _token(token: Token, text: str) -> TokenAnswer:
    return TokenAnswer(token_id=token.id, text=text, probability=token.chance, from_other=token.from_other)


def _at(seconds: float) -> str:
    return utc_text(datetime.fromtimestamp(seconds, UTC))


def _check_prompt(model: LanguageModel, prompt: str) -> None:
    """Raises InvalidRequest."""
    if len(prompt) > MAX_PROMPT_CHARS:
        raise InvalidRequest(f"A prompt has at most {MAX_PROMPT_CHARS} characters.")
    if "\x00" in prompt or any("\ud800" <= char <= "\udfff" for char in prompt):
        raise InvalidRequest("This prompt has characters that are not text.")
    tokens = len(model.start(prompt))
    if tokens > model.context:
        raise InvalidRequest(
            f"{model.name} reads at most {model.context} tokens of a text, and this prompt has {tokens}."
        )


def _id(session_id: str) -> str:
    """Raises Missing for what can be no session's id."""
    if not _ID.fullmatch(session_id):
        raise Missing("There is no such session.")
    return session_id
