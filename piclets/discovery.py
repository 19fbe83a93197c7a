"""A photo becomes a Piclet: the use case that the game is about.

Nothing is recorded before everything is there; nothing is drawn that is known already.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum

from piclets.dataset.images import ImageStore
from piclets.domain.concepts import Concept, Unreadable, build_prompt, is_unsafe_name, parse
from piclets.domain.photo import Photo
from piclets.domain.records import Models, Player
from piclets.errors import ServiceUnavailable, StorageUnavailable, UnsafeContent
from piclets.ledger.candidates import Candidates
from piclets.ledger.ledger import Ledger, PictureNeeded, Recorded, Scan
from piclets.services.ports import Brief, Caption, Captioner, Conceiver, Painter, Question, Session


class Step(Enum):
    """The steps that a player sees, with the share of the way that is done when each begins."""

    WAITING = ("Waiting in line", 0.0)
    LOOKING = ("Looking at your photo", 0.05)
    IMAGINING = ("Imagining", 0.3)
    DRAWING = ("Drawing", 0.55)
    SAVING = ("Saving", 0.9)

    def __init__(self, words: str, share: float) -> None:
        self.words = words
        self.share = share


Tell = Callable[[Step, str], None]
"""Receives the step and a service's own words about it ("" or "place 3 in the queue"). From any thread."""


@dataclass
class Journey:
    """One scan on its way: where it is, how long each step took (seconds), and whether it has cost anything."""

    tell: Tell
    deadline: float
    timings: dict[str, float] = field(default_factory=dict)
    spent: bool = False

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        self.tell(step, "")
        started = time.monotonic()
        try:
            yield
        finally:
            name = step.name.lower()
            self.timings[name] = self.timings.get(name, 0.0) + time.monotonic() - started


@dataclass(frozen=True)
class Sighting:
    """A player's photo, and what is needed to find out about it. The token dies with it."""

    player: Player
    token: str = field(repr=False)
    photo: Photo
    journey: Journey

    def session(self, step: Step) -> Session:
        """What a service is told of this scan while the step lasts."""
        journey = self.journey
        return Session(self.token, journey.deadline, lambda words: journey.tell(step, words))


@dataclass(frozen=True)
class Idea:
    """A concept and who had it."""

    concept: Concept
    caption_model: str
    concept_model: str


@dataclass(frozen=True)
class Services:
    """The three AI services that a scan needs."""

    captioner: Captioner
    conceiver: Conceiver
    painter: Painter


class Discovery:
    """Runs scans. Blocking: it belongs on a thread of the scan pool."""

    def __init__(self, ledger: Ledger, candidates: Candidates, images: ImageStore, services: Services) -> None:
        self._ledger = ledger
        self._candidates = candidates
        self._images = images
        self._services = services

    def recall(self, sighting: Sighting) -> Recorded | None:
        """The answer for a photo that the game knows already; nothing is spent on it. None for a new photo.

        The player's own photo changes nothing; somebody else's counts as a scan of that photo's Piclet.
        """
        replay = self._ledger.replay(sighting.player.sub, sighting.photo.sha256)
        if replay is not None:
            return replay
        type_id = self._ledger.owner(sighting.photo.sha256)
        return self._ledger.record_known(_scan(sighting), type_id) if type_id else None

    def scan(self, sighting: Sighting) -> Recorded:
        """Find out what the photo shows, and record it.

        Raises the errors of the services, UnsafeContent and StorageUnavailable; then nothing was recorded.
        """
        journey = sighting.journey
        with journey.step(Step.LOOKING):
            caption = self._caption(sighting)
        with journey.step(Step.IMAGINING):
            idea = self._imagine(sighting, caption)
        concept = idea.concept
        scan = replace(_scan(sighting), object_name=concept.object_name, attributes=concept.attributes)
        copy_of = self._ledger.copy_of(concept.object_name, scan.phash)
        if copy_of is not None:
            with journey.step(Step.SAVING):
                return self._ledger.record_known(scan, copy_of)
        if self._ledger.match(concept.object_name, concept.attributes).needs_picture:
            scan = self._draw(scan, sighting, idea)
        return self._save(scan, sighting, idea)

    def _caption(self, sighting: Sighting) -> Caption:
        caption = self._services.captioner.caption(sighting.photo, sighting.session(Step.LOOKING))
        sighting.journey.spent = True
        if caption.unsafe:
            raise _unsafe()
        return caption

    def _imagine(self, sighting: Sighting, caption: Caption) -> Idea:
        """Ask for the concept; an unreadable answer is asked for once more."""
        question = Question(
            prompt=build_prompt(caption.text, self._candidates.suggested_by(caption.text)),
            caption=caption.text,
            photo_sha256=sighting.photo.sha256,
        )
        for _ in range(2):
            answer = self._services.conceiver.conceive(question, sighting.session(Step.IMAGINING))
            try:
                concept = parse(answer.markdown)
            except Unreadable:
                continue
            if not concept.safe or is_unsafe_name(f"{concept.name} {concept.object_name}"):
                raise _unsafe()
            return Idea(concept, caption.model, answer.model)
        raise ServiceUnavailable(
            "The service that invents Piclets gave no usable answer. Please try again.", retry_after=30
        )

    def _draw(self, scan: Scan, sighting: Sighting, idea: Idea) -> Scan:
        concept = idea.concept
        with sighting.journey.step(Step.DRAWING):
            brief = Brief(image_prompt=concept.image_prompt, primary_type=concept.type, photo=sighting.photo)
            picture = self._services.painter.paint(brief, sighting.session(Step.DRAWING))
        models = Models(caption=idea.caption_model, concept=idea.concept_model, image=picture.model)
        try:
            image = self._images.keep(picture.webp)
        except OSError as error:
            raise StorageUnavailable("The picture could not be stored. Please try again.", retry_after=60) from error
        return replace(scan, piclet_data=concept.piclet_data(models), image=image)

    def _save(self, scan: Scan, sighting: Sighting, idea: Idea) -> Recorded:
        """Record; where the match has changed so that a picture is needed after all, draw it and record again."""
        while True:
            try:
                with sighting.journey.step(Step.SAVING):
                    return self._ledger.record(scan)
            except PictureNeeded:
                scan = self._draw(scan, sighting, idea)


def _scan(sighting: Sighting) -> Scan:
    photo = sighting.photo
    return Scan(sighting.player, photo.sha256, photo.phash, utc_now(), object_name="", attributes=())


def utc_now() -> str:
    """This moment as events and entries write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _unsafe() -> UnsafeContent:
    return UnsafeContent("This photo cannot become a Piclet. Please try another thing.")
