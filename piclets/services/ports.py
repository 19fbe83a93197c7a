"""What a scan asks of the AI services. Two real families stand behind each port: the Spaces and the studio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Final, Protocol

from PIL import Image

from piclets.domain.concepts import Concept, Doubt, Unreadable, parse
from piclets.domain.photo import Photo
from piclets.domain.records import PrimaryType, Tier

WEBP_QUALITY: Final = 90
WEBP_METHOD: Final = 2
"""Two thirds of the time of 4, for files five hundredths larger."""


@dataclass(frozen=True)
class Session:
    """One scan's dealings with the services.

    `token` is the player's own, and the only one a service may ever see. `deadline` is a `time.monotonic()`
    moment for the whole scan. `tell` receives a service's own progress: a short sentence such as
    "place 3 in the queue, about 12 s" (may be called from any thread, never raises). `paid` is called when a service
    has done its work, and not for what was known already. `player` is the player's stable key.
    """

    token: str = field(repr=False)
    deadline: float
    tell: Callable[[str], None] = field(default=lambda _words: None, repr=False)
    paid: Callable[[], None] = field(default=lambda: None, repr=False)
    player: str = ""


@dataclass(frozen=True)
class Caption:
    """What a photo shows, in words. `unsafe` where the service itself says that it is not safe for work.

    Stays in the expiring cache: it is never published, returned or logged.
    """

    text: str = field(repr=False)
    model: str
    unsafe: bool = False


@dataclass(frozen=True)
class Question:
    """What the concept model is asked. `prompt` is the whole message; the rest is for a studio without a model."""

    prompt: str = field(repr=False)
    caption: str = field(repr=False)
    photo_sha256: str


@dataclass(frozen=True)
class Answer:
    """The concept in markdown, the service's own wrapping already taken off."""

    markdown: str = field(repr=False)
    model: str

    @cached_property
    def concept(self) -> Concept:
        """What it says, read once. Raises Unreadable."""
        return parse(self.markdown)

    @cached_property
    def doubt(self) -> Doubt | None:
        """Why it cannot be used as it is; None where it can."""
        try:
            return self.concept.doubt
        except Unreadable as unreadable:
            return unreadable.doubt


@dataclass(frozen=True)
class Brief:
    """What to draw: by the prompt, or, without a model, by the thing's normalized name and how rare it is."""

    image_prompt: str
    primary_type: PrimaryType
    photo: Photo
    thing: str = ""
    tier: Tier = "common"


@dataclass(frozen=True)
class Picture:
    """A finished picture: pixels of our own, at most 1024 px, RGB or, where the ground is transparent, RGBA."""

    image: Image.Image = field(repr=False)
    model: str

    @cached_property
    def webp(self) -> bytes:
        """Encoded, without metadata. Once, and not before it is asked for: a picture may be cut out until then."""
        encoded = BytesIO()
        self.image.save(encoded, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
        return encoded.getvalue()


class Captioner(Protocol):
    """Raises QuotaExceeded, InvalidToken, ServiceUnavailable, UnsafeContent; so do the other two."""

    def caption(self, photo: Photo, session: Session) -> Caption: ...


class Conceiver(Protocol):
    """Raises NotAnswered, too, where what came holds nothing of what was asked for."""

    def conceive(self, question: Question, session: Session) -> Answer: ...


class Painter(Protocol):
    def paint(self, brief: Brief, session: Session) -> Picture: ...
