"""The AI services of the connected game: one step each for the caption, the concept and the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from piclets.domain.concepts import NO_ANSWERS
from piclets.domain.photo import Photo
from piclets.services.cached import AnswerCache
from piclets.services.failures import NotAccepted, NotAnswered
from piclets.services.health import Health
from piclets.services.limits import Limits
from piclets.services.ports import Answer, Brief, Caption, Captioner, Conceiver, Painter, Picture, Question, Session
from piclets.services.providers import ProviderCaptioner, ProviderConceiver, ProviderPainter, Route
from piclets.services.server import Server, ServerCaptioner, ServerConceiver, ServerPainter, address_of
from piclets.services.spaces import (
    CAPTION,
    CONCEPT,
    IMAGE,
    Space,
    SpaceCaptioner,
    SpaceConceiver,
    SpacePainter,
    is_url,
    may_receive_tokens,
)
from piclets.services.spaces.signatures import Wants
from piclets.services.steps import Candidate, KeptResult, Step
from piclets.settings import BadSetting, Settings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Adapter = TypeVar("Adapter")
Asked = TypeVar("Asked")
Result = TypeVar("Result", bound="DataclassInstance")

_MAX_SHARE = 0.5
"""Of a scan's time, for the caption and for the concept: each at most, so that there is time to draw."""

_NO_CAPTION = "Your photo could not be looked at just now. Please try again soon."
_NO_CONCEPT = "Your Piclet could not be imagined just now. Please try again soon."
_NO_PICTURE = "Your Piclet could not be drawn just now. Please try again soon."

SignedIn = Callable[[str], object]
"""Asks the Hub anew whether a token is good. Raises InvalidToken, ServiceUnavailable."""


class AiChain:
    """All three ports. Holds no connection, no thread and nothing of any player between two calls."""

    def __init__(
        self,
        caption: Step[Captioner, Photo, Caption],
        concept: Step[Conceiver, Question, Answer],
        image: Step[Painter, Brief, Picture],
        signed_in: SignedIn,
    ) -> None:
        self._caption = caption
        self._concept = concept
        self._image = image
        self._steps: dict[str, Step[Any, Any, Any]] = {"caption": caption, "concept": concept, "image": image}
        self._signed_in = signed_in

    def caption(self, photo: Photo, session: Session) -> Caption:
        """See `Captioner`. Nothing is paid for while a later step would fail for certain."""

        def check_later_steps() -> None:
            self._concept.check_awake()
            self._image.check_awake()

        return self._told(lambda: self._caption(photo, session, first=check_later_steps), session)

    def conceive(self, question: Question, session: Session) -> Answer:
        return self._told(lambda: self._concept(question, session), session)

    def paint(self, brief: Brief, session: Session) -> Picture:
        return self._told(lambda: self._image(brief, session), session)

    def services(self) -> dict[str, dict[str, Any]]:
        """Per step the adapters of its services by name, to be asked one by one."""
        return {
            name: {candidate.name: candidate.adapter for candidate in step.candidates}
            for name, step in self._steps.items()
        }

    def status(self) -> dict[str, Any]:
        """JSON for /ready: per step its services (breaker, latency, errors by kind, note), and the caches' hits."""
        services = {name: [each.state() for each in step.candidates] for name, step in self._steps.items()}
        hits = {name: step.memory.hits.state() for name, step in self._steps.items() if step.memory is not None}
        return {"services": services, "cache": hits}

    def _told(self, run: Callable[[], Result], session: Session) -> Result:
        """A service's word on a sign-in is not believed: the Hub is asked. Raises InvalidToken where that says so."""
        try:
            return run()
        except NotAccepted:
            self._signed_in(session.token)
            raise


def build_chain(
    settings: Settings,
    cache: AnswerCache,
    limits: Limits | None = None,
    signed_in: SignedIn = lambda _token: None,
) -> AiChain:
    """The chain that the settings name.

    Raises BadSetting for an address that a player's token must not be sent to, and for an unknown provider.
    """
    make = _Candidates(settings, limits or Limits())
    return _assembled(
        make.listed(settings.caption_spaces, CAPTION, SpaceCaptioner, ProviderCaptioner),
        make.listed(settings.concept_spaces, CONCEPT, SpaceConceiver, ProviderConceiver),
        make.listed(settings.image_spaces, IMAGE, SpacePainter, ProviderPainter),
        settings, cache, limits or Limits(), signed_in,
    )  # fmt: skip


