"""The three ports of a scan, each played by one Space.

Each call builds a client of the player's own, runs one endpoint and closes it. They raise QuotaExceeded
and the kinds of `piclets.services.failures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from piclets.domain.photo import Photo
from piclets.services.failures import Passing, Unusable
from piclets.services.pictures import finish
from piclets.services.ports import Answer, Brief, Caption, Picture, Question, Session
from piclets.services.spaces.client import PlayerClient, Upload
from piclets.services.spaces.space import Space
from piclets.services.spaces.words import MAX_TEXT_CHARS, answer_text, rated_unsafe, unwrap


class SpaceCaptioner:
    """JoyCaption and its like."""

    def __init__(self, space: Space) -> None:
        self.space = space

    def caption(self, photo: Photo, session: Session) -> Caption:
        with self.space.open(session) as (client, binding):
            upload = Upload("photo.jpg", photo.jpeg)
            outputs = client.call(binding.api_name, binding.arguments(upload))
            text = answer_text(_last_text(outputs))[:MAX_TEXT_CHARS]
        return Caption(text=text, model=self.space.name, unsafe=rated_unsafe(text))


class SpaceConceiver:
    """gpt-oss and its like."""

    def __init__(self, space: Space) -> None:
        self.space = space

    def conceive(self, question: Question, session: Session) -> Answer:
        with self.space.open(session) as (client, binding):
            outputs = client.call(binding.api_name, binding.arguments(question.prompt))
            markdown = unwrap(_last_text(outputs))
        return Answer(markdown=markdown, model=self.space.name)


class SpacePainter:
    """FLUX and its like."""

    def __init__(self, space: Space) -> None:
        self.space = space

    def paint(self, brief: Brief, session: Session) -> Picture:
        with self.space.open(session) as (client, binding):
            outputs = client.call(binding.api_name, binding.arguments(brief.image_prompt))
            file = _first_file(outputs)
            if file is None:
                raise Unusable("no_picture", provoked=True)
            return _fetched(client, file, self.space.name)


def _fetched(client: PlayerClient, file: Mapping[str, Any], model: str) -> Picture:
    """What was drawn. A file that is cut off or broken is fetched once more: to draw anew takes GPU time again."""
    try:
        return finish(client.download(file), model)
    except (Passing, Unusable) as failure:
        if isinstance(failure, Unusable) and failure.kind != "not_a_picture":
            raise
    return finish(client.download(file), model)


def _last_text(outputs: Iterable[Any]) -> str:
    """The last output that is text: a Space that also returns its prompt returns it first. Raises Unusable."""
    texts = [output for output in outputs if isinstance(output, str)]
    if not texts:
        raise Unusable("no_text", provoked=True)
    return texts[-1]


def _first_file(output: Any) -> Mapping[str, Any] | None:
    """The first file description in an output, also inside a gallery."""
    waiting = [output]  # not called for each level: a hostile output has more of them than a stack
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            if isinstance(each.get("path"), str):
                return each
            each = list(each.values())
        if isinstance(each, list | tuple):
            waiting += reversed(each)
    return None
