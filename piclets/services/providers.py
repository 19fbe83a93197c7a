"""Inference Providers: the last candidates, with the player's token and on the player's credit (off unless set)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast, get_args

import httpx2
from huggingface_hub import (
    ChatCompletionInputJSONSchema,
    ChatCompletionInputResponseFormatJSONSchema,
    InferenceClient,
)
from huggingface_hub.errors import HfHubHTTPError, InferenceTimeoutError
from huggingface_hub.inference._providers import PROVIDER_T

from piclets.domain.photo import Photo
from piclets.services.failures import OutOfTime, Passing, ServiceFailure, Unusable
from piclets.services.pictures import finished
from piclets.services.ports import Answer, Brief, Caption, Picture, Question, Session
from piclets.services.spaces.addresses import is_url, may_receive_tokens
from piclets.services.spaces.words import MAX_TEXT_CHARS, answer_text, rated_unsafe, unwrap
from piclets.services.structured import INSTRUCTION, looking_at, schema
from piclets.settings import BadSetting

CAPTION_MODEL = "google/gemma-3-27b-it"
CONCEPT_MODEL = "openai/gpt-oss-120b"
IMAGE_MODEL = "black-forest-labs/FLUX.1-schnell"

MAX_TOKENS = 2_000
_MAX_WAIT = 90.0

_FORMAT = ChatCompletionInputResponseFormatJSONSchema(
    type="json_schema", json_schema=ChatCompletionInputJSONSchema(name="piclet", schema=schema(), strict=True)
)
_GATEWAY = (500, 502, 503, 504)
_KINDS = {401: "no_permission", 402: "no_credit", 403: "no_permission"}


class Route:
    """How calls reach a model: a provider's name, `auto`, or the address of a router (Hub or loopback)."""

    def __init__(self, choice: str, hub: str) -> None:
        """Raises BadSetting."""
        known = choice == "auto" or choice in get_args(PROVIDER_T)
        if not known and not (is_url(choice) and may_receive_tokens(choice, hub)):
            raise BadSetting(f"PICLETS_PROVIDERS={choice!r} cannot be used: it has to be a provider's name, or auto.")
        self._choice = choice

    def __repr__(self) -> str:
        return f"Route({self._choice!r})"

    @contextmanager
    def client(self, model: str, session: Session, *, chat: bool) -> Iterator[InferenceClient]:
        """A client of this player's own, for one call. Raises OutOfTime, Passing, Unusable."""
        left = session.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        common: dict[str, Any] = {"token": session.token, "timeout": min(left, _MAX_WAIT)}
        if not is_url(self._choice):
            client = InferenceClient(model=model, provider=cast("PROVIDER_T", self._choice), **common)
        elif chat:
            client = InferenceClient(base_url=self._choice, **common)
        else:
            client = InferenceClient(model=f"{self._choice}/models/{model}", **common)
        with _translated(session.deadline):
            yield client


class ProviderCaptioner:
    model = CAPTION_MODEL

    def __init__(self, route: Route) -> None:
        self._route = route

    def caption(self, photo: Photo, session: Session) -> Caption:
        with self._route.client(self.model, session, chat=True) as client:
            said = _said(client.chat_completion([looking_at(photo)], model=self.model, max_tokens=500))
        text = answer_text(said)[:MAX_TEXT_CHARS]
        return Caption(text=text, model=self.model, unsafe=rated_unsafe(text))


class ProviderConceiver:
    model = CONCEPT_MODEL

    def __init__(self, route: Route) -> None:
        self._route = route

    def conceive(self, question: Question, session: Session) -> Answer:
        messages: list[Any] = [
            {"role": "system", "content": INSTRUCTION},
            {"role": "user", "content": question.prompt},
        ]
        with self._route.client(self.model, session, chat=True) as client:
            answer = client.chat_completion(
                messages, model=self.model, max_tokens=MAX_TOKENS, response_format=_FORMAT
            )
            said = _said(answer)
        return Answer(markdown=unwrap(said), model=self.model)


class ProviderPainter:
    model = IMAGE_MODEL

    def __init__(self, route: Route) -> None:
        self._route = route

    def paint(self, brief: Brief, session: Session) -> Picture:
        with self._route.client(self.model, session, chat=False) as client:
            return finished(client.text_to_image(brief.image_prompt, width=1024, height=1024), self.model)


def _said(answer: Any) -> str:
    """The text of a chat completion, "" where it has none."""
    content = answer.choices[0].message.content if answer.choices else None
    return content or ""


@contextmanager
def _translated(deadline: float) -> Iterator[None]:
    try:
        yield
    except InferenceTimeoutError as error:
        raise (OutOfTime() if time.monotonic() >= deadline else Unusable("silent")) from error
    except HfHubHTTPError as error:
        raise _status_failure(error.response.status_code) from error
    except httpx2.TransportError as error:
        raise Passing("connection") from error
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        raise Unusable("provider") from error


def _status_failure(code: int) -> ServiceFailure:
    if code in _GATEWAY:
        return Passing(f"http_{code}", retries=1)
    return Unusable(_KINDS.get(code, f"http_{code}"))
