"""A scan for trying out services: each step with what went in and what came out, and nothing recorded.

What is shown is for the operator: a caption is shown here, and kept nowhere.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from piclets.domain.concepts import Concept, Unreadable, build_prompt
from piclets.domain.photo import Photo
from piclets.errors import InvalidRequest, PicletsError
from piclets.ledger.candidates import Candidates
from piclets.services.ports import (
    Answer,
    Brief,
    Caption,
    Captioner,
    Conceiver,
    Painter,
    Picture,
    Question,
    Session,
)

STEPS: Final = ("caption", "concept", "image")

T = TypeVar("T")


@dataclass(frozen=True)
class TrialStep:
    """A step that is done. `picture` is an image as a `data:` URL, or ""."""

    step: str
    service: str
    input: str = field(repr=False)
    output: str = field(repr=False)
    seconds: float
    failed: bool = False
    picture: str = field(default="", repr=False)


class Trial:
    """`services` has the adapters per step and name of service."""

    def __init__(self, candidates: Candidates, services: Mapping[str, Mapping[str, Any]], deadline_s: float) -> None:
        self._candidates = candidates
        self._services = services
        self._deadline_s = deadline_s

    def names(self, step: str) -> list[str]:
        """The services that can do a step, in order of preference."""
        return list(self._services[step])

    def run(self, photo: Photo, token: str, chosen: Mapping[str, str]) -> Iterator[TrialStep]:
        """Do the steps with the chosen services; ends with the first that fails. Raises InvalidRequest."""
        missing = [step for step in STEPS if chosen.get(step) not in self._services[step]]
        if missing:
            raise InvalidRequest(f"Please choose a service for {', '.join(missing)}.")
        captioner: Captioner = self._services["caption"][chosen["caption"]]
        conceiver: Conceiver = self._services["concept"][chosen["concept"]]
        painter: Painter = self._services["image"][chosen["image"]]
        session = Session(token, time.monotonic() + self._deadline_s)
        looked = _timed(
            "caption",
            chosen,
            "a photo of {} x {} pixels".format(*photo.image.size),
            lambda: captioner.caption(photo, session),
            _of_caption,
        )
        yield looked.shown
        if looked.result is None:
            return
        caption = looked.result
        prompt = build_prompt(caption.text, self._candidates.suggested_by(caption.text))
        question = Question(prompt, caption.text, photo.sha256)
        asked = _timed("concept", chosen, prompt, lambda: conceiver.conceive(question, session), _of_answer)
        yield asked.shown
        if asked.result is None:
            return
        markdown = asked.result.markdown
        try:
            concept = asked.result.concept
        except Unreadable as error:
            yield TrialStep("reading", "the parser", markdown, f"unreadable: {error}", 0.0, failed=True)
            return
        yield TrialStep("reading", "the parser", markdown, _of_concept(concept), 0.0)
        brief = Brief(concept.image_prompt, concept.type, photo, concept.object_name, concept.tier)
        yield _timed("image", chosen, concept.image_prompt, lambda: painter.paint(brief, session), _of_picture).shown


@dataclass(frozen=True)
class _Done(Generic[T]):
    """A step's result, None where it failed, and how it is shown."""

    result: T | None
    shown: TrialStep


def _timed(
    step: str, chosen: Mapping[str, str], given: str, work: Callable[[], T], words: Callable[[T], tuple[str, str]]
) -> _Done[T]:
    started = time.monotonic()
    try:
        result = work()
    except PicletsError as error:
        seconds = time.monotonic() - started
        return _Done(
            None, TrialStep(step, chosen[step], given, f"{error.code}: {error.message}", seconds, failed=True)
        )
    output, picture = words(result)
    return _Done(result, TrialStep(step, chosen[step], given, output, time.monotonic() - started, picture=picture))


def _of_caption(caption: Caption) -> tuple[str, str]:
    return f"{caption.text}\n\nmodel: {caption.model}\nunsafe: {caption.unsafe}", ""


def _of_answer(answer: Answer) -> tuple[str, str]:
    return f"{answer.markdown}\n\nmodel: {answer.model}", ""


def _of_concept(concept: Concept) -> str:
    return "\n".join(f"{name}: {value}" for name, value in vars(concept).items())


def _of_picture(picture: Picture) -> tuple[str, str]:
    data = base64.b64encode(picture.webp).decode()
    return f"{len(picture.webp):,} bytes of WebP\nmodel: {picture.model}", f"data:image/webp;base64,{data}"
