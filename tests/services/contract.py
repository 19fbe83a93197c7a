"""What every captioner, conceiver and painter must keep to, whichever family it comes from.

Each check makes one call and returns its result, so that a suite can look further. None of them asks for
determinism. A token is held to travel with its session only: it is found in no result, no progress line and
nothing that an adapter keeps.
"""

from __future__ import annotations

import gc
import hashlib
import io
import time
from collections import deque
from dataclasses import replace
from types import (
    BuiltinFunctionType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
)

from PIL import Image, ImageDraw

from piclets.domain.concepts import build_prompt, is_unsafe_name, parse
from piclets.domain.photo import Photo
from piclets.domain.records import PRIMARY_TYPES, TIERS
from piclets.services.ports import Answer, Brief, Caption, Captioner, Conceiver, Painter, Picture, Question, Session

TOKEN = "hf_ContractSuiteTokenThatMustStayWithItsSession"
SAMPLE_CAPTION = "A photo of a velvet pillow with piped edges, lying on a light wooden chair."
MAX_SIDE = 1024
MAX_CAPTION = 20_000

_WALKED_PAST = (
    BuiltinFunctionType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
    type,
)  # fmt: skip - what leads out of an adapter, into the modules and the running test


def sample_photo(filename: str = "IMG_2041.jpg") -> Photo:
    """A round blue thing on a light ground, 320 x 240."""
    image = Image.new("RGB", (320, 240), (232, 226, 214))
    ImageDraw.Draw(image).ellipse((70, 30, 250, 210), fill=(40, 70, 170))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG")
    return Photo(
        jpeg=jpeg.getvalue(),
        sha256=hashlib.sha256(image.tobytes()).hexdigest(),
        phash="c3c3c3c33c3c3c3c",
        filename=filename,
    )


def sample_session(seconds: float = 60.0) -> Session:
    """A player's session with a token that the checks look for."""
    return Session(token=TOKEN, deadline=time.monotonic() + seconds)


def check_captioner(captioner: Captioner, photo: Photo, session: Session) -> Caption:
    """Words about the photo, and the name of who said them."""
    session, told = _overheard(session)
    caption = captioner.caption(photo, session)
    assert isinstance(caption, Caption)
    assert caption.text.strip()
    assert len(caption.text) <= MAX_CAPTION
    assert caption.model.strip()
    assert caption.text not in repr(caption), "a caption is private, and a repr gets logged"
    _assert_token_stays(session, captioner, caption.text, caption.model, repr(caption), *told)
    return caption


def check_conceiver(conceiver: Conceiver, photo: Photo, session: Session, caption: str = SAMPLE_CAPTION) -> Answer:
    """Markdown that the parser reads, with every value in bounds."""
    session, told = _overheard(session)
    question = Question(prompt=build_prompt(caption, ()), caption=caption, photo_sha256=photo.sha256)
    answer = conceiver.conceive(question, session)
    assert isinstance(answer, Answer)
    assert answer.model.strip()
    concept = parse(answer.markdown)
    assert concept.object_name
    assert len(concept.attributes) <= 4
    assert 1 <= len(concept.name) <= 60
    assert concept.type in PRIMARY_TYPES
    assert concept.tier in TIERS
    assert concept.height > 0
    assert concept.weight > 0
    assert concept.personality
    assert concept.description
    assert concept.image_prompt
    assert concept.safe
    assert not is_unsafe_name(concept.name)
    assert answer.markdown not in repr(answer)
    _assert_token_stays(session, conceiver, answer.markdown, answer.model, repr(answer), *told)
    return answer


def check_painter(
    painter: Painter, photo: Photo, session: Session, prompt: str = "A round blue velvet creature, smiling"
) -> Picture:
    """A webp that decodes whole, at most 1024 px a side."""
    session, told = _overheard(session)
    picture = painter.paint(Brief(image_prompt=prompt, primary_type="beast", photo=photo), session)
    assert isinstance(picture, Picture)
    assert picture.model.strip()
    with Image.open(io.BytesIO(picture.webp)) as image:
        assert image.format == "WEBP"
        image.load()
        assert 0 < max(image.size) <= MAX_SIDE
        assert not image.getexif()
    assert session.token.encode() not in picture.webp
    assert len(repr(picture)) < 200, "a repr gets logged: no bytes of the picture in it"
    _assert_token_stays(session, painter, picture.model, repr(picture), *told)
    return picture


def _overheard(session: Session) -> tuple[Session, list[str]]:
    told: list[str] = []

    def tell(words: str) -> None:
        told.append(words)
        session.tell(words)

    return replace(session, tell=tell), told


def _assert_token_stays(session: Session, adapter: object, *said: str) -> None:
    assert session.token not in repr(session)
    assert session.token not in repr(adapter)
    for words in said:
        assert session.token not in words
    assert not _keeps(adapter, session.token), "the adapter keeps the player's token after the call"


def _keeps(adapter: object, secret: str) -> bool:
    """Whether `secret` can still be reached from the adapter's own data."""
    seen: set[int] = set()
    waiting: deque[object] = deque([adapter])
    while waiting:
        thing = waiting.popleft()
        if id(thing) in seen or isinstance(thing, _WALKED_PAST):
            continue
        seen.add(id(thing))
        if isinstance(thing, str) and secret in thing:
            return True
        if isinstance(thing, bytes) and secret.encode() in thing:
            return True
        waiting.extend(gc.get_referents(thing))
    return False
