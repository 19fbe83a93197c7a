"""A photo becomes a Piclet: the use case that the game is about.

Nothing is recorded before everything is there; nothing is drawn that is known already.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import Enum

from piclets.clock import utc_now
from piclets.domain.concepts import Concept, Doubt, OddObject, Unreadable, build_prompt, is_said_in
from piclets.domain.names import normalize
from piclets.domain.photo import Capture, Photo
from piclets.domain.records import Models, Player
from piclets.errors import ServiceUnavailable, StorageUnavailable, unsafe_photo
from piclets.images.store import ImageStore
from piclets.ledger.candidates import Candidates
from piclets.ledger.ledger import Ledger
from piclets.ledger.refusals import Refusal, Refusals
from piclets.ledger.scans import PictureNeeded, Recorded, Scan, like
from piclets.ledger.suspicions import Suspicions
from piclets.play.cutting import Cutting
from piclets.search.recognition import Recognised
from piclets.services.failures import NotAnswered
from piclets.services.ports import Brief, Caption, Captioner, Conceiver, Painter, Question, Session


class ScanStep(Enum):
    """The steps that a player sees, with the share of the way that is done when each begins."""

    WAITING = ("Waiting in line", 0.0)
    LOOKING = ("Looking at your photo", 0.05)
    IMAGINING = ("Imagining", 0.3)
    DRAWING = ("Drawing", 0.55)
    SAVING = ("Saving", 0.9)

    def __init__(self, words: str, share: float) -> None:
        self.words = words
        self.share = share


Tell = Callable[[ScanStep, str], None]
"""Receives the step and a service's own words about it ("" or "place 3 in the queue"). From any thread."""


@dataclass
class Journey:
    """One scan on its way: where it is, how long each step took (seconds), and whether it has cost anything.

    What was known already costs nothing.
    """

    tell: Tell
    deadline: float
    timings: dict[str, float] = field(default_factory=dict)
    spent: bool = False

    def pay(self) -> None:
        self.spent = True

    @contextmanager
    def step(self, step: ScanStep) -> Iterator[None]:
        self.tell(step, "")
        started = time.monotonic()
        try:
            yield
        finally:
            name = step.name.lower()
            self.timings[name] = self.timings.get(name, 0.0) + time.monotonic() - started


@dataclass(frozen=True)
class Sighting:
    """A player's photo, when it came, and what is needed to find out about it. The token dies with it."""

    player: Player
    token: str = field(repr=False)
    photo: Photo
    journey: Journey
    received: str

    def session(self, step: ScanStep) -> Session:
        """What a service is told of this scan while the step lasts."""
        journey = self.journey
        return Session(
            self.token,
            journey.deadline,
            tell=lambda words: journey.tell(step, words),
            paid=journey.pay,
            player=self.player.sub,
        )


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


