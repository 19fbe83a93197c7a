"""Inference Providers: the last candidates, with the player's token and on the player's credit (off unless set)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast, get_args

import httpx
import httpx2
from huggingface_hub import (
    ChatCompletionInputJSONSchema,
    ChatCompletionInputResponseFormatJSONSchema,
    InferenceClient,
)
from huggingface_hub.errors import HfHubHTTPError, InferenceTimeoutError
from huggingface_hub.inference._providers import PROVIDER_T, get_provider_helper
from PIL import Image

from piclets.domain.photo import Photo
from piclets.services.failures import OutOfTime, Passing, ServiceFailure, Unusable
from piclets.services.limits import Limits
from piclets.services.pictures import finish
from piclets.services.ports import Answer, Brief, Caption, Picture, Question, Session
from piclets.services.spaces.addresses import is_url, may_receive_tokens
from piclets.services.spaces.words import MAX_TEXT_CHARS, answer_text, rated_unsafe, unwrap
from piclets.services.structured import INSTRUCTION, looking_at, schema
from piclets.services.wire import MALFORMED, asking, body_of
from piclets.settings import BadSetting

CAPTION_MODEL = "google/gemma-3-27b-it"
CONCEPT_MODEL = "openai/gpt-oss-120b"
IMAGE_MODEL = "black-forest-labs/FLUX.1-schnell"

MAX_TOKENS = 2_000
_SIZE = {"width": 1024, "height": 1024}
_MAX_WAIT = 90.0

_FORMAT = ChatCompletionInputResponseFormatJSONSchema(
    type="json_schema", json_schema=ChatCompletionInputJSONSchema(name="piclet", schema=schema(), strict=True)
)
_GATEWAY = (500, 502, 503, 504)
_KINDS = {401: "no_permission", 402: "no_credit", 403: "no_permission"}


class _BoundedClient(InferenceClient):
    """What comes back is bounded, in size and in time, and no redirect is followed: the base does neither."""

    def __init__(self, until: float, limits: Limits, **options: Any) -> None:
        super().__init__(**options)
        self._until = until
        self._limits = limits

    def picture(self, prompt: str) -> bytes:
        """What `text_to_image` gives, but that a picture which is told by its address is fetched here."""
        helper = get_provider_helper(self.provider, task="text-to-image", model=self.model)
        request = helper.prepare_request(
            inputs=prompt, parameters=_SIZE, headers=self.headers, model=self.model, api_key=self.token
        )
        body = self._inner_post(request)
        address = _address_in(body)
        found = self._fetched(address) if address else helper.get_response(body, request)
        if not isinstance(found, bytes):
            raise Unusable("not_a_picture", provoked=True)
        return found

    def _fetched(self, address: str) -> bytes:
        """Without the player's token: it lies at a host of the provider's choice, which may send it elsewhere."""
        connect = self._limits.connect
        with asking("GET", address, until=self._until, connect=connect, follow_redirects=True) as answer:
            if not answer.is_success:
                raise _status_failure(answer.status_code)
            return self._body(answer, self._limits.picture_bytes)

    def _inner_post(self, request_parameters: Any, *, stream: bool = False) -> Any:  # noqa: ARG002 - the base's
        asked = request_parameters
        draws = asked.task == "text-to-image"
        headers = {"Accept": "image/png", **asked.headers} if draws else asked.headers
        body = {"json": asked.json, "content": asked.data, "headers": headers}
        with asking("POST", asked.url, until=self._until, connect=self._limits.connect, **body) as answer:
            if not answer.is_success:
                raise _status_failure(answer.status_code)
            return self._body(answer, self._limits.picture_bytes * 4 // 3 if draws else self._limits.chat_bytes)

    def _body(self, answer: httpx.Response, most: int) -> bytes:
        return body_of(answer, most=most, until=self._until, endless=Unusable("endless_answer"), late=OutOfTime())


def _address_in(body: bytes) -> str | None:
    """Where the picture lies, in an answer of fal or of Replicate; None for any other.

    InferenceClient would fetch it from there, whatever its size.
    """
    if not body.lstrip().startswith(b"{"):
        return None
    match json.loads(body):
        case {"images": [{"url": str(address)}, *_]} | {"output": str(address) | [str(address), *_]}:
            return address
    return None


class Route:
    """How calls reach a model: a provider's name, `auto`, or the address of a router (Hub or loopback)."""

    def __init__(self, choice: str, hub: str, limits: Limits | None = None) -> None:
        """Raises BadSetting."""
        known = choice == "auto" or choice in get_args(PROVIDER_T)
        if not known and not (is_url(choice) and may_receive_tokens(choice, hub)):
            raise BadSetting(f"PICLETS_PROVIDERS={choice!r} cannot be used: it has to be a provider's name, or auto.")
        self._choice = choice
        self._limits = limits or Limits()

    def __repr__(self) -> str:
        return f"Route({self._choice!r})"

    @contextmanager
    def client(self, model: str, session: Session, *, chat: bool) -> Iterator[_BoundedClient]:
        """A client of this player's own, for one call. Raises OutOfTime, Passing, Unusable."""
        left = min(session.deadline - time.monotonic(), _MAX_WAIT)
        if left <= 0:
            raise OutOfTime
        until = time.monotonic() + left
        route: dict[str, Any]
        if not is_url(self._choice):
            route = {"model": model, "provider": cast("PROVIDER_T", self._choice)}
        elif chat:
            route = {"base_url": self._choice}
        else:
            route = {"model": f"{self._choice}/models/{model}"}
        with _translated(session.deadline):
            yield _BoundedClient(until, self._limits, token=session.token, timeout=left, **route)


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
            return finish(client.picture(brief.image_prompt), self.model)


def _said(answer: Any) -> str:
    """The text of a chat completion, "" where it has none."""
    content = answer.choices[0].message.content if answer.choices else None
    return content or ""


@contextmanager
def _translated(deadline: float) -> Iterator[None]:
    try:
        yield
    except (InferenceTimeoutError, httpx.ReadTimeout, httpx.WriteTimeout) as error:
        raise (OutOfTime() if time.monotonic() >= deadline else Unusable("silent")) from error
    except HfHubHTTPError as error:
        raise _status_failure(error.response.status_code) from error
    except (httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
        raise Unusable("provider") from error
    except (httpx.TransportError, httpx2.TransportError) as error:
        raise (OutOfTime() if time.monotonic() >= deadline else Passing("connection")) from error
    except (*MALFORMED, OSError, httpx2.HTTPError, httpx2.InvalidURL, Image.DecompressionBombError) as error:
        raise Unusable("provider") from error


def _status_failure(code: int) -> ServiceFailure:
    if code in _GATEWAY:
        return Passing(f"http_{code}", retries=1)
    return Unusable(_KINDS.get(code, f"http_{code}"))
