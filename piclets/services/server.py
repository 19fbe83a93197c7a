"""An OpenAI-compatible server that the operator runs or rents: Ollama, llama.cpp, vLLM, LM Studio, a hosted one.

Vision chat for the caption, chat for the concept, `/images/generations` for the picture. The operator's key goes to
that server only, and a player's token never does. What comes back is bounded before it is read, in size and in time.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from pydantic import SecretStr

from piclets.clock import retry_after_s
from piclets.domain.concepts import Doubt
from piclets.domain.photo import Photo
from piclets.errors import unsafe_photo
from piclets.services.failures import RETRY_AFTER, NotAnswered, OutOfTime, Passing, ServiceFailure, Unusable
from piclets.services.limits import Limits
from piclets.services.pictures import finish
from piclets.services.ports import Answer, Brief, Caption, Painter, Picture, Question, Session
from piclets.services.spaces.words import MAX_ANSWER_CHARS, MAX_TEXT_CHARS, answer_text, rated_unsafe, unwrap
from piclets.services.structured import INSTRUCTION, looking_at, schema
from piclets.services.wire import MALFORMED, asking, body_of, origin

MAX_CAPTION_TOKENS = 500
MAX_CONCEPT_TOKENS = 4_000
"""Of which a model that thinks aloud uses up most before it answers."""
MAX_RETRY_AFTER_S = 3_600
SIZE = "1024x1024"

_FORMAT = {"type": "json_schema", "json_schema": {"name": "piclet", "schema": schema(), "strict": True}}
_GATEWAY = (500, 502, 503, 504)
_NOT_TAKEN = (400, 415, 422)
_NOT_THERE = (404, 405, 501)


class NotTaken(Unusable):
    """The server does not take a request of this form."""


class NotThere(Unusable):
    """The server has no such model, or no such endpoint."""


@dataclass
class Server:
    """Where it is (`address`, with its version: `http://127.0.0.1:11434/v1`), and the key that it asks for.

    Shared by all players and threads; holds nothing of any of them.
    """

    address: str
    key: SecretStr | None
    limits: Limits = field(default_factory=Limits)

    def chat(self, body: Mapping[str, Any], session: Session) -> str:
        """What the model says, without its thoughts, at most `MAX_ANSWER_CHARS`.

        Raises UnsafeContent, NotTaken, NotThere, Passing, Unusable, OutOfTime.
        """
        return _said(self._ask("/chat/completions", {**body, "stream": False}, session, self.limits.chat_bytes))

    def picture(self, body: Mapping[str, Any], session: Session) -> bytes:
        """The picture's file. Raises as `chat`."""
        most = self.limits.picture_bytes * 4 // 3 + 4_096
        answer = self._ask("/images/generations", body, session, most)
        with _translated(session.deadline):
            drawn = _object(answer)["data"][0]
            if isinstance(drawn.get("b64_json"), str):
                return base64.b64decode(drawn["b64_json"], validate=True)
            url = urljoin(self.address, str(drawn["url"]))
            if origin(url) != origin(self.address):
                raise Unusable("picture_elsewhere")
            return self._request("GET", url, None, session, self.limits.picture_bytes)

    def _ask(self, path: str, body: Mapping[str, Any], session: Session, most: int) -> bytes:
        return self._request("POST", self.address + path, body, session, most)

    def _request(self, method: str, url: str, body: Mapping[str, Any] | None, session: Session, most: int) -> bytes:
        until = session.deadline
        if time.monotonic() >= until:
            raise OutOfTime
        headers = {"Authorization": f"Bearer {self.key.get_secret_value()}"} if self.key else {}
        with (
            _translated(until),
            asking(method, url, until=until, connect=self.limits.connect, json=body, headers=headers) as answer,
        ):
            _check_status(answer)
            return body_of(answer, most=most, until=until, endless=Unusable("endless_answer"), late=OutOfTime())


class _Noted:
    """An adapter that tells the operator what is wrong with the settings."""

    def __init__(self, server: Server, model: str) -> None:
        self._server = server
        self.model = model
        self.note = ""

    def _note(self, failure: ServiceFailure, not_taken: str) -> None:
        if isinstance(failure, NotThere):
            self.note = f"the server has no model {self.model}"
        elif isinstance(failure, NotTaken):
            self.note = not_taken
        elif failure.kind == "no_permission":
            self.note = "the server does not accept PICLETS_AI_KEY"


class ServerCaptioner(_Noted):
    def caption(self, photo: Photo, session: Session) -> Caption:
        body = {
            "model": self.model,
            "messages": [looking_at(photo)],
            "max_tokens": MAX_CAPTION_TOKENS,
        }
        try:
            text = answer_text(self._server.chat(body, session))[:MAX_TEXT_CHARS]
        except ServiceFailure as failure:
            self._note(failure, f"the server takes no pictures: {self.model} may be no vision model")
            raise
        self.note = ""
        return Caption(text=text, model=self.model, unsafe=rated_unsafe(text))


