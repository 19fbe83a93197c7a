"""The AI services of the connected game: Spaces in order of preference, then providers, behind a cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from piclets.domain.photo import Photo
from piclets.services.cached import AnswerCache, CachedCaptioner, CachedConceiver
from piclets.services.health import Health
from piclets.services.limits import Limits
from piclets.services.ports import Answer, Brief, Caption, Captioner, Conceiver, Painter, Picture, Question, Session
from piclets.services.providers import (
    CAPTION_MODEL,
    CONCEPT_MODEL,
    IMAGE_MODEL,
    ProviderCaptioner,
    ProviderConceiver,
    ProviderPainter,
    Route,
)
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
from piclets.services.steps import Candidate, Step
from piclets.settings import BadSetting, Settings

Adapter = TypeVar("Adapter")

_LONGEST_SHARE = 0.5
"""Of a scan's time, for the caption and for the concept: each at most, so that there is time to draw."""


class Captioners:
    """Whoever of the candidates captions first."""

    def __init__(self, step: Step[Captioner]) -> None:
        self.step = step

    def caption(self, photo: Photo, session: Session) -> Caption:
        return self.step.run(lambda captioner, mine: captioner.caption(photo, mine), session)


class Conceivers:
    """Whoever of the candidates conceives first."""

    def __init__(self, step: Step[Conceiver]) -> None:
        self.step = step

    def conceive(self, question: Question, session: Session) -> Answer:
        return self.step.run(lambda conceiver, mine: conceiver.conceive(question, mine), session)


class Painters:
    """Whoever of the candidates paints first."""

    def __init__(self, step: Step[Painter]) -> None:
        self.step = step

    def paint(self, brief: Brief, session: Session) -> Picture:
        return self.step.run(lambda painter, mine: painter.paint(brief, mine), session)


class Chain:
    """All three ports. Holds no connection, no thread and nothing of any player between two calls."""

    def __init__(
        self, captioners: Captioners, conceivers: Conceivers, painters: Painters, cache: AnswerCache
    ) -> None:
        self._steps: dict[str, Sequence[Candidate[Any]]] = {
            "caption": captioners.step.candidates,
            "concept": conceivers.step.candidates,
            "image": painters.step.candidates,
        }
        self._captioner = CachedCaptioner(captioners, _names(captioners.step.candidates), cache)
        self._conceiver = CachedConceiver(conceivers, _names(conceivers.step.candidates), cache)
        self._painters = painters

    def caption(self, photo: Photo, session: Session) -> Caption:
        return self._captioner.caption(photo, session)

    def conceive(self, question: Question, session: Session) -> Answer:
        return self._conceiver.conceive(question, session)

    def paint(self, brief: Brief, session: Session) -> Picture:
        return self._painters.paint(brief, session)

    def services(self) -> dict[str, dict[str, Any]]:
        """Per step the adapters of its services by name, to be asked one by one."""
        return {
            step: {candidate.name: candidate.adapter for candidate in candidates}
            for step, candidates in self._steps.items()
        }

    def status(self) -> dict[str, Any]:
        """JSON for /ready: per step its services (breaker, latency, errors by kind, note), and the caches' hits."""
        services = {step: [candidate.state() for candidate in candidates] for step, candidates in self._steps.items()}
        hits = {"caption": self._captioner.hits.state(), "concept": self._conceiver.hits.state()}
        return {"services": services, "cache": hits}


def build_chain(settings: Settings, cache: AnswerCache, limits: Limits | None = None) -> Chain:
    """The chain that the settings name.

    Raises BadSetting for an address that a player's token must not be sent to, and for an unknown provider.
    """
    limits = limits or Limits()
    make = _Candidates(settings, limits)
    captioners: list[Candidate[Captioner]] = make.spaces(settings.caption_spaces, CAPTION, SpaceCaptioner)
    conceivers: list[Candidate[Conceiver]] = make.spaces(settings.concept_spaces, CONCEPT, SpaceConceiver)
    painters: list[Candidate[Painter]] = make.spaces(settings.image_spaces, IMAGE, SpacePainter)
    if settings.providers:
        route = Route(settings.providers, settings.hub)
        captioners.append(make.provider(CAPTION_MODEL, ProviderCaptioner(route)))
        conceivers.append(make.provider(CONCEPT_MODEL, ProviderConceiver(route)))
        painters.append(make.provider(IMAGE_MODEL, ProviderPainter(route)))
    share, whole = settings.scan_deadline * _LONGEST_SHARE, settings.scan_deadline
    return Chain(
        Captioners(
            Step("Nobody could look at your photo just now. Please try again soon.", captioners, share, limits)
        ),
        Conceivers(
            Step("Nobody could imagine your Piclet just now. Please try again soon.", conceivers, share, limits)
        ),
        Painters(Step("Nobody could draw your Piclet just now. Please try again soon.", painters, whole, limits)),
        cache,
    )


class _Candidates:
    """Makes candidates, each with a health of its own."""

    def __init__(self, settings: Settings, limits: Limits) -> None:
        self._hub = settings.hub
        self._limits = limits

    def spaces(
        self, names: Sequence[str], wants: Wants, adapter: Callable[[Space], Adapter]
    ) -> list[Candidate[Adapter]]:
        return [self._space(name, wants, adapter) for name in names]

    def provider(self, model: str, adapter: Adapter) -> Candidate[Adapter]:
        return Candidate(model, "provider", adapter, Health(self._limits))

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