class Discovering:
    """Runs scans. Blocking: it belongs on a thread of the scan pool."""

    def __init__(
        self,
        ledger: Ledger,
        candidates: Candidates,
        images: ImageStore,
        services: Services,
        recognise: Callable[[Photo], Recognised | None] = lambda _photo: None,
        cutting: Cutting | None = None,
    ) -> None:
        self._ledger = ledger
        self._candidates = candidates
        self._images = images
        self._services = services
        self._recognise = recognise
        self._cutting = cutting or Cutting()
        self._refusals = Refusals(ledger.database)
        self._suspicions = Suspicions(ledger.database)

    def recall(self, sighting: Sighting) -> Recorded | None:
        """The answer for a photo that the game knows already; nothing is spent on it. None for a new photo.

        The player's own photo changes nothing; another player's counts as a scan of that photo's Piclet.
        """
        replay = self._ledger.replay(sighting.player.sub, sighting.photo.sha256)
        if replay is not None:
            return replay
        type_id = self._ledger.owner(sighting.photo.sha256)
        return self._noted(sighting, self._ledger.record_known(_scan(sighting), type_id)) if type_id else None

    def scan(self, sighting: Sighting) -> Recorded:
        """Find out what the photo shows, and record it.

        Raises the errors of the services, UnsafeContent and StorageUnavailable; then nothing was recorded.
        """
        journey = sighting.journey
        with journey.step(ScanStep.LOOKING):
            known = self._recognise(sighting.photo)
            caption = _caption_of(known) if known and known.sure else self._caption(sighting)
        with journey.step(ScanStep.IMAGINING):
            idea = self._imagine(sighting, caption, known)
        concept = idea.concept
        scan = replace(_scan(sighting), object_name=concept.object_name, attributes=concept.attributes)
        scan = replace(scan, compared=self._ledger.head())
        look_alike = self._ledger.look_alike(concept.object_name, scan.phash)
        if look_alike is not None:
            with journey.step(ScanStep.SAVING):
                known_one = self._ledger.record_known(like(scan, look_alike.sub), look_alike.type_id)
            return self._noted(sighting, known_one, concept.capture)
        if self._ledger.match(concept.object_name, concept.attributes).needs_picture:
            scan = self._draw(scan, sighting, idea)
        return self._noted(sighting, self._save(scan, sighting, idea), concept.capture)

    def _noted(self, sighting: Sighting, recorded: Recorded, capture: Capture | None = None) -> Recorded:
        """Keep for the console what the photo said of how it was made. The scan is recorded, whatever comes of it."""
        hints = [*sighting.photo.hints, *([capture] if capture and capture != "direct" else [])]
        if hints and not recorded.replayed:
            with suppress(StorageUnavailable):
                self._suspicions.note(recorded.seq, sighting.player.sub, hints)
        return recorded

    def _caption(self, sighting: Sighting) -> Caption:
        caption = self._services.captioner.caption(sighting.photo, sighting.session(ScanStep.LOOKING))
        if caption.unsafe:
            raise unsafe_photo()
        return caption

    def _imagine(self, sighting: Sighting, caption: Caption, known: Recognised | None) -> Idea:
        """Ask for the concept; a doubtful answer is asked for once more, with the doubt named.

        A name that only looks odd is kept where the caption has it too, or when it is said again.
        What a catalogue surely knows is exactly the object, whatever the model calls it; else it is a suggestion.
        Raises ServiceUnavailable with what is doubtful, and UnsafeContent only for a sure answer.
        """
        suggested = [*([known.words] if known else []), *self._candidates.suggested_by(caption.text)]
        doubt: Doubt | None = None
        heard = ""
        for _ in range(2):
            question = Question(
                prompt=build_prompt(caption.text, suggested, doubt),
                caption=caption.text,
                photo_sha256=sighting.photo.sha256,
            )
            try:
                answer = self._services.conceiver.conceive(question, sighting.session(ScanStep.IMAGINING))
                concept = answer.concept
            except NotAnswered as nothing:
                doubt = nothing.doubt
                continue
            except OddObject as odd:
                doubt = odd.doubt
                before, heard = heard, odd.concept.object_name
                if heard != before and not is_said_in(caption.text, heard):
                    continue
                concept = odd.concept
            except Unreadable as unreadable:
                doubt = unreadable.doubt
                continue
            doubt = concept.doubt
            if doubt is None:
                self._check_safe(concept, sighting)
                return Idea(_exactly(concept, known), caption.model, answer.model)
        raise ServiceUnavailable((doubt or Doubt.NO_ANSWER).told, retry_after=30)

    def _check_safe(self, concept: Concept, sighting: Sighting) -> None:
        """Raises UnsafeContent. A refusal for a word of our list alone is kept for the operator, who may allow it."""
        if concept.safe or self._refusals.are_allowed(concept.listed_words):
            return
        if concept.listed_words:
            refusal = Refusal(
                utc_now(), sighting.photo.sha256, concept.object_name, concept.name, concept.listed_words
            )
            self._refusals.note(refusal)
        raise unsafe_photo()

    def _draw(self, scan: Scan, sighting: Sighting, idea: Idea) -> Scan:
        concept = idea.concept
        with sighting.journey.step(ScanStep.DRAWING):
            brief = Brief(
                concept.image_prompt, concept.type, sighting.photo, thing=scan.object_name, tier=concept.tier
            )
            picture = self._services.painter.paint(brief, sighting.session(ScanStep.DRAWING))
        shown = self._cutting.cut(picture, sighting.journey.deadline)
        models = Models(caption=idea.caption_model, concept=idea.concept_model, image=shown.model)
        try:
            image = self._images.keep(shown.webp)
        except OSError as error:
            raise StorageUnavailable("The picture could not be stored. Please try again.", retry_after=60) from error
        return replace(scan, piclet_data=concept.piclet_data(models), image=image)

    def _save(self, scan: Scan, sighting: Sighting, idea: Idea) -> Recorded:
        """Record; where the match has changed so that a picture is needed after all, draw it and record again."""
        while True:
            try:
                with sighting.journey.step(ScanStep.SAVING):
                    return self._ledger.record(scan)
            except PictureNeeded:
                scan = self._draw(scan, sighting, idea)


def _scan(sighting: Sighting) -> Scan:
    photo = sighting.photo
    return Scan(
        sighting.player,
        photo.sha256,
        photo.phash,
        utc_now(),
        object_name="",
        attributes=(),
        received=sighting.received,
    )


def _caption_of(known: Recognised) -> Caption:
    """What a catalogue says, in the place of a caption."""
    return Caption(text=known.words, model=f"catalogue {known.catalogue}")


def _exactly(concept: Concept, known: Recognised | None) -> Concept:
    """The concept of the very thing that is surely known."""
    if known is None or not known.sure:
        return concept
    name = normalize(known.words)
    return replace(concept, object_name=name.name, attributes=name.attributes)