class ServerConceiver(_Noted):
    """Asks for JSON by schema, and for markdown where the server does not take that."""

    def __init__(self, server: Server, model: str) -> None:
        super().__init__(server, model)
        self._by_schema = True

    def conceive(self, question: Question, session: Session) -> Answer:
        try:
            markdown = self._conceive(question, session)
        except ServiceFailure as failure:
            self._note(failure, "the server does not take the question for a concept")
            raise
        return Answer(markdown=markdown[:MAX_TEXT_CHARS], model=self.model)

    def _conceive(self, question: Question, session: Session) -> str:
        asked = [{"role": "user", "content": question.prompt}]
        body: dict[str, Any] = {"model": self.model, "max_tokens": MAX_CONCEPT_TOKENS, "messages": asked}
        if self._by_schema:
            by_schema = {"messages": [{"role": "system", "content": INSTRUCTION}, *asked], "response_format": _FORMAT}
            try:
                return unwrap(self._server.chat({**body, **by_schema}, session))
            except NotTaken:
                self._by_schema = False
        markdown = unwrap(self._server.chat(body, session))
        self.note = "" if self._by_schema else "it is asked for markdown: the server takes no JSON schema"
        return markdown


class ServerPainter(_Noted):
    """Draws with the server's image model; `studio` draws where the server has none."""

    def __init__(self, server: Server, model: str, studio: Painter) -> None:
        super().__init__(server, model)
        self._studio = studio

    def paint(self, brief: Brief, session: Session) -> Picture:
        body = {"model": self.model, "prompt": brief.image_prompt, "n": 1, "size": SIZE}
        try:
            drawn = self._draw(body, session)
        except NotThere:
            self.note = f"the studio draws: the server has no /images/generations, or no model {self.model}"
            return self._studio.paint(brief, session)
        except ServiceFailure as failure:
            self._note(failure, "the server does not take the request for a picture")
            raise
        self.note = ""
        return finish(drawn, self.model)

    def _draw(self, body: Mapping[str, Any], session: Session) -> bytes:
        try:
            return self._server.picture({**body, "response_format": "b64_json"}, session)
        except NotTaken:  # some always answer so, and do not know the field
            return self._server.picture(body, session)


def address_of(url: str) -> str:
    """A server's address with its version, which is `/v1` where `url` names no path; without a slash at its end."""
    return url.rstrip("/") if urlsplit(url).path.strip("/") else f"{url.rstrip('/')}/v1"


def _said(answer: bytes) -> str:
    """The text of a chat completion, whole or streamed. Raises UnsafeContent, NotAnswered, Unusable."""
    try:
        text, reason, refusal = _streamed(answer) if answer.lstrip().startswith(b"data:") else _whole(answer)
    except MALFORMED as error:
        raise Unusable("protocol") from error
    if reason == "content_filter":
        raise unsafe_photo()
    if refusal:
        raise NotAnswered(Doubt.REFUSED, "refused")
    if reason == "length":
        raise NotAnswered(Doubt.CUT_OFF, "truncated")
    return text.rpartition("</think>")[2][-MAX_ANSWER_CHARS:]


def _whole(answer: bytes) -> tuple[str, str, str]:
    choice = _object(answer)["choices"][0]
    message = choice["message"]
    return str(message.get("content") or ""), str(choice.get("finish_reason")), str(message.get("refusal") or "")


def _streamed(answer: bytes) -> tuple[str, str, str]:
    text, refusal, reason = [], [], ""
    for line in answer.splitlines():
        data = line.removeprefix(b"data:").strip()
        if not line.startswith(b"data:") or data == b"[DONE]":
            continue
        for choice in _object(data).get("choices") or ():
            delta = choice.get("delta") or {}
            text.append(str(delta.get("content") or ""))
            refusal.append(str(delta.get("refusal") or ""))
            reason = str(choice.get("finish_reason") or reason)
    return "".join(text), reason, "".join(refusal)


def _object(answer: bytes) -> dict[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError("not a JSON object")
    return found


def _check_status(answer: httpx.Response) -> None:
    code = answer.status_code
    if answer.is_success:
        return
    wait = retry_after_s(answer.headers.get("retry-after"), most=MAX_RETRY_AFTER_S) or RETRY_AFTER
    if code in (401, 403):
        raise Unusable("no_permission", retry_after=wait)
    if code in _NOT_THERE:
        raise NotThere(f"http_{code}", retry_after=wait)
    if code in _NOT_TAKEN:
        raise NotTaken(f"http_{code}", retry_after=wait, provoked=True)
    if code in _GATEWAY:
        raise Passing(f"http_{code}", retries=1, retry_after=wait)
    raise Unusable(f"http_{code}", retry_after=wait)


@contextmanager
def _translated(deadline: float) -> Iterator[None]:
    """Vendor errors become the chain's; this is the edge that meets them."""
    try:
        yield
    except httpx.TimeoutException as error:
        if isinstance(error, httpx.ConnectTimeout):
            raise Passing("connection") from error
        raise (OutOfTime() if time.monotonic() >= deadline else Unusable("silent")) from error
    except httpx.TransportError as error:
        raise (OutOfTime() if time.monotonic() >= deadline else Passing("connection")) from error
    except MALFORMED as error:
        raise Unusable("protocol") from error