def build_server_chain(
    settings: Settings, cache: AnswerCache, studio: Painter, limits: Limits | None = None
) -> AiChain:
    """The chain of a game on an OpenAI-compatible server; `studio` draws where that has no image model."""
    limits = limits or Limits()
    server = Server(address_of(settings.ai_url or ""), settings.ai_key, limits)
    captioner = ServerCaptioner(server, settings.ai_vision_model or "")
    conceiver = ServerConceiver(server, settings.ai_text_model or captioner.model)
    painter = ServerPainter(server, settings.ai_image_model, studio) if settings.ai_image_model else None
    drawing: Candidate[Painter] = (
        Candidate(painter.model, "server", painter, Health(limits), lambda: painter.note)
        if painter
        else Candidate("studio", "studio", studio, Health(limits))
    )
    return _assembled(
        [Candidate(captioner.model, "server", captioner, Health(limits), lambda: captioner.note)],
        [Candidate(conceiver.model, "server", conceiver, Health(limits), lambda: conceiver.note)],
        [drawing], settings, cache, limits, lambda _token: None,
    )  # fmt: skip


def _assembled(
    captioners: Sequence[Candidate[Captioner]],
    conceivers: Sequence[Candidate[Conceiver]],
    painters: Sequence[Candidate[Painter]],
    settings: Settings,
    cache: AnswerCache,
    limits: Limits,
    signed_in: SignedIn,
) -> AiChain:
    share, whole = settings.scan_deadline * _MAX_SHARE, settings.scan_deadline
    captions = KeptResult[Photo, Caption](Caption, lambda photo: photo.sha256)
    concepts = KeptResult[Question, Answer](
        Answer, lambda question: question.photo_sha256, lambda answer: not answer.doubt
    )
    return AiChain(
        Step(lambda captioner, photo, session: captioner.caption(photo, session), captioners, _NO_CAPTION, share,
             limits, captions.memory("caption", _names(captioners), cache)),
        Step(lambda conceiver, question, session: _answered(conceiver.conceive(question, session)), conceivers,
             _NO_CONCEPT, share, limits, concepts.memory("concept", _names(conceivers), cache)),
        Step(lambda painter, brief, session: painter.paint(brief, session), painters, _NO_PICTURE, whole, limits),
        signed_in,
    )  # fmt: skip


class _Candidates:
    """Makes candidates, each with a health of its own."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._hub = settings.hub
        self._limits = limits
        self._route = Route(settings.providers, settings.hub, limits) if settings.providers else None

    def listed(
        self,
        names: Sequence[str],
        wants: Wants,
        of_space: Callable[[Space], Adapter],
        of_provider: Callable[[Route], Adapter],
    ) -> list[Candidate[Adapter]]:
        """The Spaces in order of preference, then the providers where they are on."""
        candidates = [self._space(name, wants, of_space) for name in names]
        if self._route is not None:
            adapter: Any = of_provider(self._route)
            candidates.append(Candidate(adapter.model, "provider", adapter, Health(self._limits)))
        return candidates

    def _space(self, name: str, wants: Wants, adapter: Callable[[Space], Adapter]) -> Candidate[Adapter]:
        if is_url(name) and not may_receive_tokens(name, self._hub):
            raise BadSetting(
                f"{wants.variable}={name!r} cannot be used: a player's token may be sent to https://*.hf.space, "
                "the configured Hub, or loopback."
            )
        space = Space(name, wants, self._hub, self._limits)
        return Candidate(name, "space", adapter(space), Health(self._limits), lambda: space.note)


def _names(candidates: Sequence[Candidate[Any]]) -> list[str]:
    return [candidate.name for candidate in candidates]


def _answered(answer: Answer) -> Answer:
    if answer.doubt in NO_ANSWERS:
        raise NotAnswered(answer.doubt)
    return answer
